"""Family, and who may act for a person."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.checking import earlier, identifier, named
from wasl.beneficiaries.models import (
    Dependant,
    Person,
    Relation,
    Representative,
    RepresentativeScope,
)
from wasl.common import text as arabic
from wasl.common.clock import day_of
from wasl.common.dates import WrittenDate
from wasl.common.identifiers import (
    check_mobile,
    check_national_id,
)
from wasl.common.verdicts import Refused


@transaction.atomic
def add_dependant(
    *,
    person: Person,
    full_name: str,
    relation: str,
    birth: WrittenDate | None = None,
    is_studying: bool = False,
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Dependant:
    """Add somebody this person provides for, as the family register says."""
    policies.can_edit(by).require()
    if before := earlier(Dependant, person, once):
        return before
    if relation not in Relation.values:
        raise Refused(_("Choose how the dependant is related."))
    if birth and birth.day > day_of(at):
        raise Refused(_("The day of birth lies in the future."))
    dependant = Dependant.objects.create(
        provider=person, full_name=named(full_name), relation=relation, birth_date=birth.day if birth else None,
        birth_written=birth.written if birth else "", is_studying=is_studying, added_at=at, added_by=by, once=once,
    )  # fmt: skip
    record(verb="beneficiaries.add_dependant", subject=dependant, by=by, at=at, root=person)
    return dependant


@transaction.atomic
def add_representative(
    *,
    person: Person,
    full_name: str,
    scope: str,
    document_number: str,
    valid_from: WrittenDate,
    valid_to: WrittenDate | None = None,
    id_number: str = "",
    mobile: str = "",
    by: User,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Representative:
    """Record who may act for a person, by which document, from when until when."""
    policies.can_represent(by).require()
    if before := earlier(Representative, person, once):
        return before
    if scope not in RepresentativeScope.values:
        raise Refused(_("Choose by what right they act."))
    if not document_number.strip():
        raise Refused(_("Enter the number of the document that lets them act."))
    if valid_to and valid_to.day < valid_from.day:
        raise Refused(_("The document ends before it begins; compare both dates with it."))
    representative = Representative.objects.create(
        person=person, full_name=named(full_name), scope=scope, document_number=arabic.clean(document_number),
        valid_from=valid_from.day, valid_to=valid_to.day if valid_to else None, added_at=at, added_by=by, once=once,
        id_number=identifier(check_national_id, id_number), mobile=identifier(check_mobile, mobile),
    )  # fmt: skip
    data = {"scope": scope}
    record(verb="beneficiaries.add_representative", subject=representative, by=by, at=at, root=person, data=data)
    return representative
