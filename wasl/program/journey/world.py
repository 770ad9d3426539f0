"""What the stories share: the site, who signs in, the phones, the day, and the report of what was
done.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx

from wasl.program.journey.browser import Browser, Page, Unexpected
from wasl.program.journey.newcomers import Newcomer

PATIENCE = 90.0
CODE = re.compile(r"(?<![\d-])\d{6}(?!\d)")  # and not the end of a request's number
LINK = re.compile(r"https?://[^\s\u2066-\u2069]+")


# What a page that is not as it should be ends in.
FAULTS = (Unexpected, AssertionError, httpx.HTTPError, LookupError, ValueError)


class StepFailed(Exception):
    """A step did not go as it should; what follows it in the story is not walked."""


@dataclass
class Step:
    """One step: its clause, what was done, whether it went well, and how long it took."""

    clause: str
    what: str
    ok: bool
    ms: int
    why: str = ""


@dataclass
class World:
    """A running sample site and everybody on it."""

    base: str
    phones: str
    passwords: dict[str, str]
    tell: Any
    steps: list[Step] = field(default_factory=list)
    browsers: dict[str, Browser] = field(default_factory=dict)

    @contextmanager
    def step(self, clause: str, what: str) -> Iterator[None]:
        """Do one step and report it."""
        began, why = time.monotonic(), ""
        try:
            yield
        except FAULTS as error:
            why = f"{type(error).__name__}: {error}"
        step = Step(clause, what, not why, round((time.monotonic() - began) * 1000), why)
        self.steps.append(step)
        self.tell(step)
        if why:
            raise StepFailed(why)

    def miss(self, clause: str, what: str, why: str) -> None:
        """Report a step that a story should have had and did not come to."""
        step = Step(clause, what, ok=False, ms=0, why=why)
        self.steps.append(step)
        self.tell(step)

    def answer_days(self) -> tuple[int, int]:
        """The first and the last day of an answer, as the home page promises them to everybody."""
        page = self.visitor().get("/")
        match = re.search(r"بين اليوم\D+(\d+)\D+(\d+)", page.text)
        if not match:
            raise Unexpected(f"The home page promises no days. {page.said()}")
        return int(match[1]), int(match[2])

    def staff(self, username: str) -> Browser:
        """The browser of a member of the staff, signed in once."""
        if username not in self.browsers:
            browser = Browser(self.base)
            form = browser.get("/account/sign-in/").form(having="password")
            browser.send(form, {"login": username, "password": self.passwords[username]})
            if "sign-in" in browser.page.path:
                raise Unexpected(f"{username} could not sign in. {browser.page.said()}")
            self.browsers[username] = browser
        return self.browsers[username]

    def visitor(self) -> Browser:
        """Somebody on the public site, with a browser of their own."""
        return Browser(self.base)

    def inbox(self, who: Newcomer) -> list[str]:
        """What the phone received so far."""
        answer = httpx.get(f"{self.phones}/phone/{who.number}.json", timeout=20)
        return [message["body"] for message in answer.raise_for_status().json()]

    def wait(self, who: Newcomer, pattern: re.Pattern[str], after: int) -> str:
        """The newest text that fits, among those that came after the first `after`."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for body in reversed(self.inbox(who)[after:]):
                if match := pattern.search(body):
                    return match[0]
            time.sleep(0.2)
        raise Unexpected(
            f"No text with {pattern.pattern} reached {who.mobile} within {PATIENCE:.0f} seconds."
        )

    def today(self) -> date:
        """The site's own day, as its administrator reads it."""
        page = self.staff("admin").get("/account/manage/")
        at = page.html.index('id="clock"')
        match = re.search(r'datetime="(\d{4}-\d\d-\d\d)', page.html[at:])
        if not match:
            raise Unexpected(f"The site does not say which day it is. {page.said()}")
        return date.fromisoformat(match[1])

    def move_clock(self, days: int) -> None:
        """The administrator moves the sample's clock forward."""
        if days <= 0:
            return
        before = self.today()
        admin = self.staff("admin")
        admin.send(admin.page.form("clock"), {"days": days})
        needs(self.today() == before + timedelta(days=days), admin.page, "The clock stands")

    def report(self) -> dict[str, Any]:
        """What a program reads."""
        good = sum(step.ok for step in self.steps)
        steps = [
            {key: value for key, value in asdict(step).items() if value != "" or key != "why"}
            for step in self.steps
        ]
        return {"steps": steps, "ok": good, "failed": len(self.steps) - good}


def ids(url: str) -> list[int]:
    """The numbers in an address."""
    return [int(part) for part in urlsplit(url).path.split("/") if part.isdecimal()]


def written(day: date) -> str:
    """A day as people write it."""
    return f"{day.day}/{day.month}/{day.year}"


def needs(condition: object, page: Page, what: str = "") -> None:
    """Stop with what the page says, unless the condition holds."""
    if not condition:
        raise Unexpected(f"{what or 'Not as expected'} on {page.path}: {page.said()}")
