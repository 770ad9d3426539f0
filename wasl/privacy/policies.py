"""Who may record, answer and extend data requests, who may handle incidents, and at which stage."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Person
from wasl.common.procedures import Procedure
from wasl.common.verdicts import YES, Verdict
from wasl.privacy.models.destruction import Destruction
from wasl.privacy.models.incidents import AffectedPerson, Incident
from wasl.privacy.models.processing import AccessReview
from wasl.privacy.models.requests import DataSubjectRequest, DeedKind, RefusalCode, Right
from wasl.privacy.queries import deeds, reviewing
from wasl.privacy.states import (
    DESTRUCTION_LIFECYCLE,
    INCIDENT_LIFECYCLE,
    PROVEN,
    REQUEST_LIFECYCLE,
    DestructionStatus,
    IncidentStatus,
)

READABLE = (Right.ACCESS, Right.COPY)
NOT_OFFICER = gettext_lazy("This is the data-protection officer's.")
NOT_APPROVER = gettext_lazy("Your role does not include approving a destruction.")


def can_receive(user: User | None) -> Verdict:
    """Record a request: an officer for the person who asks, or the person online (`None`)."""
    if user is None or user.holds(P.PRIVACY_RECEIVE):
        return YES
    return Verdict(_("Your role does not include requests about personal data."))


def can_handle(user: User) -> Verdict:
    """Answer requests, handle incidents, and maintain the records."""
    return YES if user.holds(P.PRIVACY_HANDLE) else Verdict(NOT_OFFICER)


def can_view(user: User, data_request: DataSubjectRequest) -> Verdict:
    """Open a request. Agrees with `DataSubjectRequest.objects.visible_to`."""
    if user.holds(P.PRIVACY_HANDLE) or (
        user.holds(P.PRIVACY_RECEIVE) and data_request.received_by_id == user.pk
    ):
        return YES
    return Verdict(_("Your role does not include this request."))


def _request_rules(user: User | None, verb: str, data_request: DataSubjectRequest) -> Verdict:
    """Let staff take steps of requests that they may open, and the person (`None`) withdraw."""
    if user is None:
        return YES if verb == "withdraw" else Verdict(NOT_OFFICER)
    return can_view(user, data_request)


def _person_of(data_request: DataSubjectRequest) -> Person | None:
    return data_request.person


REQUEST = Procedure(
    model=DataSubjectRequest,
    lifecycle=REQUEST_LIFECYCLE,
    record=record,
    other_stage=gettext_lazy("The request is at another stage."),
    rules=_request_rules,
    joined=("person", "representative"),
    root=_person_of,
)
can = REQUEST.can


NOT_DONE: dict[str, str | Promise] = {
    Right.ACCESS: gettext_lazy(
        "Make the file of their data and hand it over first; then the request is granted."
    ),
    Right.COPY: gettext_lazy(
        "Make the file of their data and hand it over first; then the request is granted."
    ),
    Right.CORRECTION: gettext_lazy(
        "Correct the data first, here on this page; then the request is granted."
    ),
    Right.DESTRUCTION: gettext_lazy(
        "This request is granted by the destruction itself: propose it, a second person approves "
        "it, and when it was"
        " carried out the answer goes out."
    ),
    Right.WITHDRAWAL: gettext_lazy(
        "Take the consent back first, here on this page; then the request is granted."
    ),
    Right.OBJECTION: gettext_lazy(
        "Stop the use first, here on this page; then the request is granted."
    ),
}


def can_fulfil(user: User, data_request: DataSubjectRequest, kind: DeedKind, day: date) -> Verdict:
    """Do what a request asks for.

    Checks the stage, what is asked, the role, and that a representative may still act today.
    """
    if data_request.status not in PROVEN:
        return Verdict(
            _("First make sure who asks; and once it is answered nothing more is done for it.")
        )
    if kind not in deeds.FULFILLED_BY[data_request.right]:
        return Verdict(_("This request asks for something else."))
    # The officer who recorded the request and may edit files corrects them there too. The answer
    # stays with the data-protection officer.
    keeps_files = (
        kind == DeedKind.CORRECTED
        and data_request.received_by_id == user.pk
        and user.holds(P.PEOPLE_EDIT)
    )
    if not (user.holds(P.PRIVACY_HANDLE) or keeps_files):
        return Verdict(NOT_OFFICER)
    if data_request.person is None:
        return Verdict(
            _("Nobody of this name is in the register, so there is nothing to do it to.")
        )
    return _still_acts(data_request, day)


def _still_acts(data_request: DataSubjectRequest, day: date) -> Verdict:
    if data_request.representative is None or data_request.representative.covers(day):
        return YES
    return Verdict(_("The document by which this representative acts is not valid today."))


def can_prove(data_request: DataSubjectRequest, day: date) -> Verdict:
    """Record the proof of identity: a representative's document must be valid on that day."""
    return _still_acts(data_request, day)


def can_settle(
    user: User, verb: str, data_request: DataSubjectRequest, refusal: str, day: date
) -> Verdict:
    """Answer a request as the facts are: grant what was done, refuse for a reason that is true."""
    if not (may := can(user, verb, data_request)):
        return may
    if verb != "refuse" and not (may := can_grant(user, data_request)):
        return may
    if verb == "refuse" and not (may := _nothing_begun(data_request)):
        return may
    return YES if verb == "grant" else _is_true(data_request, verb, refusal, day)


def can_grant(user: User, data_request: DataSubjectRequest) -> Verdict:
    """Grant, in whole or in part, what was done. A destruction grants its own request."""
    if not (may := can(user, "grant", data_request)):
        return may
    # No button grants an erasure: carrying it out settles the request in the same transaction
    # (ADR 47).
    if data_request.right != Right.DESTRUCTION and deeds.is_fulfilled(data_request):
        return YES
    is_known = data_request.right == Right.DESTRUCTION and data_request.person_id
    link = reverse("privacy:person", args=[data_request.person_id]) if is_known else ""
    return Verdict(NOT_DONE[data_request.right], link=link)


def _nothing_begun(data_request: DataSubjectRequest) -> Verdict:
    if destruction := deeds.open_destruction(data_request):
        link = reverse("privacy:destruction", args=[destruction.pk])
        return Verdict(
            _("The destruction for this request is under way. It answers the request."), link=link
        )
    # The letter of a refusal would hide the deed.
    if deeds.is_fulfilled(data_request):
        return Verdict(_("Something of it was done already. Grant it, or grant it in part."))
    return YES


def _is_true(data_request: DataSubjectRequest, verb: str, refusal: str, day: date) -> Verdict:
    if refusal not in RefusalCode.values:
        return Verdict(_("Choose the reason."))
    reasons = deeds.true_refusals(data_request, day)
    if verb == "grant_in_part":
        reasons = for_a_part(reasons)
    if refusal not in reasons:
        return Verdict(
            _(
                "This reason is not borne out by what is on file today. Choose one that is, or "
                "do what is asked."
            )
        )
    return YES


def for_a_part(reasons: Iterable[RefusalCode]) -> list[RefusalCode]:
    """Return the reasons for which part of a request may remain undone.

    Not for "nothing held" or "not proven": both are untrue once a part was done.
    """
    return [
        code for code in reasons if code not in (RefusalCode.NOTHING_HELD, RefusalCode.NOT_PROVEN)
    ]


def can_take_back(user: User | None, data_request: DataSubjectRequest) -> Verdict:
    """Take a request back, until the destruction it asked for is approved."""
    if not (may := can(user, "withdraw", data_request)):
        return may
    destruction = deeds.open_destruction(data_request)
    # After approval the worker may already be destroying; a withdrawal then would promise too much.
    if destruction and destruction.status == DestructionStatus.APPROVED:
        return Verdict(
            _(
                "The destruction was approved and is being carried out; it can no "
                "longer be taken back."
            )
        )
    return YES


def can_propose_for(data_request: DataSubjectRequest, person: Person, day: date) -> Verdict:
    """Propose the destruction a request asks for: once, for its own person, identity proven."""
    if data_request.person_id != person.pk:
        return Verdict(_("This request is somebody else's."))
    if data_request.right != Right.DESTRUCTION:
        return Verdict(_("This request asks for something else."))
    if data_request.status not in PROVEN:
        return Verdict(
            _("First make sure who asks; and once it is answered nothing more is done for it.")
        )
    if destruction := deeds.open_destruction(data_request):
        link = reverse("privacy:destruction", args=[destruction.pk])
        return Verdict(_("A destruction for this request is proposed already."), link=link)
    return _still_acts(data_request, day)


def can_extend(user: User, data_request: DataSubjectRequest, on: date) -> Verdict:
    """Extend once, before the last day has passed: the person must be notified beforehand."""
    if not (may := can(user, "extend", data_request)):
        return may
    if on > data_request.due_date:
        return Verdict(
            _("The last day has passed; an extension is told before it, not after. Answer at once.")
        )
    return YES


def can_hand_out(
    user: User | None, person: Person, data_request: DataSubjectRequest | None
) -> Verdict:
    """Take out the file of a person's data.

    Allowed for the person (`None`), and for officers who answer a proven request to see or copy the
    data.
    """
    if user is None:
        return YES
    if not (may := can_handle(user)):
        return may
    if (
        data_request is None
        or data_request.person_id != person.pk
        or data_request.right not in READABLE
    ):
        return Verdict(_("The file is made for a request to see the data or have a copy."))
    if data_request.status not in PROVEN:
        return Verdict(
            _("First make sure who asks; and once it is answered the file is not made again.")
        )
    return YES


def can_report(user: User) -> Verdict:
    """Report an incident: open to everybody on the staff."""
    return YES if user.is_active else Verdict(_("This sign-in is closed."))


def _incident_rules(user: User | None, verb: str, incident: Incident) -> Verdict:
    """Notify of an incident that may do harm, and close it once nothing is left to do."""
    if user is None:
        return Verdict(NOT_OFFICER)
    if verb == "notify_authority" and not incident.is_harmful:
        return Verdict(
            _(
                "It was judged to do no harm, so there is nothing to notify. Assess it anew if "
                "that changed."
            )
        )
    if verb == "close_incident":
        return _may_close(incident)
    return YES


def _may_close(incident: Incident) -> Verdict:
    if incident.is_harmful and incident.status != IncidentStatus.NOTIFIED:
        return Verdict(_("Notify the authority first; the incident may do harm."))
    if (
        incident.is_harmful
        and AffectedPerson.objects.filter(incident=incident, told_at=None).exists()
    ):
        return Verdict(_("Tell the people it touches first."))
    if not incident.lessons:
        return Verdict(_("Write down first what was learnt and changed."))
    return YES


INCIDENT = Procedure(
    model=Incident,
    lifecycle=INCIDENT_LIFECYCLE,
    record=record,
    other_stage=gettext_lazy("The incident is at another stage."),
    stage_reasons={IncidentStatus.REPORTED: gettext_lazy("Judge it first.")},
    other_role=NOT_OFFICER,
    rules=_incident_rules,
)
can_on_incident = INCIDENT.can


def can_change_incident(user: User, incident: Incident) -> Verdict:
    """Add people, inform them, and write lessons, while the incident is open."""
    if not (may := can_handle(user)):
        return may
    if incident.status == IncidentStatus.CLOSED:
        return Verdict(_("The incident is closed."))
    return YES


def _destruction_rules(user: User | None, verb: str, destruction: Destruction) -> Verdict:
    """Approve or reject a destruction as a second person; the system (`None`) carries it out."""
    if verb == "carry_out":
        return YES
    if user is None:
        return Verdict(NOT_APPROVER)
    if user.pk == destruction.proposed_by_id:
        return Verdict(_("You proposed it, so somebody else approves it."))
    if (
        # The request may have been answered or taken back after the proposal was made.
        verb == "approve_destruction"
        and destruction.asked
        and destruction.asked.status not in PROVEN
    ):
        return Verdict(_("The request that asked for it was taken back or answered meanwhile."))
    return YES


def lock_request(destruction: Destruction) -> DataSubjectRequest | None:
    """Lock the request that a destruction answers, always before the destruction itself.

    A withdrawal locks in the same order; the other order could deadlock with an approval.
    """
    if destruction.asked_id is None:
        return None
    # By its key, so that the request is read once, under its lock.
    return REQUEST.lock(DataSubjectRequest(pk=destruction.asked_id))


DESTRUCTION = Procedure(
    model=Destruction,
    lifecycle=DESTRUCTION_LIFECYCLE,
    record=record,
    other_stage=gettext_lazy("The proposal is at another stage."),
    other_role=NOT_APPROVER,
    rules=_destruction_rules,
    joined=("asked", "proposed_by", "approved_by"),
    lock_parent=lock_request,
)
can_on_destruction = DESTRUCTION.can


def can_sign_review(user: User, review: AccessReview, on: date) -> Verdict:
    """Sign off who read what: once, and after the quarter has ended."""
    if not (may := can_handle(user)):
        return may
    if review.is_signed:
        return Verdict(_("It is signed off already."))
    if on < review.until_date:
        return Verdict(_("The quarter is not over yet."))
    # An officer may count a running quarter; such a count misses the reads of its last days.
    if review.counted_at < reviewing.ended_at(review.from_date):
        return Verdict(_("It was counted before the quarter was over. Count it anew first."))
    return YES
