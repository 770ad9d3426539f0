"""The committee, the answer and the objection."""

import re
import secrets

from wasl.program.journey.browser import Page
from wasl.program.journey.intake import Request
from wasl.program.journey.world import World, ids, needs, written

MEMBERS = ("huda", "abdullah", "mona", "fahad")


def study(world: World, request: Request, recommendation: str) -> None:
    """Salem takes the study, visits, and recommends."""
    salem, day = world.staff("salem"), world.today()
    if "/study/start/" in salem.get(request.page).html:
        salem.send(salem.page.form("/study/start/"))
    form = salem.get(f"{request.page}study/").form("/study/")
    given = {
        "visit_date": written(day), "visit_place": "منزل الأسرة", "present": request.who.name,
        "housing": "بيت شعبي من ثلاث غرف، ملك.", "income": "لا دخل ثابت.", "findings": "أسرة من أربعة بلا عائل.",
        "recommendation": recommendation, "reason": "الحاجة ظاهرة ومثبتة.",
    }  # fmt: skip
    salem.send(form, {name: value for name, value in given.items() if name in form.names})
    needs(salem.page.path == request.page, salem.page, "The study was not kept")


def plan_meeting(world: World, requests: list[Request]) -> int:
    """Dalal plans a meeting for today, lays the requests before it, records who is present."""
    dalal = world.staff("dalal")
    form = dalal.get("/committee/plan/").form(having="held_date")
    dalal.send(form, {"number": f"ر-{secrets.token_hex(4)}", "held_date": written(world.today())})
    meeting = ids(dalal.page.url)[-1]
    for request in requests:
        before = _items(dalal.page)
        dalal.send(dalal.page.form(f"/committee/{meeting}/add/{request.pk}/"))
        request.item = (_items(dalal.page) - before).pop()
    form = dalal.page.form("/attendance/")
    dalal.send(form, {"members": [value for value, _words in form.options["members"]]})
    return meeting


def _items(page: Page) -> set[str]:
    return {one for one in page.links if "/committee/item/" in one}


def vote_blind(world: World, request: Request, choice: str) -> None:
    """Fahad opens the vote, four members vote without seeing each other's votes, Fahad closes it."""
    address, fahad = request.item, world.staff("fahad")
    fahad.send(fahad.get(address).form("/open-voting/"))
    for place, username in enumerate(MEMBERS):
        member = world.staff(username)
        page = member.get(address)
        needs(page.text.count("صوتك:") == 0, page, f"{username} sees a vote before voting")
        page = member.send(page.form("/vote/"), {"choice": choice})
        needs(not page.has_form("/vote/"), page, f"{username} did not vote")
        needs(place == 0 or "هدى" not in _votes(page), page, "A vote can be seen before voting is closed")
    fahad.send(fahad.get(address).form("/close-voting/"))


def _votes(page: Page) -> str:
    return page.html[page.html.index("<aside") :]


def decide(world: World, request: Request, outcome: str, **more: str) -> None:
    """Fahad records what most asked for, with its reason, plain words and the clause it rests on."""
    fahad = world.staff("fahad")
    form = fahad.get(request.item).form("/decide/")
    words = {"approved": "دخل الأسرة لا يكفي حاجتها.", "rejected": "نعتذر عن عدم إمكان قبول الطلب: الدخل يكفي الحاجة."}
    given: dict[str, object] = {"outcome": outcome, "plain_words": words[outcome], **more}
    if outcome == "rejected":
        given["reason_code"] = next(value for value, _w in form.options["reason_code"] if value)
    given["clauses"] = [form.options["clauses"][0][0]]
    fahad.send(form, given)
    needs(re.search(r"/committee/\d+/$", fahad.page.path), fahad.page, "Not decided")


def release(world: World, username: str, request: Request, early_reason: str = "") -> Page:
    """Press "release" for a request's answer, whether it will be let or not; answers the page that follows."""
    browser = world.staff(username)
    page = browser.get("/committee/answers/")
    if not request.decision:
        request.decision = _decision(world, request)
    page = browser.get(f"/committee/answers/{request.decision}/")
    form = page.form(f"/committee/answers/{request.decision}/")
    return browser.send(form, {"early_reason": early_reason} if early_reason else {})


def _decision(world: World, request: Request) -> int:
    panel = world.staff("khalid").get(f"/committee/case/{request.pk}/")
    return ids(panel.link(r"/committee/answers/\d+/"))[-1]
