"""What the reader of a file guessed was stored as if a person had linked it: it becomes a suggestion again."""

from django.db import migrations, models

OWN_CODE = r"^(LET|PRE|AIM|OBJ|PRA|CHA|TOO|PRO|APP)-[0-9]+$"


def part_guesses_from_links(apps, schema_editor):
    """Keep the links of clauses that somebody edited; those of ready texts were written by hand and stay."""
    event = apps.get_model("audit", "Event")
    clause = apps.get_model("governance", "Clause")
    version = apps.get_model("governance", "PolicyVersion")
    edited = {int(pk) for pk in event.objects.filter(verb="governance.edit_clause").values_list("subject_id", flat=True)}
    imported = version.objects.exclude(source_sha256="").values_list("document_id", flat=True).distinct()
    for document in imported:
        own = clause.objects.filter(version__document_id=document)
        confirmed = set(own.filter(pk__in=edited).values_list("code", flat=True))
        for guess in own.exclude(serves="").exclude(code__in=confirmed):
            guess.suggests, guess.serves = guess.serves, ""
            guess.save(update_fields=["suggests", "serves"])
    # The texts that come with the software carry the product's own codes, which were once read as links.
    ready = clause.objects.filter(serves="", code__regex=OWN_CODE).exclude(version__document_id__in=imported)
    ready.update(serves=models.F("code"))


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0008_links_of_a_person"),
        ("audit", "0001_initial"),
    ]

    operations = [migrations.RunPython(part_guesses_from_links, migrations.RunPython.noop)]
