"""Every page that opens, as the first visitor to whom it opens, in both languages and schemes: WCAG
2.2 AA by axe.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client

from tests.browsing import quiet
from tests.journeys.pages import every_page
from tests.journeys.world import World, a_world

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# Pages whose pictures stand in docs/screens, taken anew with WASL_SCREENS=1.
PICTURED = {
    "portal:home", "portal:service", "portal:case", "portal:sign", "satisfaction:rate",
    "governance:policy", "papers:check_paper", "desk:home", "desk:gallery", "cases:queue",
    "cases:detail", "cases:match", "beneficiaries:detail", "committees:item", "delivery:queue",
    "letters:register",
}  # fmt: skip
# Pages that open to nobody in the sample, each with its reason.
CLOSED = {
    "mfa_authenticate": "between the password and the code only; the sign-in's own test goes there",
    "mfa_reauthenticate": "for who signed in long ago and has a second factor",
    "mfa_activate_totp": "right after a fresh sign-in only",
    "mfa_deactivate_totp": "for who has a second factor",
    "mfa_view_recovery_codes": "for who has a second factor",
    "mfa_generate_recovery_codes": "for who has a second factor",
    "mfa_download_recovery_codes": "for who has a second factor",
    "accounts:found": "while there is no association only; its own test goes there",
    "agreements:file": "a signed paper; no agreement of the sample carries one",
    "portal:confirm_change": "after a new mobile was named in the same visit only; its own test goes there",
    "portal:enclosure": "a file that went with a letter; no letter of the sample carries one",
    "portal:file": "opens a request and leads on to its form",
}


def _try(session, address: str):
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    answer = client.get(address)
    assert answer.status_code != 500, "breaks (500)"
    return answer


def _first_who_may(world: World, address: str, likely: str) -> tuple[bool, str]:
    """(is it a page, whose session): the first of the visitors to whom the address answers."""
    first = _try("", address)
    doors = {
        302: world.applicants if "/identify/" in first.headers.get("Location", "") else world.staff
    }
    rest = doors.get(first.status_code, world.applicants + world.staff)
    for session in ("", *([likely] if likely in rest else []), *rest):
        answer = _try(session, address) if session else first
        if answer.status_code == 405:
            return False, ""
        if answer.status_code == 200:
            return b"<html" in b"".join(answer)[:400], session
    raise AssertionError("opens to nobody")


def _visits(world: World):
    """(name, address, whose session, whether in English too) of every page, and what could not be
    visited.

    In English and in the dark: all that visitors and beneficiaries see, and of the staff's pages,
    which are built of the same parts, those of no one thing and the pictured.
    """
    visits, faults, likely = [], [], {}
    for one in every_page():
        address, package = one.address(world.samples), one.name.split(":")[0]
        try:
            assert address, f"no sample for {', '.join(one.arguments)}"
            is_page, session = _first_who_may(world, address, likely.get(package, ""))
        except AssertionError as why:
            if one.name not in CLOSED:
                faults.append(f"{one.name} {address}: {why}")
        else:
            too = session not in world.staff or not one.arguments or one.name in PICTURED
            visits += [(one.name, address, session, too)] if is_page else []
            likely[package] = session or likely.get(package, "")
    return visits, faults


def _violations(page, address: str) -> list[str]:
    """What axe finds; only that comes back from the browser, whose tales of all that is well cost
    more than the search.
    """
    page.goto(address)
    found = page.evaluate("options => axe.run(options).then(said => said.violations)", OPTIONS)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.clause("AIM-1")
def test_every_page_is_open_to_everyone(page, live_server, speak, look, transactional_db):
    """Nobody is kept out by how they see, hear, point or type."""
    world = a_world()
    with quiet():
        visits, faults = _visits(world)
    page.context.add_init_script(AXE_SCRIPT)  # once, and not with every page through the driver
    for language, scheme in (("ar", "light"), ("en", "dark")):
        page.emulate_media(color_scheme=scheme)
        for name, address, session, too in visits:
            if language == "en" and not too:
                continue
            page.context.clear_cookies()
            speak(language)
            if session:
                cookie = {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "url": live_server.url,
                }
                page.context.add_cookies([cookie])
            faults += [
                f"{name} ({language}) {fault}"
                for fault in _violations(page, live_server.url + address)
            ]
            if name in PICTURED and language == "ar":
                look(page, name.replace(":", "-"))
    assert not faults, "\n".join(faults)
    assert len(visits) > 60
