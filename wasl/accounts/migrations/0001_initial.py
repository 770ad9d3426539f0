import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('name_ar', models.CharField(max_length=150)),
                ('name_en', models.CharField(blank=True, max_length=150)),
                ('gender', models.CharField(choices=[('female', 'Female'), ('male', 'Male')], max_length=6)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LetterheadVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True)),
                ('supervising_body', models.CharField(max_length=200)),
                ('association_name', models.CharField(max_length=200)),
                ('licence_label', models.CharField(max_length=100)),
                ('licence_number', models.CharField(max_length=50)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('valid_from', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Association',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('short_name_ar', models.CharField(max_length=100)),
                ('short_name_en', models.CharField(blank=True, max_length=100)),
                ('place_ar', models.CharField(blank=True, max_length=200)),
                ('place_en', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('address_ar', models.CharField(blank=True, max_length=300)),
                ('address_en', models.CharField(blank=True, max_length=300)),
                ('hours_ar', models.TextField(blank=True)),
                ('hours_en', models.TextField(blank=True)),
                ('social_links', models.TextField(blank=True)),
                ('is_sample', models.BooleanField(default=False)),
                ('clock_ahead_days', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='association_only_one'), models.CheckConstraint(condition=models.Q(('is_sample', True), ('clock_ahead_days', 0), _connector='OR'), name='association_clock_sample_only')],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name_ar', models.CharField(max_length=100)),
                ('name_en', models.CharField(max_length=100)),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('relations_officer', 'Relations officer'), ('relations_lead', 'Head of relations'), ('social_researcher', 'Social researcher'), ('committee_member', 'Committee member'), ('committee_chair', 'Committee chair'), ('committee_secretary', 'Committee secretary'), ('executive_manager', 'Executive manager'), ('board_member', 'Board member'), ('delivery_officer', 'Delivery officer'), ('payer', 'Payer'), ('correspondence_clerk', 'Correspondence clerk'), ('quality_officer', 'Quality officer'), ('dpo', 'Data-protection officer'), ('administrator', 'Administrator')], max_length=40)),
                ('since_date', models.DateField()),
                ('ended_date', models.DateField(blank=True, null=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.department')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_date', None)), fields=('user', 'department', 'role'), name='membership_once')],
            },
        ),
    ]
