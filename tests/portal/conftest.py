"""The site's today is the day of the tests, and its applicants."""

import pytest

from tests.cast import NOW
from tests.portal.visitors import Visitor
from wasl.common import clock
from wasl.knowledge.models import Topic


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def stranger(catalogue, maha) -> Visitor:
    """Nobody the register knows yet, with a phone."""
    return Visitor()


@pytest.fixture
def topic(db) -> Topic:
    """A topic of the answers under the code that the public pages' tests use."""
    return Topic.objects.create(code="rent-arrears", name_ar="الإيجار", name_en="Rent")
