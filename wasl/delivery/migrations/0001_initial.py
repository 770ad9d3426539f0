import django.db.models.deletion
import wasl.common.crypto
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0001_initial'),
        ('cases', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('committees', '0001_initial'),
        ('papers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hijri_year', models.PositiveSmallIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('used', models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budgets', to='catalogue.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'hijri_year'), name='budget_once'), models.CheckConstraint(condition=models.Q(('used__gte', 0), ('used__lte', models.F('amount'))), name='budget_not_exceeded')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('amount', 'Amount'), ('quantity', 'Quantity')], max_length=8)),
                ('total', models.DecimalField(decimal_places=2, max_digits=12)),
                ('handed', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('planned_at', models.DateTimeField()),
                ('planned_date', models.DateField(null=True)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('paid_at', models.DateTimeField(null=True)),
                ('completed_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('budget', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='delivery.budget')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='delivery', to='cases.case')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.decision')),
                ('paid_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('handed__gte', 0), ('handed__lte', models.F('total'))), name='delivery_not_beyond_decision'), models.CheckConstraint(condition=models.Q(('total__gt', 0)), name='delivery_total_positive'), models.CheckConstraint(condition=models.Q(('completed_at', None), ('cancelled_at', None), _connector='OR'), name='delivery_ends_once'), models.CheckConstraint(condition=models.Q(models.Q(('paid_at', None), ('paid_by', None)), models.Q(('paid_at__isnull', False), ('paid_by__isnull', False)), _connector='OR'), name='delivery_paid_together')],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.DecimalField(decimal_places=2, max_digits=12)),
                ('receiver_name', models.CharField(max_length=300)),
                ('proof', models.CharField(choices=[('code', 'One-time code'), ('signature', 'Signature')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('once', models.UUIDField(null=True, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='delivery.delivery')),
                ('paper', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper')),
                ('signature', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.attachment')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('part__gt', 0)), name='handover_part_positive'), models.CheckConstraint(condition=models.Q(('proof', 'code'), ('signature__isnull', False), _connector='OR'), name='handover_proven')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('released', 'Released to an heir'), ('cancelled', 'Cancelled with the death'), ('lifted', 'The death was recorded by mistake')], max_length=9)),
                ('heir_name', models.CharField(blank=True, max_length=300)),
                ('heir_id_number', wasl.common.crypto.EncryptedTextField(blank=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='delivery.delivery')),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.attachment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('delivery',), name='hold_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='hold_decided_together'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'released'), _negated=True), models.Q(models.Q(('heir_name', ''), _negated=True), ('paper__isnull', False)), _connector='OR'), name='hold_released_on_paper'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='hold_cancelled_with_reason')],
            },
        ),
    ]
