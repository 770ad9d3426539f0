from django.db import migrations


class Migration(migrations.Migration):
    """The sequence of yearly numbers of agreements."""

    dependencies = [("agreements", "0001_initial")]

    operations = [migrations.RunSQL("CREATE SEQUENCE number_agreement;", "DROP SEQUENCE number_agreement;")]
