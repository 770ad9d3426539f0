
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('beneficiaries', '0007_documents_ending'),
    ]

    operations = [
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(db_index=True, max_length=300)),
                ('bare', models.CharField(db_index=True, max_length=300)),
                ('people', models.PositiveIntegerField(default=1)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
            ],
        ),
        migrations.CreateModel(
            name='PersonName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('ends', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='person',
            name='update_update',
        ),
        migrations.RemoveIndex(
            model_name='person',
            name='person_tokens',
        ),
        migrations.RemoveIndex(
            model_name='person',
            name='person_grams',
        ),
        migrations.RemoveField(
            model_name='person',
            name='name_grams',
        ),
        migrations.RemoveField(
            model_name='person',
            name='name_tokens',
        ),
        migrations.RemoveField(
            model_name='personevent',
            name='name_grams',
        ),
        migrations.RemoveField(
            model_name='personevent',
            name='name_tokens',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "beneficiaries_personevent" ("additional_number", "birth_calendar", "birth_date", "birth_written", "building_number", "city", "death_date", "death_written", "district", "email", "full_name", "gender", "iban", "iban_blind", "id", "id_blind", "id_kind", "id_number", "is_studying", "known_as", "language", "latin_name", "marital_status", "mobile", "mobile_verified_at", "name_parts", "once", "opted_out", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_code", "preferred_channel", "quiet_from", "quiet_until", "registered_at", "registered_by_id", "short_address", "sort_key", "street", "unit_number", "user_id") VALUES (NEW."additional_number", NEW."birth_calendar", NEW."birth_date", NEW."birth_written", NEW."building_number", NEW."city", NEW."death_date", NEW."death_written", NEW."district", NEW."email", NEW."full_name", NEW."gender", NEW."iban", NEW."iban_blind", NEW."id", NEW."id_blind", NEW."id_kind", NEW."id_number", NEW."is_studying", NEW."known_as", NEW."language", NEW."latin_name", NEW."marital_status", NEW."mobile", NEW."mobile_verified_at", NEW."name_parts", NEW."once", NEW."opted_out", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postal_code", NEW."preferred_channel", NEW."quiet_from", NEW."quiet_until", NEW."registered_at", NEW."registered_by_id", NEW."short_address", NEW."sort_key", NEW."street", NEW."unit_number", NEW."user_id"); RETURN NULL;', hash='b4b758694a126be9e7562cf2003c6ee50572d371', operation='INSERT', pgid='pgtrigger_insert_insert_1c406', table='beneficiaries_person', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "beneficiaries_personevent" ("additional_number", "birth_calendar", "birth_date", "birth_written", "building_number", "city", "death_date", "death_written", "district", "email", "full_name", "gender", "iban", "iban_blind", "id", "id_blind", "id_kind", "id_number", "is_studying", "known_as", "language", "latin_name", "marital_status", "mobile", "mobile_verified_at", "name_parts", "once", "opted_out", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_code", "preferred_channel", "quiet_from", "quiet_until", "registered_at", "registered_by_id", "short_address", "sort_key", "street", "unit_number", "user_id") VALUES (NEW."additional_number", NEW."birth_calendar", NEW."birth_date", NEW."birth_written", NEW."building_number", NEW."city", NEW."death_date", NEW."death_written", NEW."district", NEW."email", NEW."full_name", NEW."gender", NEW."iban", NEW."iban_blind", NEW."id", NEW."id_blind", NEW."id_kind", NEW."id_number", NEW."is_studying", NEW."known_as", NEW."language", NEW."latin_name", NEW."marital_status", NEW."mobile", NEW."mobile_verified_at", NEW."name_parts", NEW."once", NEW."opted_out", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postal_code", NEW."preferred_channel", NEW."quiet_from", NEW."quiet_until", NEW."registered_at", NEW."registered_by_id", NEW."short_address", NEW."sort_key", NEW."street", NEW."unit_number", NEW."user_id"); RETURN NULL;', hash='9d549e3209156103546670e834b03ed45760f6ec', operation='UPDATE', pgid='pgtrigger_update_update_ba1cc', table='beneficiaries_person', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='nameword',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['keys'], name='name_word_keys'),
        ),
        migrations.AddField(
            model_name='personname',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='beneficiaries.person'),
        ),
        migrations.AddIndex(
            model_name='personname',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words', 'ends'], name='person_name_words'),
        ),
    ]
