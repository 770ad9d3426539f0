"""Keys on an Arabic layout, keys and typing, dialogs and focus, and the queue worked by keyboard
alone.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import NOW
from tests.factories import a_case, a_person, staff, the_catalogue
from wasl.cases.models.case import Case
from wasl.program import reference

ARABIC = """([key, code, shiftKey]) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {key, code, shiftKey, bubbles: true, cancelable: true}))"""


def arabic(page, key, code, shift=False):
    """A key as an Arabic layout sends it: its own letter, and the place where it lies."""
    page.evaluate(ARABIC, [key, code, shift])


@pytest.fixture
def maha_at_the_desk(page, live_server, sign_in, transactional_db):
    reference.load_association(NOW)
    the_catalogue()
    for place, code in enumerate(("food-basket", "school-kit", "rent-arrears")):
        a_case(person=a_person("سعد بن علي الحربي", 700 + place), service=code)
    for username in ("bader", "khalid"):
        staff(username)
    sign_in(staff("maha"))
    page.goto(f"{live_server.url}/desk/")
    return page


def test_keys_lie_where_they_lie_on_an_arabic_keyboard(maha_at_the_desk):
    page = maha_at_the_desk
    arabic(page, "ظ", "Slash")
    expect(page.locator("[data-results=found]")).to_be_focused()
    page.keyboard.type("qn")
    expect(page.locator("[data-results=found]")).to_have_value("qn")
    page.keyboard.press("Escape")
    page.locator("body").evaluate("() => document.activeElement.blur()")
    arabic(page, "؟", "Slash", True)
    expect(page.locator("#quick[open] h2")).to_have_text("المفاتيح")
    page.keyboard.press("Escape")
    expect(page.locator("#quick[open]")).to_have_count(0)
    arabic(page, "ض", "KeyQ")
    expect(page).to_have_url(re.compile("/cases/"))


def test_a_dialog_has_the_focus_keeps_it_and_gives_it_back(maha_at_the_desk):
    page = maha_at_the_desk
    link = page.locator("[data-key=c]")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#quick [name=visitor_name]")).to_be_focused()
    for _stop in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("() => !document.activeElement.closest('main, .bar, .rail')")
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_keys_can_be_switched_off(maha_at_the_desk):
    page = maha_at_the_desk
    page.locator("details.menu summary").click()
    page.locator("[data-keys-toggle]").click()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.wait_for_timeout(300)
    expect(page.locator("#quick[open]")).to_have_count(0)


@pytest.mark.clause("PRE-7")
def test_two_requests_are_handed_over_and_taken_back_without_the_mouse(maha_at_the_desk):
    page, bader = maha_at_the_desk, staff("bader")
    page.keyboard.press("q")
    expect(page).to_have_url(re.compile("/cases/$"))
    page.keyboard.press("3")
    expect(page).to_have_url(re.compile("show=all"))
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("tbody :checked")).to_have_count(2)
    page.keyboard.press("a")
    expect(page.locator("#quick [name=to]")).to_be_focused()
    page.locator("#quick [name=to]").select_option(label=bader.name_ar)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".alert.success")).to_contain_text("طلبان")
    assert Case.objects.filter(owner=bader).count() == 2
    page.keyboard.press("z")
    expect(page.locator("#alerts .alert")).to_contain_text("تم التراجع")
    assert Case.objects.filter(owner=staff("noura")).count() == 3
