from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("beneficiaries", "0004_dependants_into_households")]

    operations = [
        migrations.RemoveField(
            model_name='dependant',
            name='added_by',
        ),
        migrations.RemoveField(
            model_name='dependant',
            name='provider',
        ),
        migrations.RemoveField(
            model_name='dependantevent',
            name='pgh_obj',
        ),
        migrations.RemoveField(
            model_name='dependantevent',
            name='added_by',
        ),
        migrations.RemoveField(
            model_name='dependantevent',
            name='pgh_context',
        ),
        migrations.RemoveField(
            model_name='dependantevent',
            name='provider',
        ),
        migrations.RemoveField(
            model_name='person',
            name='is_member',
        ),
        migrations.RemoveField(
            model_name='person',
            name='member_number',
        ),
        migrations.DeleteModel(
            name='Dependant',
        ),
        migrations.DeleteModel(
            name='DependantEvent',
        ),
    ]
