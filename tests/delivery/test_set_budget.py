"""What a service may give in a Hijri year: set by the executives, never below what was released."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.cast import NOW
from wasl.audit.models import Event
from wasl.catalogue import defaults
from wasl.catalogue.models.offered import Service
from wasl.common import clock
from wasl.common.dates import hijri_year
from wasl.common.verdicts import Refused
from wasl.delivery import actions
from wasl.delivery.models import Budget
from wasl.program import reference

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-9")]


@pytest.fixture
def basket(policy) -> Service:
    defaults.load_document_types(NOW)
    return reference.load_service("food-basket", NOW).service


def test_the_executive_sets_a_budget_on_screen(client, khalid, basket):
    client.force_login(khalid)
    year = hijri_year(clock.today())
    page = client.get(reverse("delivery:budgets"))
    assert "لم تُحدد بعد" in page.content.decode()
    client.post(reverse("delivery:set_budget", args=[basket.code, year]), {"amount": "١٬٢٠٠"})
    assert Budget.objects.get(service=basket, hijri_year=year).amount == Decimal(1200)
    assert Event.objects.get(verb="delivery.set_budget").data == {
        "year": year,
        "amount": "1200",
        "before": "0.00",
    }
    assert (
        "1,200"
        in client.get(reverse("delivery:set_budget", args=[basket.code, year])).content.decode()
    )


def test_never_below_what_was_released_nor_for_a_far_year(khalid, basket):
    year = hijri_year(clock.day_of(NOW))
    Budget.objects.create(service=basket, hijri_year=year, amount=100, used=60)
    with pytest.raises(Refused, match="released already"):
        actions.set_budget(service=basket, year=year, amount=Decimal(50), by=khalid, at=NOW)
    with pytest.raises(Refused, match="this Hijri year"):
        actions.set_budget(service=basket, year=year + 5, amount=Decimal(50), by=khalid, at=NOW)


def test_who_delivers_sees_budgets_and_does_not_set_them(client, reem, turki, noura, basket):
    year = hijri_year(clock.today())
    for user in (reem, turki):
        client.force_login(user)
        assert client.get(reverse("delivery:budgets")).status_code == 200
        assert (
            client.post(
                reverse("delivery:set_budget", args=[basket.code, year]), {"amount": "9"}
            ).status_code
            == 403
        )
        with pytest.raises(Refused):
            actions.set_budget(service=basket, year=year, amount=Decimal(9), by=user, at=NOW)
    client.force_login(noura)
    assert client.get(reverse("delivery:budgets")).status_code == 403
