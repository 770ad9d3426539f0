import django.db.models.deletion
import uuid
import wasl.common.crypto
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OneTimeCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('verify_mobile', 'Verify a mobile'), ('open_file', "Open one's own file"), ('confirm_mobile', 'Confirm the mobile of a file'), ('sign', 'Sign a declaration'), ('track', 'Follow a request'), ('receive', 'Confirm a receipt')], max_length=20)),
                ('subject', models.CharField(max_length=80)),
                ('mobile_blind', models.CharField(max_length=64)),
                ('address_blind', models.CharField(blank=True, max_length=64)),
                ('is_decoy', models.BooleanField(default=False)),
                ('code_hash', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['purpose', 'subject', 'created_at'], name='code_subject'), models.Index(fields=['mobile_blind', 'created_at'], name='code_mobile'), models.Index(condition=models.Q(('address_blind', ''), _negated=True), fields=['address_blind', 'created_at'], name='code_address'), models.Index(fields=['purpose', 'created_at'], name='code_purpose')],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('language', models.CharField(max_length=2)),
                ('version', models.PositiveIntegerField(default=1)),
                ('subject', models.CharField(blank=True, max_length=150)),
                ('body', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'language', 'version'), name='template_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('carrier', models.CharField(choices=[('sms', 'SMS'), ('email', 'E-mail')], max_length=10)),
                ('recipient', wasl.common.crypto.EncryptedTextField()),
                ('params', models.JSONField(default=dict)),
                ('secret', wasl.common.crypto.EncryptedTextField(blank=True)),
                ('person_id', models.BigIntegerField(db_index=True, null=True)),
                ('about_type', models.CharField(blank=True, max_length=80)),
                ('about_id', models.CharField(blank=True, max_length=40)),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('failed', 'Failed')], default='queued', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=200)),
                ('address_refused', models.BooleanField(default=False)),
                ('external_id', models.CharField(blank=True, db_index=True, max_length=80)),
                ('once_key', models.CharField(max_length=160, null=True, unique=True)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='messaging.template')),
            ],
            options={
                'indexes': [models.Index(fields=['status', 'created_at'], name='message_status')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'failed']), ('sent_at__isnull', False), _connector='OR'), name='message_sent_at_with_status')],
            },
        ),
    ]
