"""The desk's five tasks by keyboard, counted: keys pressed, clicks, letters typed, pages opened. A
count, not a time.

`docs/desk-effort.md` holds the counts; `WASL_EFFORT=1` writes them anew. What grows, or is not as
written, fails.
"""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.cast import NOW
from tests.factories import a_case, a_document, a_visitor, staff, the_catalogue, written
from wasl.beneficiaries.models.documents import Document
from wasl.cases.actions import submission
from wasl.cases.models.case import Case
from wasl.cases.states import Status
from wasl.common import clock
from wasl.interactions.models import Interaction, Referral
from wasl.program import reference

TABLE = Path(__file__).resolve().parents[2] / "docs" / "desk-effort.md"
HEAD = """# What the desk's work costs

Counted in a real browser by `tests/journeys/test_desk_effort.py`, keyboard alone: keys pressed to steer (a chord is one),
clicks and strokes of a pen or mouse, letters typed as content, and pages opened. Nothing is typed that is known already.
`WASL_EFFORT=1` writes this table anew; the test fails when it is not as written here.

| task | keys | clicks | letters | pages |
|---|---|---|---|---|
"""
NAME = "شيخة بنت دخيل الراجح"


@dataclass
class Hands:
    """Somebody at a keyboard, and what it costs them."""

    page: Page
    keys: int = 0
    clicks: int = 0
    letters: int = 0
    pages: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=15)
        self.letters += len(text)

    def opens(self, address: str) -> None:
        """A page that was opened; it is waited for."""
        expect(self.page).to_have_url(re.compile(address))
        self.page.wait_for_load_state("load")
        self.pages += 1

    def draw(self) -> None:
        box = self.page.locator("canvas").bounding_box()
        self.page.mouse.move(box["x"] + 30, box["y"] + 40)
        self.page.mouse.down()
        for step in range(1, 6):
            self.page.mouse.move(box["x"] + 30 + step * 30, box["y"] + (30 if step % 2 else 90))
        self.page.mouse.up()
        self.clicks += 1


def find_by_part_of_the_name(hands: Hands) -> None:
    """Find by part of a name"""
    hands.press("/")
    hands.type("شيخه")
    hands.press("Enter")
    hands.opens(r"/people/\d+/$")
    expect(hands.page.locator("h1")).to_have_text(NAME)


def register_a_request(hands: Hands) -> None:
    """Register a support request for a known person"""
    find_by_part_of_the_name(hands)
    hands.press("s")
    hands.opens("/cases/start/")
    hands.press("1")
    hands.opens("/fill/need/")
    hands.type("2")
    hands.press("Tab")
    hands.type("انقطع الدخل")
    hands.press("Control+Enter")
    hands.opens("/sign/")
    hands.press("m")
    hands.draw()
    hands.press("Control+Enter")
    hands.opens(r"/cases/\d+/(#\w*)?$")
    case = Case.objects.order_by("-pk")[0]
    assert (case.status, case.submissions) == (Status.SUBMITTED, 1)


def add_a_document_seen(hands: Hands) -> None:
    """Add a document seen (a renewed one)"""
    find_by_part_of_the_name(hands)
    hands.press("d")
    expect(hands.page.locator("#quick [name=expires]")).to_be_focused()
    hands.type("1/1/1452")
    hands.press("Enter")
    expect(hands.page.locator("#alerts .alert")).to_have_count(1)
    newest = Document.objects.order_by("-pk")[0]
    assert (newest.document_type.code, newest.number, newest.seen_by) == (
        "national-id",
        "4411",
        staff("noura"),
    )


def refer_a_question(hands: Hands) -> None:
    """Refer a question"""
    hands.press("r")
    expect(hands.page.locator("#quick [name=question]")).to_be_focused()
    hands.type("هل تقبل صورة الصك؟")
    hands.press("Control+Enter")
    expect(hands.page.locator("#alerts .alert")).to_have_count(1)
    assert Referral.objects.get().executive == staff("khalid")


def log_a_phone_call(hands: Hands) -> None:
    """Log a phone call of a known person"""
    hands.press("c")
    expect(hands.page.locator("#quick [name=visitor_name]")).to_be_focused()
    hands.type("شيخه")
    hands.press("Enter")
    expect(hands.page.locator("#quick [name=subject]")).to_be_focused()
    hands.type("موعد السلة")
    hands.press("Enter")
    expect(hands.page.locator("#alerts .alert")).to_have_count(1)
    call = Interaction.objects.get(channel="telephone")
    assert (call.person.full_name, call.subject) == (NAME, "موعد السلة") and call.closed_at


TASKS = (
    find_by_part_of_the_name,
    register_a_request,
    add_a_document_seen,
    refer_a_question,
    log_a_phone_call,
)


@pytest.fixture
def at_the_desk(page, live_server, sign_in, transactional_db):
    """Noura at her desk; Shaikha is known: a basket was asked for before, and her ID has ended."""
    now = clock.now()
    reference.load_association(NOW)
    the_catalogue()
    noura, _khalid = staff("noura"), staff("khalid")
    person = a_visitor(NAME, by=noura)
    a_visitor("نورة بنت صالح العنزي", by=noura)
    first = a_case(Status.SUBMITTED, person=person, at=now)
    submission.withdraw(case=first, reason="تأجل", by=noura, at=now)
    sign_in(noura)

    def begin() -> Hands:
        page.goto(f"{live_server.url}/desk/")
        return Hands(page)

    begin.person = person
    return begin


def row(task, hands: Hands) -> str:
    return f"| {task.__doc__} | {hands.keys} | {hands.clicks} | {hands.letters} | {hands.pages} |"


@pytest.mark.clause("PRO-2", "OBJ-1")
def test_the_five_tasks_cost_what_is_written_and_no_more(at_the_desk):
    told = []
    for task in TASKS:
        if task is add_a_document_seen:
            soon = written(clock.today())
            a_document(at_the_desk.person, "national-id", at=clock.now(), expires=soon)
        hands = at_the_desk()
        task(hands)
        told.append(row(task, hands))
    table = HEAD + "\n".join(told) + "\n"
    if os.environ.get("WASL_EFFORT") == "1":
        TABLE.write_text(table)
    sys.stdout.write(table)
    assert TABLE.read_text() == table
