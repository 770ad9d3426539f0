"""The people of the sample association, from `sample_data/people.yaml`, registered by its own officers."""

from datetime import datetime
from typing import Any

from wasl.accounts.models import User
from wasl.beneficiaries import actions as beneficiaries
from wasl.beneficiaries.models import Person
from wasl.beneficiaries.queries import ID
from wasl.common.crypto import blind
from wasl.common.dates import parse_dual
from wasl.program.reference import read

BANK = "80"


def entries() -> list[dict[str, Any]]:
    """The sample people as written in the file."""
    return list(read("people"))


def load_person(key: str, by: User, at: datetime) -> Person:
    """One sample person with their household; who is in the register already stays."""
    place, entry = next((place, one) for place, one in enumerate(entries(), start=1) if one["key"] == key)
    number = id_number(place, resident=entry.get("iqama", False))
    known = Person.objects.filter(id_blind=blind(number, ID)).first()
    if known:
        return known
    person = beneficiaries.register(
        full_name=entry["name"],
        latin_name=entry["latin"],
        gender=entry["gender"],
        id_number=number,
        birth=parse_dual(entry["birth"]),
        mobile=f"05000001{place:02d}",
        iban=iban(place),
        city=entry["city"],
        district=entry["district"],
        by=by,
        at=at,
    )
    if number := entry.get("member"):
        beneficiaries.admit_member(person=person, number=number, by=by, at=at)
    for name, role, birth, studies in entry["household"]:
        told = {"full_name": name, "gender": gender_of(role, entry["gender"]), "birth": parse_dual(birth)}
        beneficiaries.add_to_household(person=person, role=role, told={**told, "is_studying": studies}, by=by, at=at)
    return person


def gender_of(role: str, head: str) -> str:
    """Whether the one with this role in somebody's household is a woman or a man."""
    other = "male" if head == "female" else "female"
    return {"spouse": other, "daughter": "female", "son": "male"}[role]


def id_number(place: int, *, resident: bool = False) -> str:
    """A made-up national ID (or iqama) with a right check digit, one for each place in the list."""
    body = f"{2 if resident else 1}{place:08d}"
    doubled = "".join(str(int(digit) * (2 if position % 2 == 0 else 1)) for position, digit in enumerate(body))
    return f"{body}{-sum(map(int, doubled)) % 10}"


def iban(place: int) -> str:
    """A made-up account number with right check digits."""
    account = f"{BANK}{place:018d}"
    check = 98 - int(f"{account}{int('S', 36)}{int('A', 36)}00") % 97
    return f"SA{check:02d}{account}"
