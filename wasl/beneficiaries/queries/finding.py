"""Finding people by what a visitor says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.beneficiaries.models import Person
from wasl.beneficiaries.queries import by_name
from wasl.beneficiaries.queries.identity import IBAN, ID, holding, reached_at
from wasl.common import text as arabic
from wasl.common.crypto import blind
from wasl.common.identifiers import BadIdentifier, check_iban, check_mobile, check_national_id

SHORTEST_NAME = 3


@dataclass(frozen=True)
class Search:
    """What was typed, read: `kind` is id, mobile, iban, number, name or nothing; `problem` is a sentence to show."""

    kind: str
    value: str = ""
    problem: str = ""


def read_search(typed: str) -> Search:
    """Tell what was typed into the one box: an ID, a mobile, an IBAN, a file number, or part of a name."""
    plain = arabic.ascii_digits(arabic.clean(typed))[:100]
    packed = re.sub(r"[\s\-–_.()]+", "", plain)
    if not packed:
        return Search("nothing")
    if re.fullmatch(r"1[345][0-9]{2}-[0-9]{1,9}", plain.replace(" ", "")):
        return Search("number", plain.replace(" ", ""))
    if re.fullmatch(r"[12][0-9]{9}", packed):
        return _identified("id", check_national_id, packed)
    if re.fullmatch(r"\+?[0-9]{4,15}", packed):
        return _identified("mobile", check_mobile, packed)
    if re.fullmatch(r"(?i)sa[0-9]{2}[0-9a-z]{10,}", packed):
        return _identified("iban", check_iban, packed)
    if len(arabic.loose(plain).replace(" ", "")) < SHORTEST_NAME:
        return Search("nothing", problem=_("Type at least three letters of the name, or a whole number."))
    return Search("name", plain)


def _identified(kind: str, check: Any, typed: str) -> Search:
    try:
        return Search(kind, check(typed))
    except BadIdentifier as bad:
        return Search("nothing", problem=str(bad.reason))


def find(user: User, text: str, limit: int = 20) -> list[Person]:
    """The people meant by an ID, a mobile, a file number or part of a name, the likeliest first; at most `limit`."""
    search = read_search(text)
    people = Person.objects.visible_to(user, merged_too=True).select_related("file", "merged_into__file")
    exact = {
        "id": holding(search.value),
        "mobile": reached_at(search.value),
        "iban": Q(iban_blind=blind(search.value, IBAN)),
        "number": Q(file__number=search.value),
    }
    if search.kind in exact:
        return _standing(people.filter(exact[search.kind]).order_by("sort_key", "pk")[:limit])
    if search.kind != "name":
        return []
    ranked = by_name.ranked(search.value, limit)
    found = people.in_bulk(ranked)
    return _standing(found[pk] for pk in ranked if pk in found)


def _standing(people: Iterable[Person]) -> list[Person]:
    """In their order, each file that was merged as the one that stands for it, nobody twice."""
    return list(dict.fromkeys(person.survivor for person in people))


def by_id_number(number: str) -> Person | None:
    """The person with this ID number, for those who know it whole; None when it is nobody's or is no ID number."""
    try:
        checked = check_national_id(number)
    except BadIdentifier:
        return None
    found = Person.objects.select_related("merged_into").filter(id_blind=blind(checked, ID)).first()
    return found.survivor if found else None
