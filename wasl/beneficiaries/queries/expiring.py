"""What in a person's file expires soon or has expired: documents, representations, numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.models.identity import Identifier
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.queries.file import RENEWAL_DAYS


@dataclass(frozen=True)
class Ending:
    """Something that expires on a day, and the page where it is renewed."""

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
    """Return what expires within so many days, the soonest first.

    It looks at the newest document of each type and at each representation and number in use.
    """
    until = day + timedelta(days=days)
    candidates = [*_papers(documents), *_agencies(representatives), *_numbers(identifiers)]
    return sorted(
        (ending for ending in candidates if ending.day <= until), key=lambda ending: ending.day
    )


def first_to_renew(
    documents: Iterable[Document], day: date, days: int = RENEWAL_DAYS
) -> Document | None:
    """Return the document that expired or expires first, if that is within so many days."""
    until = day + timedelta(days=days)
    ending = [
        document
        for document in _newest(documents)
        if document.expires_date and document.expires_date <= until
    ]
    return min(ending, key=lambda document: document.expires_date or until, default=None)


def _newest(documents: Iterable[Document]) -> list[Document]:
    """Return the newest document of each type; the documents must come newest first."""
    # An older document was replaced by a newer one of its type, so its expiry matters no more.
    newest: dict[int, Document] = {}
    for document in documents:
        newest.setdefault(document.document_type_id, document)
    return list(newest.values())


def _papers(documents: Iterable[Document]) -> Iterator[Ending]:
    for document in _newest(documents):
        if document.expires_date:
            url = reverse("beneficiaries:add_document", args=[document.person_id])
            yield Ending(
                document.document_type.name,
                "",
                document.expires_date,
                f"{url}?type={document.document_type_id}",
            )


def _agencies(representatives: Iterable[Representative]) -> Iterator[Ending]:
    for representative in representatives:
        if representative.valid_to and representative.ended_date is None:
            url = reverse("beneficiaries:add_representative", args=[representative.person_id])
            yield Ending(
                representative.get_scope_display(),
                representative.full_name,
                representative.valid_to,
                url,
            )


def _numbers(identifiers: Iterable[Identifier]) -> Iterator[Ending]:
    for identifier in identifiers:
        if identifier.valid_to and identifier.ended_at is None:
            url = reverse("beneficiaries:add_identifier", args=[identifier.person_id])
            yield Ending(identifier.get_kind_display(), "", identifier.valid_to, url)
