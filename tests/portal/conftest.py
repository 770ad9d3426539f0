"""The site's today is the day of the tests, and its applicants."""

import pytest

from tests.cast import NOW
from tests.portal.visitors import Visitor
from wasl.common import clock


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def stranger(catalogue, maha) -> Visitor:
    """Nobody the register knows yet, with a phone."""
    return Visitor()
