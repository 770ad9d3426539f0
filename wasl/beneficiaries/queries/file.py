"""The contents of one person's file."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from wasl.accounts.models import User
from wasl.beneficiaries.models.documents import Attachment, Document
from wasl.beneficiaries.models.identity import Identifier
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.catalogue.models.offered import DocumentType
from wasl.common.hashing import digest
from wasl.common.prepared import Prepared
from wasl.common.text import fold

# What expires within so many days is offered for renewal.
RENEWAL_DAYS = 180


def standing_document(person: Person, document_type: DocumentType, day: date) -> Document | None:
    """Return the newest document of this type that is valid on the day.

    A document is asked for once and used again (OBJ-1).
    """
    valid = Q(expires_date=None) | Q(expires_date__gte=day)
    documents = person.documents.filter(valid, document_type=document_type).select_related(
        "attachment__invoice", "document_type"
    )
    return documents.order_by("-added_at", "-pk").first()


DOCUMENTS = Prepared(
    lambda key: (
        Document.objects.filter(person=key)
        .select_related("document_type", "attachment__invoice", "seen_by")
        .order_by("-added_at", "-pk")[:100]
    )
)
IDENTIFIERS = Prepared(
    lambda key: Identifier.objects.filter(person=key).order_by("ended_at", "-added_at")[:20]
)


def documents(person: Person) -> list[Document]:
    """Return the documents handed in or seen, newest first, at most a hundred."""
    return DOCUMENTS.rows(person.pk, person=person)


def identifiers(person: Person) -> list[Identifier]:
    """Return the further and former numbers, those in use first, at most twenty."""
    return IDENTIFIERS.rows(person.pk, person=person)


def acting_for(person: Person, day: date) -> list[Representative]:
    """Return those who may act for this person on the day."""
    standing = Q(valid_to=None) | Q(valid_to__gte=day)
    running = Q(ended_date=None) | Q(ended_date__gt=day)
    return list(
        person.representatives.filter(standing, running, valid_from__lte=day).order_by(
            "full_name", "pk"
        )[:50]
    )


def lapsed_agent(person: Person, name: str, day: date) -> Representative | None:
    """Return the agent of this name whose document is not valid on the day.

    Return None when another agent of the same name has a valid document.
    """
    namesakes = [
        agent
        for agent in person.representatives.order_by("-pk")[:50]
        if fold(agent.full_name) == fold(name)
    ]
    return namesakes[0] if namesakes and not any(agent.covers(day) for agent in namesakes) else None


def attachment(user: User, key: UUID | str) -> Attachment | None:
    """Return a stored file by its random key, if the user may open it; else None."""
    return Attachment.objects.visible_to(user).select_related("person").filter(key=key).first()


# The fields that a correction may change. A field left out here would not make a stale form
# refused.
CORRECTABLE = (
    "full_name", "known_as", "latin_name", "gender", "id_number", "birth_date", "birth_written",
    "birth_calendar", "marital_status", "is_studying", "mobile", "email", "language",
    "preferred_channel", "opted_out", "quiet_from", "quiet_until", "iban", "building_number",
    "street", "district", "city", "postal_code", "additional_number", "unit_number",
    "short_address",
)  # fmt: skip


def state_of(person: Person) -> str:
    """Return a short digest of all correctable fields.

    A form that carries an older digest was filled in from a stale page.
    """
    return digest([getattr(person, name) for name in CORRECTABLE])[:24]
