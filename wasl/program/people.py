"""The people of the sample association, from `sample_data/people.yaml`, registered by its own
officers.
"""

from datetime import datetime, time, timedelta
from typing import Any

from wasl.accounts.models import User
from wasl.beneficiaries.actions import family, household, identity, registering, representing, roles
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.identity import ID
from wasl.common.clock import day_of
from wasl.common.crypto import blind
from wasl.common.dates import WrittenDate, parse_dual
from wasl.program.reference import read

BANK = "80"


def entries() -> list[dict[str, Any]]:
    """The sample people as written in the file."""
    return list(read("people"))


def load_person(key: str, by: User, at: datetime) -> Person:
    """One sample person with their household and roles; who is in the register already stays."""
    place, entry = next(
        (place, candidate)
        for place, candidate in enumerate(entries(), start=1)
        if candidate["key"] == key
    )
    number = id_number(place, resident=entry.get("iqama", False))
    existing = Person.objects.filter(id_blind=blind(number, ID)).first()
    if existing:
        return existing
    person = registering.register(
        full_name=entry["name"],
        latin_name=entry["latin"],
        gender=entry["gender"],
        id_number=number,
        birth=parse_dual(entry["birth"]),
        mobile=f"05000001{place:02d}",
        iban=iban(place),
        city=entry["city"],
        district=entry["district"],
        **_more(entry),
        by=by,
        at=at,
    )
    # Their mobiles came back with a code when they registered, so that each opens their own file on
    # the website.
    person = registering.confirm_mobile(person=person, by=None, at=at)
    _settle(person, entry, by, at)
    _reach(person, entry, by, at)
    _roles(person, entry, by, at)
    return person


def _more(entry: dict[str, Any]) -> dict[str, Any]:
    married = any(role == "spouse" for _name, role, *_rest in entry["household"])
    quiet = [time.fromisoformat(text) for text in entry.get("quiet", ())]
    return {
        "marital_status": entry.get("marital", "married" if married else ""),
        "opted_out": entry.get("opted_out", []),
        "preferred_channel": entry.get("channel", ""),
        **(dict(zip(("quiet_from", "quiet_until"), quiet, strict=True)) if quiet else {}),
    }


def _settle(person: Person, entry: dict[str, Any], by: User, at: datetime) -> None:
    """Their household; who followed a head that died came into it as a spouse."""
    head = person
    if late := entry.get("late"):
        name, birth, days_before = late
        gender = gender_of("spouse", entry["gender"])
        head = registering.register(
            full_name=name, gender=gender, birth=parse_dual(birth), by=by, at=at
        )
        household.add_to_household(person=head, role="spouse", newcomer=person, by=by, at=at)
    for name, role, birth, studies in entry["household"]:
        details = {
            "full_name": name,
            "gender": gender_of(role, entry["gender"]),
            "birth": parse_dual(birth),
        }
        status = {"marital_status": "married"} if role == "spouse" else {"is_studying": studies}
        household.add_to_household(
            person=head, role=role, person_data={**details, **status}, by=by, at=at
        )
    if late:
        died = day_of(at) - timedelta(days=days_before)
        death_date = WrittenDate(day=died, text=f"{died:%d/%m/%Y}", calendar="gregorian")
        family.record_death(person=head, death=death_date, by=by, at=at)
        household.name_head(person=person, day=died, by=by, at=at)


def _reach(person: Person, entry: dict[str, Any], by: User, at: datetime) -> None:
    for purpose, number, holder in entry.get("reach", ()):
        identity.add_contact(
            person=person,
            kind="mobile",
            value=number,
            purpose=purpose,
            holder_name=holder,
            by=by,
            at=at,
        )
    if passport := entry.get("passport"):
        identity.add_identifier(person=person, kind="passport", number=passport, by=by, at=at)


def _roles(person: Person, entry: dict[str, Any], by: User, at: datetime) -> None:
    if member := entry.get("member"):
        number, shares, joined = member
        details = {"number": number, "shares": shares, "joined": parse_dual(joined)}
        roles.admit_member(person=person, **details, by=by, at=at)
    for scope, document, begins, ends, name, key in entry.get("agents", ()):
        acting_person = load_person(key, by, at) if key else None
        representing.add_representative(
            person=person, scope=scope, document_number=document, full_name=name,
            acting_person=acting_person, valid_from=parse_dual(begins),
            valid_to=parse_dual(ends) if ends else None, by=by, at=at,
        )  # fmt: skip
    if gives := entry.get("volunteer"):
        roles.keep_volunteer(person=person, skills=gives[0], availability=gives[1], by=by, at=at)


def gender_of(role: str, head: str) -> str:
    """Whether the one with this role in somebody's household is a woman or a man."""
    other_gender = "male" if head == "female" else "female"
    return {"spouse": other_gender, "daughter": "female", "son": "male"}[role]


def id_number(place: int, *, resident: bool = False) -> str:
    """A made-up national ID (or iqama) with a right check digit, one for each place in the list."""
    body = f"{2 if resident else 1}{place:08d}"
    doubled = "".join(
        str(int(digit) * (2 if position % 2 == 0 else 1)) for position, digit in enumerate(body)
    )
    return f"{body}{-sum(map(int, doubled)) % 10}"


def iban(place: int) -> str:
    """A made-up account number with right check digits."""
    account = f"{BANK}{place:018d}"
    check = 98 - int(f"{account}{int('S', 36)}{int('A', 36)}00") % 97
    return f"SA{check:02d}{account}"
