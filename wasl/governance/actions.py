"""How a document comes into force: drafted, read, approved in a meeting, in force, published."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.dates import BadDate, parse_dual
from wasl.common.verdicts import Refused
from wasl.governance import policies, queries
from wasl.governance.models import BoardMeeting, BoardReading, Clause, PolicyDocument, PolicyVersion
from wasl.governance.states import LIFECYCLE, State


@transaction.atomic
def record_board_meeting(*, number: str, hijri: str, gregorian: str, by: User | None, at: datetime) -> BoardMeeting:
    """Enter a board meeting with both dates as its minutes write them. The Hijri day stands; a conflict is flagged (APP-2)."""
    policies.can_govern(by).require()
    try:
        held, other = parse_dual(hijri, "hijri").day, parse_dual(gregorian, "gregorian").day
    except BadDate as error:
        raise Refused(str(error)) from error
    meeting = BoardMeeting.objects.create(
        number=number, held_date=held, hijri_stated=hijri, gregorian_stated=gregorian, date_conflict=held != other
    )
    record(verb="governance.record_board_meeting", subject=meeting, by=by, at=at, root=meeting, data={})
    return meeting


@transaction.atomic
def draft_version(
    *, document: PolicyDocument, clauses: Sequence[Mapping[str, Any]], by: User | None, at: datetime
) -> PolicyVersion:
    """Enter the text of a new version of a document, clause by clause (code, number, part, heading, text_ar)."""
    policies.can_govern(by).require()
    last = document.versions.order_by("-number").first()
    version = PolicyVersion.objects.create(document=document, number=last.number + 1 if last else 1)
    Clause.objects.bulk_create(
        Clause(version=version, order=place, **clause) for place, clause in enumerate(clauses, start=1)
    )
    record(verb="governance.draft_version", subject=version, by=by, at=at, root=version, data={"clauses": len(clauses)})
    return version


@transaction.atomic
def set_terms(
    *, version: PolicyVersion, terms: Mapping[str, int], clauses: Mapping[str, str], by: User | None, at: datetime
) -> None:
    """Set the periods and counts of a draft, and name the clause each comes from."""
    version = _locked(version, State.DRAFTED, by=by)
    for name, value in terms.items():
        setattr(version, name, value)
    for name, code in clauses.items():
        setattr(version, name, version.clauses.get(code=code))
    version.save()
    record(verb="governance.set_terms", subject=version, by=by, at=at, root=version, data={"fields": sorted(terms)})


@transaction.atomic
def record_reading(
    *, version: PolicyVersion, member_name: str, by: User | None, at: datetime, member: User | None = None
) -> None:
    """Note that a member of the board has read the text (APP-1)."""
    version = _locked(version, State.DRAFTED, State.REVIEWED, by=by)
    BoardReading.objects.get_or_create(
        version=version, member_name=member_name, defaults={"member": member, "read_at": at}
    )
    version.state = State.REVIEWED
    version.save(update_fields=["state"])
    record(verb="governance.record_reading", subject=version, by=by, at=at, root=version, data={})


@transaction.atomic
def approve(*, version: PolicyVersion, meeting: BoardMeeting, by: User | None, at: datetime) -> PolicyVersion:
    """Approve the text as it stands, in a board meeting; its hash is kept and the text can no longer change."""
    version = _locked(version, *LIFECYCLE["approve"].since, by=by)
    if not version.readings.exists():
        raise Refused(_("No board member has recorded a reading of this text yet."))
    version.state, version.approved_meeting = State.APPROVED, meeting
    version.approved_sha256 = queries.sha256_of(version)
    version.save(update_fields=["state", "approved_meeting", "approved_sha256"])
    data = {"meeting": meeting.pk, "sha256": version.approved_sha256}
    record(verb="governance.approve", subject=version, by=by, at=at, root=version, data=data)
    return version


@transaction.atomic
def bring_into_force(*, version: PolicyVersion, from_date: date, by: User | None, at: datetime) -> PolicyVersion:
    """Put an approved version into force (APP-3); the one before it is superseded. Pending cases keep theirs (PRE-8)."""
    version = _locked(version, *LIFECYCLE["bring_into_force"].since, by=by)
    PolicyVersion.objects.filter(document=version.document, state=State.IN_FORCE).update(state=State.SUPERSEDED)
    version.state, version.in_force_from = State.IN_FORCE, from_date
    version.save(update_fields=["state", "in_force_from"])
    record(verb="governance.bring_into_force", subject=version, by=by, at=at, root=version, data={})
    return version


@transaction.atomic
def publish(*, version: PolicyVersion, by: User | None, at: datetime) -> PolicyVersion:
    """Publish exactly the approved text: one changed letter blocks it (APP-4)."""
    version = _locked(version, State.APPROVED, State.IN_FORCE, by=by)
    if queries.sha256_of(version) != version.approved_sha256:
        raise Refused(_("This text differs from the one the board approved, so it cannot be published."))
    version.published_at = at
    version.save(update_fields=["published_at"])
    record(
        verb="governance.publish", subject=version, by=by, at=at, root=version, data={"sha256": version.approved_sha256}
    )
    return version


def _locked(version: PolicyVersion, *since: str, by: User | None) -> PolicyVersion:
    policies.can_govern(by).require()
    version = PolicyVersion.objects.select_for_update(of=("self",)).select_related("document").get(pk=version.pk)
    if version.state not in since:
        raise Refused(_("This version is at another stage."))
    return version
