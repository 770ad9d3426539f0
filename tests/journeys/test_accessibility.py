"""Every page that opens, as the first member of the cast whom it opens to, in both languages: WCAG 2.2 AA by axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests.journeys.pages import every_page
from tests.journeys.world import a_world

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


def _first_who_may(users, address: str):
    """(is it a page, who): the first of nobody-signed-in and the cast to whom the address answers."""
    answers = set()
    for user in (None, *users):
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user)
        answer = client.get(address)
        if answer.status_code in (405, 500):
            assert answer.status_code == 405, "breaks (500)"
            return False, None
        if answer.status_code == 200:
            return "text/html" in answer.headers["Content-Type"], user
        answers.add(answer.status_code)
    raise AssertionError(f"opens to nobody: {answers}")


def _violations(page, address: str) -> list[str]:
    page.goto(address)
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def _visits(users, samples):
    """(name, address, who) of every page, and what could not be visited."""
    visits, faults = [], []
    for one in every_page():
        address = one.address(samples)
        if address is None:
            faults.append(f"{one.name}: no sample for {', '.join(one.arguments)}")
            continue
        try:
            may, user = _first_who_may(users, address)
        except AssertionError as nobody:
            faults.append(f"{one.name} {address}: {nobody}")
            continue
        if may:
            visits.append((one.name, address, user))
    return visits, faults


@pytest.mark.clause("AIM-1")
def test_every_page_is_open_to_everyone(page, live_server, sign_in, speak, look, transactional_db):
    """Nobody is kept out by how they see, hear, point or type."""
    users, samples = a_world()
    visits, faults = _visits(users, samples)
    for language, scheme in (("ar", "light"), ("en", "dark")):
        page.emulate_media(color_scheme=scheme)
        for name, address, user in visits:
            sign_in(user)
            speak(language)
            faults += [f"{name} ({language}) {fault}" for fault in _violations(page, live_server.url + address)]
    assert not faults, "\n".join(faults)
