import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('governance', '0001_initial'),
        ('messaging', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Circular',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('policy', 'A policy in force'), ('announcement', 'An announcement')], max_length=12)),
                ('audience', models.CharField(choices=[('members', 'Members of the general assembly'), ('beneficiaries', 'Beneficiaries'), ('everybody', 'Members and beneficiaries'), ('service', 'Those of one service')], max_length=13)),
                ('title_ar', models.CharField(max_length=60)),
                ('title_en', models.CharField(blank=True, max_length=60)),
                ('body_ar', models.TextField()),
                ('body_en', models.TextField(blank=True)),
                ('reduces_rights', models.BooleanField(default=False)),
                ('reduces_ar', models.TextField(blank=True)),
                ('reduces_en', models.TextField(blank=True)),
                ('due_date', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved'), ('sending', 'Being sent'), ('stopped', 'Stopped'), ('sent', 'Sent to everybody')], default='draft', max_length=8)),
                ('counts', models.JSONField(default=dict)),
                ('counted_at', models.DateTimeField(null=True)),
                ('written_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('last_person', models.BigIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.service')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.policyversion')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status', 'sending')), fields=['status'], name='circular_sending')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'policy'), ('version__isnull', False)), models.Q(('kind', 'announcement'), ('version', None)), _connector='OR'), name='circular_of_a_policy_names_its_version'), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'service'), ('service__isnull', False)), models.Q(models.Q(('audience', 'service'), _negated=True), ('service', None)), _connector='OR'), name='circular_of_a_service_names_it'), models.CheckConstraint(condition=models.Q(('reduces_rights', False), models.Q(('reduces_ar', ''), _negated=True), _connector='OR'), name='circular_explains_a_reduced_right'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('status', 'draft')), models.Q(models.Q(('status', 'draft'), _negated=True), ('approved_at__isnull', False)), _connector='OR'), name='circular_approved_with_its_time'), models.CheckConstraint(condition=models.Q(('approved_by', None), ('written_by', None), models.Q(('approved_by', models.F('written_by')), _negated=True), _connector='OR'), name='circular_approved_by_another'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'approved']), ('started_at__isnull', False), _connector='OR'), name='circular_sent_with_its_time')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reach', models.CharField(choices=[('sms', 'Text message'), ('email', 'E-mail'), ('call', 'Phone call'), ('paper', 'On paper or by a visit'), ('desk', 'When they next come')], max_length=5)),
                ('added_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('acknowledged_how', models.CharField(blank=True, choices=[('link', 'By the link they were sent'), ('call', 'By phone'), ('desk', 'At the desk'), ('paper', 'On paper')], max_length=5)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('circular', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='outreach.circular')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='messaging.message')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circulars', to='beneficiaries.person')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('circular', 'person'), name='recipient_once'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None), ('acknowledged_how', '')), models.Q(('acknowledged_at__isnull', False), models.Q(('acknowledged_how', ''), _negated=True)), _connector='OR'), name='recipient_acknowledged_together'), models.CheckConstraint(condition=models.Q(('acknowledged_by', None), models.Q(('acknowledged_how', 'link'), _negated=True), _connector='OR'), name='recipient_acknowledged_by_link_or_staff'), models.CheckConstraint(condition=models.Q(models.Q(('told_at', None), ('told_by', None)), models.Q(('told_at__isnull', False), ('told_by__isnull', False)), _connector='OR'), name='recipient_told_together')],
            },
        ),
    ]
