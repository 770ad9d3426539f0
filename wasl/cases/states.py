"""Stages of a case and the moves between them; the table is the procedure (PRO-1…PRO-9)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.permissions import Permission as P
from wasl.common.moves import Move, move


class Status(models.TextChoices):
    DRAFT = "draft", _("Being filled in")
    SUBMITTED = "submitted", _("Matching data")
    RETURNED = "returned", _("Waiting for the applicant")
    VERIFIED = "verified", _("Ready for study")
    IN_STUDY = "in_study", _("In study")
    IN_COMMITTEE = "in_committee", _("With the committee")
    DEFERRED = "deferred", _("Deferred by the committee")
    APPROVED = "approved", _("Accepted, answer being prepared")
    REJECTED = "rejected", _("Not accepted, answer being prepared")
    ANSWERED = "answered", _("Answered")
    REGISTERED = "registered", _("Registered")
    IN_DELIVERY = "in_delivery", _("In delivery")
    DELIVERED = "delivered", pgettext_lazy("stage of a request", "Delivered")
    CLOSED = "closed", pgettext_lazy("stage of a request", "Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    REOPENED = "reopened", _("Reopened by an objection")


class OverrideStatus(models.TextChoices):
    """State of a request for another class than the guide's."""

    NONE = "none", _("The guide's class holds")
    ASKED = "asked", _("Another class is asked for")
    APPROVED = "approved", _("Another class holds")
    REFUSED = "refused", _("Not agreed to")


NEED_CLASS_LIFECYCLE = {
    "ask_override": move(
        OverrideStatus.NONE,
        OverrideStatus.REFUSED,
        to=OverrideStatus.ASKED,
        permission=P.CASES_STUDY,
    ),
    "approve_override": move(
        OverrideStatus.ASKED, to=OverrideStatus.APPROVED, permission=P.NEED_APPROVE
    ),
    "refuse_override": move(
        OverrideStatus.ASKED, to=OverrideStatus.REFUSED, permission=P.NEED_APPROVE
    ),
}

S = Status
FINAL = (S.CLOSED, S.WITHDRAWN, S.LAPSED)
OPEN = tuple(status for status in Status if status not in FINAL)
# Submitted and not answered yet, so it may be late. RETURNED is not here: its clock is paused while
# the applicant completes the case (PRO-7).
UNANSWERED = (
    S.SUBMITTED, S.VERIFIED, S.IN_STUDY, S.IN_COMMITTEE, S.DEFERRED, S.APPROVED, S.REJECTED,
    S.REOPENED,
)  # fmt: skip
# Until the decision a case may be withdrawn; a decided one gets its answer.
BEFORE_DECISION = (
    S.DRAFT,
    S.SUBMITTED,
    S.RETURNED,
    S.VERIFIED,
    S.IN_STUDY,
    S.IN_COMMITTEE,
    S.DEFERRED,
    S.REOPENED,
)

LIFECYCLE = {
    "submit": move(S.DRAFT, S.RETURNED, to=S.SUBMITTED, permission=P.CASES_INTAKE),
    "return_for_completion": move(
        S.SUBMITTED,
        S.VERIFIED,
        S.IN_STUDY,
        S.IN_COMMITTEE,
        to=S.RETURNED,
        permission=P.CASES_INTAKE,
    ),
    "verify": move(S.SUBMITTED, to=S.VERIFIED, permission=P.CASES_VERIFY),
    "start_study": move(S.VERIFIED, S.REOPENED, to=S.IN_STUDY, permission=P.CASES_STUDY),
    "refer_to_committee": move(S.IN_STUDY, S.DEFERRED, to=S.IN_COMMITTEE, permission=P.CASES_STUDY),
    "defer": move(S.IN_COMMITTEE, to=S.DEFERRED, permission=P.COMMITTEES_DECIDE),
    "return_by_vote": move(S.IN_COMMITTEE, to=S.RETURNED, permission=P.COMMITTEES_DECIDE),
    "approve": move(S.IN_COMMITTEE, to=S.APPROVED, permission=P.COMMITTEES_DECIDE),
    "reject": move(S.IN_COMMITTEE, to=S.REJECTED, permission=P.COMMITTEES_DECIDE),
    "answer": move(S.APPROVED, S.REJECTED, to=S.ANSWERED, permission=P.ANSWERS_RELEASE),
    "register": move(S.ANSWERED, to=S.REGISTERED, permission=P.CASES_REGISTER),
    "start_delivery": move(S.REGISTERED, to=S.IN_DELIVERY, permission=P.DELIVERY_PLAN),
    "complete_delivery": move(S.IN_DELIVERY, to=S.DELIVERED, permission=P.DELIVERY_HAND_OVER),
    # For an applicant who died, where nothing goes to the heirs.
    "cancel_delivery": move(S.REGISTERED, S.IN_DELIVERY, to=S.CLOSED, permission=P.DELIVERY_BUDGET),
    "close": move(S.ANSWERED, S.DELIVERED, to=S.CLOSED, permission=P.CASES_REGISTER),
    "withdraw": move(*BEFORE_DECISION, to=S.WITHDRAWN, permission=P.CASES_INTAKE),
    "lapse": move(S.DRAFT, S.RETURNED, to=S.LAPSED, permission=P.CASES_INTAKE),
    # For a claim of identity that nobody proved (ADR 42). No permission: only the clock does it. A
    # case before the committee, or whose answer is being prepared, waits until that is over.
    "lapse_unproven": move(
        S.DRAFT,
        S.RETURNED,
        S.SUBMITTED,
        S.VERIFIED,
        S.IN_STUDY,
        S.DEFERRED,
        S.REOPENED,
        to=S.LAPSED,
    ),
    "reopen": move(S.ANSWERED, S.CLOSED, to=S.REOPENED, permission=P.OBJECTIONS_DECIDE),
}

# Work on a case that leaves it at its stage.
WORK = {
    "declare": move(S.DRAFT, S.RETURNED, to="", permission=P.CASES_INTAKE),
    "add_document": move(S.DRAFT, S.RETURNED, to="", permission=P.CASES_INTAKE),
    "sign": move(S.DRAFT, S.RETURNED, to="", permission=P.CASES_INTAKE),
    "see_document": move(S.SUBMITTED, to="", permission=P.CASES_VERIFY),
    "match": move(S.SUBMITTED, to="", permission=P.CASES_VERIFY),
    "record_study": move(S.IN_STUDY, to="", permission=P.CASES_STUDY),
    "sign_study": move(S.IN_STUDY, to="", permission=P.CASES_STUDY),
    # A closed case too: an objection to it may come through another agent.
    "change_representative": move(*OPEN, S.CLOSED, to="", permission=P.CASES_INTAKE),
    "take_over_member": move(*OPEN, to="", permission=P.PEOPLE_EDIT),
    "hand_over": move(*OPEN, to="", permission=P.CASES_ASSIGN),
    "mark_urgent": move(*OPEN, to="", permission=P.CASES_URGENT),
    "clear_urgent": move(*OPEN, to="", permission=P.CASES_URGENT),
}
VERBS: dict[str, Move] = {**LIFECYCLE, **WORK}

# The verbs of the applicant on the public site: the code on their mobile replaces a permission.
APPLICANTS = frozenset({"declare", "add_document", "sign", "submit", "withdraw"})

# At these stages another permission does as well: whoever has the case before them may ask for a
# return or a new hearing.
ALSO: dict[tuple[str, str], tuple[P, ...]] = {
    ("return_for_completion", S.IN_STUDY): (P.CASES_STUDY,),
    ("start_study", S.VERIFIED): (P.CASES_ASSIGN,),
    ("start_study", S.REOPENED): (P.CASES_ASSIGN,),
    ("refer_to_committee", S.DEFERRED): (P.COMMITTEES_PREPARE,),
}

# At these stages only this permission does: an officer does not take a case away from the committee
# that has it before it.
INSTEAD: dict[tuple[str, str], tuple[P, ...]] = {
    ("return_for_completion", S.IN_COMMITTEE): (P.COMMITTEES_CHAIR,),
}

# The nine stages that people are shown, each with its statuses. Withdrawn and lapsed have none:
# `queries.steps` marks where such a case stopped.
STEPS = (
    ("intake", _("Intake"), (S.DRAFT,)),
    ("completion", _("Completion and signature"), (S.RETURNED,)),
    ("matching", _("Matching"), (S.SUBMITTED,)),
    ("study", _("Study"), (S.VERIFIED, S.IN_STUDY, S.REOPENED)),
    ("committee", _("Research committee"), (S.IN_COMMITTEE, S.DEFERRED)),
    ("answer", _("Answer"), (S.APPROVED, S.REJECTED)),
    ("registration", _("Registration"), (S.ANSWERED,)),
    ("delivery", _("Service delivery"), (S.REGISTERED, S.IN_DELIVERY)),
    ("closing", _("Closing"), (S.DELIVERED, S.CLOSED)),
)
