"""Reception and filing: at the desk by an officer, and from afar on one's own phone."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from wasl.program.journey.browser import Browser, Form, Page, Unexpected
from wasl.program.journey.newcomers import Newcomer, a_drawing, a_newcomer, a_photo
from wasl.program.journey.world import CODE, World, ids, needs, written

ANSWERS = {
    "baskets": "2", "sacks": "2", "pupils": "٢", "household_size": "٤", "monthly_income": "0",
    "city": "النقرة", "stages": "اثنان في الابتدائية", "school": "مدرسة النقرة الابتدائية",
    "why": "انقطع الدخل منذ شهرين.",
}  # fmt: skip
CHOICES = {
    "housing": "owned",
    "is_provider": "yes",
    "other_help": "no",
    "handover_place": "branch",
    "special_case": "none",
}


@dataclass
class Request:
    """One request on its way: whose it is, and its addresses."""

    who: Newcomer
    service: str
    person: int = 0
    pk: int = 0
    reference: str = ""
    window: list[date] = field(default_factory=list)
    item: str = ""
    decision: int = 0

    @property
    def page(self) -> str:
        """Its page for the staff."""
        return f"/cases/{self.pk}/"


# --- at the desk ----------------------------------------------------------------------------------


def register(world: World, username: str, who: Newcomer) -> int:
    """Search first, find nobody, register; answers the person's number."""
    officer = world.staff(username)
    page = officer.get(f"/desk/find/?q={who.id_number}")
    form = officer.get(page.link("/people/register/")).form(having="full_name")
    needs(
        who.id_number in dict(form.values).get("id_number", ""),
        officer.page,
        "The search is not taken over",
    )
    data = {
        "full_name": who.name,
        "gender": who.gender,
        "mobile": who.mobile,
        "birth": "12/6/1400",
    }
    officer.send(form, {**data, "id_number": who.id_number})
    if any(
        "meant" in candidate.names for candidate in officer.page.forms
    ):  # names are few: the register knows somebody called so
        officer.send(officer.page.form(having="meant"), {"meant": "different"})
    needs(re.search(r"/people/\d+/$", officer.page.path), officer.page, "Not registered")
    return ids(officer.page.url)[-1]


def start(world: World, username: str, request: Request) -> None:
    """Open a request for a service."""
    officer = world.staff(username)
    form = officer.get(f"/cases/start/{request.person}/").form(having="channel")
    officer.send(form, {"service": request.service, "channel": "interview"})
    needs("/fill/" in officer.page.path, officer.page, "The request did not open")
    request.pk = ids(officer.page.url)[0]
    match = re.search(r"1\d{3}-\d{6}", officer.page.text)
    request.reference = match[0] if match else ""


def fill(browser: Browser, page: Page) -> Page:
    """Answer section by section until the documents."""
    for _section in range(9):
        if "/fill/" not in page.path:
            return page
        page = browser.send(_questions(page), answers_for(_questions(page)))
    raise Unexpected(f"The form has no end. {page.path} {page.said()}")


def _questions(page: Page) -> Form:
    for form in page.forms:
        question_names = form.names - {"csrfmiddlewaretoken", "version", "once", "next"}
        if form.method == "post" and question_names and "language" not in form.action:
            return form
    raise Unexpected(f"No questions on {page.path}. {page.said()}")


def answers_for(form: Form) -> dict[str, str]:
    """What this person answers to the questions of a page."""
    drawn = dict(form.values)
    answers = {}
    for name in form.names - {"csrfmiddlewaretoken", "version", "once", "next"}:
        if name in CHOICES:
            answers[name] = CHOICES[name]
        elif name in ANSWERS and not drawn.get(name, "").strip():
            answers[name] = ANSWERS[name]
    return answers


def hand_in_seen(
    world: World, username: str, request: Request, *, expires: date | None = None
) -> int:
    """The officer looks at every original and notes its number and days; answers how many there
    were.
    """
    officer, day = world.staff(username), world.today()
    page = officer.get(f"{request.page}documents/")
    codes = [
        dict(form.values)["type"]
        for form in page.forms
        if "type" in form.names and "once" in form.names
    ]
    for code in codes:
        form = next(
            candidate
            for candidate in officer.page.forms
            if dict(candidate.values).get("type") == code and "once" in candidate.names
        )
        data = {
            f"{code}-number": "4411",
            f"{code}-issued": written(day - timedelta(days=20)),
            f"{code}-seen": "on",
        }
        if f"{code}-expires" in form.names:
            data[f"{code}-expires"] = written(expires or day + timedelta(days=500))
        officer.send(form, data)
        needs("/documents/" in officer.page.path and not _errors(officer.page), officer.page, code)
    return len(codes)


def _errors(page: Page) -> bool:
    return 'class="errors"' in page.html


def sign_drawn(world: World, username: str, request: Request) -> None:
    """The applicant draws the signature on the officer's screen."""
    officer = world.staff(username)
    form = officer.get(f"{request.page}sign/").form(having="signer_name")
    officer.send(
        form, {"method": "drawn", "signature": a_drawing(), "signer_name": request.who.name}
    )
    needs(officer.page.path == request.page, officer.page, "Not signed")


def press(world: World, username: str, request: Request, verb: str, **values: str) -> Page:
    """Press the button of a step on the request's page."""
    browser = world.staff(username)
    page = browser.get(request.page)
    form = page.form(f"{request.page}{verb}/")
    needs(form.can_send, page, f"The button is off: {verb}")
    return browser.send(form, values)


def read_window(world: World, username: str, request: Request) -> list[date]:
    """The first and the last day of the answer, as the request's page shows them."""
    html = world.staff(username).get(request.page).html
    aside = html[html.index("<aside") :]
    days = [
        date.fromisoformat(iso_date)
        for iso_date in re.findall(r'datetime="(\d{4}-\d\d-\d\d)"', aside)
    ]
    return sorted(set(days))[:2]


def match_all(world: World, username: str, request: Request) -> int:
    """Every original that was only stated is seen, every answer with a document is compared;
    answers how many.
    """
    officer = world.staff(username)
    form = next(
        candidate
        for candidate in officer.get(f"{request.page}match/").forms
        if "/match/" in candidate.action
    )
    data = {name: "same" for name in form.names if name.endswith("-verdict")}
    data |= {name: "on" for name in form.names if name.startswith("seen-")}
    officer.send(form, data)
    needs(officer.page.path == request.page, officer.page, "Not matched")
    return len(data)


# --- from afar ------------------------------------------------------------------------------------


def prove(world: World, browser: Browser, who: Newcomer, next_url: str) -> Page:
    """ID and mobile, then the code from the phone."""
    before = len(world.inbox(who))
    form = browser.get(f"/identify/?next={next_url}").form(having="id_number")
    page = browser.send(form, {"id_number": who.id_number, "mobile": who.mobile})
    return browser.send(page.form(having="code"), {"code": world.wait(who, CODE, before)})


def prove_identity(world: World, username: str, request: Request) -> None:
    """The officer sees the ID of whoever filed from afar, and types its number from the paper."""
    officer = world.staff(username)
    url = officer.get(f"/people/{request.person}/").link(r"/people/claims/\d+/prove/")
    proof = {"way": "desk", "paper": "national_id", "is_same": "on", "seen": written(world.today())}
    page = officer.send(
        officer.get(url).form(having="way"), {**proof, "number": a_newcomer("male").id_number}
    )
    needs("/prove/" in page.path, page, "A wrong number proved the claim")
    page = officer.send(page.form(having="way"), {**proof, "number": request.who.id_number})
    needs(page.path == f"/people/{request.person}/", page, "The claim is not proven")


def file_from_afar(world: World, browser: Browser, request: Request) -> None:
    """From the proven mobile to the last page before the signature."""
    page = prove(world, browser, request.who, f"/apply/{request.service}/")
    about = {"full_name": request.who.name, "gender": request.who.gender, "birth": "١/٣/١٤٠٢"}
    page = browser.send(page.form(having="full_name"), about)
    needs("/fill/" in page.path, page, "The form did not open")
    request.reference = page.path.split("/")[2]
    page = fill(browser, page)
    needs(page.path.endswith("/documents/"), page)
    day = world.today()
    for code in [
        dict(form.values)["document_type"] for form in page.forms if "document_type" in form.names
    ]:
        form = next(
            candidate
            for candidate in browser.page.forms
            if dict(candidate.values).get("document_type") == code
        )
        data = {f"{code}-number": "٤٤١١", f"{code}-issued": written(day - timedelta(days=20))}
        if f"{code}-expires" in form.names:
            data[f"{code}-expires"] = written(day + timedelta(days=400))
        files = {f"{code}-file": a_photo()} if f"{code}-file" in form.names else None
        page = browser.send(form, data, files)
        needs(not _errors(page), page, code)


def sign_by_code(world: World, browser: Browser, request: Request) -> Page:
    """The code on the phone signs and sends."""
    before = len(world.inbox(request.who))
    page = browser.send(browser.get(f"/my/{request.reference}/sign/").form("send-code"))
    code = world.wait(request.who, CODE, before)
    page = browser.send(page.form(having="agree"), {"agree": "on", "code": code})
    needs(page.path == f"/my/{request.reference}/", page, "Not sent")
    return page
