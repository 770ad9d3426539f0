import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0005_objection_reviewers'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='policyversion',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='policyversion',
            name='update_update',
        ),
        migrations.AddField(
            model_name='policyversion',
            name='document_age_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='document_clause',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clause'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='readings_of_terms',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='review_clause',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clause'),
        ),
        migrations.AddField(
            model_name='policyversion',
            name='review_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='policyversionevent',
            name='document_age_days',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='policyversionevent',
            name='document_clause',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.clause'),
        ),
        migrations.AddField(
            model_name='policyversionevent',
            name='readings_of_terms',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='policyversionevent',
            name='review_clause',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.clause'),
        ),
        migrations.AddField(
            model_name='policyversionevent',
            name='review_months',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyversion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "governance_policyversionevent" ("answer_clause_id", "answer_due_days", "answer_not_before_days", "approved_meeting_id", "approved_sha256", "change_note", "document_age_days", "document_clause_id", "document_id", "id", "in_force_from", "number", "objection_clause_id", "objection_days", "objection_reviewers", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "quorum", "quorum_clause_id", "rating_clause_id", "rating_floor", "readings_of_terms", "reduces_note", "reduces_rights", "review_clause_id", "review_months", "revision", "source_name", "source_sha256", "state") VALUES (NEW."answer_clause_id", NEW."answer_due_days", NEW."answer_not_before_days", NEW."approved_meeting_id", NEW."approved_sha256", NEW."change_note", NEW."document_age_days", NEW."document_clause_id", NEW."document_id", NEW."id", NEW."in_force_from", NEW."number", NEW."objection_clause_id", NEW."objection_days", NEW."objection_reviewers", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."quorum", NEW."quorum_clause_id", NEW."rating_clause_id", NEW."rating_floor", NEW."readings_of_terms", NEW."reduces_note", NEW."reduces_rights", NEW."review_clause_id", NEW."review_months", NEW."revision", NEW."source_name", NEW."source_sha256", NEW."state"); RETURN NULL;', hash='3e488a6ede3690fa49a59bf743972d6f7f3f5684', operation='INSERT', pgid='pgtrigger_insert_insert_38a65', table='governance_policyversion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policyversion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "governance_policyversionevent" ("answer_clause_id", "answer_due_days", "answer_not_before_days", "approved_meeting_id", "approved_sha256", "change_note", "document_age_days", "document_clause_id", "document_id", "id", "in_force_from", "number", "objection_clause_id", "objection_days", "objection_reviewers", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "quorum", "quorum_clause_id", "rating_clause_id", "rating_floor", "readings_of_terms", "reduces_note", "reduces_rights", "review_clause_id", "review_months", "revision", "source_name", "source_sha256", "state") VALUES (NEW."answer_clause_id", NEW."answer_due_days", NEW."answer_not_before_days", NEW."approved_meeting_id", NEW."approved_sha256", NEW."change_note", NEW."document_age_days", NEW."document_clause_id", NEW."document_id", NEW."id", NEW."in_force_from", NEW."number", NEW."objection_clause_id", NEW."objection_days", NEW."objection_reviewers", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."quorum", NEW."quorum_clause_id", NEW."rating_clause_id", NEW."rating_floor", NEW."readings_of_terms", NEW."reduces_note", NEW."reduces_rights", NEW."review_clause_id", NEW."review_months", NEW."revision", NEW."source_name", NEW."source_sha256", NEW."state"); RETURN NULL;', hash='1dcb15f8c47acc9f982a936ab1086bb28844c20c', operation='UPDATE', pgid='pgtrigger_update_update_77015', table='governance_policyversion', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review_months', None), ('review_months__gte', 1), _connector='OR'), models.Q(('document_age_days', None), ('document_age_days__gte', 1), _connector='OR')), name='terms_of_a_day_at_least'),
        ),
    ]
