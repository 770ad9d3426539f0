
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('beneficiaries', '0011_merging'),
    ]

    operations = [
        migrations.AlterField(
            model_name='person',
            name='email',
            field=models.EmailField(blank=True, db_index=True, max_length=254),
        ),
        migrations.AddIndex(
            model_name='personname',
            index=models.Index(models.F('words__0'), models.Func('words', function='cardinality'), models.OrderBy(models.F('person'), descending=True), name='person_name_first'),
        ),
    ]
