"""Every page of a lived-in association, while its policy lacks every term: a sentence, never a
wrong day or the word None.
"""

import re
from collections import deque

import pytest
from django.test import Client

from tests.cast import NOW
from tests.factories import staff
from wasl.governance.models.documents import REQUIRED_TERMS, PolicyVersion
from wasl.program import sample

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|hx-get|action)="(/[^"#]*)')
# Files, the way out, and what only asks the world outside.
NOT_PAGES = re.compile(
    r"/(?:static|media)/|/pdf/|sign-out|\.(?:xml|json|txt|csv|xlsx|docx|pdf|png|svg|ics)\b|[?&]pdf"
)
WORDS = re.compile(r"\bNone\b")
READERS = (
    None,
    "khalid",
    "noura",
    "salem",
    "fahad",
    "reem",
    "turki",
    "rashed",
    "lama",
    "jawaher",
    "sami",
    "admin",
)


@pytest.fixture
def lived_in(tmp_path, settings):
    """The sample association with its people and requests, and a policy in force that sets
    nothing.
    """
    settings.WASL_HOME = tmp_path
    sample.load(NOW)
    PolicyVersion.objects.update(**dict.fromkeys(REQUIRED_TERMS), readings_of_terms={})


def kind_of(address):
    """Addresses that differ in their numbers alone are one page."""
    path, _mark, query = address.partition("?")
    return (
        re.sub(r"\d+", "0", path)
        + "?"
        + ",".join(sorted(part.split("=")[0] for part in query.split("&") if part))
    )


def read_all(client, seen):
    """Every page that this reader comes to from the first two, each kind of page once."""
    waiting = deque(["/", "/desk/", "/library/", "/library/settings/", "/library/work/"])
    while waiting:
        address = waiting.popleft()
        if (kind := kind_of(address)) in seen or NOT_PAGES.search(address):
            continue
        answer = client.get(address.replace("&amp;", "&"))
        if answer.status_code in (302, 403, 404, 405):
            continue
        seen.add(kind)
        is_page = "html" in answer.headers.get("Content-Type", "") and not answer.streaming
        page = answer.content.decode() if is_page else ""
        yield address, answer.status_code, page
        waiting.extend(LINK.findall(page))


@pytest.mark.clause("PRO-7")
def test_no_page_prints_none_or_breaks_while_the_policy_lacks_its_terms(lived_in):
    seen, faults = set(), []
    for username in READERS:
        client = Client(raise_request_exception=False)
        if username:
            client.force_login(staff(username))
        for address, status, page in read_all(client, seen):
            if status >= 500 or WORDS.search(page):
                faults.append(f"{username} {address}: {status}")
    assert not faults, "\n" + "\n".join(faults)
    assert len(seen) > 120, f"The walk came to {len(seen)} pages alone"
