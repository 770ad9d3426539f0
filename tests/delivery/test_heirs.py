"""Somebody dies before everything was handed over: it is held, and the executives say which heir
receives it, or cancel.
"""

from decimal import Decimal

import pytest

from tests.cast import NOW
from tests.factories import A_PICTURE, a_day, a_delivery, staff
from wasl.audit.models import Event
from wasl.beneficiaries.actions import family, striking
from wasl.common.verdicts import Refused
from wasl.delivery import actions, tasks
from wasl.delivery.models import Budget, Delivery, Hold
from wasl.messaging.models import Message, OneTimeCode

pytestmark = pytest.mark.django_db
HEIR = {
    "heir_name": "فهد بن سالم الحربي",
    "heir_id_number": "",
    "reason": "صك حصر الورثة",
    "paper": A_PICTURE,
}


def dead(delivery):
    """The receiver of a delivery has died, and what follows from it was done."""
    person = delivery.case.person
    family.record_death(person=person, death=a_day("2026-11-10"), by=staff("noura"), at=NOW)
    tasks.hold_for_heirs(event=Event.objects.filter(verb="beneficiaries.record_death").latest("id"))
    return Delivery.objects.get(pk=delivery.pk)


def hand(delivery, name, proof="signature"):
    told = {"receiver_name": name, "proof": proof, "signature": A_PICTURE, "part": Decimal(1)}
    return actions.hand_over(delivery=delivery, **told, by=staff("reem"), at=NOW)


def test_a_delivery_waits_and_goes_to_the_named_heir_who_signs(committee, reem, khalid):
    delivery = dead(a_delivery())
    with pytest.raises(Refused, match="has died"):
        hand(delivery, "مريم بنت عبدالله الحربي")
    with pytest.raises(Refused, match="executives"):
        actions.release_to_heir(delivery=delivery, **HEIR, by=reem, at=NOW)
    actions.release_to_heir(delivery=delivery, **HEIR, by=khalid, at=NOW)
    with pytest.raises(Refused, match="alone"):
        hand(delivery, "مريم بنت عبدالله الحربي")
    hand(delivery, "فهد بن سالم الحربي")
    assert Delivery.objects.get().completed_at == NOW


def test_no_code_is_sent_and_nothing_is_planned_or_paid(committee, reem, turki):
    delivery = dead(a_delivery(paid=False))
    codes, texts = OneTimeCode.objects.count(), Message.objects.exclude(error="stopped").count()
    for act in (
        lambda: actions.send_receipt_code(delivery=delivery, by=reem, at=NOW),
        lambda: actions.schedule(
            delivery=delivery, planned_date=NOW.date(), place="البيت", by=reem, at=NOW
        ),
        lambda: actions.pay(delivery=delivery, by=turki, at=NOW),
    ):
        with pytest.raises(Refused, match="died"):
            act()
    assert (OneTimeCode.objects.count(), Message.objects.exclude(error="stopped").count()) == (
        codes,
        texts,
    )


def test_cancel_delivery(committee, khalid):
    """A cancelled one gives the budget back and closes the request, and nobody is asked to rate
    it.
    """
    delivery = a_delivery()
    used = Budget.objects.get(pk=delivery.budget_id).used
    delivery = dead(delivery)
    with pytest.raises(Refused, match="why"):
        actions.cancel_after_death(delivery=delivery, reason=" ", by=khalid, at=NOW)
    actions.cancel_after_death(delivery=delivery, reason="لا وارث له", by=khalid, at=NOW)
    delivery = Delivery.objects.get(pk=delivery.pk)
    assert (
        delivery.cancelled_at == NOW
        and delivery.case.status == "closed"
        and delivery.case.closed_at == NOW
    )
    assert Budget.objects.get(pk=delivery.budget_id).used == used - delivery.total
    assert not Event.objects.filter(verb="cases.close").exists()
    for act in (actions.cancel_after_death, actions.release_to_heir):
        told = HEIR if act is actions.release_to_heir else {"reason": "ثانية"}
        with pytest.raises(Refused, match="cancelled"):
            act(delivery=delivery, **told, by=khalid, at=NOW)


def test_a_death_recorded_by_mistake_lets_it_go_on(committee, noura):
    delivery = dead(a_delivery())
    person = delivery.case.person
    striking.strike_death(person=person, by=noura, at=NOW)
    tasks.lift_holds(event=Event.objects.filter(verb="beneficiaries.strike_death").latest("id"))
    assert Hold.objects.get().outcome == "lifted"
    hand(Delivery.objects.get(pk=delivery.pk), "مريم بنت عبدالله الحربي")


def test_the_page_takes_the_paper_and_says_what_lacks(client, committee, khalid):
    delivery = dead(a_delivery())
    client.force_login(khalid)
    address = f"/delivery/{delivery.pk}/heirs/"
    assert client.get(address).status_code == 200
    lacking = client.post(f"{address}release/", {"heir_name": "فهد الحربي"})
    assert lacking.status_code == 200 and "فهد الحربي" in lacking.content.decode()
    assert client.post(f"{address}cancel/", {"reason": "لا وارث له"}).status_code == 302
    assert Delivery.objects.get().cancelled_at
