import django.db.models.deletion
import uuid
import wasl.common.whole
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('letters', '0001_initial'), ('letters', '0002_files')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('beneficiaries', '0015_birth_date_index'),
        ('cases', '0006_study_without_free_text'),
        ('papers', '0007_record_of_processing'),
    ]

    operations = [
        wasl.common.whole.Whole(
            operations=[
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
                ),
                migrations.AddIndex(
                    model_name='letter',
                    index=models.Index(fields=['register', '-hijri_year', '-number'], name='letter_register'),
                ),
                migrations.AddConstraint(
                    model_name='letter',
                    constraint=models.UniqueConstraint(fields=('register', 'hijri_year', 'number'), name='letter_number_once'),
                ),
                migrations.AddConstraint(
                    model_name='letter',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('hijri_year', None), ('issued_at', None), ('issued_by', None), ('number', None)), models.Q(('hijri_year__isnull', False), ('issued_at__isnull', False), ('issued_by__isnull', False), ('number__isnull', False)), _connector='OR'), name='letter_issued_together'),
                ),
                migrations.AddConstraint(
                    model_name='letter',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('void_reason', ''), ('voided_at', None), ('voided_by', None)), models.Q(('voided_at__isnull', False), ('voided_by__isnull', False), models.Q(('void_reason', ''), _negated=True)), _connector='OR'), name='letter_void_together'),
                ),
                migrations.AddConstraint(
                    model_name='letterfile',
                    constraint=models.UniqueConstraint(fields=('letter', 'order'), name='letter_file_order_once'),
                ),
            ],
        ),
    ]
