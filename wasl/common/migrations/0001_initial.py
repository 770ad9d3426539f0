"""The years' first numbers, the keys' marks, the sequences of yearly numbers, and the table of the shared cache
(the limits of sign-in live there).
"""
from django.db import migrations, models

from wasl.common.initial import InitialMigration


SEQUENCES = "CREATE SEQUENCE number_case; CREATE SEQUENCE number_file;"
CACHE = """
CREATE TABLE django_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL);
CREATE INDEX django_cache_expires ON django_cache (expires);
"""


class Migration(InitialMigration):

    dependencies = [
    ]

    operations = [
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
        migrations.RunSQL(SEQUENCES),
        migrations.RunSQL(CACHE),
    ]
