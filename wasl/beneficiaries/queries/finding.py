"""Find people by what a visitor says."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.roles import Membership
from wasl.beneficiaries.queries import by_name
from wasl.beneficiaries.queries.identity import IBAN, ID, holding, numbered, reached_at
from wasl.common import identifiers
from wasl.common import text as arabic
from wasl.common.crypto import blind
from wasl.common.identifiers import (
    BadIdentifier,
    check_email,
    check_iban,
    check_landline,
    check_mobile,
    check_national_id,
    check_reference,
)
from wasl.common.spelling.words import without_chat

SHORTEST_NAME = 3


@dataclass(frozen=True)
class Search:
    """The typed text, classified.

    `kind` is id, mobile, landline, email, iban, number (of a file or request), paper (any other
    number), name or nothing. `problem` is a sentence to show when nobody is found.
    """

    kind: str
    value: str = ""
    problem: str = ""


def read_search(typed: str) -> Search:
    """Classify the text typed into the one search box: a kind of number, an address, or part of a
    name.
    """
    plain = without_chat(arabic.ascii_digits(arabic.clean(typed))[:100])
    packed = identifiers.packed(plain)
    if not packed:
        return Search("nothing")
    # Digits alone are tried as an ID number or a telephone first, not as a reference number.
    is_unjoined = packed.isdecimal() and packed == plain.replace(" ", "")
    if not is_unjoined and (search := _checked("number", check_reference, plain)):
        return search
    # Digits with an optional plus sign: a telephone has at most fifteen (E.164).
    if re.fullmatch(r"\+?[0-9]{3,15}", packed):
        return _digits(packed)
    # A Saudi IBAN, perhaps unfinished: SA and two check digits.
    if re.fullmatch(r"(?i)sa[0-9]{2}[0-9a-z]{10,}", packed):
        return _checked("iban", check_iban, packed) or Search(
            "nothing", problem=_problem(check_iban, packed)
        )
    if "@" in plain:
        return _checked("email", check_email, plain) or Search(
            "nothing", problem=_problem(check_email, plain)
        )
    if re.fullmatch(
        # A passport, border or membership number: 5 to 15 letters and digits with at least two
        # digits, or one short word with a digit in it.
        r"(?i)(?=.*[0-9].*[0-9])[0-9a-z]{5,15}|(?=\S*[0-9])\S{2,20}",
        packed if " " in plain else plain,
    ):
        return Search("paper", plain.upper())
    if len(arabic.loose(plain).replace(" ", "")) < SHORTEST_NAME:
        return Search(
            "nothing", problem=_("Type at least three letters of the name, or a whole number.")
        )
    return Search("name", plain)


def _digits(packed: str) -> Search:
    """Classify digits alone: an ID number or a telephone where they are valid, else another paper's
    number.
    """
    # National ID numbers begin with 1, iqama numbers with 2.
    if re.fullmatch(r"[12][0-9]{9}", packed):
        search = _checked("id", check_national_id, packed)
        return search or Search("paper", packed, problem=_problem(check_national_id, packed))
    search = _checked("mobile", check_mobile, packed) or _checked(
        "landline", check_landline, packed
    )
    return search or Search("paper", packed, problem=_problem(check_mobile, packed))


def _checked(kind: str, check: Callable[[str], str], typed: str) -> Search | None:
    try:
        return Search(kind, check(typed))
    except BadIdentifier:
        return None


def _problem(check: Callable[[str], str], typed: str) -> str:
    """Return why the number is not valid, for the person who typed it; "" when it is valid."""
    try:
        check(typed)
    except BadIdentifier as bad:
        return str(bad.reason)
    return ""


def find(user: User, text: str, limit: int = 20) -> list[Person]:
    """Return the people meant by a number of any kind, an address or part of a name, the likeliest
    first.

    At most `limit` people are returned.
    """
    search = read_search(text)
    people = Person.objects.visible_to(user, merged_too=True).select_related(
        "file", "merged_into__file"
    )
    if search.kind == "name":
        ranked = by_name.ranked(search.value, limit)
        people_by_pk = people.in_bulk(ranked)
        return _standing(people_by_pk[pk] for pk in ranked if pk in people_by_pk)
    condition = _meant(search)
    return (
        _standing(people.filter(condition).order_by("sort_key", "pk")[:limit])
        if condition is not None
        else []
    )


def _standing(people: Iterable[Person]) -> list[Person]:
    """Return the surviving files in the given order, each once, marked with the merged file they
    were found by.
    """
    survivors: dict[int, Person] = {}
    for person in people:
        survivor = survivors.setdefault(person.survivor.pk, person.survivor)
        if survivor != person:
            survivor.found_as = person
    return list(survivors.values())


def _meant(search: Search) -> Q | None:
    """Return the condition for people with this number or address; former ID numbers count too."""
    match search.kind:
        case "id":
            return holding(search.value)
        case "mobile" | "landline" | "email":
            return reached_at(search.value)
        case "iban":
            return Q(iban_blind=blind(search.value, IBAN))
        case "number":
            return Q(file__number=search.value)
        # A membership number is compared as typed and without separators.
        case "paper":
            packed = identifiers.packed(search.value)
            members = Membership.objects.filter(number__in=[search.value, packed]).values("person")
            return Q(pk__in=numbered(blind(packed, ID), members))
    return None


def by_id_number(number: str) -> Person | None:
    """Return the person with this full ID number; None when nobody has it or it is not an ID
    number.
    """
    try:
        checked = check_national_id(number)
    except BadIdentifier:
        return None
    person = (
        Person.objects.select_related("merged_into").filter(id_blind=blind(checked, ID)).first()
    )
    return person.survivor if person else None
