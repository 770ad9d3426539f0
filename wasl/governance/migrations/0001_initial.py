import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('number', models.CharField(blank=True, max_length=20)),
                ('part', models.TextField(blank=True)),
                ('heading', models.CharField(blank=True, max_length=200)),
                ('text_ar', models.TextField()),
                ('order', models.PositiveSmallIntegerField()),
                ('serves', models.CharField(blank=True, max_length=8)),
                ('suggests', models.CharField(blank=True, max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='DeclarationText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(unique=True)),
                ('text_male', models.TextField()),
                ('text_female', models.TextField()),
                ('text_en', models.TextField(blank=True)),
                ('in_force_from', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='DisclosureText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(unique=True)),
                ('text', models.TextField()),
                ('text_en', models.TextField(blank=True)),
                ('in_force_from', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='PolicyDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('policy', 'Policy'), ('bylaws', 'Bylaws'), ('guide', 'Guide'), ('procedure', 'Procedure')], max_length=12)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('title_ar', models.CharField(max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=200)),
                ('summary_ar', models.TextField(blank=True)),
                ('summary_en', models.TextField(blank=True)),
                ('party', models.CharField(choices=[('beneficiaries', 'Beneficiaries'), ('members', 'Members'), ('volunteers', 'Volunteers'), ('staff', 'Staff'), ('suppliers', 'Suppliers and partners'), ('all', 'All parties')], default='all', max_length=16)),
                ('review_months', models.PositiveSmallIntegerField(default=12)),
            ],
        ),
        migrations.CreateModel(
            name='BoardMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20)),
                ('held_date', models.DateField()),
                ('hijri_stated', models.CharField(max_length=20)),
                ('gregorian_stated', models.CharField(max_length=20)),
                ('date_conflict', models.BooleanField(default=False)),
                ('agenda', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('number', 'held_date'), name='one_board_meeting_per_number_and_day')],
            },
        ),
        migrations.CreateModel(
            name='BoardMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('office', models.CharField(choices=[('chair', 'Chair of the board'), ('vice', 'Vice-chair'), ('treasurer', 'Treasurer'), ('member', 'Member')], default='member', max_length=10)),
                ('from_date', models.DateField()),
                ('to_date', models.DateField(blank=True, null=True)),
                ('once', models.UUIDField(null=True, unique=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='board_seats', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to_date', None), ('from_date__lte', models.F('to_date')), _connector='OR'), name='board_term_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('present', models.BooleanField()),
                ('excuse', models.CharField(blank=True, max_length=200)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='governance.boardmeeting')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.boardmember')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'member'), name='one_attendance_per_member')],
            },
        ),
        migrations.CreateModel(
            name='Circulation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(blank=True)),
                ('due_date', models.DateField()),
                ('started_at', models.DateTimeField()),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to=settings.AUTH_USER_MODEL)),
                ('circulation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acknowledgements', to='governance.circulation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('acknowledged_at', None)), fields=['user'], name='acknowledgement_waiting')],
                'constraints': [models.UniqueConstraint(fields=('circulation', 'user'), name='one_acknowledgement_per_user')],
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('drafted', 'Drafted'), ('reviewed', 'Read by the board'), ('approved', 'Approved'), ('in_force', 'In force'), ('superseded', 'Replaced by a newer version')], default='drafted', max_length=10)),
                ('approved_sha256', models.CharField(blank=True, max_length=64)),
                ('in_force_from', models.DateField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('source_name', models.CharField(blank=True, max_length=200)),
                ('source_sha256', models.CharField(blank=True, max_length=64)),
                ('change_note', models.TextField(blank=True)),
                ('reduces_rights', models.BooleanField(default=False)),
                ('reduces_note', models.TextField(blank=True)),
                ('answer_not_before_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('answer_due_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('objection_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('objection_reviewers', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('quorum', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('rating_floor', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('review_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('document_age_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('readings_of_terms', models.JSONField(blank=True, default=dict)),
                ('answer_clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clause')),
                ('approved_meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.boardmeeting')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='governance.policydocument')),
                ('document_clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clause')),
                ('objection_clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clause')),
                ('quorum_clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clause')),
                ('rating_clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clause')),
                ('review_clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clause')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='one_version_per_number'), models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('document',), name='one_version_in_force_per_document'), models.CheckConstraint(condition=models.Q(('state__in', ['drafted', 'reviewed']), models.Q(('approved_meeting__isnull', False), ('approved_sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='approved_by_a_meeting_with_its_hash'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['in_force', 'superseded']), _negated=True), ('in_force_from__isnull', False), _connector='OR'), name='in_force_from_a_day'), models.CheckConstraint(condition=models.Q(('published_at', None), models.Q(('approved_sha256', ''), _negated=True), _connector='OR'), name='only_approved_text_is_published'), models.CheckConstraint(condition=models.Q(models.Q(('answer_due_days', None), ('answer_not_before_days', None)), models.Q(('answer_due_days__isnull', False), ('answer_not_before_days__isnull', False), ('answer_not_before_days__lte', models.F('answer_due_days'))), _connector='OR'), name='answer_window_in_order'), models.CheckConstraint(condition=models.Q(('rating_floor', None), ('rating_floor__gte', 5), _connector='OR'), name='rating_floor_at_least_five'), models.CheckConstraint(condition=models.Q(('objection_reviewers', None), ('objection_reviewers__range', (1, 2)), _connector='OR'), name='objection_reviewed_by_one_or_two'), models.CheckConstraint(condition=models.Q(models.Q(('review_months', None), ('review_months__gte', 1), _connector='OR'), models.Q(('document_age_days', None), ('document_age_days__gte', 1), _connector='OR')), name='terms_of_a_day_at_least'), models.CheckConstraint(condition=models.Q(('quorum', None), ('quorum__gte', 2), _connector='OR'), name='quorum_at_least_two'), models.CheckConstraint(condition=models.Q(('reduces_rights', False), models.Q(('reduces_note', ''), _negated=True), _connector='OR'), name='a_reduced_right_is_explained')],
            },
        ),
        migrations.CreateModel(
            name='PolicyReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reviewed_date', models.DateField()),
                ('outcome', models.CharField(choices=[('keep', 'Kept as it is'), ('amend', 'To be amended'), ('repeal', 'To be repealed')], max_length=6)),
                ('notes', models.TextField()),
                ('reviewed_at', models.DateTimeField()),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='governance.policydocument')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.policyversion')),
            ],
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('date_conflict', 'Dates that do not agree'), ('name_drift', "The association's name"), ('licence', 'The licence number'), ('open_period', 'A period without an end'), ('contents', 'In the contents, not in the text'), ('repeated', 'A heading that stands twice'), ('recognition', 'Perhaps misread'), ('unserved', 'Near no clause that is served'), ('tracked', 'A change still tracked in the file'), ('left_out', 'Read, and left out of the draft')], max_length=14)),
                ('quote', models.TextField(blank=True)),
                ('place', models.CharField(max_length=120)),
                ('says', models.CharField(max_length=300)),
                ('found_at', models.DateTimeField()),
                ('settlement', models.CharField(blank=True, choices=[('corrected', 'Corrected in the text'), ('accepted', 'Accepted as it is')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='governance.policyversion')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settlement', '')), models.Q(models.Q(('settlement', ''), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='finding_settled_together'), models.CheckConstraint(condition=models.Q(models.Q(('settlement', 'accepted'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='finding_accepted_for_a_reason')],
            },
        ),
        migrations.AddField(
            model_name='clause',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='governance.policyversion'),
        ),
        migrations.AddField(
            model_name='circulation',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulations', to='governance.policyversion'),
        ),
        migrations.CreateModel(
            name='BoardReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member_name', models.CharField(max_length=120)),
                ('read_at', models.DateTimeField()),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='board_readings', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='governance.policyversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'member_name'), name='one_reading_per_member')],
            },
        ),
        migrations.CreateModel(
            name='PolicyVersionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('drafted', 'Drafted'), ('reviewed', 'Read by the board'), ('approved', 'Approved'), ('in_force', 'In force'), ('superseded', 'Replaced by a newer version')], default='drafted', max_length=10)),
                ('approved_sha256', models.CharField(blank=True, max_length=64)),
                ('in_force_from', models.DateField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('source_name', models.CharField(blank=True, max_length=200)),
                ('source_sha256', models.CharField(blank=True, max_length=64)),
                ('change_note', models.TextField(blank=True)),
                ('reduces_rights', models.BooleanField(default=False)),
                ('reduces_note', models.TextField(blank=True)),
                ('answer_not_before_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('answer_due_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('objection_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('objection_reviewers', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('quorum', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('rating_floor', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('review_months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('document_age_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('readings_of_terms', models.JSONField(blank=True, default=dict)),
                ('answer_clause', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.clause')),
                ('approved_meeting', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.boardmeeting')),
                ('document', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.policydocument')),
                ('document_clause', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.clause')),
                ('objection_clause', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.clause')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='governance.policyversion')),
                ('quorum_clause', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.clause')),
                ('rating_clause', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.clause')),
                ('review_clause', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='governance.clause')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('recorded_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='governance.boardmeeting')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='governance.policyversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='one_resolution_per_number')],
            },
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
            model_name='clause',
            constraint=models.UniqueConstraint(fields=('version', 'code'), name='one_clause_per_code'),
        ),
        migrations.AddConstraint(
            model_name='clause',
            constraint=models.UniqueConstraint(fields=('version', 'order'), name='one_clause_per_place'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='clause',
            trigger=pgtrigger.compiler.Trigger(name='text_stays_once_read', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF TG_OP = \'UPDATE\' AND\n        ROW(OLD.version_id, OLD.code, OLD.number, OLD.part, OLD.heading, OLD.text_ar, OLD."order")\n        IS NOT DISTINCT FROM\n        ROW(NEW.version_id, NEW.code, NEW.number, NEW.part, NEW.heading, NEW.text_ar, NEW."order")\n    THEN\n        RETURN NEW;\n    END IF;\n    IF EXISTS (\n        SELECT 1 FROM governance_policyversion\n        WHERE id IN (OLD.version_id, NEW.version_id) AND state <> \'drafted\'\n    ) THEN\n        RAISE EXCEPTION \'the text of this version can no longer change\'\n            USING ERRCODE = \'integrity_constraint_violation\';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n', hash='a6d9d6aeecab21d5040149885bc6845678e0c20e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_text_stays_once_read_11d5d', table='governance_clause', when='BEFORE')),
        ),
    ]
