"""Delivery in parts, papers checked in public, and the rating."""

import io
import re
import time

from pypdf import PdfReader

from wasl.program.journey.browser import Browser, Unexpected
from wasl.program.journey.intake import Request
from wasl.program.journey.world import CODE, World, needs, written

PAPER_CODE = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")


def delivery_of(world: World, request: Request) -> str:
    """The address of a request's delivery, once the worker has planned it."""
    reem, until = world.staff("reem"), time.monotonic() + 60
    while time.monotonic() < until:
        page = reem.get(f"/delivery/case/{request.pk}/")
        if any(re.search(r"/delivery/\d+/", link) for link in page.links):
            return page.link(r"/delivery/\d+/")
        time.sleep(0.3)
    raise Unexpected("No delivery was planned within a minute.")


def schedule(world: World, address: str) -> None:
    """Reem sets the day and the place."""
    reem = world.staff("reem")
    reem.send(
        reem.get(address).form("/schedule/"),
        {"planned_date": written(world.today()), "place": "مقر الجمعية"},
    )


def hand_over(world: World, address: str, request: Request, part: str) -> None:
    """A part against the code that reaches the receiver's phone."""
    reem, before = world.staff("reem"), len(world.inbox(request.who))
    page = reem.send(reem.get(address).form("/send-receipt-code/"))
    code = world.wait(request.who, CODE, before)
    form = page.form("/hand-over/")
    reem.send(
        form, {"part": part, "receiver_name": request.who.name, "proof": "code", "code": code}
    )
    needs('class="errors"' not in reem.page.html, reem.page, "Not handed over")


def code_of(paper: bytes) -> str:
    """The code at the foot of a paper."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    match = PAPER_CODE.search(text)
    if not match:
        raise Unexpected(f"The paper carries no code: {text[-300:]}")
    return match[0]


def check(browser: Browser, code: str, never: str) -> None:
    """The public page knows the paper, and says nothing about the person."""
    page = browser.send(browser.get("/check/").form(having="code"), {"code": code})
    needs(re.search(r"[0-9a-f]{64}", page.text.replace(" ", "")), page, "The paper is not known")
    needs(never not in page.text, page, "The check page names the person")
