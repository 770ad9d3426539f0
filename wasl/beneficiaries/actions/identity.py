"""Further numbers of a person, and further ways to reach them."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions.changing import hold_change, tell_changed
from wasl.beneficiaries.checking import earlier, identifier, named, refuse_known
from wasl.beneficiaries.models.identity import (
    ContactKind,
    ContactPoint,
    ContactPurpose,
    Identifier,
    IdentifierKind,
)
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import identity
from wasl.common import identifiers
from wasl.common import text as arabic
from wasl.common.crypto import blind
from wasl.common.dates import WrittenDate
from wasl.common.verdicts import Refused

NUMBERS: dict[str, Callable[[str], str]] = {
    IdentifierKind.NATIONAL_ID: identifiers.check_national_id,
    IdentifierKind.IQAMA: identifiers.check_national_id,
    IdentifierKind.PASSPORT: identifiers.check_passport,
    IdentifierKind.GCC_ID: identifiers.check_gcc_id,
    IdentifierKind.BORDER_NUMBER: identifiers.check_border_number,
}
WAYS: dict[str, Callable[[str], str]] = {
    ContactKind.MOBILE: identifiers.check_mobile,
    ContactKind.PHONE: identifiers.check_landline,
    ContactKind.EMAIL: identifiers.check_email,
}
Row = TypeVar("Row", Identifier, ContactPoint)
# Ways that have a column on the person's row, where messages look; a landline has none.
ON_ROW = {ContactKind.MOBILE: "mobile", ContactKind.EMAIL: "email"}


@transaction.atomic
def add_identifier(
    *,
    person: Person,
    kind: str,
    number: str,
    issuer: str = "",
    valid_to: WrittenDate | None = None,
    by: User,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Identifier:
    """Record a further number of a person.

    They are found by it, and nobody else can be registered under it. Raises `Refused` when the
    number is known.
    """
    policies.can_identify(by).require()
    if before := earlier(Identifier, person, once):
        return before
    if kind not in IdentifierKind.values:
        raise Refused(_("Choose what kind of number it is."))
    number = identifier(NUMBERS[kind], number, needed=True)
    # Both have one form; the first digit says which it is (1 a citizen, 2 a resident), whatever was
    # chosen.
    if kind in {IdentifierKind.NATIONAL_ID, IdentifierKind.IQAMA}:
        kind = (
            IdentifierKind.NATIONAL_ID if identifiers.is_citizen(number) else IdentifierKind.IQAMA
        )
    key = blind(number, identity.ID)
    # Otherwise a claim could get its number by this door, without the proof (ADR 42).
    policies.unclaimed(person).require()
    refuse_known(key, by, person)
    if person.id_blind == key or person.identifiers.filter(number_blind=key).exists():
        raise Refused(_("This number of the person is recorded already."))
    new_identifier = Identifier.objects.create(
        person=person, kind=kind, number=number, number_blind=key,
        issuer=arabic.clean(issuer)[:100], valid_to=valid_to.day if valid_to else None,
        valid_to_written=valid_to.text if valid_to else "", added_at=at, added_by=by, once=once,
    )  # fmt: skip
    record(
        verb="beneficiaries.add_identifier",
        subject=new_identifier,
        by=by,
        at=at,
        root=person,
        data={"kind": kind},
    )
    return new_identifier


@transaction.atomic
def end_identifier(*, identifier: Identifier, by: User, at: datetime) -> Identifier:
    """End a number that is no longer in use; the person is still found by it."""
    policies.can_identify(by).require()
    return _end(Identifier, identifier, "beneficiaries.end_identifier", by, at)


@transaction.atomic
def add_contact(
    *,
    person: Person,
    kind: str,
    value: str,
    purpose: str,
    holder_name: str = "",
    by: User,
    at: datetime,
    once: uuid.UUID | None = None,
) -> ContactPoint:
    """Record a further way to reach a person: whose it is and what for."""
    policies.can_edit(by).require()
    if before := earlier(ContactPoint, person, once):
        return before
    if kind not in ContactKind.values or purpose not in ContactPurpose.values:
        raise Refused(_("Choose what it is and what it is for."))
    value = identifier(WAYS[kind], value, needed=True)
    if value in {person.mobile, person.email}:
        raise Refused(_("The person is reached there already."))
    try:
        with transaction.atomic():
            contact = ContactPoint.objects.create(
                person=person, kind=kind, value=value, purpose=purpose, added_at=at, added_by=by,
                once=once, holder_name=named(holder_name) if holder_name else "",
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("The person is reached there already.")) from error
    data = {"kind": kind, "purpose": purpose}
    record(verb="beneficiaries.add_contact", subject=contact, by=by, at=at, root=person, data=data)
    return contact


@transaction.atomic
def confirm_contact(*, contact: ContactPoint, by: User, at: datetime) -> ContactPoint:
    """Record that an officer reached the person there."""
    policies.can_edit(by).require()
    contact = _running(contact)
    if contact.verified_at is None:
        contact.verified_at = at
        contact.save(update_fields=["verified_at"])
        record(
            verb="beneficiaries.confirm_contact", subject=contact, by=by, at=at, root=contact.person
        )
    return contact


@transaction.atomic
def end_contact(*, contact: ContactPoint, by: User, at: datetime) -> ContactPoint:
    """End a way by which the person is no longer reached."""
    policies.can_edit(by).require()
    return _end(ContactPoint, contact, "beneficiaries.end_contact", by, at)


@transaction.atomic
def make_principal(
    *, contact: ContactPoint, by: User, at: datetime, paper_seen: bool = False
) -> Person:
    """Make a contact point the first mobile or e-mail, where answers and codes go.

    The former one stays as a further way. Where the file has a mobile already, another waits 72
    hours unless the officer held the person's ID (ADR 42).
    """
    policies.can_edit(by).require()
    contact = _running(contact)
    field = ON_ROW.get(ContactKind(contact.kind))
    if field is None:
        raise Refused(_("A landline receives no messages."))
    person = Person.objects.select_for_update(of=("self",)).get(pk=contact.person_id)
    former, was_verified = getattr(person, field), person.mobile_verified_at
    if field == "mobile" and former and not paper_seen:
        hold_change(person=person, field=field, value=contact.value, by=by, at=at)
        return person
    if field == "mobile" and former:
        tell_changed(person=person, field=field, old_mobile=former, by=by, at=at)
    setattr(person, field, contact.value)
    if field == "mobile":
        # The officer reached them there, but no code came back from it.
        person.mobile_verified_at = None
    person.save(update_fields=[field, "mobile_verified_at"])
    # The two change places, so that the former value is not lost (ADR 22).
    if former:
        contact.value, contact.purpose = former, ContactPurpose.OWN
        contact.verified_at = was_verified if field == "mobile" else None
        contact.save(update_fields=["value", "purpose", "verified_at"])
    else:
        contact.ended_at, contact.ended_by = at, by
        contact.save(update_fields=["ended_at", "ended_by"])
    record(verb="beneficiaries.make_principal", subject=person, by=by, at=at, data={"field": field})
    return person


def _running(contact: ContactPoint) -> ContactPoint:
    locked_contact = (
        ContactPoint.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=contact.pk)
    )
    if locked_contact.ended_at:
        raise Refused(_("This has ended already."))
    return locked_contact


def _end(model: type[Row], row: Row, verb: str, by: User, at: datetime) -> Row:
    locked_row = (
        model._default_manager.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=row.pk)
    )
    if locked_row.ended_at is None:
        locked_row.ended_at, locked_row.ended_by = at, by
        locked_row.save(update_fields=["ended_at", "ended_by"])
        record(verb=verb, subject=locked_row, by=by, at=at, root=locked_row.person)
    return locked_row
