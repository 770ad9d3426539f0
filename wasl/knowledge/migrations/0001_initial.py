import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_public', models.BooleanField(default=True)),
                ('review_months', models.PositiveSmallIntegerField(default=12)),
                ('review_date', models.DateField(blank=True, null=True)),
                ('source_type', models.CharField(blank=True, max_length=40)),
                ('source_id', models.CharField(blank=True, max_length=40)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['review_date'], name='article_review')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('source_id', ''), _negated=True), fields=('source_type', 'source_id'), name='one_article_per_source'), models.CheckConstraint(condition=models.Q(('review_months__gte', 1), ('review_months__lte', 60)), name='article_reviewed_in_months')],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name_ar', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('place', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='ArticleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved'), ('published', 'Published'), ('superseded', 'Replaced by a newer version'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('question_ar', models.CharField(max_length=300)),
                ('question_en', models.CharField(blank=True, max_length=300)),
                ('answer_ar', models.TextField()),
                ('answer_en', models.TextField(blank=True)),
                ('short_ar', models.CharField(blank=True, max_length=134)),
                ('short_en', models.CharField(blank=True, max_length=134)),
                ('stems', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('asked_stems', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('drafted_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='knowledge.article')),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(condition=models.Q(('status', 'published')), fields=['stems'], name='article_stems')],
                'constraints': [models.UniqueConstraint(fields=('article', 'number'), name='one_wording_per_number'), models.UniqueConstraint(condition=models.Q(('status', 'published')), fields=('article',), name='one_published_wording'), models.UniqueConstraint(condition=models.Q(('status__in', ('draft', 'approved'))), fields=('article',), name='one_wording_on_its_way'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('status', 'draft')), models.Q(models.Q(('status', 'draft'), _negated=True), ('approved_at__isnull', False)), _connector='OR'), name='wording_approved_with_its_time'), models.CheckConstraint(condition=models.Q(('approved_by', None), ('drafted_by', None), models.Q(('approved_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='wording_approved_by_another'), models.CheckConstraint(condition=models.Q(('status__in', ('draft', 'approved')), ('published_at__isnull', False), _connector='OR'), name='wording_published_with_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='wording_withdrawn_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('helped', models.BooleanField()),
                ('words', models.CharField(blank=True, max_length=300)),
                ('quarter', models.CharField(max_length=6)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='knowledge.articleversion')),
            ],
            options={
                'indexes': [models.Index(fields=['version', 'quarter'], name='feedback_version')],
            },
        ),
        migrations.CreateModel(
            name='Misconception',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved'), ('published', 'Published'), ('superseded', 'Replaced by a newer version'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('belief_ar', models.CharField(max_length=300)),
                ('belief_en', models.CharField(blank=True, max_length=300)),
                ('truth_ar', models.TextField()),
                ('truth_en', models.TextField(blank=True)),
                ('noted_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='misconceptions', to='knowledge.article')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='misconceptions', to='knowledge.topic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'published', 'withdrawn'])), name='correction_has_its_stages'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='correction_published_with_its_time'), models.CheckConstraint(condition=models.Q(('published_by', None), ('written_by', None), models.Q(('published_by', models.F('written_by')), _negated=True), _connector='OR'), name='correction_published_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='correction_withdrawn_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Telling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('interview', 'Interview'), ('telephone', 'Telephone'), ('social_media', 'Social media'), ('letter', 'Letter'), ('help_request', 'Help request'), ('volunteering', 'Volunteering'), ('website', 'Website')], max_length=16)),
                ('told_date', models.DateField()),
                ('place', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('misconception', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tellings', to='knowledge.misconception')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['misconception', 'told_date'], name='telling_misconception')],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='topic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='knowledge.topic'),
        ),
    ]
