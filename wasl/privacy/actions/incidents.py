"""Incidents: report, assess, notify the authority within 72 hours, inform the people, close."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Person
from wasl.common.clock import day_of
from wasl.common.numbering import next_number
from wasl.common.verdicts import Refused
from wasl.letters import actions as letters
from wasl.messaging import actions as messaging
from wasl.papers.kinds import Kind
from wasl.privacy import paperwork, policies
from wasl.privacy.models.incidents import AffectedPerson, Incident, IncidentKind

# The first two are sent from here. The others record that somebody on the staff did it.
TOLD_BY = ("sms", "email", "call", "visit", "letter")


@transaction.atomic
def report_incident(
    *,
    kind: str,
    story: str,
    aware_at: datetime,
    occurred_at: datetime | None = None,
    by: User,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Incident:
    """Report an incident. Its clock runs from the moment somebody on the staff became aware."""
    policies.can_report(by).require()
    if once and (before := Incident.objects.filter(once=once).first()):
        return before
    if kind not in IncidentKind.values:
        raise Refused(_("Choose what kind of incident it is."))
    if not story.strip():
        raise Refused(_("Write what happened."))
    if aware_at > at or (occurred_at and occurred_at > aware_at):
        raise Refused(
            _("It happened first, then it was noticed, then it is reported; compare the times.")
        )
    incident = Incident.objects.create(
        reference=next_number("incident", day_of(at)), kind=kind, story=story.strip(),
        occurred_at=occurred_at, aware_at=aware_at, reported_at=at, reported_by=by, once=once,
    )  # fmt: skip
    policies.INCIDENT.note("report_incident", incident, by=by, at=at, kind=kind)
    return incident


@transaction.atomic
def assess(
    *,
    incident: Incident,
    is_harmful: bool,
    assessment: str,
    measures: str,
    data_kinds: Sequence[str],
    people_estimate: int,
    by: User,
    at: datetime,
) -> Incident:
    """Judge whether it may do harm, to which data, to how many people, and what was done."""
    if not assessment.strip():
        raise Refused(_("Write why you judge it so."))
    return policies.INCIDENT.step(
        "assess",
        incident,
        by=by,
        at=at,
        is_harmful=is_harmful,
        assessment=assessment.strip(),
        measures=measures.strip(),
        data_kinds=sorted(data_kinds),
        people_estimate=people_estimate,
        assessed_at=at,
        assessed_by=by,
    )


@transaction.atomic
def notify_authority(
    *, incident: Incident, late_reason: str = "", by: User, at: datetime
) -> Incident:
    """Send the notice to the authority as a numbered letter.

    Raises `Refused` after the 72 hours when no reason for the delay is given.
    """
    if at > incident.notify_by and not late_reason.strip():
        raise Refused(
            _("The seventy-two hours have passed. Write why it is late; the notice says it.")
        )
    incident = policies.INCIDENT.lock(incident)
    policies.can_on_incident(by, "notify_authority", incident).require()
    # The notice quotes the reason, so it is set before the letter is printed.
    incident.late_reason = late_reason.strip()
    notice = letters.issue(
        kind=Kind.LETTER, party=paperwork.AUTHORITY, subject=paperwork.NOTICE,
        data=paperwork.notice(incident, by, at), by=by, at=at,
    )  # fmt: skip
    return policies.INCIDENT.step(
        "notify_authority",
        incident,
        by=by,
        at=at,
        notice=notice,
        notified_at=at,
        notified_by=by,
        late_reason=incident.late_reason,
    )


@transaction.atomic
def add_affected(*, incident: Incident, people: Sequence[Person], by: User, at: datetime) -> int:
    """Add people to the list of those affected, and return how many were new to it."""
    incident = policies.INCIDENT.lock(incident)
    policies.can_change_incident(by, incident).require()
    existing_ids = set(incident.affected.values_list("person_id", flat=True))
    fresh = {person.pk: person for person in people if person.pk not in existing_ids}
    for person in fresh.values():
        affected = AffectedPerson.objects.create(
            incident=incident, person=person, added_at=at, added_by=by
        )
        # Written to each person's own trail: the incident belongs to their file.
        record(verb="privacy.add_affected", subject=affected, root=person, by=by, at=at)
    return len(fresh)


@transaction.atomic
def tell_affected(*, affected: AffectedPerson, how: str, by: User, at: datetime) -> AffectedPerson:
    """Inform an affected person by text or mail, or record that they were informed otherwise."""
    # The incident is locked first, as in `close_incident`, which counts the uninformed people.
    incident = policies.INCIDENT.lock(affected.incident)
    policies.can_change_incident(by, incident).require()
    affected = AffectedPerson.objects.select_for_update(of=("self",)).select_related("person", "incident").get(
        pk=affected.pk
    )  # fmt: skip
    if affected.told_at is not None:
        raise Refused(_("They were told already."))
    if how not in TOLD_BY:
        raise Refused(_("Choose how they were told."))
    if how in ("sms", "email"):
        _send_notice(affected, how, at)
    affected.told_at, affected.told_by, affected.told_how = at, by, how
    affected.save(update_fields=["told_at", "told_by", "told_how"])
    record(
        verb="privacy.tell_affected",
        subject=affected,
        root=affected.person,
        by=by,
        at=at,
        data={"how": how},
    )
    return affected


def _send_notice(affected: AffectedPerson, how: str, at: datetime) -> None:
    person = affected.person
    if person.has_died:
        raise Refused(
            _("This person has died. Tell the family by letter or call, then note it here.")
        )
    to = person.mobile if how == "sms" else person.email
    if not to:
        raise Refused(
            _("No such address of theirs is known. Call them or write, then note it here.")
        )
    messaging.send(
        key="incident_notice",
        to=to,
        carrier=how,
        language=person.language,
        params={"reference": affected.incident.reference},
        person_id=person.pk,
        about=affected.incident,
        once_key=f"incident_notice:{affected.pk}",
        at=at,
    )


@transaction.atomic
def record_lessons(*, incident: Incident, lessons: str, by: User, at: datetime) -> Incident:
    """Record what was learnt and changed. The text may be replaced while the incident is open."""
    incident = policies.INCIDENT.lock(incident)
    policies.can_change_incident(by, incident).require()
    if not lessons.strip():
        raise Refused(_("Write down what was learnt and changed."))
    incident.lessons = lessons.strip()
    incident.save(update_fields=["lessons"])
    policies.INCIDENT.note("record_lessons", incident, by=by, at=at)
    return incident


@transaction.atomic
def close_incident(*, incident: Incident, by: User, at: datetime) -> Incident:
    """Close an incident, with lessons; a harmful one only after notification."""
    return policies.INCIDENT.step(
        "close_incident", incident, by=by, at=at, closed_at=at, closed_by=by
    )
