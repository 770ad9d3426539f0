"""What of a case rests on who its applicant is: claims beside it, the account it names, the code
that signs (ADR 42).
"""

from datetime import datetime

from wasl.beneficiaries.models import IdentityClaim
from wasl.beneficiaries.queries import UNPROVEN, waiting_change
from wasl.cases.models import Case, MatchVerdict
from wasl.cases.queries.file import file_of, matching_of
from wasl.catalogue.models import FieldKind, FieldRequirement, Service
from wasl.messaging import queries as outbox
from wasl.messaging.models import CodePurpose


def sign_subject(case: Case) -> str:
    """What a code to sign with is bound to."""
    return f"case:{case.pk}"


def sign_code_wait(case: Case, at: datetime) -> int:
    """Seconds until another code to sign with may be sent."""
    mark = outbox.mobile_mark(case.person.mobile)
    return outbox.seconds_to_wait(CodePurpose.SIGN, sign_subject(case), mark, at)


def claimed_elsewhere(claim: IdentityClaim, service: Service) -> bool:
    """Whether an unproven claim from the same mobile has a request for this service open."""
    other_claims = IdentityClaim.objects.filter(mobile=claim.mobile, status=claim.status).exclude(
        pk=claim.pk
    )
    return Case.objects.open().filter(service=service, person__claim__in=other_claims).exists()


def _account(case: Case) -> tuple[FieldRequirement, str] | None:
    """The question that names an account, with its answer."""
    file = file_of(case)
    named = (
        question
        for question in file.asked
        if question.kind == FieldKind.IBAN and file.values.get(question.key)
    )
    field = next(named, None)
    return (field, file.values[field.key]) if field else None


def another_account(case: Case) -> str:
    """The account that is declared, where the file has another one; '' where it has none or the
    same.
    """
    account = _account(case)
    return account[1] if account and case.person.iban and account[1] != case.person.iban else ""


def is_account_unproven(case: Case) -> bool:
    """Whether the case names an account that came from afar, and that nobody matched to the bank's
    paper.

    The account that stands in the file does; of a claim's file nothing stands that its owner did
    not have.
    """
    if not _came_from_afar(case) or (account := _account(case)) is None:
        return False
    field, declared = account
    claim = getattr(case.person, "claim", None)
    if declared == case.person.iban and (claim is None or claim.status not in UNPROVEN):
        return False
    done = matching_of(case, field)
    return done is None or done.verdict != MatchVerdict.MATCHED


def _came_from_afar(case: Case) -> bool:
    """Whether no officer had the applicant before them: opened on the website, or opened at the
    desk and signed there.
    """
    return (
        case.opened_by_id is None
        or case.declarations.filter(voided_at=None, taken_by=None).exists()
    )


def is_account_waiting(case: Case) -> bool:
    """Whether the case names an account while a change of the person's account waits its 72
    hours.
    """
    return waiting_change(case.person, "iban") is not None and _account(case) is not None
