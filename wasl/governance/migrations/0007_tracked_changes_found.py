
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0001_whole_0006'),
    ]

    operations = [
        migrations.AlterField(
            model_name='finding',
            name='kind',
            field=models.CharField(choices=[('date_conflict', 'Dates that do not agree'), ('name_drift', "The association's name"), ('licence', 'The licence number'), ('open_period', 'A period without an end'), ('contents', 'In the contents, not in the text'), ('repeated', 'A heading that stands twice'), ('recognition', 'Perhaps misread'), ('unserved', 'Near no clause that is served'), ('tracked', 'A change still tracked in the file')], max_length=14),
        ),
    ]
