"""Changes of mobile or account without a paper: each waits 72 hours (ADR 42).

The old mobile is told, so that its owner can stop the change.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.checking import checked
from wasl.beneficiaries.models.claims import ChangedField, ChangeSource, HeldChange
from wasl.beneficiaries.models.identity import ContactKind, ContactPoint, ContactPurpose
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims
from wasl.beneficiaries.states import CHANGE_LIFECYCLE
from wasl.common.clock import day_of
from wasl.common.crypto import readable
from wasl.common.text import clean
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging
from wasl.messaging.models import CodePurpose

WAITS = {ChangedField.MOBILE: "mobile_change_waits", ChangedField.IBAN: "iban_change_waits"}
DONE = {ChangedField.MOBILE: "mobile_changed", ChangedField.IBAN: "iban_changed"}


@transaction.atomic
def hold_change(
    *,
    person: Person,
    field: str,
    value: str,
    by: User | None,
    at: datetime,
    is_confirmed: bool = False,
) -> HeldChange:
    """Keep a new mobile or account waiting for 72 hours.

    An earlier change of the same field that waits is replaced, and the time begins again.
    `is_confirmed`: a code came back from the new mobile. `by` None is the person, on the website.
    """
    policies.can_edit(by).require()
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    policies.stands(person).require()
    value = checked({field: value}, at)[field]
    waiting = claims.waiting_change(person, field)
    # The same value again keeps its time: a second click must not put the change off.
    if waiting and readable(waiting.value) == value:
        return waiting
    if waiting:
        _end(waiting, "replace_change", by, at)
    change = HeldChange.objects.create(
        person=person,
        field=field,
        value=value,
        source=ChangeSource.STAFF if by else ChangeSource.PORTAL,
        is_confirmed=is_confirmed,
        asked_at=at,
        asked_by=by,
        due_at=at + claims.CHANGE_WAITS,
    )
    record(
        verb="beneficiaries.hold_change",
        subject=change,
        root=person,
        by=by,
        at=at,
        data={"field": field},
    )
    due = day_of(change.due_at).isoformat()
    # To the mobile that is still in force: if a stranger asked for the change, its owner learns of
    # it there.
    _tell(person, person.mobile, WAITS[ChangedField(field)], change, at, {"due_date": due})
    return change


def send_change_code(*, person: Person, mobile: str, by: None, at: datetime) -> None:
    """Send a code to the new mobile that a person names on the website."""
    policies.can_edit(by).require()
    policies.stands(person).require()
    policies.unclaimed(person).require()
    if mobile == person.mobile:
        raise Refused(_("This is the mobile we have already."))
    messaging.send_code(
        purpose=CodePurpose.CONFIRM_MOBILE, subject=_code_subject(person), mobile=mobile, at=at,
        language=person.language, person_id=person.pk,
    )  # fmt: skip


def change_mobile_by_code(
    *, person: Person, mobile: str, code: str, by: None, at: datetime
) -> HeldChange:
    """Hold a new mobile for 72 hours after its code came back; the old mobile is told."""
    policies.can_edit(by).require()
    messaging.check_code(
        purpose=CodePurpose.CONFIRM_MOBILE,
        subject=_code_subject(person),
        mobile=mobile,
        code=code,
        at=at,
    )
    return hold_change(
        person=person, field=ChangedField.MOBILE, value=mobile, by=by, at=at, is_confirmed=True
    )


def _code_subject(person: Person) -> str:
    # A code is good for its subject alone. This one differs from `queries.mobile_code_subject`, so
    # a code that confirms the present mobile changes nothing.
    return f"change:{person.pk}"


@transaction.atomic
def bring_change(*, change: HeldChange, by: User | None, at: datetime) -> HeldChange:
    """Put a change into force once its 72 hours are over."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=change.person_id)
    change = HeldChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    policies.can_bring_change(change, at).require()
    policies.stands(person).require()
    value, field = readable(change.value), ChangedField(change.field)
    if field == ChangedField.MOBILE:
        _keep_former_mobile(person, value, by, at)
        # The code came back when the change was asked for, so the twelve months count from then.
        person.mobile_verified_at = change.asked_at if change.is_confirmed else None
    # Checked again: it yields the columns that follow from the value, such as the blind index of an
    # IBAN.
    columns = checked({field: value}, at)
    for name, new in columns.items():
        setattr(person, name, new)
    person.save(update_fields=[*columns, "mobile_verified_at"])
    return _end(change, "bring_change", by, at)


def _keep_former_mobile(person: Person, value: str, by: User | None, at: datetime) -> None:
    """Let a contact point that becomes the first mobile take the former one's value, if any."""
    contact = ContactPoint.objects.filter(
        person=person, kind=ContactKind.MOBILE, value=value, ended_at=None
    ).first()
    if contact and person.mobile:
        contact.value, contact.purpose = person.mobile, ContactPurpose.OWN
        contact.verified_at = person.mobile_verified_at
        contact.save(update_fields=["value", "purpose", "verified_at"])


@transaction.atomic
def refuse_change(*, change: HeldChange, reason: str, by: User | None, at: datetime) -> HeldChange:
    """Refuse a waiting change: an officer with a reason, or the person on the website."""
    change = (
        HeldChange.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=change.pk)
    )
    policies.can_refuse_change(by, change).require()
    change.reason = clean(reason)[:300]
    if by is not None and not change.reason:
        raise Refused(_("Say why the change is refused."))
    return _end(change, "refuse_change", by, at)


@transaction.atomic
def tell_changed(
    *, person: Person, field: str, old_mobile: str, by: User | None, at: datetime
) -> None:
    """Tell the old mobile of a change in force at once, because an officer held the paper.

    A change of the same field that waits is replaced.
    """
    # Otherwise the waiting value would come into force later, over the one on the paper.
    if waiting := claims.waiting_change(person, field):
        _end(waiting, "replace_change", by, at)
    _tell(person, old_mobile, DONE[ChangedField(field)], None, at, {})


def _tell(
    person: Person,
    mobile: str,
    key: str,
    change: HeldChange | None,
    at: datetime,
    params: dict[str, str],
) -> None:
    if mobile and not person.has_died:
        messaging.send(
            key=key,
            to=mobile,
            language=person.language,
            params=params,
            person_id=person.pk,
            about=change,
            at=at,
        )


def _end(change: HeldChange, verb: str, by: User | None, at: datetime) -> HeldChange:
    change.status = CHANGE_LIFECYCLE[verb].to
    change.ended_at, change.ended_by = at, by
    change.save(update_fields=["status", "ended_at", "ended_by", "reason"])
    data = {"field": change.field}
    record(
        verb=f"beneficiaries.{verb}", subject=change, root=change.person, by=by, at=at, data=data
    )
    return change
