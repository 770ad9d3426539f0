"""Opening a case and filling in its answers and documents (PRO-3, PRO-4).

An edit voids the signature (PRO-6).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.actions import documents, registering
from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.queries import claims
from wasl.cases import policies
from wasl.cases.actions.moving import hand, locked, save
from wasl.cases.models.case import Case, CaseDocument, Declaration, DeclaredValue
from wasl.cases.queries import file as file_queries
from wasl.cases.queries import known, people
from wasl.catalogue.answer_base import BadValue
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.models.offered import DocumentType, FieldRequirement, Service
from wasl.catalogue.queries import offered
from wasl.common.clock import day_of
from wasl.common.dates import WrittenDate
from wasl.common.numbering import next_number
from wasl.common.uploads import Accepted
from wasl.common.verdicts import Refused
from wasl.governance import queries as governance


def start(
    *,
    person: Person,
    service: Service,
    channel: str,
    by: User | None,
    at: datetime,
    representative: Representative | None = None,
    once: UUID | None = None,
) -> Case:
    """Open a case as a draft, filled with what is known and still valid.

    Two calls with one token open one case. Raises `Refused`.
    """
    # Before the policy: to a second click its own first case would look like another open one.
    if once and (existing := Case.objects.filter(once=once).first()):
        return existing
    policies.can_start(by, person, service, representative, day_of(at)).require()
    owner = by or people.lead()
    if owner is None:
        raise Refused(_("Nobody is here to receive the request yet. Please call the association."))
    try:
        with transaction.atomic():
            # Locks the file, so that no merge takes it away while the case is opened (ADR 26).
            registering.hold(person=person, by=by)
            _refuse_second_claim(person, service)
            return _open(person, service, channel, owner, by, at, representative, once)
    # Somebody was faster: the same form sent twice, or another case of this person for the service.
    # The block above is rolled back by now, so the database answers queries again.
    except IntegrityError:
        if once and (existing := Case.objects.filter(once=once).first()):
            return existing
        if first := file_queries.open_case(person, service):
            policies.already_open(first).require()
        raise


def _refuse_second_claim(person: Person, service: Service) -> None:
    """Refuse a second open case from one mobile while its claims are unproven.

    The mobile is locked, so two such cases at once are checked one after the other.
    """
    claim = claims.claim_of(person)
    if claim is not None and claim.is_open:
        claims.hold_mobile(claim.mobile)
        policies.second_claim(person, service).require()


def _open(
    person: Person,
    service: Service,
    channel: str,
    owner: User,
    by: User | None,
    at: datetime,
    representative: Representative | None,
    once: UUID | None,
) -> Case:
    day = day_of(at)
    case = Case.objects.create(
        reference=next_number("case", day),
        person=person,
        representative=representative,
        service=service,
        # PRE-8: the case goes by these two versions, whatever comes into force later.
        service_version=offered.current(service.code, day),
        policy_version=governance.relationship_policy(),
        owner=owner,
        channel=channel,
        opened_at=at,
        opened_by=by,
        once=once,
    )
    # The first owner is recorded like any other, so that the list of owners is complete (PRO-1).
    hand(case, to=owner, reason="start", by=by, at=at, first=True)
    form = offered.form_of(case.service_version)
    known_values = known.known_values(person, form)
    DeclaredValue.objects.bulk_create(
        DeclaredValue(case=case, key=key, value=value, is_prefilled=True, changed_at=at)
        for key, value in known_values.items()
    )
    CaseDocument.objects.bulk_create(
        CaseDocument(
            case=case, document_type_id=document.document_type_id, document=document, added_at=at
        )
        for document in known.standing_documents(person, form, day, case.policy_version)
    )
    data = {"service": service.code, "prefilled": sorted(known_values)}
    record(verb="cases.start", subject=case, by=by, at=at, root=case, data=data)
    return case


@transaction.atomic
def change_representative(
    *,
    case: Case,
    representative: Representative | None,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Go on through another agent, or with the applicant (None).

    For when a document ended or somebody else came. What was signed while the earlier document was
    valid stays signed.
    """
    case = locked(case, "change_representative", by=by, at=at, version=version)
    policies.can_change_representative(by, case, representative, day_of(at)).require()
    if case.representative_id == (representative.pk if representative else None):
        return case
    data = {
        "before": case.representative_id,
        "after": representative.pk if representative else None,
    }
    case.representative = representative
    return save(case, "change_representative", by=by, at=at, data=data)


@transaction.atomic
def declare(
    *,
    case: Case,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Save answers of the applicant in canonical form.

    An edit after the signature voids it and records which answer changed.
    """
    case = locked(case, "declare", by=by, at=at, version=version)
    file = file_queries.file_of(case)
    questions = {field.key: field for field in file.form.fields}
    answers = {key: _checked(questions.get(key), typed) for key, typed in values.items()}
    changed = sorted(key for key, value in answers.items() if value != file.values.get(key, ""))
    if not changed:
        return case
    DeclaredValue.objects.bulk_create(
        [DeclaredValue(case=case, key=key, value=answers[key], changed_at=at) for key in changed],
        update_conflicts=True,
        # `is_prefilled` goes back to its default: an edited answer is no longer carried over.
        unique_fields=["case", "key"],
        update_fields=["value", "is_prefilled", "changed_at"],
    )
    # PRO-6: an edit voids the signature, which covered exactly what was declared.
    _void_declaration(case, f"field:{','.join(changed)}", by=by, at=at)
    # The audit event names the questions, never the answers.
    return save(case, "declare", by=by, at=at, data={"fields": changed})


def _checked(field: FieldRequirement | None, typed: Any) -> str:
    if field is None:
        raise Refused(_("This form has no such question."))
    try:
        return answer_type(field.kind).canonical(field, typed)
    except BadValue as bad:
        raise Refused(f"{field.label}: {bad.reason}") from bad


@transaction.atomic
def add_document(
    *, case: Case, document_type: DocumentType, document: Document, by: User | None, at: datetime
) -> Case:
    """Hand in a document of the person for a requirement of the case.

    Another document in its place voids the signature.
    """
    case = locked(case, "add_document", by=by, at=at)
    file = file_queries.file_of(case)
    if document_type.pk not in {
        requirement.document_type_id for requirement in file.form.documents
    }:
        raise Refused(_("This service does not ask for such a document."))
    if document.person_id != case.person_id or document.document_type_id != document_type.pk:
        raise Refused(_("This document is another person's, or of another kind."))
    before = file.documents.get(document_type.pk)
    if before and before.document_id == document.pk:
        return case
    CaseDocument.objects.update_or_create(
        case=case, document_type=document_type, defaults={"document": document, "added_at": at}
    )
    _void_declaration(case, f"document:{document_type.code}", by=by, at=at)
    return save(
        case,
        "add_document",
        by=by,
        at=at,
        data={"type": document_type.code, "document": document.pk},
    )


@transaction.atomic
def hand_in(
    *,
    case: Case,
    document_type: DocumentType,
    by: User | None,
    at: datetime,
    accepted: Accepted | None = None,
    seen: bool = False,
    number: str = "",
    issuer: str = "",
    issued: WrittenDate | None = None,
    expires: WrittenDate | None = None,
    once: UUID | None = None,
) -> Case:
    """Register a document, with a copy or as seen without one, and hand it in for this case."""
    policies.can(by, "add_document", case, day_of(at)).require()
    attachment = None
    if accepted:
        attachment = documents.add_attachment(person=case.person, accepted=accepted, by=by, at=at)
    document = documents.add_document(
        person=case.person,
        document_type=document_type,
        number=number,
        issuer=issuer,
        issued=issued,
        expires=expires,
        attachment=attachment,
        seen=seen,
        by=by,
        at=at,
        once=once,
    )
    return add_document(case=case, document_type=document_type, document=document, by=by, at=at)


def _void_declaration(case: Case, reason: str, *, by: User | None, at: datetime) -> None:
    """Void the signature that the case has, if any.

    `reason` is a code such as `field:iban`; `queries.void_reason` puts it into words.
    """
    standing = Declaration.objects.filter(case=case, voided_at=None).first()
    if standing is None:
        return
    standing.voided_at, standing.void_reason = at, reason[:300]
    standing.save(update_fields=["voided_at", "void_reason"])
    record(
        verb="cases.void_declaration",
        subject=standing,
        by=by,
        at=at,
        root=case,
        data={"reason": reason[:300]},
    )
