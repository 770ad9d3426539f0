"""Circulation of a version to the staff, acknowledgements, reminders and reviews (PRE-8)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.text import clean_lines
from wasl.common.verdicts import Refused
from wasl.governance import policies, queries
from wasl.governance.models.circulation import (
    Acknowledgement,
    Circulation,
    PolicyReview,
    ReviewOutcome,
)
from wasl.governance.models.documents import PolicyDocument, PolicyVersion
from wasl.governance.states import State
from wasl.messaging.actions import send
from wasl.messaging.models import Carrier


@transaction.atomic
def circulate(
    *, version: PolicyVersion, due_date: date, note: str = "", by: User | None, at: datetime
) -> Circulation:
    """Send an approved version to all staff, to be acknowledged by a day."""
    policies.can_govern(by).require()
    version = PolicyVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.state not in (State.APPROVED, State.IN_FORCE):
        raise Refused(_("Only an approved text is sent round."))
    if due_date <= day_of(at):
        raise Refused(_("Give them until a day that is still to come."))
    if version.circulations.exists():
        raise Refused(_("This version was sent round already. Remind those who have not answered."))
    circulation = Circulation.objects.create(
        version=version, due_date=due_date, note=clean_lines(note), started_at=at, started_by=by
    )
    staff = queries.staff()
    # A row for everybody on the staff today; people who join later are not asked.
    Acknowledgement.objects.bulk_create(
        Acknowledgement(circulation=circulation, user=user) for user in staff
    )
    for user in staff:
        _tell(circulation, user, "policy_circulated", at)
    record(
        verb="governance.circulate",
        subject=circulation,
        by=by,
        at=at,
        root=version,
        data={"staff": len(staff)},
    )
    return circulation


@transaction.atomic
def acknowledge(*, circulation: Circulation, by: User, at: datetime) -> Acknowledgement:
    """Record that the user has read the version and will work by it."""
    acknowledgement = (
        Acknowledgement.objects.select_for_update().filter(circulation=circulation, user=by).first()
    )
    if acknowledgement is None:
        raise Refused(_("This was not sent to you."))
    # A second acknowledgement changes nothing: the first moment counts.
    if acknowledgement.acknowledged_at is None:
        acknowledgement.acknowledged_at = at
        acknowledgement.save(update_fields=["acknowledged_at"])
        record(
            verb="governance.acknowledge",
            subject=acknowledgement,
            by=by,
            at=at,
            root=circulation.version,
        )
    return acknowledgement


@transaction.atomic
def remind(*, circulation: Circulation, by: User | None, at: datetime) -> int:
    """Remind staff who have not acknowledged, at most once a day; return how many were reminded."""
    policies.can_govern(by).require()
    # Locked, so that the morning's job and somebody at the button do not both remind a person.
    waiting = circulation.acknowledgements.select_for_update(of=("self",)).filter(
        acknowledged_at=None
    )
    reminded = 0
    for acknowledgement in waiting.select_related("user"):
        if acknowledgement.reminded_at is None or day_of(acknowledgement.reminded_at) < day_of(at):
            acknowledgement.reminded_at = at
            acknowledgement.save(update_fields=["reminded_at"])
            _tell(circulation, acknowledgement.user, "policy_reminder", at)
            reminded += 1
    if reminded:
        data = {"staff": reminded}
        record(
            verb="governance.remind",
            subject=circulation,
            by=by,
            at=at,
            root=circulation.version,
            data=data,
        )
    return reminded


def _tell(circulation: Circulation, user: User, key: str, at: datetime) -> None:
    """Send the message to staff with an e-mail address; everybody also finds it on their desk."""
    if user.email:
        send(
            key=key,
            to=user.email,
            carrier=Carrier.EMAIL,
            params={"due_date": circulation.due_date.isoformat()},
            about=circulation,
            # The day is part of the key: a repeated job sends nothing twice, and a reminder of
            # another day still goes out.
            once_key=f"{key}-{circulation.pk}-{user.pk}-{day_of(at)}",
            at=at,
        )


@transaction.atomic
def review(
    *,
    document: PolicyDocument,
    outcome: str,
    notes: str,
    reviewed_date: date,
    by: User | None,
    at: datetime,
) -> PolicyReview:
    """Record a review of the document in force and its outcome.

    The next review is counted from `reviewed_date`.
    """
    policies.can_govern(by).require()
    version = document.versions.filter(state=State.IN_FORCE).first()
    if version is None:
        raise Refused(_("Nothing of this document is in force."))
    if outcome not in ReviewOutcome.values or not notes.strip():
        raise Refused(_("Say what came of the review, and why."))
    if reviewed_date > day_of(at):
        raise Refused(_("A review is entered once it was done."))
    policy_review = PolicyReview.objects.create(
        document=document, version=version, reviewed_date=reviewed_date, outcome=outcome,
        notes=clean_lines(notes), reviewed_at=at, reviewed_by=by,
    )  # fmt: skip
    record(
        verb="governance.review",
        subject=policy_review,
        by=by,
        at=at,
        root=document,
        data={"outcome": outcome},
    )
    return policy_review
