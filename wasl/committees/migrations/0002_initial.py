"""What stood here is part of the first migration; the name stays for databases and migrations that know it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("committees", "0001_initial")]
    operations = []
