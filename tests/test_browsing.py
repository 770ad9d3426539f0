"""Every address as a browser asks for it, for everybody who may come: never an error, never words
that are not ours.

The world is dear to make, so one test asks everything of it; what is wrong is named by visitor and
address.
"""

import gzip
import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.addresses import own
from tests.browsing import BROTLI, FOLLOWED, OPENED, PART, Answer, addresses, quiet
from tests.journeys.world import a_world
from wasl.accounts.models import User

# What answers a machine, not a person: their empty answers mean something.
MACHINES = {"messaging:delivery_report"}
PUBLIC = (
    "portal:home",
    "portal:services",
    "portal:guide",
    "portal:contact",
    "portal:rights",
    "governance:policy",
)


def visit(session, address, headers):
    """Ask as a browser does; what came back, decompressed as it would."""
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    response = client.get(address, headers=headers)
    body = b"".join(response)  # a file closes itself when it was read
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(response.status_code, response.headers.get("Content-Type", ""), body)


def faults_of(answer, name, *, for_part):
    """What is wrong with an answer: an error of ours, or a refusal that does not speak."""
    if answer.status >= 500:
        yield f"{answer.status}"
    if answer.status < 400 or name in MACHINES:
        return
    if for_part and (answer.is_page or not answer.body.strip()):
        yield f"{answer.status} to a part of a page without a sentence"
    if not for_part and not answer.is_page:
        yield f"{answer.status} in the browser's own words"


def walk(who, session, places, headers):
    """All faults of all addresses for one visitor."""
    for name, address in places:
        for fault in faults_of(
            visit(session, address, headers), name, for_part="hx-request" in headers
        ):
            yield f"{who}: {name} {address}: {fault}"


def forms_among(places, session):
    """Addresses that only take forms, and what is wrong with their page of refusal.

    It leads, at the latest by two more of its kind, to a page that opens or says why not. Who asks
    makes no difference.
    """
    forms, faults = {}, []
    for name, address in places:
        answer, left = visit(session, address, OPENED), 3
        if answer.status != 405 or name in MACHINES:
            continue
        forms[name] = address
        faults += [
            f"{name} {address}: {fault}" for fault in faults_of(answer, name, for_part=False)
        ]
        while answer.status == 405 and left:
            ways = re.findall(r'class="button" href="([^"]+)"', answer.body.decode())
            answer, left = (
                visit(session, html.unescape(ways[0]), OPENED) if ways else answer,
                left - 1,
            )
        faults += [f"{name} {address}: no page behind the way back"] if answer.status == 405 else []
    return forms, faults


def lost_in_compression(session):
    """Public pages that do not arrive whole at who is signed in."""
    for name in PUBLIC:
        answer = visit(session, reverse(name), BROTLI if name == "portal:home" else OPENED)
        if answer.status != 200 or not answer.is_page:
            yield f"{name}: {answer.status}, not a whole page"


def of_the_staff(world, pages):
    """Every member with the pages to ask for: all of them for each set of roles, a fifth for who
    holds the same.
    """
    seen = set()
    for session, user in zip(world.staff, User.objects.all(), strict=True):
        yield user.username, session, pages[::5] if user.roles in seen else pages, OPENED
        seen.add(user.roles)


@pytest.mark.clause("AIM-1")
def test_every_address_as_a_browser_asks_for_it(db):
    """Whoever comes opens everything; a stranger, an applicant and one of the staff ask for parts
    of pages too.
    """
    world = a_world()
    places = list(addresses(world))
    newcomer, applicant, member = *world.applicants[:2], world.staff[0]
    with quiet():
        forms, faults = forms_among(places, member)
        pages = [place for place in places if place[0] not in forms]
        asks = [
            (who, session, pages, OPENED)
            for who, session in (("stranger", ""), ("applicant", applicant))
        ]
        asks += [
            ("newcomer", newcomer, pages[::2], OPENED),
            ("follower", member, pages[::2], FOLLOWED),
        ]
        asks += [
            ("stranger's part", "", pages[::2], PART),
            ("applicant's part", applicant, pages[::2], PART),
        ]
        asks += [
            ("member's part", member, pages, PART),
            ("member's form", member, forms.items(), PART),
        ]
        for who, session, asked, headers in [*asks, *of_the_staff(world, pages)]:
            faults += walk(who, session, asked, headers)
        faults += lost_in_compression(member)
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:200])
    assert len(places) > 400 and len(forms) > 100 and len(world.staff) > 15


def test_what_compresses_is_one_place_and_the_outermost():
    """Whoever reads or changes an answer's body must read text."""
    assert settings.MIDDLEWARE[0] == "wasl.common.middleware.CompressionMiddleware"
    marked = [view for _address, view in own() if getattr(view.callback, "is_compressed", False)]
    assert len(marked) > 10
    # A compressed page with a secret in it would tell of it by its length.
    assert all(getattr(view.callback, "login_required", True) is False for view in marked)
