"""Every dependant becomes a person of the provider's household, every member of the assembly gets a membership."""

from django.db import migrations

from wasl.common import text
from wasl.common.names import name_parts
from wasl.common.numbering import next_number

PARTICLES = {"بنت": "female", "بن": "male"}
OTHER = {"female": "male", "male": "female"}


def forwards(apps, schema_editor):
    people = apps.get_model("beneficiaries", "Person").objects
    for person in people.filter(name_parts=[]).iterator():
        people.filter(pk=person.pk).update(name_parts=name_parts(person.full_name))
    for person in people.filter(is_member=True).order_by("pk").iterator():
        _admit(apps, person)
    for person in people.filter(dependants__isnull=False).distinct().order_by("pk"):
        _house(apps, person)


def _admit(apps, person):
    memberships = apps.get_model("beneficiaries", "Membership").objects
    taken = not person.member_number or memberships.filter(number=person.member_number).exists()
    memberships.create(
        person=person,
        number="" if taken else person.member_number,
        added_at=person.registered_at,
        added_by=person.registered_by,
    )


def _house(apps, person):
    members = apps.get_model("beneficiaries", "HouseholdMember").objects
    told = list(person.dependants.order_by("pk"))
    common = {"added_at": told[0].added_at, "added_by": told[0].added_by}
    number = next_number("household", told[0].added_at.date())
    household = apps.get_model("beneficiaries", "Household").objects.create(number=number, **common)
    row = {"household": household, "began_with": "recorded"}
    members.create(person=person, role="head", is_provider=True, **row, **common)
    for one in told:
        newcomer = _enter(apps, one, person)
        added = {"added_at": one.added_at, "added_by": one.added_by, "once": one.once}
        members.create(person=newcomer, role=one.relation, since_date=one.birth_date if _born(one) else None, **row, **added)


def _born(one):
    return one.relation in {"son", "daughter"}


def _enter(apps, one, provider):
    return apps.get_model("beneficiaries", "Person").objects.create(
        full_name=one.full_name,
        name_parts=name_parts(one.full_name),
        sort_key=text.sort_key(one.full_name)[:300],
        gender=_gender(one, provider),
        birth_date=one.birth_date,
        birth_written=one.birth_written,
        birth_calendar=_calendar(one),
        is_studying=one.is_studying,
        city=provider.city,
        district=provider.district,
        registered_at=one.added_at,
        registered_by=one.added_by,
    )


def _gender(one, provider):
    """What the relation says, else the particle in the name, else what the name ends in; an officer can correct it."""
    told = {"son": "male", "daughter": "female", "spouse": OTHER.get(provider.gender)}.get(one.relation)
    particle = next((PARTICLES[word] for word in one.full_name.split() if word in PARTICLES), None)
    ending = "female" if one.full_name.split()[0].endswith(("ة", "ه", "اء")) else "male"
    return told or particle or ending


def _calendar(one):
    if one.birth_date is None:
        return ""
    year = max((int(part) for part in text.ascii_digits(one.birth_written).replace("-", "/").split("/") if part.isdigit()), default=0)
    return "gregorian" if year > 1700 else "hijri"


class Migration(migrations.Migration):
    dependencies = [("beneficiaries", "0003_one_person_many_roles"), ("common", "0002_sequences_and_cache")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
