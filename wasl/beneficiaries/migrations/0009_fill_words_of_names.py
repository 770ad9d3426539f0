"""The words of the names that are in the register: people in batches, the vocabulary once they are counted."""

from collections import Counter

from django.db import migrations

from wasl.common.spelling import keys
from wasl.common.spelling.words import bare, words

BATCH = 2000


def fill(apps, schema_editor):
    person_model, name_model = (apps.get_model("beneficiaries", name) for name in ("Person", "PersonName"))
    counted, last = Counter(), 0
    while some := list(person_model.objects.filter(pk__gt=last).order_by("pk").only("full_name", "known_as", "latin_name")[:BATCH]):
        held = [(person.pk, said) for person in some for said in _names(person)]
        name_model.objects.bulk_create(
            name_model(person_id=pk, words=said, ends=[f"^{said[0]}", f"{said[-1]}$"]) for pk, said in held
        )
        counted.update(word for _pk, said in held for word in said)
        last = some[-1].pk
    word_model = apps.get_model("beneficiaries", "NameWord")
    word_model.objects.bulk_create(
        (word_model(word=word, bare=bare(word), people=people, keys=keys.held(word)) for word, people in counted.items()),
        batch_size=BATCH,
    )


def _names(person):
    full, latin = words(person.full_name), words(person.latin_name)
    known_as = words(person.known_as) + full if person.known_as else []
    return [full, *(said for said in (known_as, latin) if said and said != full)] if full else []


class Migration(migrations.Migration):
    dependencies = [("beneficiaries", "0008_words_of_names")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
