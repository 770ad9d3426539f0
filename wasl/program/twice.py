"""People of the sample who stand in its register twice, from `sample_data/twice.yaml`: some
noticed, one merged.
"""

from datetime import datetime, timedelta
from typing import Any

from wasl.accounts.models import User
from wasl.beneficiaries.actions import merging, pairs, registering
from wasl.beneficiaries.models.merging import DuplicatePair
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.identity import ID
from wasl.common.crypto import blind
from wasl.common.dates import parse_dual
from wasl.program import people
from wasl.program.reference import read

FIRST_PLACE = 700  # of the made-up ID numbers, beyond those of the list of people


def load(now: datetime) -> int:
    """Open the second files, name the pairs, and merge what was found out; answers how many. Once,
    like the lives.
    """
    if DuplicatePair.objects.exists():
        return 0
    entries = read("twice")
    noura, maha = User.objects.get(username="noura"), User.objects.get(username="maha")
    for place, entry in enumerate(entries):
        at = now - timedelta(days=20 - place)
        original = _known(entry["of"])
        duplicate = _second(entry, place, noura, at, original)
        later = at + timedelta(days=3)
        pair = pairs.bring_pair(person=original, other_person=duplicate, by=maha, at=later)
        if entry["merged"]:
            merging.merge(survivor=original, merged=pair.other(original), by=maha, at=later)
    return len(entries)


def _known(key: str) -> Person:
    place = next(
        place for place, entry in enumerate(people.entries(), start=1) if entry["key"] == key
    )
    return Person.objects.get(id_blind=blind(people.id_number(place), ID))


def _second(entry: dict[str, Any], place: int, by: User, at: datetime, original: Person) -> Person:
    return registering.register(
        full_name=entry["name"],
        gender=original.gender,
        id_number=people.id_number(FIRST_PLACE + place),
        birth=parse_dual(entry["birth"]),
        mobile=entry["mobile"],
        city=entry["city"],
        by=by,
        at=at,
    )
