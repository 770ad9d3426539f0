"""Signature, submission with receipt and clock, and the ways back.

The ways back are return, withdrawal and lapse (PRO-6, PRO-7).
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.beneficiaries.actions import changing, claiming, documents, registering
from wasl.beneficiaries.queries import claims, reach
from wasl.cases import drafts, policies
from wasl.cases.actions.moving import locked, move, save
from wasl.cases.models.case import Case, Declaration, Disclosure, DocumentVerdict, SigningMethod
from wasl.cases.queries import file as file_queries
from wasl.cases.queries import people, proof
from wasl.cases.validity import judge
from wasl.cases.window import Window, opened, resumed
from wasl.common.clock import day_of
from wasl.common.hashing import canonical, digest
from wasl.common.uploads import Accepted
from wasl.common.verdicts import Refused
from wasl.governance import queries as governance
from wasl.messaging import actions as messaging
from wasl.messaging.models import CodePurpose
from wasl.papers import actions as papers
from wasl.papers.kinds import Kind


def send_sign_code(*, case: Case, by: User | None, at: datetime) -> None:
    """Send the signing code to the mobile on the applicant's file. Raises `Refused`."""
    policies.can(by, "sign", case, day_of(at)).require()
    if case.person.has_died:
        raise Refused(_("This person has died; no code is sent to their mobile."))
    if not case.person.mobile:
        raise Refused(_("There is no mobile on this person's file; choose another way to sign."))
    # Bound to this case (`sign_subject`), so that it signs no other.
    messaging.send_code(
        purpose=CodePurpose.SIGN,
        subject=proof.sign_subject(case),
        mobile=case.person.mobile,
        at=at,
        language=case.person.language,
        person_id=case.person_id,
    )


def sign_by_code(
    *, case: Case, code: str, signer_name: str, by: User | None, at: datetime
) -> Declaration:
    """Sign by the one-time code that was sent to the applicant's mobile."""
    return sign(
        case=case, method=SigningMethod.CODE, signer_name=signer_name, by=by, at=at, code=code
    )


def sign(
    *,
    case: Case,
    method: str,
    signer_name: str,
    by: User | None,
    at: datetime,
    image: Accepted | None = None,
    witness_name: str = "",
    read_aloud: bool = False,
    code: str = "",
) -> Declaration:
    """Take the applicant's signature under exactly what is declared now (PRO-6).

    Refuses while something is missing. A code is checked in a transaction of its own, so that a
    wrong one is counted.
    """
    if method == SigningMethod.CODE:
        policies.can(by, "sign", case, day_of(at)).require()
        messaging.check_code(
            purpose=CodePurpose.SIGN,
            subject=proof.sign_subject(case),
            mobile=case.person.mobile,
            code=code,
            at=at,
        )
        # At the desk only. On the public site the number of a case leads here as well, so the code
        # does not prove anew whose mobile it is (ADR 42).
        if by is not None:
            registering.confirm_mobile(person=case.person, by=None, at=at)
    elif by is None:
        raise Refused(_("Whoever files from afar signs by the code sent to their mobile."))
    elif image is None:
        raise Refused(_("The signature, the signed paper or the thumbprint is missing."))
    if method == SigningMethod.THUMBPRINT and not (witness_name and read_aloud):
        raise Refused(_("A thumbprint needs a witness by name, and the declaration read aloud."))
    if not signer_name.strip():
        raise Refused(_("Who signs is not named."))
    return _keep_signature(case, method, signer_name, by, at, image, witness_name, read_aloud)


@transaction.atomic
def _keep_signature(
    case: Case,
    method: str,
    signer_name: str,
    by: User | None,
    at: datetime,
    image: Accepted | None,
    witness_name: str,
    read_aloud: bool,
) -> Declaration:
    case = locked(case, "sign", by=by, at=at)
    # The public site takes the applicant's own code, never an agent's signature.
    if by is not None:
        policies.can_sign_as(case, signer_name, day_of(at)).require()
    # PRO-6: a signature covers exactly one state of the answers, so a second one adds nothing.
    if file_queries.is_signed(case):
        raise Refused(_("The declaration is signed already, and nothing was changed since."))
    text = governance.declaration_text(day_of(at))
    payload = file_queries.canonical(case, text.version)
    # The old one first: a case has one valid declaration (`declaration_one_standing`).
    Declaration.objects.filter(case=case, voided_at=None).update(
        voided_at=at, void_reason="signed_anew"
    )
    attachment = (
        documents.add_attachment(person=case.person, accepted=image, by=by, at=at)
        if image
        else None
    )
    declaration = Declaration.objects.create(
        case=case,
        text=text,
        method=method,
        # The text itself, not its hash alone: what was signed can be read for ever.
        payload=canonical(payload).decode(),
        payload_sha256=digest(payload),
        signer_name=signer_name,
        witness_name=witness_name,
        read_aloud=read_aloud,
        attachment=attachment,
        signed_at=at,
        taken_by=by,
    )
    save(
        case,
        "sign",
        by=by,
        at=at,
        data={"method": str(method), "sha256": declaration.payload_sha256},
    )
    return declaration


@transaction.atomic
def submit(*, case: Case, by: User | None, at: datetime, version: int | None = None) -> Case:
    """Submit a complete and signed case.

    Judges its documents for good, starts or moves the clock, and issues the receipt.
    """
    case = locked(case, "submit", by=by, at=at, version=version)
    day = day_of(at)
    number = case.submissions + 1
    verdicts = _freeze_verdicts(case, number, day, at)
    window = _window(case, day)
    case = move(
        case,
        "submit",
        by=by,
        at=at,
        data={"submission": number, "verdicts": verdicts},
        # Who matches owns it from here: the officer, or the lead for a case filed from afar.
        owner=people.officer_for(case),
        submissions=number,
        submitted_at=at,
        clock_date=window.clock_date,
        paused_date=None,
        paused_days=window.paused_days,
        answer_from_date=window.answer_from,
        answer_due_date=window.answer_due,
    )
    _disclose(case, by, at)
    _warn_owners(case, by, at)
    return case


def _warn_owners(case: Case, by: User | None, at: datetime) -> None:
    """Warn the registered mobile of a claimed ID, or of another account (ADR 42)."""
    claim = claims.claim_of(case.person)
    if claim is not None and claim.is_open:
        claiming.tell_owner(claim=claim, by=by, at=at)
    # Paper in an officer's hand counts at once. From afar another account waits 72 hours, and a
    # claim never changes where its owner is paid.
    if by is None and claim is None and (iban := proof.another_account(case)):
        changing.hold_change(person=case.person, field="iban", value=iban, by=by, at=at)


def _freeze_verdicts(case: Case, number: int, day: date, at: datetime) -> dict[str, str]:
    """Judge the documents that are new in this submission, and keep the verdicts (PRO-4).

    A document judged at an earlier submission keeps its verdict.
    """
    file = file_queries.file_of(case)
    judged = [
        (requirement, handed_in)
        for requirement in file.document_requirements
        if (handed_in := file.document(requirement)) and handed_in.document_id not in file.verdicts
    ]
    rows = DocumentVerdict.objects.bulk_create(
        DocumentVerdict(
            case=case,
            submission=number,
            document_type_id=requirement.document_type_id,
            document=handed_in.document,
            verdict=judge(requirement, handed_in.document, day, case.policy_version),
            judged_at=at,
        )
        for requirement, handed_in in judged
    )
    return {str(row.document_id): str(row.verdict) for row in rows}


def _window(case: Case, day: date) -> Window:
    policy = case.policy_version
    assert policy.answer_not_before_days is not None and policy.answer_due_days is not None  # noqa: S101  # the verdict
    # Day 0 is the first complete submission; a later one only moves the window by the pause
    # (PRO-7).
    if case.clock_date is None:
        return opened(day, not_before=policy.answer_not_before_days, due=policy.answer_due_days)
    before = Window(case.clock_date, case.paused_days, case.answer_from_date, case.answer_due_date)  # type: ignore[arg-type]
    return resumed(before, paused=case.paused_date or day, day=day)


def _disclose(case: Case, by: User | None, at: datetime) -> None:
    """Tell the applicant what happens next, who decides and by when; keep proof.

    It is told by a receipt on paper and by message.
    """
    text = governance.disclosure_text(day_of(at))
    last = case.disclosures.order_by("-submission").select_related("receipt").first()
    receipt = papers.issue(
        kind=Kind.RECEIPT,
        number=case.reference if case.submissions == 1 else f"{case.reference}/{case.submissions}",
        title=drafts.receipt_title(case),
        subject=case,
        person_id=case.person_id,
        data=drafts.receipt(
            case, text, officer=by or case.owner, replaces=last.receipt if last else None
        ),
        by=by,
        at=at,
    )
    assert case.answer_from_date and case.answer_due_date  # noqa: S101  # the submission set them
    Disclosure.objects.create(
        case=case,
        text=text,
        submission=case.submissions,
        receipt=receipt,
        answer_from_date=case.answer_from_date,
        answer_due_date=case.answer_due_date,
        told_at=at,
        told_by=by,
    )
    if last:
        # The pause moved both days, so the earlier receipt no longer holds (PRO-7).
        papers.supersede(paper=last.receipt, successor=receipt, by=by, at=at)
    days = {"first_date": str(case.answer_from_date), "last_date": str(case.answer_due_date)}
    _tell(case, "receipt", at, {"reference": case.reference, **days})


def _tell(case: Case, key: str, at: datetime, params: dict[str, Any]) -> None:
    """Send a message by every transport that reaches the person, once for this submission."""
    person = case.person
    # Nothing is sent to somebody who died.
    if not reach.reachable(person):
        return
    for carrier, to in (("sms", person.mobile), ("email", person.email)):
        if to:
            messaging.send(
                key=key,
                to=to,
                carrier=carrier,
                language=person.language,
                params=params,
                person_id=person.pk,
                about=case,
                once_key=f"{key}:{case.pk}:{case.submissions}:{carrier}",
                at=at,
            )


@transaction.atomic
def return_for_completion(
    *, case: Case, reason: str, by: User, at: datetime, version: int | None = None
) -> Case:
    """Return a case with what is needed in plain words; the clock is paused (PRO-7).

    It runs again once the case is submitted again.
    """
    return _give_back(
        locked(case, "return_for_completion", by=by, at=at, version=version),
        "return_for_completion",
        reason,
        by,
        at,
    )


@transaction.atomic
def return_by_vote(*, case: Case, reason: str, by: User, at: datetime) -> Case:
    """Return a case whose committee voted to ask the applicant for more (PRO-7).

    The clock is paused meanwhile.
    """
    return _give_back(
        locked(case, "return_by_vote", by=by, at=at), "return_by_vote", reason, by, at
    )


def _give_back(case: Case, verb: str, reason: str, by: User, at: datetime) -> Case:
    return_reason = _given(reason, _("Say in plain words what is wanted of the applicant."))
    case = move(
        case,
        verb,
        by=by,
        at=at,
        owner=people.officer_for(case),
        return_reason=return_reason,
        paused_date=day_of(at),
    )
    _tell(case, "returned", at, {"reference": case.reference})
    return case


@transaction.atomic
def withdraw(
    *, case: Case, by: User | None, at: datetime, reason: str = "", version: int | None = None
) -> Case:
    """End a case because the applicant no longer wants it; before the decision only."""
    case = locked(case, "withdraw", by=by, at=at, version=version)
    why = reason.strip() or (_("At the applicant's own wish.") if by is None else "")
    why = _given(why, _("Say why the request is withdrawn."))
    return move(case, "withdraw", by=by, at=at, closed_at=at, closing_reason=why[:300])


@transaction.atomic
def lapse(
    *, case: Case, by: User, at: datetime, reason: str = "", version: int | None = None
) -> Case:
    """End a case that was never completed, with the reason."""
    case = locked(case, "lapse", by=by, at=at, version=version)
    why = _given(reason, _("Say why the request lapses."))
    return move(case, "lapse", by=by, at=at, closed_at=at, closing_reason=why[:300])


@transaction.atomic
def lapse_unproven(*, case: Case, by: None, at: datetime) -> Case:
    """Close a case whose claim of identity nobody proved in sixty days (ADR 42)."""
    case = locked(case, "lapse_unproven", by=by, at=at)
    reason = _("Nobody proved within sixty days whose ID it is.")
    return move(case, "lapse_unproven", by=by, at=at, closed_at=at, closing_reason=reason)


def _given(reason: str, otherwise: str) -> str:
    if not reason.strip():
        raise Refused(otherwise)
    return reason.strip()
