"""A small association in which every service has one case: whoever can tell two apart can tell
everybody.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.cast import NOW
from tests.factories import a_person, a_rejected_case
from tests.messaging.conftest import loopback, work  # noqa: F401
from wasl.cases.models.case import Case
from wasl.common import clock
from wasl.messaging import actions as messaging
from wasl.messaging.models import Message, MessageStatus
from wasl.satisfaction import actions

NEIGHBOURS = [
    ("مريم بنت عبدالله الحربي", "0512345678", "food-basket"),
    ("سالم بن حمد الحربي", "0557654321", "rent-arrears"),
    ("هند بنت سعد العنزي", "0533322110", "school-kit"),
]


@dataclass
class Village:
    """Three people, each with the one closed case of a service, and what reached their phones."""

    cases: list[Case]
    loopback: object

    def invite(self) -> None:
        for case in self.cases:
            actions.invite(case=case, at=NOW)

    def deliver(self) -> None:
        queued = Message.objects.filter(status=MessageStatus.QUEUED).order_by("pk")
        for pk in queued.values_list("pk", flat=True):
            messaging.hand_over(message_id=pk, at=NOW)

    def path(self, place: int) -> str:
        """The path of the link on one neighbour's phone."""
        number = f"966{NEIGHBOURS[place][1][1:]}"
        texts = [text["body"] for text in self.loopback.read("phone", number)]
        links = [link for text in texts for link in re.findall(r"https?://\S+/rate/\S+", text)]
        return urlsplit(links[-1]).path


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    """No test destroys the keys of another."""
    settings.PASSING_KEYS = tmp_path / "keys"


@pytest.fixture
def village(request, loopback, monkeypatch) -> Village:  # noqa: F811
    """Everybody's case is closed on one day; the clock stands at that day."""
    request.getfixturevalue("association")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    cases = [
        a_rejected_case(
            "closed", service=service, person=a_person(name, 543210 + place, mobile=mobile)
        )
        for place, (name, mobile, service) in enumerate(NEIGHBOURS)
    ]
    return Village(cases, loopback)
