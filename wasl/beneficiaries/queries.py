"""Finding people by what a visitor says, and shaping one person's page."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.beneficiaries.models import Attachment, Dependant, Document, Person, Representative
from wasl.catalogue.models import DocumentType
from wasl.common import text as arabic
from wasl.common.crypto import blind
from wasl.common.hashing import digest
from wasl.common.identifiers import BadIdentifier, check_iban, check_mobile, check_national_id

ID, IBAN = "id_number", "iban"
RENEWAL_DAYS = 180
SHORTEST_NAME = 3
CANDIDATES = 200


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
    people = Person.objects.visible_to(user).select_related("file")
    exact = {
        "id": Q(id_blind=blind(search.value, ID)),
        "mobile": Q(mobile=search.value),
        "iban": Q(iban_blind=blind(search.value, IBAN)),
        "number": Q(file__number=search.value),
    }
    if search.kind in exact:
        return list(people.filter(exact[search.kind]).order_by("sort_key", "pk")[:limit])
    if search.kind != "name":
        return []
    ranked = _ranked(user, search.value, limit)
    found = people.in_bulk(ranked)
    return [found[pk] for pk in ranked if pk in found]


def _ranked(user: User, typed: str, limit: int) -> list[int]:
    """Whole words first (the inverted index answers them all at once), then parts of words among what is left."""
    words, key = arabic.loose(typed).split(), arabic.sort_key(typed)
    people = Person.objects.visible_to(user).values_list("pk", "name_tokens", "sort_key")
    rows = {pk: (held, order) for pk, held, order in people.filter(sort_key=key).order_by("pk")[:limit]}
    rows |= {pk: (held, order) for pk, held, order in people.filter(name_tokens__contains=words)[:CANDIDATES]}
    if len(rows) < limit:
        part = people.filter(name_grams__contains=arabic.part_grams(typed)).exclude(pk__in=list(rows))
        rows |= {
            pk: (held, order)
            for pk, held, order in part[:CANDIDATES]
            if all(any(word in one for one in held) for word in words)
        }
    return sorted(rows, key=lambda pk: (*_nearness(words, key, *rows[pk]), rows[pk][1], pk))[:limit]


def _nearness(words: list[str], key: str, held: list[str], order: str) -> tuple[bool, bool, int, int, bool, int]:
    """How near a name is to what was typed, smaller is nearer: the same, alike at first, whole words, heads, order."""
    whole = sum(word not in held for word in words)
    heads = sum(not any(one.startswith(word) for one in held) for word in words)
    return order != key, not order.startswith(key), whole, heads, not _in_order(words, order), len(held)


def _in_order(words: list[str], order: str) -> bool:
    """Whether the words stand in the name one after the other, as typed; others may stand between them."""
    rest = iter(arabic.loose(order).split())
    return all(any(one.startswith(word) for one in rest) for word in words)


def by_id_number(number: str) -> Person | None:
    """The person with this ID number, for those who know it whole; None when it is nobody's or is no ID number."""
    try:
        checked = check_national_id(number)
    except BadIdentifier:
        return None
    return Person.objects.filter(id_blind=blind(checked, ID)).first()


def standing_document(person: Person, document_type: DocumentType, day: date) -> Document | None:
    """The newest document of this type that is still valid on the day; asked once, used again (OBJ-1)."""
    valid = Q(expires_date=None) | Q(expires_date__gte=day)
    documents = person.documents.filter(valid, document_type=document_type).select_related(
        "attachment", "document_type"
    )
    return documents.order_by("-added_at", "-pk").first()


def documents(person: Person) -> list[Document]:
    """All that was handed in or seen, newest first, at most a hundred."""
    known = person.documents.select_related("document_type", "attachment", "seen_by")
    return list(known.order_by("-added_at", "-pk")[:100])


def expiring(documents: list[Document], day: date, days: int = RENEWAL_DAYS) -> list[Document]:
    """Of each type's newest document, those that have expired or will within so many days, soonest first."""
    newest: dict[int, Document] = {}
    for document in documents:
        newest.setdefault(document.document_type_id, document)
    until = day + timedelta(days=days)
    soon = [one for one in newest.values() if one.expires_date and one.expires_date <= until]
    return sorted(soon, key=lambda one: one.expires_date or day)


def dependants(person: Person) -> list[Dependant]:
    """Those this person provides for, the eldest first, at most a hundred."""
    return list(person.dependants.order_by("birth_date", "pk")[:100])


def representatives(person: Person) -> list[Representative]:
    """All who may or might act for this person, newest first, at most fifty."""
    return list(person.representatives.order_by("-valid_from", "-pk")[:50])


def acting_for(person: Person, day: date) -> list[Representative]:
    """Those who may act for this person on the day."""
    standing = Q(valid_to=None) | Q(valid_to__gte=day)
    return list(person.representatives.filter(standing, valid_from__lte=day).order_by("full_name", "pk")[:50])


def attachment(user: User, key: UUID | str) -> Attachment | None:
    """A stored file by its random key, for those who may open it."""
    return Attachment.objects.visible_to(user).select_related("person").filter(key=key).first()


CORRECTABLE = (
    "full_name", "known_as", "latin_name", "gender", "id_number", "birth_date", "birth_written", "birth_calendar",
    "mobile", "email", "language", "iban", "city", "district", "short_address", "is_member", "member_number",
)  # fmt: skip


def state_of(person: Person) -> str:
    """A short mark of all that can be corrected; a form that carries an older one was filled in from a stale page."""
    return digest([getattr(person, name) for name in CORRECTABLE])[:24]
