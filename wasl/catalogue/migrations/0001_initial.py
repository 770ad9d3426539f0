import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('governance', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name_ar', models.CharField(max_length=120)),
                ('name_en', models.CharField(max_length=120)),
                ('issuer_ar', models.CharField(blank=True, max_length=120)),
                ('issuer_en', models.CharField(blank=True, max_length=120)),
                ('has_expiry', models.BooleanField(default=False)),
                ('store_copy', models.BooleanField(default=False)),
                ('max_age_days', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ReasonCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('outcome', models.CharField(choices=[('approved', 'Accepted'), ('rejected', 'Not accepted'), ('deferred', 'Deferred'), ('returned', 'Returned for completion')], max_length=10)),
                ('text_ar', models.CharField(max_length=300)),
                ('text_en', models.CharField(max_length=300)),
                ('active', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='ScoringGuide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waits for approval'), ('dated', 'Has its first day')], default='draft', max_length=9)),
                ('valid_months', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)])),
                ('note_ar', models.CharField(blank=True, max_length=300)),
                ('note_en', models.CharField(blank=True, max_length=300)),
                ('from_date', models.DateField(blank=True, null=True, unique=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('edited_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(null=True)),
                ('returned_why', models.CharField(blank=True, max_length=300)),
                ('dated_at', models.DateTimeField(null=True)),
                ('dated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('dated_at', None), ('from_date', None), ('sha256', ''), ('status', 'draft'), ('submitted_at', None)), models.Q(('dated_at', None), ('from_date', None), ('sha256', ''), ('status', 'submitted'), ('submitted_at__isnull', False)), models.Q(('dated_at__isnull', False), ('from_date__isnull', False), ('status', 'dated'), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='guide_dated_together'), models.CheckConstraint(condition=models.Q(('dated_by', None), ('submitted_by', None), models.Q(('dated_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='guide_approved_by_another'), models.CheckConstraint(condition=models.Q(('valid_months__range', (1, 60))), name='guide_holds_for_months')],
            },
        ),
        migrations.CreateModel(
            name='NeedClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('A', 'A'), ('B', 'B'), ('C', 'C'), ('D', 'D'), ('E', 'E'), ('F', 'F')], max_length=1)),
                ('from_points', models.SmallIntegerField(blank=True, null=True)),
                ('meaning_ar', models.CharField(blank=True, max_length=160)),
                ('meaning_en', models.CharField(blank=True, max_length=160)),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='classes', to='catalogue.scoringguide')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('guide', 'code'), name='one_class_per_letter')],
            },
        ),
        migrations.CreateModel(
            name='ScoringLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('operator', models.CharField(max_length=10)),
                ('label_ar', models.CharField(max_length=160)),
                ('label_en', models.CharField(max_length=160)),
                ('rule', models.JSONField()),
                ('trend', models.CharField(blank=True, max_length=7)),
                ('order', models.PositiveSmallIntegerField()),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='catalogue.scoringguide')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('guide', 'source'), name='one_line_per_fact')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('active', models.BooleanField(default=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='accounts.department')),
            ],
        ),
        migrations.CreateModel(
            name='ServiceVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('name_ar', models.CharField(max_length=120)),
                ('name_en', models.CharField(max_length=120)),
                ('purpose_ar', models.TextField()),
                ('purpose_en', models.TextField()),
                ('who_ar', models.TextField()),
                ('who_en', models.TextField()),
                ('delivery_kind', models.CharField(choices=[('cash', 'Cash'), ('in_kind', 'In kind'), ('voucher', 'Voucher'), ('referral', 'Referral'), ('training', 'Training')], max_length=10)),
                ('unit_ar', models.CharField(max_length=40)),
                ('unit_en', models.CharField(max_length=40)),
                ('most_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('most_quantity', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('visits_needed', models.PositiveSmallIntegerField(default=0)),
                ('members_only', models.BooleanField(default=False)),
                ('period_months', models.PositiveSmallIntegerField()),
                ('target_groups', models.JSONField(blank=True, default=list)),
                ('study_steps', models.JSONField(blank=True, default=list)),
                ('offered_until', models.DateField(blank=True, null=True)),
                ('note_ar', models.CharField(blank=True, max_length=300)),
                ('note_en', models.CharField(blank=True, max_length=300)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved')], default='draft', max_length=8)),
                ('in_force_from', models.DateField(blank=True, null=True)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('edited_at', models.DateTimeField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('guide_clause', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clause')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.service')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('service', 'number'), name='one_service_version_per_number'), models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('service',), name='one_draft_per_service'), models.CheckConstraint(condition=models.Q(models.Q(('in_force_from', None), ('status', 'draft')), models.Q(('in_force_from__isnull', False), ('status', 'approved')), _connector='OR'), name='service_approved_from_a_day')],
            },
        ),
        migrations.CreateModel(
            name='FieldRequirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40)),
                ('section', models.CharField(choices=[('about_you', 'About you'), ('household', 'Your household'), ('need', 'What you need'), ('payment', 'How it reaches you')], max_length=10)),
                ('label_ar', models.CharField(max_length=160)),
                ('label_en', models.CharField(max_length=160)),
                ('help_ar', models.CharField(blank=True, max_length=300)),
                ('help_en', models.CharField(blank=True, max_length=300)),
                ('kind', models.CharField(choices=[('text', 'Text'), ('long_text', 'Long text'), ('integer', 'Whole number'), ('money', 'Amount'), ('date', 'Date'), ('choice', 'Choice'), ('yes_no', 'Yes or no'), ('iban', 'IBAN'), ('mobile', 'Mobile number')], max_length=10)),
                ('choices', models.JSONField(blank=True, default=list)),
                ('several', models.BooleanField(default=False)),
                ('least', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('most', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('step', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('required', models.BooleanField(default=True)),
                ('condition', models.JSONField(blank=True, null=True)),
                ('prefill', models.CharField(blank=True, max_length=60)),
                ('sensitive', models.BooleanField(default=False)),
                ('order', models.PositiveSmallIntegerField()),
                ('matched_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matched_fields', to='catalogue.documenttype')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='catalogue.serviceversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='one_field_per_key'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'choice'), _negated=True), models.Q(('choices', []), _negated=True), _connector='OR'), name='a_choice_has_choices'), models.CheckConstraint(condition=models.Q(('several', False), ('kind', 'choice'), _connector='OR'), name='several_of_a_choice'), models.CheckConstraint(condition=models.Q(('kind__in', ['integer', 'money']), models.Q(('least', None), ('most', None), ('step', None)), _connector='OR'), name='bounds_of_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('least', None), ('least__gte', 0), _connector='OR'), models.Q(('least', None), ('most', None), ('least__lte', models.F('most')), _connector='OR'), models.Q(('step', None), ('step__gt', 0), _connector='OR')), name='bounds_in_order')],
            },
        ),
        migrations.CreateModel(
            name='DocumentRequirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('required', models.BooleanField(default=True)),
                ('condition', models.JSONField(blank=True, null=True)),
                ('must_be_valid', models.BooleanField(default=True)),
                ('max_age_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('note_ar', models.CharField(blank=True, max_length=300)),
                ('note_en', models.CharField(blank=True, max_length=300)),
                ('order', models.PositiveSmallIntegerField()),
                ('document_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='catalogue.documenttype')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='catalogue.serviceversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'document_type'), name='one_requirement_per_document_type')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label_ar', models.CharField(max_length=160)),
                ('label_en', models.CharField(max_length=160)),
                ('condition', models.JSONField()),
                ('effect', models.CharField(choices=[('advice', 'Advice to who studies and decides'), ('stops', 'The request cannot be submitted')], default='advice', max_length=6)),
                ('reason_ar', models.CharField(blank=True, max_length=300)),
                ('reason_en', models.CharField(blank=True, max_length=300)),
                ('order', models.PositiveSmallIntegerField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='catalogue.serviceversion')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoringguide',
            trigger=pgtrigger.compiler.Trigger(name='dated_guide_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (OLD.status = 'dated' AND (NEW.id IS NULL OR NEW.status <> 'draft'))\n        OR (OLD.status = 'submitted' AND (NEW.id IS NULL OR NEW.status = 'submitted'\n            OR NEW.valid_months <> OLD.valid_months)) THEN\n        RAISE EXCEPTION 'this version of the scoring guide can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='07917d229a7be08a5c5ee975514d07e1e4405cef', operation='UPDATE OR DELETE', pgid='pgtrigger_dated_guide_stays_ef4a9', table='catalogue_scoringguide', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='needclass',
            trigger=pgtrigger.compiler.Trigger(name='classes_stay_once_dated', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM catalogue_scoringguide WHERE id IN (OLD.guide_id, NEW.guide_id) AND status <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'this version of the scoring guide can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='8fa64afa75e99ced05dacbd3eb777ff44eb5ac32', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_classes_stay_once_dated_16975', table='catalogue_needclass', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='scoringline',
            trigger=pgtrigger.compiler.Trigger(name='lines_stay_once_dated', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM catalogue_scoringguide WHERE id IN (OLD.guide_id, NEW.guide_id) AND status <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'this version of the scoring guide can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='457c5b9bce34ad8b4589d356aa29a98e80a36ff7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_lines_stay_once_dated_7cde9', table='catalogue_scoringline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='serviceversion',
            trigger=pgtrigger.compiler.Trigger(name='approved_service_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF OLD.status <> 'draft' AND (NEW.id IS NULL OR NEW.status <> 'draft') THEN\n        RAISE EXCEPTION 'this version of the service can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='95fe2911b65379beb057711587a46ef26da04eca', operation='UPDATE OR DELETE', pgid='pgtrigger_approved_service_stays_bbea2', table='catalogue_serviceversion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fieldrequirement',
            trigger=pgtrigger.compiler.Trigger(name='questions_stay_once_approved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM catalogue_serviceversion WHERE id IN (OLD.version_id, NEW.version_id) AND status <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'this version of the service can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='dd65888a45e412ed794eac90ebb287136d0124d5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_questions_stay_once_approved_30ac0', table='catalogue_fieldrequirement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='documentrequirement',
            trigger=pgtrigger.compiler.Trigger(name='documents_stay_once_approved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM catalogue_serviceversion WHERE id IN (OLD.version_id, NEW.version_id) AND status <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'this version of the service can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='22ffe23e6ec35792292b5b116524f73a83a2181c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_documents_stay_once_approved_6e28b', table='catalogue_documentrequirement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='criterion',
            trigger=pgtrigger.compiler.Trigger(name='criteria_stay_once_approved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM catalogue_serviceversion WHERE id IN (OLD.version_id, NEW.version_id) AND status <> 'draft'\n    ) THEN\n        RAISE EXCEPTION 'this version of the service can no longer change'\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n", hash='d7b33a249b21db1b99c5f30539331f0c793fcc75', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_criteria_stay_once_approved_8da2a', table='catalogue_criterion', when='BEFORE')),
        ),
    ]
