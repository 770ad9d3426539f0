import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


# The owner's function that erases what an unproven claim left, and nothing else (ADR 42).
ERASE_CLAIM = """
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


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0001_initial'),
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedFigures',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.CharField(max_length=6, unique=True)),
                ('figures', models.JSONField()),
                ('published_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_as', models.CharField(max_length=60)),
                ('title_ar', models.CharField(max_length=120)),
                ('title_en', models.CharField(blank=True, max_length=120)),
                ('text_ar', models.TextField()),
                ('text_en', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('draft', 'Being written'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('written_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('once', models.UUIDField(null=True, unique=True)),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.consent')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stories', to='beneficiaries.person')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), models.Q(('published_at__isnull', False), ('seen_at__isnull', False)), _connector='OR'), name='story_published_as_seen'), models.CheckConstraint(condition=models.Q(('status', 'withdrawn'), ('withdrawn_at', None), _connector='XOR'), name='story_withdrawn_together')],
            },
        ),
        migrations.RunSQL(ERASE_CLAIM),
    ]
