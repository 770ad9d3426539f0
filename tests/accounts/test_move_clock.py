"""The sample association's clock goes forward, is recorded, and exists nowhere else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import NOW
from wasl.accounts import actions
from wasl.accounts.models import Association
from wasl.audit.models import Event
from wasl.common import clock
from wasl.common.verdicts import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(association):
    association.is_sample = True
    association.save()
    return association


def test_it_moves_forward_and_every_page_follows(client, sample, admin):
    client.force_login(admin)
    real = clock.now()
    client.post(reverse("accounts:move_clock"), {"days": 13})
    client.post(reverse("accounts:move_clock"), {"days": 1})
    page = client.get(reverse("accounts:manage"))
    ahead = page.context["now"] - real
    assert timedelta(days=14) <= ahead < timedelta(days=14, minutes=5)
    assert [
        event.data for event in Event.objects.filter(verb="accounts.move_clock").order_by("id")
    ] == [
        {"days": 13},
        {"days": 1},
    ]


@pytest.mark.parametrize("days", [0, -1, 367])
def test_it_never_goes_back_nor_leaps(sample, admin, days):
    with pytest.raises(Refused):
        actions.move_clock(days=days, by=admin, at=NOW)


def test_a_real_associations_clock_stays(association, admin):
    Association.objects.update(is_sample=False)
    with pytest.raises(Refused, match="sample"):
        actions.move_clock(days=1, by=admin, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Association.objects.update(clock_ahead_days=1)


def test_only_the_administrator_moves_it(sample, noura):
    with pytest.raises(Refused):
        actions.move_clock(days=1, by=noura, at=NOW)
