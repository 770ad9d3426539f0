import wasl.common.whole
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('common', '0001_initial'), ('common', '0002_sequences_and_cache'), ('common', '0003_sealing_keys')]

    initial = True

    dependencies = [
    ]

    operations = [
        wasl.common.whole.Whole(
            operations=[
                migrations.CreateModel(
                    name='SealingKey',
                    fields=[
                        ('fingerprint', models.CharField(max_length=16, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('field', 'field'), ('blind', 'blind')], max_length=5)),
                        ('since', models.DateTimeField()),
                        ('retired_at', models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='YearBase',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=20)),
                        ('hijri_year', models.PositiveSmallIntegerField()),
                        ('base', models.BigIntegerField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('kind', 'hijri_year'), name='year_base_once')],
                    },
                ),
                migrations.RunSQL(
                    sql='CREATE SEQUENCE number_case; CREATE SEQUENCE number_file;',
                    reverse_sql='DROP SEQUENCE number_case; DROP SEQUENCE number_file;',
                ),
                migrations.RunSQL(
                    sql='\nCREATE TABLE django_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL);\nCREATE INDEX django_cache_expires ON django_cache (expires);\n',
                    reverse_sql='DROP TABLE django_cache;',
                ),
            ],
        ),
    ]
