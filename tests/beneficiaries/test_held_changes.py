"""A new mobile or account that nobody saw a paper for waits 72 hours, and the old mobile is
told.
"""

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.factories import a_visitor
from wasl.beneficiaries import tasks
from wasl.beneficiaries.actions import changing, identity, registering
from wasl.beneficiaries.models.claims import HeldChange
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims, finding
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-6")]

OLD, NEW = "+966500000001", "+966551234567"
IBAN, OTHER_IBAN = "SA0380000000608010167519", "SA4420000001234567891234"
AFTER = NOW + timedelta(hours=72)


@pytest.fixture
def person(noura) -> Person:
    known = a_visitor(by=noura, mobile=OLD, iban=IBAN)
    return registering.confirm_mobile(person=known, by=None, at=NOW)


def correct(person, by, **changes):
    seen = changes.pop("paper_seen", False)
    return registering.correct(person=person, changes=changes, by=by, at=NOW, paper_seen=seen)


def told(key):
    return [one.recipient for one in Message.objects.filter(template__key=key)]


@pytest.mark.parametrize(
    ("field", "new", "key"),
    [("mobile", NEW, "mobile_change_waits"), ("iban", OTHER_IBAN, "iban_change_waits")],
)
def test_without_the_paper_it_waits_and_then_counts(person, noura, monkeypatch, field, new, key):
    before = getattr(person, field)
    assert getattr(correct(person, noura, **{field: new}, city="حائل"), field) == before
    change = claims.waiting_change(person, field)
    assert (change.value, change.due_at, change.asked_by) == (new, AFTER, noura)
    assert told(key) == [OLD]
    with pytest.raises(Refused, match="72 hours"):
        changing.bring_change(change=change, by=None, at=AFTER - timedelta(seconds=1))
    monkeypatch.setattr(clock, "now", lambda: AFTER)
    tasks.bring_changes()
    tasks.bring_changes()
    person.refresh_from_db()
    assert getattr(person, field) == new and person.city == "حائل"
    assert (person.mobile_verified_at is None) is (field == "mobile")
    assert finding.find(noura, new) == [person]


@pytest.mark.parametrize(
    ("field", "new", "key"),
    [("mobile", NEW, "mobile_changed"), ("iban", OTHER_IBAN, "iban_changed")],
)
def test_with_the_paper_in_hand_it_counts_at_once_and_the_old_mobile_is_told(
    person, noura, field, new, key
):
    assert getattr(correct(person, noura, **{field: new}, paper_seen=True), field) == new
    assert told(key) == [OLD] and not HeldChange.objects.exists()


def test_what_an_officer_saw_the_paper_for_is_not_undone_by_what_waited(person, noura):
    correct(person, noura, mobile=NEW)
    correct(person, noura, mobile="+966551234568", paper_seen=True)
    assert HeldChange.objects.get().status == "replaced"


def test_what_was_empty_waits_for_nothing(noura):
    assert correct(a_visitor(by=noura, mobile=""), noura, mobile=NEW, iban=IBAN).mobile == NEW
    assert not HeldChange.objects.exists() and not Message.objects.exists()


def test_taking_a_mobile_away_is_a_change_too(person, noura):
    assert correct(person, noura, mobile="").mobile == OLD
    changing.bring_change(change=HeldChange.objects.get(), by=None, at=AFTER)
    person.refresh_from_db()
    assert (person.mobile, person.mobile_verified_at) == ("", None)


def test_an_officer_refuses_with_a_reason_and_nothing_changes(person, noura, salem):
    correct(person, noura, mobile=NEW)
    change = HeldChange.objects.get()
    with pytest.raises(Refused, match="Say why"):
        changing.refuse_change(change=change, reason=" ", by=noura, at=NOW)
    with pytest.raises(Refused, match="Your role"):
        changing.refuse_change(change=change, reason="اتصلت", by=salem, at=NOW)
    changing.refuse_change(change=change, reason="اتصلت ولم تطلبه", by=noura, at=NOW)
    with pytest.raises(Refused, match="does not wait"):
        changing.bring_change(change=change, by=None, at=AFTER)
    person.refresh_from_db()
    assert person.mobile == OLD


def test_a_later_change_takes_the_place_of_the_one_that_waits_and_its_time_begins_anew(
    person, noura
):
    correct(person, noura, mobile=NEW)
    later = NOW + timedelta(hours=70)
    registering.correct(person=person, changes={"mobile": "0551234568"}, by=noura, at=later)
    assert claims.waiting_change(person, "mobile").due_at == later + timedelta(hours=72)
    assert sorted(HeldChange.objects.values_list("status", flat=True)) == ["replaced", "waiting"]
    registering.correct(person=person, changes={"mobile": "0551234568"}, by=noura, at=later)
    assert HeldChange.objects.count() == 2, "the same again is no further change"


def test_a_further_way_that_becomes_the_first_waits_too_and_changes_places(person, noura):
    contact = identity.add_contact(
        person=person, kind="mobile", value=NEW, purpose="own", by=noura, at=NOW
    )
    assert identity.make_principal(contact=contact, by=noura, at=NOW).mobile == OLD
    changing.bring_change(change=HeldChange.objects.get(), by=None, at=AFTER)
    contact.refresh_from_db()
    person.refresh_from_db()
    assert (person.mobile, contact.value) == (NEW, OLD)


def test_the_pages_show_what_waits_and_refuse_it(client, person, noura):
    client.force_login(noura)
    form = client.get(f"/people/{person.pk}/correct/").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "paper_seen"} | {
        "mobile": NEW
    }
    assert client.post(f"/people/{person.pk}/correct/", typed).url == f"/people/{person.pk}/"
    change = HeldChange.objects.get()
    page = client.get(f"/people/{person.pk}/").content.decode()
    assert f"/people/changes/{change.pk}/refuse/" in page and NEW[-9:] not in page
    client.post(f"/people/changes/{change.pk}/refuse/", {"reason": "لم تطلبه"})
    change.refresh_from_db()
    assert change.status == "refused"
    form = client.get(f"/people/{person.pk}/correct/").context["form"]
    typed["version"] = form["version"].value()
    client.post(f"/people/{person.pk}/correct/", typed | {"paper_seen": "on"})
    person.refresh_from_db()
    assert person.mobile == NEW


def test_a_mobile_is_confirmed_at_the_desk_by_a_code(client, noura, association):
    person = a_visitor(by=noura, mobile=OLD)
    client.force_login(noura)
    client.post(f"/people/{person.pk}/mobile/", {"send": "1"})
    code = Message.objects.get(template__key="code_verify", recipient__isnull=False).secret
    assert 'data-wait="' in client.get(f"/people/{person.pk}/mobile/").content.decode()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert (
        client.post(f"/people/{person.pk}/mobile/", {"code": wrong}).context["form"].errors["code"]
    )
    assert (
        client.post(f"/people/{person.pk}/mobile/", {"code": code}).url == f"/people/{person.pk}/"
    )
    person.refresh_from_db()
    assert person.mobile_verified_at
