"""A policy of the association's own, brought in through the pages: from the file to the text in
force.
"""

import re
import secrets
import time
from pathlib import Path

from wasl.common.dates import to_hijri
from wasl.program.journey.browser import Browser, Form, Page, Unexpected
from wasl.program.journey.deciding import MEMBERS
from wasl.program.journey.world import World, ids, needs, written

TITLE = "سياسة تنظيم العلاقة"
ACCEPTED = "قورن بالأصل واعتُمد كما هو."
SET_BY_THE_BOARD = "لا يذكره النص صراحةً، فحدده المجلس في اجتماعه."
# What the board of the sample sets where a text leaves a term open, and the group each is explained
# in.
BOARD_SETS = {
    "answer_not_before_days": ("answer", 0),
    "answer_due_days": ("answer", 30),
    "objection_days": ("objection", 15),
    "objection_reviewers": ("objection", 2),
    "quorum": ("quorum", 3),
    "rating_floor": ("rating", 5),
}
# A clause that nobody recognised is still linked, so that people read what is theirs in the words
# of this policy.
FIRST_LINKS = ("PRO-7", "PRO-6")
RIGHTS = {
    "PRE-5",
    "PRE-6",
    "PRE-8",
    "AIM-3",
    "OBJ-3",
    "OBJ-4",
    "PRA-3",
    "PRO-2",
    "PRO-4",
    "PRO-7",
    "PRO-8",
}


def bring_policy(world: World, path: Path) -> None:
    """Bring a file in as a new version of the relationship policy, and put it in force (APP-1 …
    APP-4).
    """
    khalid = world.staff("khalid")
    with world.step("APP-2", f"The text is brought in from a file: {path.name}"):
        draft = _import(khalid, path)
    with world.step("APP-2", "Each doubt about the text is settled by a person, with a reason"):
        _settle(khalid, draft)
    with world.step("PRE-2", "A person says of each clause what it speaks of"):
        _link(khalid, draft)
    with world.step("APP-1", "The members of the board read the text, Rashed by his own sign-in"):
        _read_by_the_board(world, khalid, draft)
    with world.step("APP-2", "The meeting of the board is entered with both dates"):
        meeting = _hold_meeting(world, khalid)
    with world.step(
        "APP-3",
        "Approval is refused while a term lacks; then the terms are set, each with its clause",
    ):
        _refuse_without_terms(khalid, draft, meeting)
        terms = _set_terms(khalid, draft)
    with world.step(
        "APP-3", "The board approves the text with its terms, and it is in force from today"
    ):
        _approve(khalid, draft, meeting)
        form = khalid.get(f"{draft}force/").form("/force/")
        khalid.send(form, {"from_date": written(world.today())})
    with world.step("APP-4", "It is published word for word, and its paper is there"):
        khalid.send(khalid.get(draft).form("/publish/"))
        _read_in_public(world, khalid, draft)
    with world.step("PRO-7", "The home page promises the days of this policy, and no other"):
        first, due = terms["answer_not_before_days"], terms["answer_due_days"]
        needs(
            world.answer_days() == (first, due),
            khalid.page,
            f"Not {first} to {due}, but {world.answer_days()}",
        )
    with world.step(
        "PRE-2", "Rights and duties are shown in the words of the clauses that were linked"
    ):
        page = world.visitor().get("/rights/")
        needs(page.html.count("<article") > 0, page, "No right is shown")


def _import(khalid: Browser, path: Path) -> str:
    """The address of the draft; a version that an earlier run left unfinished is thrown away
    first.
    """
    for address in dict.fromkeys(
        link for link in khalid.get("/library/work/").links if "/library/drafts/" in link
    ):
        page = khalid.get(address)
        if TITLE in page.text and any("/discard/" in form.action for form in page.forms):
            khalid.send(page.form("/discard/"))
    form = khalid.get("/library/import/").form(having="document")
    file = (path.name, path.read_bytes(), "application/octet-stream")
    page = khalid.send(form, {"document": form.choose("document", TITLE)}, {"file": file})
    needs(re.search(r"/library/drafts/\d+/$", page.path), page, "The file was not taken")
    return page.path


def _settle(khalid: Browser, draft: str) -> None:
    for form in [form for form in khalid.get(draft).forms if "/library/findings/" in form.action]:
        khalid.send(form, {"settlement": "accepted", "reason": ACCEPTED})
    page = khalid.get(draft)
    needs(
        not any("/library/findings/" in form.action for form in page.forms),
        page,
        "A finding is open",
    )


def _link(khalid: Browser, draft: str) -> None:
    """The officer agrees with what was suggested; where nothing was, the first clauses are looked
    at and linked.
    """
    page, linked = khalid.get(f"{draft}links/"), 0
    while page.path.endswith("/links/"):
        form = page.form(having="csrfmiddlewaretoken") if not _links(page) else _links(page)[0]
        chosen = {name: value for name, value in form.values if name.startswith("link-")}
        if not linked and not RIGHTS & set(chosen.values()):
            chosen |= dict(zip(chosen, FIRST_LINKS, strict=False))
        linked += sum(bool(value) for value in chosen.values())
        before = page.url
        page = khalid.send(form, chosen)
        needs(page.url != before, page, "The links were not kept")
    needs(linked, page, "No clause is linked")


def _links(page: Page) -> list[Form]:
    return [form for form in page.forms if any(name.startswith("link-") for name in form.names)]


def _read_by_the_board(world: World, khalid: Browser, draft: str) -> None:
    rashed = world.staff("rashed")
    form = rashed.get(f"{draft}reading/").form(having="member")
    rashed.send(form, {"member": form.choose("member")})
    form = khalid.get(f"{draft}reading/").form(having="member")
    for value, _name in form.options["member"]:
        if value:
            khalid.send(form, {"member": value})


def _hold_meeting(world: World, khalid: Browser) -> str:
    """The number of a meeting held today, with everybody present."""
    today, number = world.today(), f"م-{secrets.token_hex(4)}"
    hijri = to_hijri(today)
    form = khalid.get("/library/board/meetings/new/").form(having="number")
    values: dict[str, object] = {
        "number": number,
        "hijri": f"{hijri.day}/{hijri.month}/{hijri.year}",
        "gregorian": written(today),
        "agenda": "اعتماد سياسة تنظيم العلاقة مع المستفيدين.",
        "present": [value for value, _name in form.options.get("present", [])],
    }
    page = khalid.send(form, values)
    needs(re.search(r"/meetings/\d+/$", page.path), page, "The meeting was not entered")
    return number


def _refuse_without_terms(khalid: Browser, draft: str, meeting: str) -> None:
    """A text that was just imported has no terms: the page of approval offers no button, and the
    deed is refused.
    """
    page = khalid.get(f"{draft}approve/")
    needs(
        not any("meeting" in form.names for form in page.forms),
        page,
        "Approval is offered without the terms",
    )
    form = Form(action=page.url, method="post", values=_token(page))
    khalid.send(form, {"meeting": _meeting_id(khalid, meeting)})
    needs(not khalid.get(draft).has_form("/publish/"), khalid.page, "Approved without its terms")


def _token(page: Page) -> list[tuple[str, str]]:
    for form in page.forms:
        if token := dict(form.values).get("csrfmiddlewaretoken"):
            return [("csrfmiddlewaretoken", token)]
    raise Unexpected(f"No form at all on {page.path}.")


def _meeting_id(khalid: Browser, number: str) -> int:
    page = khalid.get("/library/board/")
    for link in dict.fromkeys(
        link for link in page.links if re.search(r"/board/meetings/\d+/$", link)
    ):
        if number in khalid.get(link).text:
            return ids(link)[-1]
    raise Unexpected(f"The meeting {number} is not in the register.")


def _set_terms(khalid: Browser, draft: str) -> dict[str, int]:
    """What the text says is taken as proposed; what it leaves open the board sets, and says so."""
    form = khalid.get(f"{draft}terms/").form(having="answer_due_days")
    drawn = dict(form.values)
    chosen: dict[str, object] = {}
    for name, (group, value) in BOARD_SETS.items():
        if not drawn.get(name, "").strip():
            chosen |= {name: value, f"{group}_reading": SET_BY_THE_BOARD}
    first = int(chosen.get("answer_not_before_days", drawn["answer_not_before_days"]))  # type: ignore[call-overload]
    if "answer_due_days" in chosen and int(BOARD_SETS["answer_due_days"][1]) <= first:
        chosen["answer_due_days"] = first + 16
    if int(drawn.get("quorum") or 0) > len(MEMBERS):  # the sample's committee has no more seats
        chosen |= {"quorum": len(MEMBERS), "quorum_reading": SET_BY_THE_BOARD}
    page = khalid.send(form, chosen)
    needs(page.path == draft, page, "The terms were not kept")
    values = drawn | {name: str(value) for name, value in chosen.items()}
    return {name: int(values[name]) for name in BOARD_SETS}


def _approve(khalid: Browser, draft: str, meeting: str) -> None:
    page = khalid.get(f"{draft}approve/")
    needs("None" not in page.text, page, "A term is printed without a value")
    form = page.form(having="meeting")
    page = khalid.send(form, {"meeting": form.choose("meeting", meeting)})
    needs(page.path == draft and page.has_form("/publish/"), page, "Not approved")


def _read_in_public(world: World, khalid: Browser, draft: str) -> None:
    """Everybody reads what the board approved, clause for clause, and its paper once the worker has
    printed it.
    """
    approved = re.findall(r'<article id="([^"]+)"', khalid.get(draft).html)
    visitor, until = world.visitor(), time.monotonic() + 90
    page = visitor.get("/policy/")
    lacking = [code for code in approved if f'id="{code}"' not in page.html]
    needs(approved and not lacking, page, f"Clauses are not published: {lacking[:5]}")
    while not any("/pdf/" in link for link in page.links):
        needs(time.monotonic() < until, page, "The approved paper was not printed")
        time.sleep(0.5)
        page = visitor.get("/policy/")
    visitor.pdf(page.link("/pdf/"))
