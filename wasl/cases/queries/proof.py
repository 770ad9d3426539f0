"""What of a case depends on who its applicant is (ADR 42).

That is: claims beside it, the account it names, and the code that signs it.
"""

from datetime import datetime

from wasl.beneficiaries.models.claims import IdentityClaim
from wasl.beneficiaries.queries.claims import UNPROVEN, waiting_change
from wasl.cases.models.case import Case, MatchVerdict
from wasl.cases.queries.file import file_of, matching_of
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.models.offered import FieldRequirement, Service
from wasl.messaging import queries as outbox
from wasl.messaging.models import CodePurpose


def sign_subject(case: Case) -> str:
    """Return what a signing code is bound to: this one case."""
    return f"case:{case.pk}"


def sign_code_wait(case: Case, at: datetime) -> int:
    """Return the seconds until another signing code may be sent."""
    mark = outbox.mobile_mark(case.person.mobile)
    return outbox.seconds_to_wait(CodePurpose.SIGN, sign_subject(case), mark, at)


def claimed_elsewhere(claim: IdentityClaim, service: Service) -> bool:
    """Return whether another unproven claim of this mobile has this service open."""
    other_claims = IdentityClaim.objects.filter(mobile=claim.mobile, status=claim.status).exclude(
        pk=claim.pk
    )
    return Case.objects.open().filter(service=service, person__claim__in=other_claims).exists()


def _account(case: Case) -> tuple[FieldRequirement, str] | None:
    """Return the question that names an account, with its answer."""
    file = file_of(case)
    named = (
        question
        for question in file.questions
        if answer_type(question.kind).is_account and file.values.get(question.key)
    )
    field = next(named, None)
    return (field, file.values[field.key]) if field else None


def another_account(case: Case) -> str:
    """Return the declared account where the file has a different one, else ''."""
    account = _account(case)
    return account[1] if account and case.person.iban and account[1] != case.person.iban else ""


def is_account_unproven(case: Case) -> bool:
    """Return whether the case names an account from afar that has not been proven.

    It is proven once matched to the bank's paper, or where the file has it already. A file of an
    unproven claim proves nothing.
    """
    if not _came_from_afar(case) or (account := _account(case)) is None:
        return False
    field, declared = account
    claim = getattr(case.person, "claim", None)
    if declared == case.person.iban and (claim is None or claim.status not in UNPROVEN):
        return False
    done = matching_of(case, field)
    # A difference that was accepted with a note is no match: nothing is paid by it.
    return done is None or done.verdict != MatchVerdict.MATCHED


def _came_from_afar(case: Case) -> bool:
    """Return whether no officer had the applicant before them.

    The case was opened on the website, or opened at the desk and signed from afar.
    """
    return (
        case.opened_by_id is None
        or case.declarations.filter(voided_at=None, taken_by=None).exists()
    )


def is_account_waiting(case: Case) -> bool:
    """Return whether the case names an account while a change of the account waits.

    Such a change waits 72 hours.
    """
    return waiting_change(case.person, "iban") is not None and _account(case) is not None
