"""Every page that opens, as the first visitor to whom it opens, in both languages and schemes: WCAG 2.2 AA by axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from tests.journeys.pages import every_page
from tests.journeys.world import a_world

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# Pages that open to nobody in the sample, each with its reason.
CLOSED: dict[str, str] = {}


def _first_who_may(sessions, address: str) -> tuple[bool, str]:
    """(is it a page, whose session): the first of the visitors to whom the address answers."""
    answers = set()
    for session in sessions:
        client = Client(raise_request_exception=False)
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        answer = client.get(address)
        assert answer.status_code != 500, "breaks (500)"
        if answer.status_code == 405:
            return False, ""
        if answer.status_code == 200:
            return b"<html" in b"".join(answer)[:400], session
        answers.add(answer.status_code)
    raise AssertionError(f"opens to nobody: {answers}")


def _visits(sessions, samples):
    """(name, address, whose session) of every page, and what could not be visited."""
    visits, faults = [], []
    for one in every_page():
        address = one.address(samples)
        try:
            assert address, f"no sample for {', '.join(one.arguments)}"
            is_page, session = _first_who_may(sessions, address)
        except AssertionError as why:
            if one.name not in CLOSED:
                faults.append(f"{one.name} {address}: {why}")
        else:
            visits += [(one.name, address, session)] if is_page else []
    return visits, faults


def _violations(page, address: str) -> list[str]:
    page.goto(address)
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.clause("AIM-1")
def test_every_page_is_open_to_everyone(page, live_server, speak, transactional_db):
    """Nobody is kept out by how they see, hear, point or type."""
    sessions, samples = a_world()
    visits, faults = _visits(sessions, samples)
    for language, scheme in (("ar", "light"), ("en", "dark")):
        page.emulate_media(color_scheme=scheme)
        for name, address, session in visits:
            page.context.clear_cookies()
            speak(language)
            if session:
                cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
                page.context.add_cookies([cookie])
            faults += [f"{name} ({language}) {fault}" for fault in _violations(page, live_server.url + address)]
    assert not faults, "\n".join(faults)
    assert len(visits) > 60
