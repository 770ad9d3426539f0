"""Agents, guardians and trustees: who may act for a person."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions.documents import add_attachment
from wasl.beneficiaries.checking import earlier, identifier, named
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import EndCause, Representative, RepresentativeScope
from wasl.common import text as arabic
from wasl.common.clock import day_of
from wasl.common.dates import WrittenDate
from wasl.common.identifiers import check_mobile, check_national_id
from wasl.common.uploads import Accepted
from wasl.common.verdicts import Refused


@transaction.atomic
def add_representative(
    *,
    person: Person,
    scope: str,
    document_number: str,
    valid_from: WrittenDate,
    valid_to: WrittenDate | None = None,
    acting_person: Person | None = None,
    full_name: str = "",
    id_number: str = "",
    mobile: str = "",
    file: Accepted | None = None,
    by: User,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Representative:
    """Record who may act for a person, by which document, from when until when.

    The representative may be a person of the register themself.
    """
    policies.can_represent(by).require()
    if before := earlier(Representative, person, once):
        return before
    if scope not in RepresentativeScope.values:
        raise Refused(_("Choose by what right they act."))
    if not document_number.strip():
        raise Refused(_("Enter the number of the document that lets them act."))
    if valid_to and valid_to.day < valid_from.day:
        raise Refused(_("The document ends before it begins; compare both dates with it."))
    _refuse_acting(person, acting_person)
    if acting_person:
        who = {name: getattr(acting_person, name) for name in ("full_name", "id_number", "mobile")}
    else:
        who = {"full_name": named(full_name), "id_number": identifier(check_national_id, id_number)}
        who["mobile"] = identifier(check_mobile, mobile)
    representative = Representative.objects.create(
        person=person, acting_person=acting_person, scope=scope,
        document_number=arabic.clean(document_number), valid_from=valid_from.day,
        valid_to=valid_to.day if valid_to else None, added_at=at, added_by=by, once=once,
        attachment=add_attachment(person=person, accepted=file, by=by, at=at) if file else None,
        **who,
    )  # fmt: skip
    data = {"scope": scope}
    record(
        verb="beneficiaries.add_representative",
        subject=representative,
        by=by,
        at=at,
        root=person,
        data=data,
    )
    return representative


def _refuse_acting(person: Person, acting_person: Person | None) -> None:
    if acting_person is None:
        return
    if acting_person.pk == person.pk:
        raise Refused(_("Nobody acts for themself by a document."))
    if acting_person.has_died:
        raise Refused(_("%(name)s has died.") % {"name": acting_person.full_name})


@transaction.atomic
def end_representation(
    *, representative: Representative, cause: str, day: date, by: User, at: datetime
) -> Representative:
    """End a representation as of a day; what was done under it before stays valid."""
    policies.can_represent(by).require()
    if cause not in EndCause.values:
        raise Refused(_("Choose why they no longer act."))
    representative = Representative.objects.select_for_update(of=("self",)).select_related("person").get(
        pk=representative.pk
    )  # fmt: skip
    if representative.ended_date:
        return representative
    if day > day_of(at):
        raise Refused(_("That day lies in the future."))
    # A document recorded by mistake never counted, so it may end before it began.
    if day < representative.valid_from and cause != EndCause.MISTAKE:
        raise Refused(_("The document begins later than that day; compare the days."))
    representative.ended_date, representative.ended_cause, representative.ended_by = day, cause, by
    representative.save(update_fields=["ended_date", "ended_cause", "ended_by"])
    record(
        verb="beneficiaries.end_representation",
        subject=representative,
        by=by,
        at=at,
        root=representative.person,
    )
    return representative
