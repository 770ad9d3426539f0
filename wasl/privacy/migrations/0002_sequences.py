from django.db import migrations

KINDS = ("data_request", "incident", "destruction")
MAKE = " ".join(f"CREATE SEQUENCE number_{kind};" for kind in KINDS)
UNDO = " ".join(f"DROP SEQUENCE number_{kind};" for kind in KINDS)


class Migration(migrations.Migration):
    """The sequences of yearly numbers of requests, incidents and destructions."""

    dependencies = [("privacy", "0001_initial")]

    operations = [migrations.RunSQL(MAKE, UNDO)]
