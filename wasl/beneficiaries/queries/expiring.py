"""What of a person's file ends soon, or has ended: papers, agencies, numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from wasl.beneficiaries.models import Document, Identifier, Representative
from wasl.beneficiaries.queries.file import RENEWAL_DAYS


@dataclass(frozen=True)
class Ending:
    """One thing that ends on a day, and where it is renewed."""

    what: str
    whose: str
    day: date
    url: str


def endings(
    documents: Iterable[Document],
    representatives: Iterable[Representative],
    identifiers: Iterable[Identifier],
    day: date,
    days: int = RENEWAL_DAYS,
) -> list[Ending]:
    """Of each type's newest paper, of each agency and number in use, those that end within so many
    days, soonest first.
    """
    until = day + timedelta(days=days)
    found = [*_papers(documents), *_agencies(representatives), *_numbers(identifiers)]
    return sorted((one for one in found if one.day <= until), key=lambda one: one.day)


def first_to_renew(
    documents: Iterable[Document], day: date, days: int = RENEWAL_DAYS
) -> Document | None:
    """The paper that ended first or ends first, where that is soon."""
    until = day + timedelta(days=days)
    ending = [one for one in _newest(documents) if one.expires_date and one.expires_date <= until]
    return min(ending, key=lambda one: one.expires_date or until, default=None)


def _newest(documents: Iterable[Document]) -> list[Document]:
    """Each type's newest, of papers that come newest first."""
    newest: dict[int, Document] = {}
    for one in documents:
        newest.setdefault(one.document_type_id, one)
    return list(newest.values())


def _papers(documents: Iterable[Document]) -> Iterator[Ending]:
    for one in _newest(documents):
        if one.expires_date:
            url = reverse("beneficiaries:add_document", args=[one.person_id])
            yield Ending(
                one.document_type.name, "", one.expires_date, f"{url}?type={one.document_type_id}"
            )


def _agencies(representatives: Iterable[Representative]) -> Iterator[Ending]:
    for one in representatives:
        if one.valid_to and one.ended_date is None:
            url = reverse("beneficiaries:add_representative", args=[one.person_id])
            yield Ending(one.get_scope_display(), one.full_name, one.valid_to, url)


def _numbers(identifiers: Iterable[Identifier]) -> Iterator[Ending]:
    for one in identifiers:
        if one.valid_to and one.ended_at is None:
            url = reverse("beneficiaries:add_identifier", args=[one.person_id])
            yield Ending(one.get_kind_display(), "", one.valid_to, url)
