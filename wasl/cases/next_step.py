"""The main step of a case at its stage: its button, whether it is allowed, what is in its way."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wasl.accounts.models import User
from wasl.cases import policies
from wasl.cases.models.case import Case, Outcome
from wasl.cases.queries import file
from wasl.cases.states import BEFORE_DECISION, Status
from wasl.common.verdicts import Verdict

S = Status
STEPS: dict[str, tuple[str, str | Promise, str | Promise]] = {
    # status: verb, text of its button, text when nothing is in its way
    S.DRAFT: (
        "submit",
        _("Submit the request"),
        _("Everything is here and signed. The request can be submitted."),
    ),
    S.RETURNED: (
        "submit",
        _("Submit again"),
        _("Everything is here and signed. The request can be submitted again."),
    ),
    S.SUBMITTED: (
        "verify",
        _("Send to study"),
        _("Everything matches its document. The request can go to study."),
    ),
    S.VERIFIED: ("start_study", _("Start the study"), _("The request waits for a researcher.")),
    S.REOPENED: (
        "start_study",
        _("Start the study"),
        _("An objection was upheld. The request is studied anew."),
    ),
    S.IN_STUDY: ("refer_to_committee", _("Refer to the committee"), _("The study is complete.")),
    S.DEFERRED: (
        "refer_to_committee",
        _("Refer to the committee"),
        _("The committee deferred its decision."),
    ),
    S.ANSWERED: (
        "register",
        _("Complete the registration"),
        _("The answer was sent. The registration can be completed."),
    ),
    S.DELIVERED: (
        "close",
        _("Close the request"),
        _("The service was delivered. The request can be closed."),
    ),
}
WAITING: dict[str, str | Promise] = {
    S.IN_COMMITTEE: _("The request waits for the committee's decision."),
    S.APPROVED: _("Accepted. The answer is released in its window."),
    S.REJECTED: _("Not accepted. The answer is released in its window."),
    S.REGISTERED: _("The delivery is being planned."),
    S.IN_DELIVERY: _("The service is being delivered."),
}
_TALK = _(
    "The applicant has died. Talk to the family, then withdraw the request under «Other steps», "
    "with the reason."
)
_LETTER = _(
    "The applicant has died. Release the answer by letter to the family; no message is sent."
)
_HEIRS = _(
    "The applicant has died. What was decided is held until the executives name the "
    "heir, or cancel it."
)
AFTER_DEATH: dict[str, str | Promise] = {
    **dict.fromkeys(BEFORE_DECISION, _TALK),
    **dict.fromkeys((S.APPROVED, S.REJECTED), _LETTER),
    **dict.fromkeys((S.ANSWERED, S.REGISTERED, S.IN_DELIVERY), _HEIRS),
}


@dataclass(frozen=True)
class Step:
    """The main step; `verb` is empty where another package does it."""

    verb: str
    label: str | Promise
    url: str
    may: Verdict
    text: str | Promise
    kind: str
    link: str = ""


def next_step(case: Case, user: User, day: date) -> Step | None:
    """Return what comes next for this case as this user sees it; None once it has ended."""
    if case.person.survivor.has_died and case.status in AFTER_DEATH:
        return _after_death(case, user, day)
    if case.status in WAITING:
        return Step("", "", "", Verdict(), WAITING[case.status], "info")
    if case.status not in STEPS:
        return None
    verb, label, ready = STEPS[case.status]
    # After a no there is nothing to register.
    if case.status == S.ANSWERED and case.outcome == Outcome.REJECTED:
        verb, label = "close", _("Close the request")
        ready = _("The answer was sent. The request can be closed; an objection opens it again.")
    may = policies.can(user, verb, case, day)
    url = reverse(f"cases:{verb}", args=[case.pk])
    if may:
        return Step(verb, label, url, may, ready, "info")
    return Step(verb, label, url, may, _obstacle(case, may, verb, day), "warning", may.link)


def _after_death(case: Case, user: User, day: date) -> Step:
    """Return what to do with the case of an applicant who died.

    The step itself remains where it can still be taken.
    """
    verb, label, _ready = STEPS.get(case.status, ("", "", ""))
    may = policies.can(user, verb, case, day) if verb else Verdict()
    if not may:
        verb = ""
    url = reverse(f"cases:{verb}", args=[case.pk]) if verb else ""
    return Step(
        verb,
        label if verb else "",
        url,
        may if verb else Verdict(),
        AFTER_DEATH[case.status],
        "warning",
    )


def _obstacle(case: Case, may: Verdict, verb: str, day: date) -> str:
    if verb != "submit" or not case.policy_version.promises_answer:
        return str(may.reason)
    gaps = file.missing(case, day)
    if not gaps:
        return str(may.reason)
    message = ngettext(
        "%(count)s thing is still wanted: %(first)s.",
        "%(count)s things are still wanted, first: %(first)s.",
        len(gaps),
    )
    return message % {"count": len(gaps), "first": gaps[0].label}
