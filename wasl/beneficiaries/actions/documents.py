"""Documents and files: handed in, stored, and originals seen."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.checking import earlier
from wasl.beneficiaries.models.documents import Attachment, Document
from wasl.beneficiaries.models.person import Person
from wasl.catalogue.models.offered import DocumentType
from wasl.common.clock import day_of
from wasl.common.dates import WrittenDate
from wasl.common.uploads import Accepted
from wasl.common.verdicts import Refused


@transaction.atomic
def add_attachment(
    *, person: Person, accepted: Accepted, by: User | None, at: datetime
) -> Attachment:
    """Store a file that was handed in, drawn or scanned, under a random name.

    An e-invoice inside a PDF is stored as a file of its own beside it. Raises `Refused` when the
    disk takes no more.
    """
    policies.can_hand_in(by).require()
    policies.stands(person).require()
    invoice = (
        add_attachment(person=person, accepted=accepted.inside[0], by=by, at=at)
        if accepted.inside
        else None
    )
    attachment = Attachment(
        person=person, name=accepted.name, kind=accepted.kind, size=accepted.size,
        pages=accepted.pages, sha256=accepted.sha256, invoice=invoice, added_at=at, added_by=by,
    )  # fmt: skip
    try:
        attachment.file.save(
            f"{attachment.key}.{accepted.suffix}", ContentFile(accepted.content), save=False
        )
    except OSError as error:
        raise Refused(
            _(
                "The file could not be kept; the disk may be full. Tell the "
                "administrator and try again."
            )
        ) from error
    attachment.save()
    data = {"kind": accepted.kind, "size": accepted.size}
    record(
        verb="beneficiaries.add_attachment",
        subject=attachment,
        by=by,
        at=at,
        root=person,
        data=data,
    )
    return attachment


@transaction.atomic
def add_document(
    *,
    person: Person,
    document_type: DocumentType,
    number: str = "",
    issuer: str = "",
    issued: WrittenDate | None = None,
    expires: WrittenDate | None = None,
    attachment: Attachment | None = None,
    seen: bool = False,
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Document:
    """Record a document: a copy where its type allows one, else the original seen (PRO-4, PDPL).

    A person on the website may also state a document of which no copy is kept; an officer sees it
    later.
    """
    policies.can_hand_in(by).require()
    if seen:
        policies.can_see_original(by).require()
    if before := earlier(Document, person, once):
        return before
    _refuse_document(
        person, document_type, issued, expires, attachment, seen or _stated(document_type, by), at
    )
    document = Document.objects.create(
        person=person, document_type=document_type, number=number, issuer=issuer,
        attachment=attachment, issued_date=issued.day if issued else None,
        issued_written=issued.text if issued else "",
        expires_date=expires.day if expires else None,
        expires_written=expires.text if expires else "", seen_at=at if seen else None,
        seen_by=by if seen else None, added_at=at, added_by=by, once=once,
    )  # fmt: skip
    data = {"type": document_type.code, "copy": attachment is not None, "seen": seen}
    record(
        verb="beneficiaries.add_document", subject=document, by=by, at=at, root=person, data=data
    )
    return document


@transaction.atomic
def hand_in(*, person: Person, data: Mapping[str, Any], by: User | None, at: datetime) -> Document:
    """Store the file that came with a document, if any, and record the document."""
    once = data.get("once")
    # `add_document` asks as well, but only after the file of a second click would have been stored.
    if before := earlier(Document, person, once):
        return before
    accepted = data.get("file")
    return add_document(
        person=person,
        document_type=data["document_type"],
        attachment=add_attachment(person=person, accepted=accepted, by=by, at=at)
        if accepted
        else None,
        **{name: data[name] for name in ("number", "issuer", "issued", "expires", "seen")},
        by=by,
        at=at,
        once=once,
    )


def _stated(document_type: DocumentType, by: User | None) -> bool:
    """Return whether a document is only stated: from the website, and no copy of its type is kept.

    An officer sees the original later (`see_original`).
    """
    return by is None and not document_type.store_copy


@transaction.atomic
def see_original(*, document: Document, by: User, at: datetime) -> Document:
    """Record that an officer held the original of a stated document and it agrees (PRO-4)."""
    policies.can_see_original(by).require()
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.seen_at is None:
        document.seen_at, document.seen_by = at, by
        document.save(update_fields=["seen_at", "seen_by"])
        record(
            verb="beneficiaries.see_original", subject=document, by=by, at=at, root=document.person
        )
    return document


def _refuse_document(
    person: Person,
    document_type: DocumentType,
    issued: WrittenDate | None,
    expires: WrittenDate | None,
    attachment: Attachment | None,
    is_original_seen: bool,
    at: datetime,
) -> None:
    if attachment and attachment.person_id != person.pk:
        raise Refused(_("This file belongs to another person."))
    if attachment and not document_type.store_copy:
        raise Refused(
            _("A copy of this document is not kept. Look at the original and say that you saw it.")
        )
    if not attachment and not is_original_seen:
        raise Refused(_("Hand in a copy of the document, or say that you saw the original."))
    if issued and issued.day > day_of(at):
        raise Refused(_("The day of issue lies in the future."))
    if issued and expires and expires.day < issued.day:
        raise Refused(_("The document ends before it was issued; compare both dates with it."))
