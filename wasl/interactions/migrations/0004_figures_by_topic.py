from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('interactions', '0003_answered_from_the_library'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='interaction',
            name='interaction_asked',
        ),
        migrations.AddIndex(
            model_name='interaction',
            index=models.Index(condition=models.Q(('kind', 'enquiry')), fields=['at', 'topic'], include=('answer_version', 'closed_at'), name='interaction_asked'),
        ),
    ]
