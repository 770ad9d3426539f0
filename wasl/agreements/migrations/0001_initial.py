import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0001_initial'),
        ('governance', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('kind', models.CharField(choices=[('service', 'Service to a beneficiary'), ('supply', 'Supply and works'), ('partnership', 'Partnership'), ('volunteering', 'Volunteering'), ('loan', 'Lending of a device or tool'), ('other', 'Another agreement')], max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('subject', models.TextField()),
                ('starts_date', models.DateField(null=True)),
                ('starts_written', models.CharField(blank=True, max_length=40)),
                ('ends_date', models.DateField(null=True)),
                ('ends_written', models.CharField(blank=True, max_length=40)),
                ('liability', models.TextField(blank=True)),
                ('consequences', models.TextField(blank=True)),
                ('disputes', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('draft', 'Draft agreement'), ('active', 'Agreement in force'), ('breached', 'In force, with a breach'), ('amended', 'Replaced by an amendment'), ('ended', 'Ended'), ('terminated', 'Terminated after a breach'), ('discarded', 'Discarded')], default='draft', max_length=10)),
                ('drafted_at', models.DateTimeField()),
                ('activated_at', models.DateTimeField(null=True)),
                ('over_at', models.DateTimeField(null=True)),
                ('over_reason', models.CharField(blank=True, max_length=300)),
                ('amends_reason', models.CharField(blank=True, max_length=300)),
                ('once', models.UUIDField(null=True, unique=True)),
                ('activated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('amends', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='agreements.agreement')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('over_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='beneficiaries.person')),
            ],
            options={
                'indexes': [models.Index(fields=['status', '-id'], name='agreement_by_status')],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_date', None), ('ends_date', None), ('starts_date__lte', models.F('ends_date')), _connector='OR'), name='agreement_dates_in_order'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'discarded']), models.Q(('activated_at__isnull', False), ('activated_by__isnull', False), ('starts_date__isnull', False), models.Q(('liability', ''), _negated=True), models.Q(('consequences', ''), _negated=True), models.Q(('disputes', ''), _negated=True)), _connector='OR'), name='agreement_active_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('over_at', None), ('status__in', ['draft', 'active', 'breached'])), models.Q(('over_at__isnull', False), ('status__in', ['amended', 'ended', 'terminated', 'discarded']), models.Q(('over_reason', ''), _negated=True)), _connector='OR'), name='agreement_over_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('amends', None), ('amends_reason', '')), models.Q(('amends__isnull', False), models.Q(('amends_reason', ''), _negated=True)), _connector='OR'), name='agreement_amends_with_reason'), models.UniqueConstraint(condition=models.Q(('status', 'discarded'), _negated=True), fields=('amends',), name='agreement_amended_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='AgreementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(max_length=16)),
                ('kind', models.CharField(choices=[('service', 'Service to a beneficiary'), ('supply', 'Supply and works'), ('partnership', 'Partnership'), ('volunteering', 'Volunteering'), ('loan', 'Lending of a device or tool'), ('other', 'Another agreement')], max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('subject', models.TextField()),
                ('starts_date', models.DateField(null=True)),
                ('starts_written', models.CharField(blank=True, max_length=40)),
                ('ends_date', models.DateField(null=True)),
                ('ends_written', models.CharField(blank=True, max_length=40)),
                ('liability', models.TextField(blank=True)),
                ('consequences', models.TextField(blank=True)),
                ('disputes', models.TextField(blank=True)),
                ('status', models.CharField(choices=[('draft', 'Draft agreement'), ('active', 'Agreement in force'), ('breached', 'In force, with a breach'), ('amended', 'Replaced by an amendment'), ('ended', 'Ended'), ('terminated', 'Terminated after a breach'), ('discarded', 'Discarded')], default='draft', max_length=10)),
                ('drafted_at', models.DateTimeField()),
                ('activated_at', models.DateTimeField(null=True)),
                ('over_at', models.DateTimeField(null=True)),
                ('over_reason', models.CharField(blank=True, max_length=300)),
                ('amends_reason', models.CharField(blank=True, max_length=300)),
                ('once', models.UUIDField(null=True)),
                ('activated_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('amends', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='agreements.agreement')),
                ('drafted_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('over_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='beneficiaries.person')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='agreements.agreement')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AgreementFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('file', models.FileField(upload_to='agreements/%Y/%m')),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=10)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='agreements.agreement')),
            ],
        ),
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_date', models.DateField()),
                ('facts', models.TextField()),
                ('recorded_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('recorded', 'Waits for a decision'), ('decided', 'Decided'), ('cured', 'Made good'), ('dismissed', 'No breach')], default='recorded', max_length=9)),
                ('consequence', models.CharField(blank=True, choices=[('warning', 'A warning'), ('cure', 'To be made good by a day'), ('compensation', 'Compensation within the limits of liability'), ('suspension', 'What is owed in return is held back'), ('termination', 'The agreement is terminated')], max_length=12)),
                ('reasons', models.TextField(blank=True)),
                ('cure_by', models.DateField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('cured_date', models.DateField(null=True)),
                ('cure_note', models.CharField(blank=True, max_length=300)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='agreements.agreement')),
                ('clause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clause')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('reasons', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='breach_decided_together'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'decided'), _negated=True), models.Q(('consequence', ''), _negated=True), _connector='OR'), name='breach_decided_has_consequence'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='breach_decided_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'cured'), _negated=True), ('cured_date__isnull', False), _connector='OR'), name='breach_cured_on_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('consequence', 'cure'), _negated=True), ('cure_by__isnull', False), _connector='OR'), name='breach_to_cure_by_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('association', 'The association'), ('person', 'A person in the register'), ('body', 'Another body or person')], max_length=11)),
                ('name', models.CharField(max_length=300)),
                ('spokesman', models.CharField(blank=True, max_length=200)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('signed_how', models.CharField(blank=True, choices=[('declaration', 'Declared before us that they agree'), ('paper', 'Signed on paper')], max_length=11)),
                ('signed_hash', models.CharField(blank=True, max_length=64)),
                ('signed_at', models.DateTimeField(null=True)),
                ('witness', models.CharField(blank=True, max_length=200)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='agreements.agreement')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('recorded_by', None), ('signed_at', None), ('signed_hash', ''), ('signed_how', '')), models.Q(('recorded_by__isnull', False), ('signed_at__isnull', False), models.Q(('signed_how', ''), _negated=True), models.Q(('signed_hash', ''), _negated=True)), _connector='OR'), name='party_signed_together'), models.UniqueConstraint(condition=models.Q(('kind', 'body'), _negated=True), fields=('agreement', 'kind'), name='party_of_a_kind_once')],
            },
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grounds', models.TextField()),
                ('raised_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('raised', 'Raised'), ('settled', 'Settled')], default='raised', max_length=7)),
                ('outcome', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disputes_raised', to='agreements.agreement')),
                ('breach', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='agreements.breach')),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.party')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None), ('settled_by', None), ('status', 'raised')), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), ('status', 'settled'), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='dispute_settled_together'), models.CheckConstraint(condition=models.Q(('settled_by', None), models.Q(('settled_by', models.F('raised_by')), _negated=True), _connector='OR'), name='dispute_settled_by_another')],
            },
        ),
        migrations.CreateModel(
            name='RightsAcknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('how', models.CharField(choices=[('portal', 'On the site, after a code to the mobile'), ('read', 'Read it at the desk'), ('read_out', 'It was read out to them')], max_length=8)),
                ('acknowledged_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rights_acknowledged', to='beneficiaries.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.policyversion')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'version'], name='rights_of_person')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('right', 'Right'), ('duty', 'Duty')], max_length=5)),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('how', models.CharField(blank=True, max_length=300)),
                ('due_date', models.DateField(null=True)),
                ('every_months', models.PositiveSmallIntegerField(default=0)),
                ('due_event', models.CharField(blank=True, max_length=200)),
                ('event_days', models.PositiveSmallIntegerField(default=0)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='agreements.agreement')),
                ('origin', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='continued_as', to='agreements.term')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='agreements.party')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agreement', 'order'), name='term_order_once'), models.CheckConstraint(condition=models.Q(('kind', 'right'), models.Q(models.Q(('how', ''), _negated=True), models.Q(('due_date__isnull', False), models.Q(('due_event', ''), _negated=True), _connector='OR')), _connector='OR'), name='term_duty_says_how_and_when'), models.CheckConstraint(condition=models.Q(('every_months', 0), ('due_date__isnull', False), _connector='OR'), name='term_again_from_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Performance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_date', models.DateField(null=True)),
                ('done_date', models.DateField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='performances', to='agreements.term')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('term', 'due_date'), name='performed_once_a_day', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Occurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_date', models.DateField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='agreements.term')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('term', 'happened_date'), name='event_happened_once_a_day')],
            },
        ),
        migrations.AddField(
            model_name='breach',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaches', to='agreements.term'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "agreements_agreementevent" ("activated_at", "activated_by_id", "amends_id", "amends_reason", "consequences", "disputes", "drafted_at", "drafted_by_id", "ends_date", "ends_written", "id", "kind", "liability", "once", "over_at", "over_by_id", "over_reason", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "starts_date", "starts_written", "status", "subject", "title") VALUES (NEW."activated_at", NEW."activated_by_id", NEW."amends_id", NEW."amends_reason", NEW."consequences", NEW."disputes", NEW."drafted_at", NEW."drafted_by_id", NEW."ends_date", NEW."ends_written", NEW."id", NEW."kind", NEW."liability", NEW."once", NEW."over_at", NEW."over_by_id", NEW."over_reason", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reference", NEW."starts_date", NEW."starts_written", NEW."status", NEW."subject", NEW."title"); RETURN NULL;', hash='e4aef601b6d1e223edfb2563babb3f27e3eb669b', operation='INSERT', pgid='pgtrigger_insert_insert_13a93', table='agreements_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "agreements_agreementevent" ("activated_at", "activated_by_id", "amends_id", "amends_reason", "consequences", "disputes", "drafted_at", "drafted_by_id", "ends_date", "ends_written", "id", "kind", "liability", "once", "over_at", "over_by_id", "over_reason", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "starts_date", "starts_written", "status", "subject", "title") VALUES (NEW."activated_at", NEW."activated_by_id", NEW."amends_id", NEW."amends_reason", NEW."consequences", NEW."disputes", NEW."drafted_at", NEW."drafted_by_id", NEW."ends_date", NEW."ends_written", NEW."id", NEW."kind", NEW."liability", NEW."once", NEW."over_at", NEW."over_by_id", NEW."over_reason", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reference", NEW."starts_date", NEW."starts_written", NEW."status", NEW."subject", NEW."title"); RETURN NULL;', hash='a09fbbc161fa894e7b8690d94bf7f9526892b0ea', operation='UPDATE', pgid='pgtrigger_update_update_36fdd', table='agreements_agreement', when='AFTER')),
        ),
        migrations.RunSQL("CREATE SEQUENCE number_agreement;"),
    ]
