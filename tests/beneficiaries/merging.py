"""What the tests of merging share: every row that a merge may touch, and small random registers."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from tests.cast import NOW
from tests.factories import a_document_type, an_id_number
from wasl.beneficiaries import naming
from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.models.household import Household, HouseholdMember
from wasl.beneficiaries.models.naming import PersonName
from wasl.beneficiaries.models.person import BeneficiaryFile, Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.models.roles import Membership
from wasl.beneficiaries.queries import identity, pointing
from wasl.committees.models import Kinship
from wasl.common import text
from wasl.common.crypto import blind
from wasl.interactions.models import Interaction, Referral
from wasl.letters.models import Letter

RECORDS = {"merge", "movedrow", "takenvalue", "duplicatepair"}


def everything():
    """Every row of every table that points at people, and the people, column by column as Python
    reads them.
    """
    models = {pointer.model for pointer in pointing.pointers()} | {Person}
    return {
        model._meta.label_lower: sorted(
            map(repr, model._base_manager.order_by().values_list(*_columns(model)))
        )
        for model in models
        if model._meta.model_name not in RECORDS
    }


def _columns(model):
    """All columns; of the words of names, which are written anew from the name, all but the key."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if (model, field.name) != (PersonName, "id")
    ]


def a_plain_person(name="مريم الحربي", **given):
    """A row of the register as imports write them, without the steps of an officer."""
    number = given.pop("id_number", "") or an_id_number()
    values = {"gender": "female", "id_kind": "national_id", "registered_at": NOW, **given}
    person = Person.objects.create(
        full_name=name, name_parts=name.split(), sort_key=text.sort_key(name),
        id_number=number, id_blind=blind(number, identity.ID), **values,
    )  # fmt: skip
    naming.keep([person])
    return person


def a_row(kind, person, officer, other, serial):
    """A row of one kind that points at a person; None where there is no room for it."""
    return ROWS[kind](person, officer, other, serial, NOW + timedelta(minutes=serial))


def _document(person, officer, other, serial, at):
    kept = {"document_type": a_document_type(), "seen_at": at, "seen_by": officer}
    return Document.objects.create(person=person, added_at=at, **kept)


def _membership(person, officer, other, serial, at):
    ended = {"status": "withdrawn", "ended_date": at.date()} if serial % 3 else {}
    if not ended and Membership.objects.filter(person=person, ended_date=None).exists():
        return None
    return Membership.objects.create(person=person, number=f"{serial}", added_at=at, **ended)


def _representative(person, officer, other, serial, at):
    told = {
        "scope": "agent",
        "document_number": "1",
        "valid_from": NOW.date(),
        "added_at": at,
        "added_by": officer,
    }
    return Representative.objects.create(person=person, full_name=f"تركي {serial}", **told)


def _file(person, officer, other, serial, at):
    if BeneficiaryFile.objects.filter(person=person).exists():
        return None
    return BeneficiaryFile.objects.create(
        person=person, number=f"1448-{serial}", opened_at=at, opened_by=officer
    )


def _kinship(person, officer, other, serial, at):
    who = officer if serial % 2 else other
    told = {"relation": "خال", "declared_at": at, "declared_by": who}
    return Kinship.objects.get_or_create(user=who, person=person, defaults=told)[0]


def _contact(person, officer, other, serial, at):
    return Interaction.objects.create(
        person=person, kind="visit", channel="interview", subject=f"زيارة {serial}", at=at
    )


def _referral(person, officer, other, serial, at):
    told = {"question": "؟", "executive": other, "due_at": at, "asked_at": at, "asked_by": officer}
    return Referral.objects.create(person=person, **told)


def _letter(person, officer, other, serial, at):
    return Letter.objects.create(
        person=person, register="incoming", party="جهة", subject=f"خطاب {serial}"
    )


def _place(person, officer, other, serial, at):
    """A place in the one household of the random registers, now or some years ago, where the person
    has room.
    """
    household = Household.objects.get_or_create(number="1448-900", defaults={"added_at": at})[0]
    days = {} if serial % 2 else {"until_date": date(2000 + serial, 1, 1), "ended_with": "moving"}
    since = date(2020, 1, 1) if serial % 2 else date(1999 + serial, 6, 1)
    try:
        with transaction.atomic():
            return HouseholdMember.objects.create(
                household=household, person=person, role="other", since_date=since,
                began_with="joining", added_at=at, **days,
            )  # fmt: skip
    except IntegrityError:
        return None


ROWS = {
    "document": _document, "membership": _membership, "household": _place,
    "representative": _representative, "file": _file, "kinship": _kinship, "contact": _contact,
    "referral": _referral, "letter": _letter,
}  # fmt: skip
KINDS = list(ROWS)
