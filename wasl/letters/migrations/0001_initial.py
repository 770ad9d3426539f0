import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0001_initial'),
        ('cases', '0001_initial'),
        ('papers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(choices=[('outgoing', 'Outgoing'), ('incoming', 'Incoming')], max_length=8)),
                ('hijri_year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('register', 'hijri_year'), name='counter_once')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(choices=[('outgoing', 'Outgoing'), ('incoming', 'Incoming')], max_length=8)),
                ('hijri_year', models.PositiveSmallIntegerField(null=True)),
                ('number', models.PositiveIntegerField(null=True)),
                ('party', models.CharField(max_length=300)),
                ('subject', models.CharField(max_length=300)),
                ('their_number', models.CharField(blank=True, max_length=60)),
                ('attachments_count', models.PositiveSmallIntegerField(default=0)),
                ('issued_at', models.DateTimeField(null=True)),
                ('voided_at', models.DateTimeField(null=True)),
                ('void_reason', models.CharField(blank=True, max_length=300)),
                ('once', models.UUIDField(null=True, unique=True)),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='cases.case')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='beneficiaries.person')),
                ('voided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['register', '-hijri_year', '-number'], name='letter_register')],
                'constraints': [models.UniqueConstraint(fields=('register', 'hijri_year', 'number'), name='letter_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('hijri_year', None), ('issued_at', None), ('issued_by', None), ('number', None)), models.Q(('hijri_year__isnull', False), ('issued_at__isnull', False), ('issued_by__isnull', False), ('number__isnull', False)), _connector='OR'), name='letter_issued_together'), models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='letter_void_together')],
            },
        ),
        migrations.CreateModel(
            name='LetterFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('order', models.PositiveSmallIntegerField()),
                ('file', models.FileField(upload_to='letters/%Y/%m')),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=10)),
                ('size', models.PositiveIntegerField()),
                ('pages', models.PositiveSmallIntegerField(default=1)),
                ('sha256', models.CharField(max_length=64)),
                ('letter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='letters.letter')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('letter', 'order'), name='letter_file_order_once')],
            },
        ),
    ]
