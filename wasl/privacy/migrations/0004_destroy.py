from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION privacy_destroy(item_id bigint, sealed_mark text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    item record;
    step record;
    condition text;
    is_person boolean;
    touched bigint;
    counts jsonb := '{}';
BEGIN
    SELECT one.*, whole.status, whole.proposed_by_id, whole.approved_by_id INTO item
    FROM privacy_destructionitem one JOIN privacy_destruction whole ON whole.id = one.destruction_id
    WHERE one.id = item_id FOR UPDATE OF one;
    IF NOT FOUND OR item.status <> 'approved' OR item.outcome <> 'pending' OR item.approved_by_id IS NULL
       OR item.approved_by_id = item.proposed_by_id THEN
        RAISE EXCEPTION 'nothing is destroyed that two people did not agree on' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (SELECT 1 FROM privacy_legalhold WHERE person_id = item.person_id AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'a legal hold stands' USING ERRCODE = 'insufficient_privilege';
    END IF;
    is_person := item.subject_type = 'beneficiaries.person';
    FOR step IN SELECT * FROM privacy_scrubstep ORDER BY position LOOP
        CONTINUE WHEN NOT is_person AND step.label <> item.subject_type;
        PERFORM set_config('pgtrigger.ignore', step.triggers, true);
        FOREACH condition IN ARRAY CASE WHEN is_person THEN step.by_person ELSE ARRAY[step.by_row] END LOOP
            EXECUTE format('UPDATE %I SET %s WHERE %s', step.table_name, step.assignments, condition)
                USING item.subject_id, sealed_mark;
            GET DIAGNOSTICS touched = ROW_COUNT;
            IF touched > 0 THEN
                counts := jsonb_set(counts, ARRAY[step.label],
                                    to_jsonb(coalesce((counts ->> step.label)::bigint, 0) + touched));
            END IF;
        END LOOP;
    END LOOP;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    RETURN counts;
END;
$$;
"""


class Migration(migrations.Migration):
    """The owner's function that destroys what two people agreed on, and nothing else; the role that serves calls it."""

    dependencies = [("privacy", "0003_destruction")]

    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION privacy_destroy(bigint, text);")]
