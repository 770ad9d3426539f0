"""The two sequences of yearly numbers, and the table of the shared cache (sign-in limits live there)."""

from django.db import migrations

SEQUENCES = "CREATE SEQUENCE number_case; CREATE SEQUENCE number_file;"
CACHE = """
CREATE TABLE django_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL);
CREATE INDEX django_cache_expires ON django_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]

    operations = [
        migrations.RunSQL(SEQUENCES, "DROP SEQUENCE number_case; DROP SEQUENCE number_file;"),
        migrations.RunSQL(CACHE, "DROP TABLE django_cache;"),
    ]
