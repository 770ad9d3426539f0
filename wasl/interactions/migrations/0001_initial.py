import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0001_initial'),
        ('cases', '0001_initial'),
        ('knowledge', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Interaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visitor_name', models.CharField(blank=True, max_length=300)),
                ('kind', models.CharField(choices=[('visit', 'Visit'), ('enquiry', 'Enquiry'), ('follow_up', 'Follow-up')], max_length=10)),
                ('channel', models.CharField(choices=[('interview', 'Interview'), ('telephone', 'Telephone'), ('social_media', 'Social media'), ('letter', 'Letter'), ('help_request', 'Help request'), ('volunteering', 'Volunteering'), ('website', 'Website')], max_length=16)),
                ('direction', models.CharField(choices=[('in', 'Received'), ('out', 'Made by us')], default='in', max_length=3)),
                ('subject', models.CharField(max_length=200)),
                ('details', models.TextField(blank=True)),
                ('outcome', models.TextField(blank=True)),
                ('answer', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('once', models.UUIDField(null=True, unique=True)),
                ('answer_version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='knowledge.articleversion')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to='cases.case')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to='beneficiaries.person')),
                ('representative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.representative')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='knowledge.topic')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='interaction_person'), models.Index(fields=['-at', '-id'], name='interaction_recent'), models.Index(condition=models.Q(('kind', 'enquiry')), fields=['at', 'topic'], include=('answer_version', 'closed_at'), name='interaction_asked'), models.Index(condition=models.Q(('closed_at', None), ('kind', 'enquiry')), fields=['at'], name='interaction_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='interaction_closed_together'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'enquiry'), _negated=True), ('closed_at', None), models.Q(('answer', ''), _negated=True), _connector='OR'), name='interaction_enquiry_answered'), models.CheckConstraint(condition=models.Q(('answer_version', None), models.Q(('kind', 'enquiry'), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='interaction_answered_from_the_library'), models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('visitor_name', ''), _negated=True), _connector='OR'), name='interaction_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('article_id', models.BigIntegerField(null=True)),
                ('once', models.UUIDField(null=True, unique=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.case')),
                ('executive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='interactions.interaction')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='beneficiaries.person')),
                ('told_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['executive', 'answered_at', 'due_at'], name='referral_queue'), models.Index(condition=models.Q(('told_at', None)), fields=['asked_by', 'answered_at'], name='referral_to_tell')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='referral_answered_together'), models.CheckConstraint(condition=models.Q(('told_at', None), ('answered_at__isnull', False), _connector='OR'), name='referral_told_after_answer'), models.CheckConstraint(condition=models.Q(models.Q(('told_at', None), ('told_by', None)), models.Q(('told_at__isnull', False), ('told_by__isnull', False)), _connector='OR'), name='referral_told_together')],
            },
        ),
        migrations.CreateModel(
            name='Showing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='showings', to='interactions.interaction')),
                ('misconception', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='showings', to='knowledge.misconception')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('misconception', 'interaction'), name='showing_once')],
            },
        ),
    ]
