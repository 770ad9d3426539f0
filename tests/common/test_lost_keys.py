"""While the keys are lost nothing is saved: not by the staff's own pages either."""

import pytest
from django.urls import reverse

from wasl.common import keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lost(monkeypatch):
    monkeypatch.setattr(keys, "is_lost", lambda: True)


@pytest.mark.parametrize(
    "name", ["accounts:add_staff", "accounts:change_identity", "accounts:keep_letterhead"]
)
def test_who_manages_the_staff_saves_nothing(client, admin, name):
    client.force_login(admin)
    assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse(name), {}).status_code == 503


def test_signing_in_and_out_stay_open(client, association):
    assert client.post(reverse("account_login"), {"login": "x", "password": "y"}).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302
