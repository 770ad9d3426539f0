"""What was written freely of housing, income, obligations and health stays, each in the note of its part."""

from django.db import migrations

NOTES = {
    "housing": "home-more", "income": "income-more", "obligations": "obligation-more", "health": "health-more",
}  # fmt: skip


def keep_notes(apps, schema_editor):
    """The free texts as answers of the structured study."""
    study, answer = apps.get_model("cases", "Study"), apps.get_model("cases", "StudyAnswer")
    for one in study.objects.order_by("pk").iterator(500):
        told = {NOTES[name]: getattr(one, name) for name in NOTES if getattr(one, name)}
        at = one.completed_at or one.started_at
        answer.objects.bulk_create(
            [answer(study=one, key=key, value=value, changed_at=at) for key, value in told.items()],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_study_structured")]

    operations = [migrations.RunPython(keep_notes, migrations.RunPython.noop)]
