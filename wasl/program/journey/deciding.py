"""The committee, the answer and the objection."""

import re
import secrets

from wasl.program.journey.browser import Page
from wasl.program.journey.intake import Request
from wasl.program.journey.world import World, ids, needs, written

MEMBERS = ("huda", "abdullah", "mona", "fahad")
# What Salem found, by the part of the study; yearly amounts and figures as people write them.
FOUND: dict[str, dict[str, object]] = {
    "person": {"marital": "widowed", "education": "primary", "work": "home", "earner": "no"},
    "family": {"whole": "on"},
    "income": {"income-security": "١٬٨٠٠", "income-citizen": "720", "income-asked": "on"},
    "obligations": {
        "obligation-rent": "9,600", "obligation-rent-period": "year", "obligation-utilities": "250",
        "obligation-asked": "on", "debts": "4000",
    },
    "home": {"home": "plain", "tenure": "rented", "rooms": "٣", "condition": "poor", "appliances": ["fridge", "cooker"], "land": "no"},
    "health": {"health": "ill", "health-more": "سكري."},
    "aid": {"aided": "no"},
}  # fmt: skip


def study(world: World, request: Request, recommendation: str) -> None:
    """Salem takes the study, visits, fills in what he found part by part, and recommends; the need
    is scored.
    """
    salem = world.staff("salem")
    if "/study/start/" in salem.get(request.page).html:
        salem.send(salem.page.form("/study/start/"))
    form = salem.get(f"{request.page}study/visit/").form("/study/visit/")
    visit = {
        "visit_date": written(world.today()),
        "visit_place": "منزل الأسرة",
        "present": request.who.name,
    }
    salem.send(form, visit)
    for part, answers in FOUND.items():
        needs(salem.page.path.endswith(f"/study/{part}/"), salem.page, f"Not led on to {part}")
        salem.send(salem.page.form(f"/study/{part}/"), dict(answers))
    opinion = salem.page.form("/study/opinion/")
    data = {
        "findings": "أسرة بلا عائل.",
        "recommendation": recommendation,
        "reason": "الحاجة ظاهرة ومثبتة.",
        "urgency": "soon",
    }
    salem.send(opinion, data)
    needs(salem.page.path == f"{request.page}study/", salem.page, "The study was not kept")
    page = salem.get(f"{request.page}assessment/")
    needs("نصيب الفرد" in page.text or "دخل الفرد" in page.text, page, "The need was not scored")


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
    return {link for link in page.links if "/committee/item/" in link}


def vote_blind(world: World, request: Request, choice: str) -> None:
    """Fahad opens the vote, four members vote without seeing each other's votes, Fahad closes
    it.
    """
    address, fahad = request.item, world.staff("fahad")
    fahad.send(fahad.get(address).form("/open-voting/"))
    for place, username in enumerate(MEMBERS):
        member = world.staff(username)
        page = member.get(address)
        needs(page.text.count("صوتك:") == 0, page, f"{username} sees a vote before voting")
        page = member.send(page.form("/vote/"), {"choice": choice})
        needs(not page.has_form("/vote/"), page, f"{username} did not vote")
        needs(
            place == 0 or "هدى" not in _votes(page),
            page,
            "A vote can be seen before voting is closed",
        )
    fahad.send(fahad.get(address).form("/close-voting/"))


def _votes(page: Page) -> str:
    return page.html[page.html.index("<aside") :]


def decide(world: World, request: Request, outcome: str, **more: str) -> None:
    """Fahad records what most asked for, with its reason, plain words and the clause it rests
    on.
    """
    fahad = world.staff("fahad")
    form = fahad.get(request.item).form("/decide/")
    words = {
        "approved": "دخل الأسرة لا يكفي حاجتها.",
        "rejected": "نعتذر عن عدم إمكان قبول الطلب: الدخل يكفي الحاجة.",
    }
    data: dict[str, object] = {"outcome": outcome, "plain_words": words[outcome], **more}
    if outcome == "rejected":
        data["reason_code"] = next(value for value, _w in form.options["reason_code"] if value)
    data["clauses"] = [form.options["clauses"][0][0]]
    fahad.send(form, data)
    needs(re.search(r"/committee/\d+/$", fahad.page.path), fahad.page, "Not decided")


def release(world: World, username: str, request: Request, early_reason: str = "") -> Page:
    """Press "release" for a request's answer, whether it will be let or not; answers the page that
    follows.
    """
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
