"""Register people, correct their data, confirm their mobile, open their file."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import naming, policies
from wasl.beneficiaries.actions.changing import hold_change, tell_changed
from wasl.beneficiaries.actions.pairs import keep_likely
from wasl.beneficiaries.checking import checked, refuse_known
from wasl.beneficiaries.models.identity import Identifier
from wasl.beneficiaries.models.person import BeneficiaryFile, Person, UnmaskReason
from wasl.beneficiaries.queries import claims, entering
from wasl.beneficiaries.queries import file as file_queries
from wasl.common.clock import day_of
from wasl.common.crypto import readable
from wasl.common.dates import WrittenDate
from wasl.common.numbering import next_number
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging
from wasl.messaging.models import CodePurpose

UNMASKED = ("id_number", "iban", "mobile")
# Where a person is reached and paid: a change of these could divert answers and money (ADR 42).
HELD = ("mobile", "iban")
# A confirmation is written again after a day at the earliest, not at every visit.
CONFIRMED_ANEW = timedelta(days=1)


@transaction.atomic
def register(
    *,
    full_name: str,
    gender: str,
    id_number: str = "",
    birth: WrittenDate | None = None,
    mobile: str = "",
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
    different_from: Sequence[entering.Likely] = (),
    **more: Any,
) -> Person:
    """Register a person, once: a known ID number leads to the person who has it (PRE-2).

    The number may be missing: a newborn, or somebody whose ID is not held. `different_from` are
    likely people of whom the officer said that this is another. Somebody from afar claims an
    identity instead (`claim_identity`).
    """
    policies.can_register(by).require()
    data = {
        "full_name": full_name,
        "gender": gender,
        "id_number": id_number,
        "birth": birth,
        "mobile": mobile,
        **more,
    }
    values = checked(data, at)
    if once and (before := Person.objects.filter(once=once).first()):
        return before
    refuse_known(values["id_blind"], by)
    try:
        with transaction.atomic():
            person = Person.objects.create(**values, registered_at=at, registered_by=by, once=once)
            naming.keep([person])
    # Two clicks, or two officers, at once: the unique keys let one through. Either this form made
    # the person a moment ago, or the number is known by now and the refusal says whose it is.
    except IntegrityError:
        if once and (before := Person.objects.filter(once=once).first()):
            return before
        refuse_known(values["id_blind"], by)
        raise
    fields = sorted(name for name, value in data.items() if value)
    record(verb="beneficiaries.register", subject=person, by=by, at=at, data={"fields": fields})
    keep_likely(person=person, candidates=different_from, by=by, at=at)
    return person


def hold(*, person: Person, by: User | None) -> None:
    """Keep a file from being merged until the transaction ends. Raises `Refused` for a merged file.

    Called by everybody who starts work on a person.
    """
    policies.stands(
        Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    ).require()


@transaction.atomic
def correct(
    *,
    person: Person,
    changes: Mapping[str, Any],
    by: User | None,
    at: datetime,
    version: str | None = None,
    paper_seen: bool = False,
) -> Person:
    """Correct what is known of a person.

    `changes` holds the changed fields alone; `version` is the mark (`state_of`) of what the officer
    saw. Another mobile or account than the known one waits 72 hours, unless the officer held the
    paper (ADR 42). Raises `Refused`.
    """
    policies.can_correct(by).require()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    policies.stands(person).require()
    if version is not None and version != file_queries.state_of(person):
        raise Refused(
            _(
                "Somebody else changed this file meanwhile. Look at what it says now, then "
                "correct it again."
            )
        )
    values = checked(changes, at)
    if values.get("id_blind", person.id_blind) != person.id_blind:
        # An unproven claim must not get its number through a correction (ADR 42).
        policies.unclaimed(person).require()
        refuse_known(values["id_blind"], by, person)
        _keep_former_id(person, values["id_kind"], by, at)
    for name in _replaced(person, values):
        if paper_seen and by is not None:
            tell_changed(person=person, field=name, old_mobile=person.mobile, by=by, at=at)
        else:
            hold_change(person=person, field=name, value=values.pop(name), by=by, at=at)
            # The IBAN's blind index must not change before the IBAN does; a mobile has none.
            values.pop(f"{name}_blind", None)
    return _write(person, values, by, at)


@transaction.atomic
def take_out_again(*, person: Person, fields: Sequence[str], by: User, at: datetime) -> Person:
    """Empty what a batch of a file had filled in.

    The fields were empty before, so no earlier value is lost and the change does not wait 72 hours.
    """
    policies.can_edit(by).require()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    policies.stands(person).require()
    empty = {name: None if name == "birth" else "" for name in fields}
    return _write(person, checked(empty, at), by, at)


def _replaced(person: Person, values: Mapping[str, Any]) -> list[str]:
    """Return which of mobile and account are known and would be replaced."""
    return [
        name for name in HELD if name in values and getattr(person, name) not in ("", values[name])
    ]


def _write(person: Person, values: Mapping[str, Any], by: User | None, at: datetime) -> Person:
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    if not changed:
        return person
    # The confirmation was of the former mobile.
    if "mobile" in changed:
        person.mobile_verified_at = None
    for name in changed:
        setattr(person, name, values[name])
    try:
        with transaction.atomic():
            person.save()
            if naming.NAMED.intersection(changed):
                naming.keep([person])
    except IntegrityError:
        refuse_known(person.id_blind, by, person)
        raise
    fields = sorted(set(changed) & set(file_queries.CORRECTABLE))
    record(verb="beneficiaries.correct", subject=person, by=by, at=at, data={"fields": fields})
    return person


def _keep_former_id(person: Person, kind: str, by: User | None, at: datetime) -> None:
    """Keep the former number when its kind changes, such as from iqama to national ID.

    A naturalised person is found by both. A corrected digit of the same kind leaves no second
    number behind.
    """
    if person.id_number and kind and kind != person.id_kind:
        Identifier.objects.get_or_create(
            kind=person.id_kind,
            number_blind=person.id_blind,
            defaults={
                "person": person, "number": person.id_number, "added_at": at, "added_by": by,
                "ended_at": at, "ended_by": by,
            },
        )  # fmt: skip


@transaction.atomic
def confirm_mobile(*, person: Person, by: User | None, at: datetime) -> Person:
    """Record that a code came back from the person's mobile; it counts for twelve months."""
    policies.can_edit(by).require()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.mobile_verified_at is None or person.mobile_verified_at < at - CONFIRMED_ANEW:
        person.mobile_verified_at = at
        person.save(update_fields=["mobile_verified_at"])
        record(verb="beneficiaries.confirm_mobile", subject=person, by=by, at=at)
    return person


def send_mobile_code(*, person: Person, by: User, at: datetime) -> None:
    """Send a code to the mobile on the file, for the person to tell it to the officer."""
    policies.can_edit(by).require()
    policies.stands(person).require()
    if not person.mobile or person.has_died:
        raise Refused(_("There is no mobile on this file to confirm."))
    messaging.send_code(
        purpose=CodePurpose.CONFIRM_MOBILE,
        subject=claims.mobile_code_subject(person),
        mobile=person.mobile,
        at=at,
        language=person.language,
        person_id=person.pk,
    )


def confirm_mobile_by_code(*, person: Person, code: str, by: User, at: datetime) -> Person:
    """Confirm the mobile on the file by the code that the person tells the officer."""
    policies.can_edit(by).require()
    messaging.check_code(
        purpose=CodePurpose.CONFIRM_MOBILE,
        subject=claims.mobile_code_subject(person),
        mobile=person.mobile,
        code=code,
        at=at,
    )
    return confirm_mobile(person=person, by=by, at=at)


@transaction.atomic
def open_file(*, person: Person, by: User, at: datetime) -> BeneficiaryFile:
    """Issue the beneficiary number (PRO-8); a second call returns the first file."""
    policies.can_open_file(by).require()
    # Of two calls at once the second waits here and then finds the first one's file.
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    policies.stands(person).require()
    if file := BeneficiaryFile.objects.filter(person=person).first():
        return file
    number = next_number("file", day_of(at))
    file = BeneficiaryFile.objects.create(person=person, number=number, opened_at=at, opened_by=by)
    record(verb="beneficiaries.open_file", subject=file, by=by, at=at, root=person)
    return file


@transaction.atomic
def unmask(*, person: Person, field: str, reason: str, by: User, at: datetime) -> str:
    """Return an identifier in full, for a reason that is recorded (PRE-6)."""
    policies.can_unmask(by).require()
    if field not in UNMASKED:
        raise Refused(_("This field is not masked."))
    if reason not in UnmaskReason.values:
        raise Refused(_("Choose why you need to see it."))
    record(
        verb="beneficiaries.unmask",
        subject=person,
        by=by,
        at=at,
        data={"field": field, "reason": reason},
    )
    return readable(getattr(person, field) or "")
