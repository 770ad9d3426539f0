import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


# The version that was offered stays the one that began last; those before it were approved too, and are superseded.
OLDER_BEGAN_BEFORE = """
    UPDATE catalogue_serviceversion AS older
    SET in_force_from = LEAST(older.in_force_from, now_offered.in_force_from)
    FROM catalogue_serviceversion AS now_offered
    WHERE now_offered.service_id = older.service_id AND now_offered.published AND NOT older.published
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_scoring_guide'),
        ('governance', '0005_objection_reviewers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(OLDER_BEGAN_BEFORE, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label_ar', models.CharField(max_length=160)),
                ('label_en', models.CharField(max_length=160)),
                ('condition', models.JSONField()),
                ('effect', models.CharField(choices=[('advice', 'Advice to who studies and decides'), ('stops', 'The request cannot be submitted')], default='advice', max_length=6)),
                ('reason_ar', models.CharField(blank=True, max_length=300)),
                ('reason_en', models.CharField(blank=True, max_length=300)),
                ('order', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='serviceversion',
            name='one_published_version_per_service',
        ),
        migrations.RemoveField(
            model_name='serviceversion',
            name='published',
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='approved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='edited_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='edited_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='edition',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='note_ar',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='note_en',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='offered_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved')], default='approved', max_length=8),
        ),
        migrations.AlterField(
            model_name='serviceversion',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved')], default='draft', max_length=8),
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='study_steps',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='serviceversion',
            name='target_groups',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name='documentrequirement',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='catalogue.serviceversion'),
        ),
        migrations.AlterField(
            model_name='fieldrequirement',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='catalogue.serviceversion'),
        ),
        migrations.AlterField(
            model_name='serviceversion',
            name='in_force_from',
            field=models.DateField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentrequirement',
            trigger=pgtrigger.compiler.Trigger(name='documents_stay_once_approved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM catalogue_serviceversion WHERE id IN (OLD.version_id, NEW.version_id) AND status <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'this version of the service can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='22ffe23e6ec35792292b5b116524f73a83a2181c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_documents_stay_once_approved_6e28b', table='catalogue_documentrequirement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldrequirement',
            trigger=pgtrigger.compiler.Trigger(name='questions_stay_once_approved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM catalogue_serviceversion WHERE id IN (OLD.version_id, NEW.version_id) AND status <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'this version of the service can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='dd65888a45e412ed794eac90ebb287136d0124d5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_questions_stay_once_approved_30ac0', table='catalogue_fieldrequirement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceversion',
            trigger=pgtrigger.compiler.Trigger(name='approved_service_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF OLD.status <> 'draft' AND (NEW.id IS NULL OR NEW.status <> 'draft') THEN\n        RAISE EXCEPTION 'this version of the service can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='95fe2911b65379beb057711587a46ef26da04eca', operation='UPDATE OR DELETE', pgid='pgtrigger_approved_service_stays_bbea2', table='catalogue_serviceversion', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='serviceversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('service',), name='one_draft_per_service'),
        ),
        migrations.AddConstraint(
            model_name='serviceversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('in_force_from', None), ('status', 'draft')), models.Q(('in_force_from__isnull', False), ('status', 'approved')), _connector='OR'), name='service_approved_from_a_day'),
        ),
        migrations.AddField(
            model_name='criterion',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='catalogue.serviceversion'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='criteria_stay_once_approved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM catalogue_serviceversion WHERE id IN (OLD.version_id, NEW.version_id) AND status <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'this version of the service can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='d7b33a249b21db1b99c5f30539331f0c793fcc75', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_criteria_stay_once_approved_8da2a', table='catalogue_criterion', when='BEFORE')),
        ),
    ]
