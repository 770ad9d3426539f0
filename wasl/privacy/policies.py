"""Who takes down, answers and extends requests about personal data, who handles incidents, and when a step is open."""

from datetime import date

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.beneficiaries.models import Person
from wasl.common.verdicts import YES, Verdict
from wasl.privacy import queries
from wasl.privacy.models import AccessReview, AffectedPerson, DataSubjectRequest, Destruction, Incident, Right
from wasl.privacy.states import DESTRUCTION_LIFECYCLE, INCIDENT_LIFECYCLE, PROVEN, REQUEST_LIFECYCLE, IncidentStatus


def can_receive(user: User | None) -> Verdict:
    """Take down a request: an officer for whoever asks, or the person themself on the public site (None)."""
    if user is None or user.holds(P.PRIVACY_RECEIVE):
        return YES
    return Verdict(_("Your role does not include requests about personal data."))


def can_handle(user: User) -> Verdict:
    """Answer requests, handle incidents, keep the records."""
    if user.holds(P.PRIVACY_HANDLE):
        return YES
    return Verdict(_("This is the data-protection officer's."))


def can_view(user: User, asked: DataSubjectRequest) -> Verdict:
    """Open a request; agrees with `DataSubjectRequest.objects.visible_to`."""
    if user.holds(P.PRIVACY_HANDLE) or (user.holds(P.PRIVACY_RECEIVE) and asked.received_by_id == user.pk):
        return YES
    return Verdict(_("Your role does not include this request."))


def can(user: User | None, verb: str, asked: DataSubjectRequest) -> Verdict:
    """A verb of the life of a request: the stage, then the role. Only taking it back is the person's own (None)."""
    move = REQUEST_LIFECYCLE[verb]
    if asked.status not in move.since:
        return Verdict(_("The request is at another stage."))
    if user is None:
        return YES if verb == "withdraw" else Verdict(_("This is the data-protection officer's."))
    if not user.holds(move.permission):
        return Verdict(_("Your role does not include this step."))
    return can_view(user, asked)


def can_extend(user: User, asked: DataSubjectRequest, on: date) -> Verdict:
    """Once, before the last day has passed (an extension is told beforehand, never afterwards)."""
    if not (may := can(user, "extend", asked)):
        return may
    if on > asked.due_date:
        return Verdict(_("The last day has passed; an extension is told before it, not after. Answer at once."))
    return YES


def can_hand_out(user: User | None, person: Person, asked: DataSubjectRequest | None) -> Verdict:
    """The file of one's own data: to oneself (None), or to who answers a request for it whose asker is proven."""
    if user is None:
        return YES
    if not (may := can_handle(user)):
        return may
    if asked is None or asked.person_id != person.pk or asked.right not in (Right.ACCESS, Right.COPY):
        return Verdict(_("The file is made for a request to see the data or have a copy."))
    if asked.status not in PROVEN:
        return Verdict(_("First make sure who asks; and once it is answered the file is not made again."))
    return YES


def can_report(user: User) -> Verdict:
    """Anybody who works here and has seen something go wrong."""
    return YES if user.is_active else Verdict(_("This sign-in is closed."))


def can_on_incident(user: User, verb: str, incident: Incident) -> Verdict:
    """A verb of an incident's life: the role, the stage, and what has to be done first."""
    move = INCIDENT_LIFECYCLE[verb]
    if not (may := can_handle(user)):
        return may
    if incident.status not in move.since:
        is_new = incident.status == IncidentStatus.REPORTED
        return Verdict(_("Judge it first.") if is_new else _("The incident is at another stage."))
    if verb == "notify_authority" and not incident.is_harmful:
        return Verdict(_("It was judged to do no harm, so there is nothing to notify. Assess it anew if that changed."))
    if verb == "close_incident":
        return _may_close(incident)
    return YES


def _may_close(incident: Incident) -> Verdict:
    if incident.is_harmful and incident.status != IncidentStatus.NOTIFIED:
        return Verdict(_("Notify the authority first; the incident may do harm."))
    if incident.is_harmful and AffectedPerson.objects.filter(incident=incident, told_at=None).exists():
        return Verdict(_("Tell the people it touches first."))
    if not incident.lessons:
        return Verdict(_("Write down first what was learnt and changed."))
    return YES


def can_change_incident(user: User, incident: Incident) -> Verdict:
    """Add people, tell them, write lessons: while the incident is open."""
    if not (may := can_handle(user)):
        return may
    if incident.status == IncidentStatus.CLOSED:
        return Verdict(_("The incident is closed."))
    return YES


def can_on_destruction(user: User | None, verb: str, destruction: Destruction) -> Verdict:
    """Two people agree on a destruction; the system (None) carries it out."""
    move = DESTRUCTION_LIFECYCLE[verb]
    if destruction.status not in move.since:
        return Verdict(_("The proposal is at another stage."))
    if verb == "carry_out":
        return YES
    if user is None or not user.holds(move.permission):
        return Verdict(_("Your role does not include approving a destruction."))
    if user.pk == destruction.proposed_by_id:
        return Verdict(_("You proposed it, so somebody else approves it."))
    return YES


def can_sign_review(user: User, review: AccessReview, on: date) -> Verdict:
    """Sign off who read what: once, and after the quarter has ended."""
    if not (may := can_handle(user)):
        return may
    if review.is_signed:
        return Verdict(_("It is signed off already."))
    if on < review.until_date:
        return Verdict(_("The quarter is not over yet."))
    if review.counted_at < queries.ended_at(review.from_date):
        return Verdict(_("It was counted before the quarter was over. Count it anew first."))
    return YES
