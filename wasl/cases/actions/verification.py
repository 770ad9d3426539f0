"""The officer's matching of declared answers with the documents (PRO-4)."""

from datetime import datetime

from django.db import transaction
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.actions import documents
from wasl.beneficiaries.models.person import UnmaskReason
from wasl.cases import policies
from wasl.cases.actions.moving import locked, move, save
from wasl.cases.models.case import Case, Matching, MatchVerdict
from wasl.cases.queries import file
from wasl.catalogue.answer_base import BadValue
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.models.offered import DocumentType, FieldRequirement
from wasl.common.verdicts import Refused


@transaction.atomic
def match(
    *,
    case: Case,
    key: str,
    found: str,
    by: User,
    at: datetime,
    note: str = "",
    accept: bool = False,
    version: int | None = None,
) -> Matching:
    """Compare one answer with its document.

    A difference keeps the case from study until it is accepted, with a note.
    """
    case = locked(case, "match", by=by, at=at, version=version)
    # Only what is asked, answered and has its document here can be matched (PRO-4).
    field = next((question for question in file.to_match(case) if question.key == key), None)
    if field is None:
        raise Refused(_("There is no document here to hold this answer against."))
    declared, read = file.file_of(case).values[key], _read(field, found)
    is_same = answer_type(field.kind).same(field, declared, read)
    verdict = MatchVerdict.MATCHED if is_same else MatchVerdict.DIFFERENT
    if verdict == MatchVerdict.DIFFERENT and accept:
        verdict = MatchVerdict.ACCEPTED
        if not note.strip():
            raise Refused(
                _("%(label)s: a difference is accepted only with a note.") % {"label": field.label}
            )
    matching, _new = Matching.objects.update_or_create(
        case=case,
        key=key,
        defaults={
            # Stored too, so that an answer edited later has to be matched again
            # (`queries.matching_of`).
            "declared": declared,
            "found": read,
            "verdict": verdict,
            "note": note.strip(),
            "matched_at": at,
            "matched_by": by,
        },
    )
    # The audit event names the question and the verdict, not the answer.
    save(case, "match", by=by, at=at, data={"fields": [key], "verdict": str(verdict)})
    return matching


def _read(field: FieldRequirement, text: str) -> str:
    try:
        read = answer_type(field.kind).canonical(field, text)
    except BadValue as bad:
        raise Refused(f"{field.label}: {bad.reason}") from bad
    if not read:
        raise Refused(_("%(label)s: enter what the document says.") % {"label": field.label})
    return read


@transaction.atomic
def see_document(
    *, case: Case, document_type: DocumentType, by: User, at: datetime, version: int | None = None
) -> Case:
    """Record that the officer saw the original of a document that was only stated from afar.

    It agrees with what was stated.
    """
    case = locked(case, "see_document", by=by, at=at, version=version)
    handed_in = file.file_of(case).documents.get(document_type.pk)
    if handed_in is None:
        raise Refused(_("This document was not handed in."))
    documents.see_original(document=handed_in.document, by=by, at=at)
    return save(case, "see_document", by=by, at=at, data={"type": document_type.code})


@transaction.atomic
def verify(
    *, case: Case, by: User, at: datetime, reason: str = "", version: int | None = None
) -> Case:
    """Verify that the data is true to the documents.

    The case is signed, the applicant was told, and every answer that has a document is matched.
    """
    case = locked(case, "verify", by=by, at=at, version=version)
    return move(case, "verify", by=by, at=at)


@transaction.atomic
def unmask(*, case: Case, key: str, reason: str, by: User, at: datetime) -> SafeString | str:
    """Return a declared account or mobile number in full, and record the reason (PRE-6)."""
    policies.can_unmask(by, case).require()
    field = next((question for question in file.form(case).fields if question.key == key), None)
    if field is None or not answer_type(field.kind).is_masked:
        raise Refused(_("This field is not masked."))
    if reason not in UnmaskReason.values:
        raise Refused(_("Choose why you need to see it."))
    # In this transaction, so that no number is shown without a record (PRE-6).
    record(
        verb="cases.unmask",
        subject=case,
        root=case,
        by=by,
        at=at,
        data={"field": key, "reason": reason},
    )
    value = file.file_of(case).values.get(key, "")
    return answer_type(field.kind).show(field, value, full=True)
