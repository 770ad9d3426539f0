from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION portal_erase_claim(claim bigint, sealed_mark text, moment timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    lapsed record;
    step record;
    condition text;
BEGIN
    SELECT * INTO lapsed FROM beneficiaries_identityclaim WHERE id = claim FOR UPDATE;
    IF NOT FOUND OR lapsed.status <> 'lapsed' OR lapsed.proven_at IS NOT NULL THEN
        RAISE EXCEPTION 'only an unproven claim that lapsed is erased' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (SELECT 1 FROM beneficiaries_person WHERE id = lapsed.person_id AND id_blind IS NOT NULL)
       OR EXISTS (SELECT 1 FROM beneficiaries_beneficiaryfile WHERE person_id = lapsed.person_id)
       OR EXISTS (SELECT 1 FROM privacy_legalhold WHERE person_id = lapsed.person_id AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'this person has a number, a file or a hold' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR step IN SELECT * FROM privacy_scrubstep ORDER BY position LOOP
        PERFORM set_config('pgtrigger.ignore', step.triggers, true);
        FOREACH condition IN ARRAY step.by_person LOOP
            EXECUTE format('UPDATE %I SET %s WHERE %s', step.table_name, step.assignments, condition)
                USING lapsed.person_id, sealed_mark;
        END LOOP;
    END LOOP;
    PERFORM set_config('pgtrigger.ignore', '{}', true);
    UPDATE beneficiaries_identityclaim SET erased_at = moment WHERE id = claim;
    RETURN true;
END;
$$;
"""


class Migration(migrations.Migration):
    """The owner's function that erases what an unproven claim left, and nothing else (ADR 42)."""

    dependencies = [
        ("portal", "0001_initial"),
        ("beneficiaries", "0016_claimed_identities"),
        ("privacy", "0001_whole_0005"),
    ]

    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION portal_erase_claim(bigint, text, timestamptz);")]
