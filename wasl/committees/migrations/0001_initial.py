import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from wasl.common.initial import InitialMigration


class Migration(InitialMigration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('beneficiaries', '0001_initial'),
        ('cases', '0001_initial'),
        ('catalogue', '0001_initial'),
        ('governance', '0001_initial'),
        ('letters', '0001_initial'),
        ('papers', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('voting_opened_at', models.DateTimeField(null=True)),
                ('voting_closed_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agenda_items', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('case',), name='agenda_one_unsettled'), models.CheckConstraint(condition=models.Q(('voting_closed_at', None), ('voting_opened_at__isnull', False), _connector='OR'), name='agenda_voting_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Committee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name_ar', models.CharField(max_length=100)),
                ('name_en', models.CharField(max_length=100)),
                ('quorum', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('quorum__gte', 1)), name='committee_quorum_positive')],
            },
        ),
        migrations.CreateModel(
            name='CommitteeMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat', models.CharField(choices=[('chair', 'Chair'), ('member', 'Member'), ('secretary', 'Secretary')], max_length=10)),
                ('from_date', models.DateField()),
                ('to_date', models.DateField(blank=True, null=True)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='committees.committee')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to_date', None), ('from_date__lte', models.F('to_date')), _connector='OR'), name='seat_term_in_order'), models.UniqueConstraint(condition=models.Q(('to_date', None)), fields=('committee', 'user'), name='seat_once')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('approved', 'Accepted'), ('rejected', 'Not accepted'), ('deferred', 'Deferred'), ('returned', 'Returned for completion')], max_length=10)),
                ('plain_words', models.TextField()),
                ('conditions', models.TextField(blank=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ('decided_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(null=True)),
                ('early_reason', models.CharField(blank=True, max_length=300)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='cases.case')),
                ('clauses', models.ManyToManyField(related_name='+', to='governance.clause')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='committees.agendaitem')),
                ('letter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='letters.letter')),
                ('reason_code', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.reasoncode')),
                ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('plain_words', ''), _negated=True), name='decision_in_words'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'rejected'), _negated=True), ('reason_code__isnull', False), _connector='OR'), name='decision_rejection_coded'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'approved'), _negated=True), ('amount__gt', 0), ('quantity__gt', 0), _connector='OR'), name='decision_approval_measured'), models.CheckConstraint(condition=models.Q(models.Q(('letter', None), ('released_at', None), ('released_by', None)), models.Q(('letter__isnull', False), ('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='decision_released_together')],
            },
        ),
        migrations.CreateModel(
            name='DecisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('outcome', models.CharField(choices=[('approved', 'Accepted'), ('rejected', 'Not accepted'), ('deferred', 'Deferred'), ('returned', 'Returned for completion')], max_length=10)),
                ('plain_words', models.TextField()),
                ('conditions', models.TextField(blank=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('quantity', models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ('decided_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(null=True)),
                ('early_reason', models.CharField(blank=True, max_length=300)),
                ('case', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cases.case')),
                ('decided_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='committees.agendaitem')),
                ('letter', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='letters.letter')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='committees.decision')),
                ('reason_code', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='catalogue.reasoncode')),
                ('released_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Kinship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(max_length=100)),
                ('declared_at', models.DateTimeField()),
                ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='beneficiaries.person')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'person'), name='kinship_once')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20)),
                ('held_date', models.DateField()),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('committee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='committees.committee')),
                ('minutes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('committee', 'number'), name='meeting_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('minutes', None)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('minutes__isnull', False)), _connector='OR'), name='meeting_closed_with_minutes')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committeemember')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='committees.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'member'), name='attendance_once')],
            },
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='committees.meeting'),
        ),
        migrations.CreateModel(
            name='Presiding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bar', models.CharField(choices=[('opened', 'opened the case'), ('studied', 'studied the case'), ('kin', 'is related to the applicant'), ('recused', 'stepped aside')], max_length=10)),
                ('handed_at', models.DateTimeField()),
                ('handed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presidings', to='committees.agendaitem')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committeemember')),
            ],
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='committees.agendaitem')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committeemember')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'member'), name='recusal_once')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('accept', 'Accept'), ('reject', 'Not accept'), ('defer', 'Defer'), ('return', 'Return for completion'), ('abstain', 'Abstain')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='committees.agendaitem')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='committees.committeemember')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'member'), name='vote_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "committees_decisionevent" ("amount", "case_id", "conditions", "decided_at", "decided_by_id", "early_reason", "id", "item_id", "letter_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain_words", "quantity", "reason_code_id", "released_at", "released_by_id") VALUES (NEW."amount", NEW."case_id", NEW."conditions", NEW."decided_at", NEW."decided_by_id", NEW."early_reason", NEW."id", NEW."item_id", NEW."letter_id", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plain_words", NEW."quantity", NEW."reason_code_id", NEW."released_at", NEW."released_by_id"); RETURN NULL;', hash='181af207536d640ad0b3bb353aa0553e2bbcd55c', operation='INSERT', pgid='pgtrigger_insert_insert_8fda8', table='committees_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "committees_decisionevent" ("amount", "case_id", "conditions", "decided_at", "decided_by_id", "early_reason", "id", "item_id", "letter_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plain_words", "quantity", "reason_code_id", "released_at", "released_by_id") VALUES (NEW."amount", NEW."case_id", NEW."conditions", NEW."decided_at", NEW."decided_by_id", NEW."early_reason", NEW."id", NEW."item_id", NEW."letter_id", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plain_words", NEW."quantity", NEW."reason_code_id", NEW."released_at", NEW."released_by_id"); RETURN NULL;', hash='ceefa58b4671ec8d1e105ef9e31725a62aeba955', operation='UPDATE', pgid='pgtrigger_update_update_62c93', table='committees_decision', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(fields=('meeting', 'case'), name='agenda_case_once'),
        ),
    ]
