"""Every undoing gives back what was: all that the doing changed, and no default in its place.

A row of the table says who prepares, what is done, and how it is undone. Each step is a transaction
of its own, as it is in the house: the history knows what belongs together by that.
"""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import transaction

from tests.beneficiaries.files import a_list, a_member, brought, checked
from tests.cast import NOW
from tests.factories import a_case, a_day, a_delivery, a_meeting, a_visitor, an_item, staff
from tests.test_house import actions as every_action
from wasl.accounts import actions as accounts
from wasl.accounts.models import User
from wasl.beneficiaries.actions import (
    family,
    household,
    import_running,
    merging,
    representing,
    roles,
    striking,
)
from wasl.beneficiaries.models.household import Household, HouseholdMember
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.models.roles import Membership, Volunteer
from wasl.beneficiaries.queries import household as household_queries
from wasl.beneficiaries.queries import imports
from wasl.cases.actions import outcome
from wasl.cases.actions import sharing as sharing_actions
from wasl.cases.models.case import Case
from wasl.cases.states import Status
from wasl.catalogue.actions import offering
from wasl.catalogue.models.offered import Service
from wasl.committees.actions import meeting as meeting_actions
from wasl.committees.models import AgendaItem
from wasl.delivery import actions as delivery
from wasl.delivery.models import Budget, Delivery
from wasl.privacy.actions import destruction

pytestmark = pytest.mark.django_db(transaction=True)

DIED = date(2026, 11, 10)
# What counts how often a row was written, or says why it stands as it does, and is nothing that an
# undoing gives back.
BESIDE = {"version", "reason", "last_login", "is_chosen", "mobile_verified_at"}

# Words that sound like an undoing, and why these are none.
NO_UNDOINGS = {
    "agreements.remove_term": "a draft is edited",
    "agreements.withdraw_event": "deletes the row it recorded; tests/agreements/test_duties.py",
    "beneficiaries.take_out_again": "part of undoing a batch; tests/beneficiaries/test_undo_batch.py",
    "beneficiaries.withdraw_consent": "a consent that was given stays given until then",
    "cases.cancel_delivery": "an end of its own",
    "cases.reopen": "an objection begins the study anew, on purpose",
    "cases.withdraw": "an end of its own",
    "catalogue.remove_criterion": "a draft is edited",
    "catalogue.remove_document": "a draft is edited",
    "catalogue.remove_line": "a draft is edited",
    "catalogue.remove_question": "a draft is edited",
    "catalogue.withdraw_guide": "back to a draft, a stage of the lifecycle",
    "catalogue.withdraw_service": "back to a draft, a stage of the lifecycle",
    "delivery.cancel_after_death": "an end of its own",
    "governance.remove_clause": "a draft is edited",
    "knowledge.withdraw": "a stage of the lifecycle",
    "knowledge.withdraw_correction": "a stage of the lifecycle",
    "outreach.resume": "goes on from where it stood; tests/outreach/test_send.py",
    "portal.withdraw_story": "a stage of the lifecycle",
    "messaging.clear_codes": "codes that are over are forgotten",
    "privacy.withdraw": "an end of its own",
}
SOUNDS = re.compile(
    r"undo|revoke|take_back|reopen|restore|strike|lift|resume|reactivate|clear_|remove|withdraw|cancel|_again"
)


def state(*models):
    """Every row of these models, column by column."""
    return {
        (model._meta.label, row["pk"]): {
            name: value for name, value in row.items() if name not in BESIDE
        }
        for model in models
        for row in model._base_manager.order_by("pk").values(
            "pk", *(field.attname for field in model._meta.concrete_fields)
        )
    }


# The table: a generator that prepares, yields; does, yields; undoes.


def a_death():
    """A suspended member, twice married, whose one volunteering ended before and whose agent was
    revoked that day.
    """
    noura = staff("noura")
    saad = a_visitor("سعد بن فهد القحطاني", gender="male", by=noura, birth=a_day("1/1/1395"))
    for name, gender, role in (
        ("هند", "female", "spouse"),
        ("منى", "female", "spouse"),
        ("فهد", "male", "son"),
        ("سارة", "female", "daughter"),
    ):
        household.add_to_household(
            person=saad,
            role=role,
            person_data={"full_name": name, "gender": gender},
            by=noura,
            at=NOW,
        )
    of = {one.person.full_name: one.person for one in household_queries.family_of(saad).members}
    Person.objects.filter(pk=of["منى"].pk).update(marital_status="divorced")
    member = roles.admit_member(person=saad, number="77", by=staff("maha"), at=NOW)
    roles.suspend_member(membership=member, reason="لم يسدد", by=staff("maha"), at=NOW)
    volunteer = roles.keep_volunteer(
        person=saad, skills="قيادة", availability="", by=staff("maha"), at=NOW
    )
    Volunteer.objects.filter(pk=volunteer.pk).update(since_date=date(2026, 1, 1), ended_date=DIED)
    told = {
        "scope": "agent",
        "document_number": "1",
        "valid_from": a_day("2026-01-01"),
        "by": noura,
        "at": NOW,
    }
    revoked = representing.add_representative(person=saad, full_name="علي", **told)
    representing.end_representation(
        representative=revoked, cause="revoked", day=DIED, by=noura, at=NOW
    )
    representing.add_representative(person=saad, full_name="خالد", **told)
    uncle = a_visitor("عبدالله بن فهد القحطاني", gender="male", by=noura)
    household.form_household(head=uncle, by=noura, at=NOW)
    yield Person, Membership, Representative, Volunteer, HouseholdMember, Household
    family.record_death(
        person=saad, death=a_day("2026-11-10"), along=[of["سارة"]], into=uncle, by=noura, at=NOW
    )
    yield
    striking.strike_death(person=saad, by=noura, at=NOW)


def a_member_of_a_household():
    noura = staff("noura")
    saad, hind = (
        a_visitor("سعد", gender="male", by=noura),
        a_visitor("هند", gender="female", by=noura),
    )
    household.form_household(head=saad, by=noura, at=NOW)
    yield Person, HouseholdMember, Household
    place = household.add_to_household(person=saad, role="spouse", newcomer=hind, by=noura, at=NOW)
    yield
    household.strike_member(member=place, by=noura, at=NOW)
    assert household_queries.family_of(hind) is None


def a_merge():
    noura, maha = staff("noura"), staff("maha")
    one, other = (
        a_visitor("مريم الحربي", by=noura),
        a_visitor("مريم عبدالله الحربي", by=noura, city="حائل"),
    )
    yield Person, HouseholdMember, Membership
    merge = merging.merge(survivor=one, merged=other, takes={"address"}, by=maha, at=NOW)
    yield
    merging.undo_merge(merge=merge, reason="شخصان", by=maha, at=NOW)


def a_brought_file():
    maha = staff("maha")
    row = a_member(1, **{"رقم الجوّال": "0551234567 / 0112345678"})
    known = brought(
        checked(
            a_list(
                [
                    a_member(
                        1,
                        **{
                            "رقم الجوّال": None,
                            "المدينة": None,
                            "رقم العضوية": None,
                            "عدد الأسهم": None,
                        },
                    )
                ]
            )
        )
    )
    assert known.status == "checked"
    yield Person, Membership, apps.get_model("beneficiaries", "ContactPoint")
    source = brought(checked(a_list([row, a_member(2)])), fills=True)
    yield
    for batch in imports.batches(source):
        import_running.undo_batch(batch=batch, by=maha, at=NOW)


def a_sharing_out():
    case = a_case()
    yield (Case,)
    told = {
        "cases": [(case.pk, case.version)],
        "to": staff("bader"),
        "reason": "توزيع",
        "once": uuid.uuid4(),
    }
    sharing = sharing_actions.share_out(**told, by=staff("maha"), at=NOW)
    yield
    sharing_actions.take_back(sharing=sharing, by=staff("maha"), at=NOW)


def an_urgent_case():
    case = a_case()
    yield (Case,)
    outcome.mark_urgent(case=case, reason="طفل مريض", by=staff("maha"), at=NOW)
    yield
    outcome.clear_urgent(case=Case.objects.get(), by=staff("maha"), at=NOW)


def a_closed_sign_in():
    admin, bader = staff("admin"), staff("bader")
    yield (User,)
    accounts.deactivate(user=bader, by=admin, at=NOW)
    yield
    accounts.reactivate(user=bader, by=admin, at=NOW)


def a_suspended_member():
    maha = staff("maha")
    member = roles.admit_member(person=a_visitor(by=staff("noura")), number="7", by=maha, at=NOW)
    yield (Membership,)
    roles.suspend_member(membership=member, reason="لم يسدد", by=maha, at=NOW)
    yield
    roles.resume_member(membership=member, reason="سدد", by=maha, at=NOW)


def a_closed_service():
    case = a_case(Status.CLOSED)
    yield (Service,)
    offering.stop_offering(service=case.service, by=staff("khalid"), at=NOW)
    yield
    offering.offer_again(service=case.service, by=staff("khalid"), at=NOW)


def a_legal_hold():
    person, jawaher = a_visitor(by=staff("noura")), staff("jawaher")
    yield (Person,)
    hold = destruction.place_hold(person=person, reason="قضية", by=jawaher, at=NOW)
    yield
    destruction.lift_hold(hold=hold, by=jawaher, at=NOW)


def a_held_delivery():
    made = a_delivery()
    yield Delivery, Budget, Case
    delivery.hold(person=made.case.person, by=None, at=NOW)
    yield
    delivery.lift_holds(person=made.case.person, by=None, at=NOW)


def an_agenda():
    case, meeting = a_case(Status.IN_COMMITTEE), a_meeting()
    yield AgendaItem, Case
    item = an_item(case=case, meeting=meeting)
    yield
    meeting_actions.remove_item(item=item, by=staff("dalal"), at=NOW)


UNDOINGS = {
    "accounts.reactivate": a_closed_sign_in,
    "beneficiaries.resume_member": a_suspended_member,
    "beneficiaries.strike_death": a_death,
    "beneficiaries.strike_member": a_member_of_a_household,
    "beneficiaries.undo_batch": a_brought_file,
    "beneficiaries.undo_merge": a_merge,
    "cases.clear_urgent": an_urgent_case,
    "cases.take_back": a_sharing_out,
    "catalogue.offer_again": a_closed_service,
    "committees.remove_item": an_agenda,
    "delivery.lift_holds": a_held_delivery,
    "privacy.lift_hold": a_legal_hold,
}
NOTHING_TO_CHANGE = {
    "privacy.lift_hold",
    "delivery.lift_holds",
    "committees.remove_item",
    "beneficiaries.strike_member",
}


@pytest.mark.parametrize("verb", sorted(UNDOINGS))
def test_what_is_undone_is_as_it_was(committee, admin, verb):
    steps = UNDOINGS[verb]()
    models = next(steps)
    before = state(*models)
    next(steps)
    done = state(*models)
    assert done != before or verb in NOTHING_TO_CHANGE
    with transaction.atomic():
        next(steps, None)
    after = state(*models)
    assert {key: row for key, row in after.items() if key in before} == before
    added = {key: row for key, row in after.items() if key not in before}
    assert all(row.get("ended_with") == "mistake" for row in added.values()), added


def test_every_undoing_stands_in_the_table():
    """Whatever is called like one is tried here, or it is said why it is none."""
    found = {name for name, _node in every_action() if SOUNDS.search(name.split(".")[1])}
    assert found == set(UNDOINGS) | set(NO_UNDOINGS)


def test_what_was_changed_since_the_death_stays(association):
    """An officer who corrected something after the death keeps the correction when the death is
    struck.
    """
    noura = staff("noura")
    saad = a_visitor("سعد", gender="male", by=noura)
    hind = household.add_to_household(
        person=saad,
        role="spouse",
        person_data={"full_name": "هند", "gender": "female"},
        by=noura,
        at=NOW,
    ).person
    family.record_death(person=saad, death=a_day("2026-11-10"), by=noura, at=NOW)
    Person.objects.filter(pk=hind.pk).update(marital_status="married")
    later = NOW + timedelta(days=1)
    striking.strike_death(person=saad, by=noura, at=later)
    assert Person.objects.get(pk=hind.pk).marital_status == "married"
