import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('committees', '0001_initial'),
        ('papers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('lodged', 'Lodged'), ('in_review', 'Being reviewed'), ('advised', 'Waiting for the second reviewer'), ('upheld', 'Upheld'), ('dismissed', 'Not upheld')], default='lodged', max_length=10)),
                ('grounds', models.TextField()),
                ('channel', models.CharField(max_length=16)),
                ('lodged_at', models.DateTimeField()),
                ('advice', models.CharField(blank=True, choices=[('uphold', 'Uphold it'), ('dismiss', 'Do not uphold it')], max_length=10)),
                ('advice_reasons', models.TextField(blank=True)),
                ('advised_at', models.DateTimeField(null=True)),
                ('reasons', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='objection', to='committees.decision')),
                ('lodged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper')),
                ('reviewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('settled_by', None), ('status__in', ['lodged', 'in_review', 'advised'])), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), ('status__in', ['upheld', 'dismissed']), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='objection_settled_together'), models.CheckConstraint(condition=models.Q(models.Q(('advice', ''), ('advice_reasons', ''), ('advised_at', None), models.Q(('status', 'advised'), _negated=True)), models.Q(('advised_at__isnull', False), ('reviewer__isnull', False), models.Q(('advice', ''), _negated=True), models.Q(('advice_reasons', ''), _negated=True)), _connector='OR'), name='objection_advised_together'), models.CheckConstraint(condition=models.Q(('advised_at', None), ('settled_by', None), models.Q(('settled_by', models.F('reviewer')), _negated=True), _connector='OR'), name='objection_decided_by_another')],
            },
        ),
    ]
