"""A visitor is received without leaving the keyboard: found by part of a name, the visit recorded,
a request begun.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import NOW
from tests.factories import a_visitor, staff, the_catalogue
from tests.knowledge.library import an_answer
from wasl.interactions.models import Interaction
from wasl.program import reference


@pytest.fixture
def noura_at_the_desk(page, live_server, sign_in, transactional_db):
    reference.load_association(NOW)
    the_catalogue()
    noura = staff("noura")
    a_visitor("شيخة بنت دخيل الراجح", by=noura)
    a_visitor("شيخ بن راجح الدخيل", by=noura, gender="male")
    sign_in(noura)
    page.goto(f"{live_server.url}/desk/")
    return page


@pytest.mark.clause("PRO-2")
def test_by_keyboard_alone(noura_at_the_desk):
    page = noura_at_the_desk
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/desk/receive/$"))
    page.keyboard.type("شيخه", delay=30)
    expect(page.locator("#visitors .results .strong").first).to_have_text("شيخة بنت دخيل الراجح")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/contacts/visit/\?person="))
    page.get_by_label("الموضوع").fill("طلب سلة غذائية")
    page.get_by_label("النتيجة").fill("بدأ الطلب")
    page.get_by_role("button", name="التسجيل وبدء طلب").press("Enter")
    expect(page).to_have_url(re.compile(r"/cases/start/"))
    assert Interaction.objects.get().person.full_name == "شيخة بنت دخيل الراجح"


def test_the_box_in_the_bar_shows_as_one_types_and_escape_puts_it_away(noura_at_the_desk):
    page = noura_at_the_desk
    page.keyboard.press("/")
    page.keyboard.type("دخيل", delay=30)
    expect(page.locator("#found .results li")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#found li:nth-child(2) a.strong")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#found .results")).to_have_count(0)
    expect(page.locator("[data-results=found]")).to_be_focused()


@pytest.mark.clause("OBJ-3")
def test_an_answer_of_the_library_is_put_in_by_keyboard(noura_at_the_desk, look):
    page = noura_at_the_desk
    staff("khalid")
    for question in ("متى تُصرف السلة الغذائية؟", "هل تُوصل السلة إلى البيت؟"):
        an_answer(question, f"جواب {question}", staff("maha"), staff("khalid"))
    page.goto(page.url.replace("/desk/", "/contacts/enquiry/?visitor=أم فهد"))
    look(page, "record-enquiry")
    page.locator("[name=subject]").focus()
    page.keyboard.type("سلتي متى تصرف", delay=20)
    expect(page.locator("#suggestions .strong").first).to_contain_text("متى تُصرف")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=answer]")).to_be_focused()
    expect(page.locator("[name=answer]")).to_have_value("جواب متى تُصرف السلة الغذائية؟")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("/contacts/$"))
    assert Interaction.objects.get().answer_version.question_ar == "متى تُصرف السلة الغذائية؟"
