"""Steps from a draft to the published text: reading, approval, entry into force, publication."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.governance import policies, queries
from wasl.governance.actions.moving import locked
from wasl.governance.models.board import BoardMeeting, BoardReading
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.states import LIFECYCLE, State
from wasl.governance.terms import are_settled


@transaction.atomic
def record_reading(
    *,
    version: PolicyVersion,
    member_name: str,
    by: User | None,
    at: datetime,
    member: User | None = None,
) -> None:
    """Record that a member of the board has read the text (APP-1).

    Board members may record their own reading. Raises `Refused` at another stage, and while a
    finding of a draft is open.
    """
    policies.can_read_for_board(by, member).require()
    version = PolicyVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.state not in (State.DRAFTED, State.REVIEWED):
        raise Refused(_("This version is at another stage."))
    # Findings come and go in a draft alone, so only the first reading, which ends the drafting, has
    # to ask for them.
    if version.state == State.DRAFTED and (open_ := version.findings.filter(settlement="").count()):
        message = ngettext(
            "%(count)s finding is not settled yet.",
            "%(count)s findings are not settled yet.",
            open_,
        )
        raise Refused(message % {"count": open_})
    BoardReading.objects.get_or_create(
        version=version, member_name=member_name, defaults={"member": member, "read_at": at}
    )
    version.state = State.REVIEWED
    version.save(update_fields=["state"])
    record(verb="governance.record_reading", subject=version, by=by, at=at, root=version, data={})


@transaction.atomic
def return_to_draft(
    *, version: PolicyVersion, reason: str, by: User | None, at: datetime
) -> PolicyVersion:
    """Return a text that the board was reading to the draft stage; its readings are deleted."""
    version = locked(version, State.REVIEWED, by=by)
    if not reason.strip():
        raise Refused(_("Say why it goes back."))
    # The readings were of words that may change now; each member reads the new text again.
    version.readings.all().delete()
    version.state = State.DRAFTED
    version.save(update_fields=["state"])
    record(verb="governance.return_to_draft", subject=version, by=by, at=at, root=version, data={})
    return version


@transaction.atomic
def approve(
    *, version: PolicyVersion, meeting: BoardMeeting, by: User | None, at: datetime
) -> PolicyVersion:
    """Approve the text in a board meeting; its hash is stored and the text can no longer change."""
    version = locked(version, *LIFECYCLE["approve"].since, by=by)
    if not version.readings.exists():
        raise Refused(_("No board member has recorded a reading of this text yet."))
    if version.findings.filter(settlement="").exists():
        raise Refused(_("Findings about this text are not settled yet."))
    # Cases are pinned to this version, and an approved version takes new terms only by a resolution
    # (ADR 45). So a term that lacks stops the approval here.
    are_settled(version).require()
    if not queries.has_quorum(meeting):
        raise Refused(
            _("Fewer than half of the board came to this meeting, so it could approve nothing.")
        )
    version.state, version.approved_meeting = State.APPROVED, meeting
    version.approved_sha256 = queries.sha256_of(version)
    version.save(update_fields=["state", "approved_meeting", "approved_sha256"])
    data = {"meeting": meeting.pk, "sha256": version.approved_sha256}
    record(verb="governance.approve", subject=version, by=by, at=at, root=version, data=data)
    return version


@transaction.atomic
def bring_into_force(
    *, version: PolicyVersion, from_date: date, by: User | None, at: datetime
) -> PolicyVersion:
    """Put an approved version into force (APP-3) and supersede the one before it.

    Pending cases keep the version they were filed under (PRE-8). A future day schedules the
    version. A past day raises `Refused`, except in the association's own set-up (`by` is None).
    """
    version = locked(version, *LIFECYCLE["bring_into_force"].since, by=by)
    # A version approved by an older release, before terms were required, may still lack some.
    are_settled(version).require()
    today = day_of(at)
    if from_date < today and by is not None:
        raise Refused(_("A version cannot come into force on a day that has passed."))
    version.in_force_from = from_date
    if from_date > today:
        version.save(update_fields=["in_force_from"])
        record(verb="governance.schedule", subject=version, by=by, at=at, root=version, data={})
        return version
    # The old version leaves first: the database allows one version in force for each document.
    PolicyVersion.objects.filter(document=version.document, state=State.IN_FORCE).update(
        state=State.SUPERSEDED
    )
    version.state = State.IN_FORCE
    version.save(update_fields=["state", "in_force_from"])
    record(verb="governance.bring_into_force", subject=version, by=by, at=at, root=version, data={})
    return version


@transaction.atomic
def publish(*, version: PolicyVersion, by: User | None, at: datetime) -> PolicyVersion:
    """Publish exactly the approved text: one changed letter blocks it (APP-4).

    A reaction to the event prints the text on the letterhead.
    """
    version = locked(version, State.APPROVED, State.IN_FORCE, by=by)
    # The trigger on clauses already freezes the words. This check also catches a change that went
    # past it, by hand in the database.
    if queries.sha256_of(version) != version.approved_sha256:
        raise Refused(
            _("This text differs from the one the board approved, so it cannot be published.")
        )
    # Publishing again keeps the first moment of publication.
    if version.published_at is None:
        version.published_at = at
        version.save(update_fields=["published_at"])
    record(
        verb="governance.publish",
        subject=version,
        by=by,
        at=at,
        root=version,
        data={"sha256": version.approved_sha256},
    )
    return version
