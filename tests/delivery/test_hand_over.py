"""Handing over, in parts or whole, never beyond the decision (PRO-9)."""

from decimal import Decimal

import pytest

from tests.cast import NOW
from tests.factories import A_PICTURE, a_delivery, staff
from wasl.cases.models.case import Case
from wasl.common.verdicts import Refused
from wasl.delivery import actions
from wasl.delivery.models import Delivery, Handover
from wasl.messaging.models import Message, OneTimeCode

pytestmark = pytest.mark.django_db


def hand(delivery, part="1", by="reem", **more):
    given = {
        "receiver_name": "مريم بنت عبدالله الحربي",
        "proof": "signature",
        "signature": A_PICTURE,
        **more,
    }
    return actions.hand_over(delivery=delivery, part=Decimal(part), by=staff(by), at=NOW, **given)


@pytest.mark.clause("PRO-9")
def test_maryam_signs_for_her_basket_and_the_case_is_delivered(committee, reem, turki, khalid):
    delivery = a_delivery()
    handover = hand(delivery)
    assert handover.paper.number == f"{delivery.case.reference}-1"
    assert Delivery.objects.get().completed_at == NOW
    assert Case.objects.get().status == "delivered"


@pytest.mark.clause("PRO-9")
def test_in_two_parts_never_beyond_the_decision(committee):
    delivery = a_delivery(quantity=Decimal(1))
    hand(delivery, "0.5")
    assert Case.objects.get().status == "in_delivery"
    with pytest.raises(Refused, match=r"تبق|remains"):
        hand(delivery, "0.75")
    hand(delivery, "0.5")
    assert Delivery.objects.get().handed == Delivery.objects.get().total
    with pytest.raises(Refused):
        hand(delivery, "0.5")


def test_nothing_is_handed_over_before_it_is_released_from_the_budget(committee):
    with pytest.raises(Refused):
        hand(a_delivery(paid=False))


def test_who_released_does_not_hand_over(committee, turki):
    with pytest.raises(Refused):
        hand(a_delivery(), by="turki")


def test_a_handover_needs_its_proof(committee):
    with pytest.raises(Refused):
        hand(a_delivery(), signature=None)


def test_two_clicks_hand_over_once(committee):
    delivery, once = a_delivery(), "0198a6f0-0000-7000-8000-000000000001"
    first, second = hand(delivery, "0.5", once=once), hand(delivery, "0.5", once=once)
    assert first == second
    assert Handover.objects.count() == 1


@pytest.mark.clause("PRO-9")
def test_the_code_on_the_receivers_mobile_is_the_proof_and_a_wrong_one_is_counted(committee):
    delivery = a_delivery()
    actions.send_receipt_code(delivery=delivery, by=staff("reem"), at=NOW)
    code = Message.objects.filter(template__key="code_receive").latest("pk").secret
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    with pytest.raises(Refused):
        hand(delivery, proof="code", code=wrong, signature=None)
    assert OneTimeCode.objects.get(purpose="receive").attempts == 1
    assert hand(delivery, proof="code", code=code, signature=None).signature is None
