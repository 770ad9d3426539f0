import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import wasl.common.crypto
import wasl.common.ids
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.UUIDField(default=wasl.common.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('receipt', 'Receipt of a request'), ('decision_letter', 'Decision letter'), ('minutes', 'Minutes of a meeting'), ('support_request', 'Support request'), ('delivery_note', 'Delivery note'), ('objection_receipt', 'Receipt of an objection'), ('letter', 'Letter'), ('social_study', 'Social study'), ('policy', 'Policy'), ('destruction_record', 'Record of destruction'), ('processing_record', 'Record of processing'), ('my_data', "Copy of a person's data"), ('clauses', 'The policy, clause by clause'), ('agreement', 'Agreement')], max_length=20)),
                ('number', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('person_id', models.BigIntegerField(null=True)),
                ('issued_at', models.DateTimeField()),
                ('issued_date', models.DateField()),
                ('attachments_count', models.PositiveSmallIntegerField(default=0)),
                ('data', wasl.common.crypto.EncryptedTextField()),
                ('file', models.FileField(max_length=120, upload_to='papers')),
                ('sha256', models.CharField(max_length=64)),
                ('check_code', models.CharField(max_length=10, unique=True)),
                ('status', models.CharField(choices=[('issued', 'Issued'), ('superseded', 'Superseded'), ('void', 'Void')], default='issued', max_length=10)),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letterhead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.letterheadversion')),
                ('superseded_by', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supersedes', to='papers.paper')),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='paper_subject'), models.Index(fields=['person_id'], name='paper_person')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='paper_number_once'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='paper_numbered'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'void'), ('voided_at__isnull', False), models.Q(('void_reason', ''), _negated=True)), models.Q(models.Q(('status', 'void'), _negated=True), ('void_reason', ''), ('voided_at', None), ('voided_by', None)), _connector='OR'), name='paper_void_together'), models.CheckConstraint(condition=models.Q(models.Q(('superseded_by__isnull', False), models.Q(('status', 'issued'), _negated=True), models.Q(('superseded_by', models.F('id')), _negated=True)), models.Q(models.Q(('status', 'superseded'), _negated=True), ('superseded_by', None)), _connector='OR'), name='paper_superseded_by_another')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paper',
            trigger=pgtrigger.compiler.Trigger(name='paper_says_what_it_said', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."subject_type" IS DISTINCT FROM (NEW."subject_type") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."letterhead_id" IS DISTINCT FROM (NEW."letterhead_id") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at") OR OLD."issued_date" IS DISTINCT FROM (NEW."issued_date") OR OLD."issued_by_id" IS DISTINCT FROM (NEW."issued_by_id") OR OLD."attachments_count" IS DISTINCT FROM (NEW."attachments_count") OR OLD."data" IS DISTINCT FROM (NEW."data") OR OLD."file" IS DISTINCT FROM (NEW."file") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."check_code" IS DISTINCT FROM (NEW."check_code"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8d3ec2aa7fbae517d74e02c52f783816f1fc1d1c', operation='UPDATE', pgid='pgtrigger_paper_says_what_it_said_e168f', table='papers_paper', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paper',
            trigger=pgtrigger.compiler.Trigger(name='paper_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b966b731b1ebd3ee9537e39ca8a23ff1baf72fef', operation='DELETE', pgid='pgtrigger_paper_is_kept_dcdfe', table='papers_paper', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paper',
            trigger=pgtrigger.compiler.Trigger(name='paper_one_way', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{issued:superseded,issued:void,superseded:void}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='9111a038d8d7a4caf9308608db9d4985256310be', operation='UPDATE', pgid='pgtrigger_paper_one_way_38d2d', table='papers_paper', when='BEFORE')),
        ),
    ]
