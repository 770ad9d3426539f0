import django.contrib.postgres.fields
import django.db.models.deletion
import wasl.common.crypto
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


KINDS = ("data_request", "incident", "destruction")
SEQUENCES = " ".join(f"CREATE SEQUENCE number_{kind};" for kind in KINDS)

# The owner's function that destroys what two people agreed on, and nothing else; the role that serves calls it (ADR 30).
DESTROY = """
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


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0001_initial'),
        ('letters', '0001_initial'),
        ('papers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ScrubStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(unique=True)),
                ('label', models.CharField(max_length=80)),
                ('table_name', models.CharField(max_length=80)),
                ('by_person', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('by_row', models.TextField()),
                ('assignments', models.TextField()),
                ('triggers', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='AccessReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_date', models.DateField(unique=True)),
                ('until_date', models.DateField()),
                ('figures', models.JSONField(default=list)),
                ('unexplained', models.PositiveIntegerField(default=0)),
                ('counted_at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('signed_at', models.DateTimeField(null=True)),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('from_date__lt', models.F('until_date'))), name='access_review_days'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_by', None)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='access_review_signed_with_note')],
            },
        ),
        migrations.CreateModel(
            name='DataSubjectRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('requester_name', models.CharField(max_length=300)),
                ('contact', wasl.common.crypto.EncryptedTextField(blank=True)),
                ('right', models.CharField(choices=[('access', 'See what is held'), ('copy', 'Have a copy in a readable form'), ('correction', 'Have something corrected'), ('destruction', 'Have the data destroyed'), ('withdrawal', 'Take back a consent'), ('objection', 'Object to a use of the data')], max_length=12)),
                ('details', wasl.common.crypto.EncryptedTextField(blank=True)),
                ('channel', models.CharField(choices=[('interview', 'Interview'), ('telephone', 'Telephone'), ('social_media', 'Social media'), ('letter', 'Letter'), ('help_request', 'Help request'), ('volunteering', 'Volunteering'), ('website', 'Website')], max_length=16)),
                ('is_oral', models.BooleanField(default=False)),
                ('received_at', models.DateTimeField()),
                ('due_date', models.DateField()),
                ('status', models.CharField(choices=[('received', 'Received'), ('in_progress', 'Being answered'), ('extended', 'Extended'), ('granted', 'Granted'), ('in_part', 'Granted in part'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='received', max_length=12)),
                ('identity_how', models.CharField(blank=True, choices=[('code', 'A code sent to the registered mobile'), ('id_seen', 'The ID was seen at the desk'), ('called_back', 'Called back on the registered mobile'), ('deed_seen', 'The deed of guardian, trustee or agent was seen')], max_length=12)),
                ('identity_at', models.DateTimeField(null=True)),
                ('extended_at', models.DateTimeField(null=True)),
                ('extension_days', models.PositiveSmallIntegerField(default=0)),
                ('extension_reason', models.CharField(blank=True, max_length=300)),
                ('answer', wasl.common.crypto.EncryptedTextField(blank=True)),
                ('refusal', models.CharField(blank=True, choices=[('repeated', 'It repeats a request that was answered'), ('not_proven', 'It could not be made sure who asks'), ('kept_by_law', 'A rule or law obliges us to keep it'), ('still_needed', 'It is needed for a request that is still open'), ('others_rights', "It would lay open somebody else's data"), ('nothing_held', 'We hold nothing of the kind'), ('is_right', 'What is held is right, by the papers that were seen')], max_length=14)),
                ('settled_at', models.DateTimeField(null=True)),
                ('once', models.UUIDField(null=True, unique=True)),
                ('extended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('identity_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='data_requests', to='beneficiaries.person')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('representative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.representative')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-received_at'], name='data_request_person'), models.Index(condition=models.Q(('status__in', ['received', 'in_progress', 'extended'])), fields=['due_date', 'id'], name='data_request_open'), models.Index(fields=['-settled_at', '-id'], name='data_request_settled')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['received', 'refused', 'withdrawn']), models.Q(('identity_at__isnull', False), models.Q(('identity_how', ''), _negated=True)), _connector='OR'), name='data_request_proven_first'), models.CheckConstraint(condition=models.Q(models.Q(('extended_at', None), ('extended_by', None), ('extension_days', 0), ('extension_reason', '')), models.Q(('extended_at__isnull', False), ('extended_by__isnull', False), ('extension_days__gte', 1), ('extension_days__lte', 30), models.Q(('extension_reason', ''), _negated=True)), _connector='OR'), name='data_request_one_extension'), models.CheckConstraint(condition=models.Q(('status__in', ['received', 'in_progress', 'extended', 'withdrawn']), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='data_request_settled_with_answer'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), _negated=True), models.Q(('refusal', ''), _negated=True), _connector='OR'), name='data_request_refused_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Deed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('prepared', 'The file of their data was made'), ('handed_over', 'The file was handed over'), ('corrected', 'Corrected'), ('consent_ended', 'Consent taken back'), ('use_stopped', 'Use of the data stopped'), ('destroyed', 'The data were destroyed')], max_length=14)),
                ('what', models.CharField(blank=True, max_length=60)),
                ('before', wasl.common.crypto.EncryptedTextField(blank=True)),
                ('after', wasl.common.crypto.EncryptedTextField(blank=True)),
                ('way', models.CharField(blank=True, choices=[('in_person', 'By hand, to whoever asked'), ('post', 'By registered post'), ('own_page', 'Taken from their own page on the site')], max_length=10)),
                ('handed_to', models.CharField(blank=True, max_length=300)),
                ('files', models.PositiveIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('data_request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deeds', to='privacy.datasubjectrequest')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'handed_over'), _negated=True), models.Q(models.Q(('way', ''), _negated=True), models.Q(('handed_to', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='deed_handed_over_to_whom_and_how'), models.CheckConstraint(condition=models.Q(('kind__in', ['prepared', 'handed_over']), models.Q(('what', ''), _negated=True), _connector='OR'), name='deed_says_what'), models.UniqueConstraint(condition=models.Q(('kind', 'destroyed')), fields=('data_request',), name='deed_destroyed_once')],
            },
        ),
        migrations.CreateModel(
            name='Destruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('reason', models.CharField(max_length=300)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('approved', 'Approved'), ('done', 'Done'), ('rejected', 'Not approved')], default='proposed', max_length=10)),
                ('proposed_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('rejected_why', models.CharField(blank=True, max_length=300)),
                ('done_at', models.DateTimeField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('files_gone', models.PositiveIntegerField(default=0)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='destructions', to='privacy.datasubjectrequest')),
                ('paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['status', '-id'], name='destruction_queue')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['proposed', 'approved'])), fields=('asked',), name='destruction_one_open_a_request'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='destruction_by_two'), models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'rejected']), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='destruction_approved_first'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), models.Q(('done_at__isnull', False), ('paper__isnull', False)), _connector='OR'), name='destruction_done_with_record'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'rejected'), _negated=True), models.Q(('rejected_why', ''), _negated=True), _connector='OR'), name='destruction_rejected_with_why')],
            },
        ),
        migrations.CreateModel(
            name='DestructionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('person_id', models.BigIntegerField(db_index=True, null=True)),
                ('outcome', models.CharField(choices=[('pending', 'Waits'), ('done', 'Destroyed'), ('kept', 'Kept')], default='pending', max_length=7)),
                ('kept_why', models.CharField(blank=True, max_length=40)),
                ('files', models.JSONField(default=list)),
                ('destruction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='privacy.destruction')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('destruction', 'subject_type', 'subject_id'), name='destruction_item_once'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'kept'), _negated=True), models.Q(('kept_why', ''), _negated=True), _connector='OR'), name='destruction_kept_with_why')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('wrong_recipient', 'Sent or shown to the wrong person'), ('lost', 'A device or paper was lost or stolen'), ('access', 'Opened by somebody without a right to'), ('attack', 'An attack from outside'), ('damaged', 'Data were lost or changed'), ('other', 'Something else')], max_length=16)),
                ('story', models.TextField()),
                ('occurred_at', models.DateTimeField(null=True)),
                ('aware_at', models.DateTimeField()),
                ('reported_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('reported', 'Reported'), ('assessed', 'Assessed'), ('notified', 'Authority notified'), ('closed', 'Closed')], default='reported', max_length=10)),
                ('data_kinds', models.JSONField(default=list)),
                ('people_estimate', models.PositiveIntegerField(default=0)),
                ('is_harmful', models.BooleanField(null=True)),
                ('assessment', models.TextField(blank=True)),
                ('measures', models.TextField(blank=True)),
                ('assessed_at', models.DateTimeField(null=True)),
                ('notified_at', models.DateTimeField(null=True)),
                ('late_reason', models.CharField(blank=True, max_length=300)),
                ('lessons', models.TextField(blank=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('once', models.UUIDField(null=True, unique=True)),
                ('assessed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter')),
                ('notified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['status', 'aware_at'], name='incident_clock')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('assessed_at', None), ('assessed_by', None), ('is_harmful', None), ('status', 'reported')), models.Q(('assessed_at__isnull', False), ('assessed_by__isnull', False), ('is_harmful__isnull', False), models.Q(('assessment', ''), _negated=True)), _connector='OR'), name='incident_assessed_together'), models.CheckConstraint(condition=models.Q(models.Q(('notice', None), ('notified_at', None), ('notified_by', None)), models.Q(('notice__isnull', False), ('notified_at__isnull', False), ('notified_by__isnull', False)), _connector='OR'), name='incident_notified_together'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), models.Q(('status', 'closed'), _negated=True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('status', 'closed'), models.Q(('lessons', ''), _negated=True)), _connector='OR'), name='incident_closed_with_lessons'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), ('is_harmful', False), ('notified_at__isnull', False), _connector='OR'), name='incident_harm_is_notified')],
            },
        ),
        migrations.CreateModel(
            name='AffectedPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('told_how', models.CharField(blank=True, max_length=16)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.person')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affected', to='privacy.incident')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('incident', 'person'), name='affected_once'), models.CheckConstraint(condition=models.Q(models.Q(('told_at', None), ('told_by', None), ('told_how', '')), models.Q(('told_at__isnull', False), ('told_by__isnull', False), models.Q(('told_how', ''), _negated=True)), _connector='OR'), name='affected_told_together')],
            },
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=300)),
                ('placed_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_holds', to='beneficiaries.person')),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('person',), name='hold_one_standing'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='hold_lifted_together'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='hold_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='ProcessingActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, unique=True)),
                ('name_ar', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('purpose', models.TextField()),
                ('whom', models.CharField(max_length=300)),
                ('basis', models.CharField(choices=[('consent', 'The person agreed'), ('agreement', 'An agreement the person is party to'), ('law', 'A law or rule obliges us to'), ('own_interest', "It serves the person's own interest"), ('legitimate', 'A legitimate interest of the association')], max_length=12)),
                ('basis_note', models.CharField(blank=True, max_length=300)),
                ('recipients', models.TextField()),
                ('retention', models.CharField(blank=True, max_length=300)),
                ('measures', models.TextField(blank=True)),
                ('abroad', models.CharField(blank=True, max_length=300)),
                ('data_kinds', models.JSONField(default=list)),
                ('is_active', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name_ar', ''), _negated=True), models.Q(('purpose', ''), _negated=True), models.Q(('whom', ''), _negated=True), models.Q(('recipients', ''), _negated=True)), name='processing_is_explained')],
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('people', "People's files"), ('visitors', 'Contacts of people who are not in the register'), ('copies', 'Copies of documents'), ('drafts', 'Requests that were never sent'), ('messages', 'Addresses of messages'), ('data_requests', 'Requests about personal data')], max_length=16, unique=True)),
                ('trigger', models.CharField(choices=[('last_activity', 'the last thing that happened in the file'), ('happened', 'the day it happened'), ('expired', "the end of the document's validity"), ('ended', 'the day it ended')], max_length=16)),
                ('months', models.PositiveSmallIntegerField()),
                ('action', models.CharField(choices=[('destroy', 'Destroy, after approval'), ('review', 'Look at it one by one')], default='destroy', max_length=8)),
                ('basis_ar', models.CharField(max_length=300)),
                ('basis_en', models.CharField(blank=True, max_length=300)),
                ('is_obliging', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('months__gte', 1), ('months__lte', 600)), name='retention_of_months'), models.CheckConstraint(condition=models.Q(('basis_ar', ''), _negated=True), name='retention_on_a_ground')],
            },
        ),
        migrations.AddField(
            model_name='destruction',
            name='rule',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='destructions', to='privacy.retentionrule'),
        ),
        migrations.CreateModel(
            name='UnexplainedRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_at', models.DateTimeField()),
                ('reads', models.PositiveIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.person')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outliers', to='privacy.accessreview')),
            ],
        ),
        migrations.RunSQL(SEQUENCES),
        migrations.RunSQL(DESTROY),
    ]
