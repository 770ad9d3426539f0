"""The stories in the order in which they happen: two, and a third whose need is urgent, on one
calendar.

At the desk a request is accepted and delivered; from afar another is not accepted and objected to;
a third is answered early. They meet at one meeting of the committee, because the sample's clock is
one.
"""

import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from wasl.program.journey import deciding, delivering, intake
from wasl.program.journey.browser import Browser, Unexpected
from wasl.program.journey.intake import Request
from wasl.program.journey.newcomers import a_newcomer, a_wrong_id_number
from wasl.program.journey.world import CODE, LINK, World, ids, needs


def walk(world: World) -> None:
    """Everything, from the first visit to the rating."""
    accepted = Request(a_newcomer("female"), "food-basket")
    rejected = Request(a_newcomer("male"), "school-kit")
    urgent = Request(a_newcomer("female"), "food-basket")
    phone = world.visitor()
    reception(world, accepted)
    filing_at_the_desk(world, accepted)
    completion(world, accepted)
    filing_from_afar(world, rejected, phone)
    with world.step(
        "PRO-3", "A third request, of somebody in urgent need, is filed at the desk by Bader"
    ):
        _file_quickly(world, urgent)
    verification(world, accepted, rejected, urgent)
    committee(world, accepted, rejected, urgent)
    answers(world, accepted, rejected, urgent, phone)
    delivery(world, accepted)
    objection(world, rejected, phone)


def reception(world: World, request: Request) -> None:
    """PRO-2 and PRO-5: a visitor, a question, an answer."""
    with world.step(
        "PRO-2",
        "Noura searches the ID, finds nobody, and registers the visitor; a mistyped ID is refused",
    ):
        noura = world.staff("noura")
        form = noura.get("/people/register/").form(having="full_name")
        page = noura.send(
            form, {"id_number": a_wrong_id_number(), "full_name": "سهو", "gender": "female"}
        )
        needs("/people/register/" in page.path, page, "A wrong ID was taken")
        request.person = intake.register(world, "noura", request.who)
    with world.step("PRO-2", "The visit is recorded: who came, about what, and how it ended"):
        form = noura.get(f"/contacts/visit/?person={request.person}").form(having="outcome")
        noura.send(form, {"subject": "طلب سلة غذائية", "outcome": "شُرحت لها الخدمة وتطلبها الآن."})
        needs(noura.page.path != "/contacts/visit/", noura.page, "Not recorded")
    with world.step("PRO-2", "An enquiry is not closed without an answer"):
        question = f"هل تشمل السلة المستأجرين؟ {request.who.id_number[-5:]}"
        form = noura.get(f"/contacts/enquiry/?person={request.person}").form(having="answer")
        noura.send(form, {"subject": question, "answer": ""})
        enquiry = _enquiry(noura, question)
        page = noura.send(noura.get(enquiry).form(having="answer"), {"answer": " "})
        needs("/answer" in page.path, page, "Closed without an answer")
    _referral(world, request, noura, ids(enquiry)[-1], question)


def _enquiry(noura: Browser, question: str) -> str:
    page = noura.get("/contacts/")
    for address in dict.fromkeys(
        link for link in page.links if re.search(r"/enquiries/\d+/answer", link)
    ):
        if question in noura.get(address).text:
            return address
    raise Unexpected("The enquiry is not in the inbox.")


def _referral(world: World, request: Request, noura: Browser, enquiry: int, question: str) -> None:
    with world.step(
        "PRO-5", "What is unclear goes to an executive with a due time; Khalid answers"
    ):
        form = noura.get(f"/contacts/refer/?enquiry={enquiry}").form(having="executive")
        noura.send(form, {"question": question, "executive": form.choose("executive", "خالد")})
        khalid = world.staff("khalid")
        page = khalid.get("/contacts/referrals/")
        links = [link for link in page.links if re.search(r"/referrals/\d+/$", link)]
        address = next(
            (link for link in dict.fromkeys(links) if question in khalid.get(link).text), ""
        )
        needs(address, page, "The question did not reach the executive")
        before = len(world.inbox(request.who))
        answer = "نعم، تشملهم إذا كان العقد موثقًا."
        khalid.send(khalid.get(address).form(having="answer"), {"answer": answer})
    with world.step(
        "PRO-5",
        "The answer reaches the officer and the person's phone, and becomes a draft for others",
    ):
        needs(answer in noura.get(address).text, noura.page, "The officer does not see the answer")
        world.wait(request.who, re.compile("الاستفسار"), before)
        khalid.send(khalid.get(address).form("/draft"))
        noura.send(noura.get(address).form("/tell"))


def filing_at_the_desk(world: World, request: Request) -> None:
    """PRO-3, PRO-4, PRO-6, PRO-7: the form, the documents, the signature, the receipt."""
    noura = world.staff("noura")
    with world.step("PRO-3", "The request is opened, and the page says exactly what is missing"):
        intake.start(world, "noura", request)
        page = noura.get(request.page)
        needs(not page.has_form("/submit/"), page, "An empty request may be submitted")
    with world.step(
        "PRO-3", "It is filled in section by section; a second one for the same service is refused"
    ):
        intake.fill(noura, noura.get(f"{request.page}fill/next/"))
        form = noura.get(f"/cases/start/{request.person}/").form(having="channel")
        page = noura.send(form, {"service": request.service, "channel": "interview"})
        needs(
            f"/cases/{request.pk}/" in page.html and "/fill/" not in page.path,
            page,
            "A second request was opened",
        )
    with world.step(
        "PRO-4",
        "An expired document is seen and not accepted as valid; a valid one takes its place",
    ):
        needs(
            intake.hand_in_seen(world, "noura", request, expires=world.today() - timedelta(days=1)),
            noura.page,
        )
        needs(
            not noura.get(request.page).has_form("/submit/"),
            noura.page,
            "An expired document was enough",
        )
        intake.hand_in_seen(world, "noura", request)
    with world.step(
        "PRO-6", "The declaration is signed; an edit voids the signature and asks again"
    ):
        intake.sign_drawn(world, "noura", request)
        needs(
            noura.get(request.page).has_form("/submit/"), noura.page, "Signed, and still not ready"
        )
        page = noura.get(f"{request.page}fill/need/")
        form = next(candidate for candidate in page.forms if "baskets" in candidate.names)
        noura.send(form, {"baskets": "3"})
        needs(
            not noura.get(request.page).has_form("/submit/"),
            noura.page,
            "An edit left the signature standing",
        )
        intake.sign_drawn(world, "noura", request)
    with world.step(
        "PRO-7",
        "Submitted: the receipt names both days, is on the phone, and is known to the check page",
    ):
        before = len(world.inbox(request.who))
        intake.press(world, "noura", request, "submit")
        request.window = intake.read_window(world, "noura", request)
        due = [world.today() + timedelta(days=days) for days in world.answer_days()]
        needs(request.window == due, noura.page, f"The window is {request.window}, not {due}")
        world.wait(request.who, re.compile(re.escape(request.reference)), before)
        receipt = noura.pdf(noura.get(request.page).link("/pdf"))
        delivering.check(world.visitor(), delivering.code_of(receipt), request.who.name)


def completion(world: World, request: Request) -> None:
    """PRO-7: a return stops the clock, and moves both days of the answer."""
    with world.step("PRO-7", "Returned for completion: the reason is told and the clock stands"):
        before = len(world.inbox(request.who))
        intake.press(
            world, "noura", request, "return", reason="نحتاج إلى عدد أفراد الأسرة كما في السجل."
        )
        world.wait(request.who, re.compile(re.escape(request.reference)), before)
    with world.step(
        "PRO-7",
        (
            "Two days later it is completed and signed again; both days have moved by two, a new "
            "receipt says so"
        ),
    ):
        world.move_clock(2)
        noura = world.staff("noura")
        page = noura.get(f"{request.page}fill/household/")
        noura.send(
            next(form for form in page.forms if "household_size" in form.names),
            {"household_size": "5"},
        )
        intake.sign_drawn(world, "noura", request)
        intake.press(world, "noura", request, "submit")
        moved = [day + timedelta(days=2) for day in request.window]
        request.window = intake.read_window(world, "noura", request)
        needs(request.window == moved, noura.page, f"The window is {request.window}, not {moved}")


def filing_from_afar(world: World, request: Request, phone: Browser) -> None:
    """PRO-3 … PRO-7 on one's own phone, by somebody nobody knew."""
    with world.step(
        "PRO-3",
        (
            "From afar: a code proves the mobile, the same form is filled in, documents are stated "
            "or photographed"
        ),
    ):
        intake.file_from_afar(world, phone, request)
    with world.step("PRO-6", "The declaration is signed by a code on the phone"):
        page = intake.sign_by_code(world, phone, request)
    with world.step("PRO-7", "The receipt is there to keep, with the days of the answer"):
        receipt = phone.pdf(page.link("/paper/"))
        delivering.check(world.visitor(), delivering.code_of(receipt), request.who.name)
        needs(page.days, page, "No days are shown")
    with world.step(
        "PRE-6", "Whoever else types this ID gets a code on their own mobile, and a blank form"
    ):
        before, stranger = len(world.inbox(request.who)), a_newcomer("male")
        other_browser, thief = world.visitor(), replace(stranger, id_number=request.who.id_number)
        page = intake.prove(world, other_browser, thief, f"/apply/{request.service}/")
        needs(
            page.has_form("/about-you/") or "/about-you/" in page.path,
            page,
            "The form is not blank",
        )
        other_browser.get(f"/my/{request.reference}/", status=404)
        needs(
            len(world.inbox(request.who)) == before, page, "A code went to the owner of the request"
        )
    with world.step("PRO-3", "Tracked by its number and mobile with a code"):
        before, follower = len(world.inbox(request.who)), world.visitor()
        form = follower.get("/track/").form(having="reference")
        page = follower.send(form, {"reference": request.reference, "mobile": request.who.mobile})
        code = world.wait(request.who, CODE, before)
        page = follower.send(page.form(having="code"), {"code": code})
        needs(request.reference in page.text, page, "Not found")
        request.pk, request.person = _found(world, request)
    with world.step(
        "PRE-6",
        "Noura sees the ID at the desk: a wrong number proves nothing, the right one the claim",
    ):
        intake.prove_identity(world, "noura", request)


def _found(world: World, request: Request) -> tuple[int, int]:
    """The request as the desk finds it by its number."""
    noura = world.staff("noura")
    page = noura.get(f"/desk/find/?q={request.reference}")
    case = page.url if "/cases/" in page.path else page.link(r"/cases/\d+/")
    return ids(case)[0], ids(noura.get(case).link(r"/people/\d+"))[0]


def _file_quickly(world: World, request: Request) -> None:
    request.person = intake.register(world, "bader", request.who)
    intake.start(world, "bader", request)
    bader = world.staff("bader")
    intake.fill(bader, bader.get(f"{request.page}fill/next/"))
    intake.hand_in_seen(world, "bader", request)
    intake.sign_drawn(world, "bader", request)
    intake.press(world, "bader", request, "submit")
    khalid = world.staff("khalid")
    khalid.send(khalid.get(request.page).form("/urgent/"), {"reason": "الأسرة بلا طعام."})


def verification(world: World, *requests: Request) -> None:
    """PRO-4, PRO-1, and the study."""
    first = requests[0]
    with world.step(
        "PRO-4",
        "Before the data is matched, nothing goes to study; then it is matched field by field",
    ):
        noura = world.staff("noura")
        needs(
            not noura.get(first.page).has_form("/verify/"),
            noura.page,
            "Unmatched data may go to study",
        )
        for request in requests:
            intake.match_all(world, "noura", request)
            intake.press(world, "noura", request, "verify")
    with world.step(
        "PRO-1",
        "The request is handed from officer to researcher, and every hand-over is on its timeline",
    ):
        for request in requests:
            world.staff("salem").send(world.staff("salem").get(request.page).form("/study/start/"))
        page = noura.get(f"{first.page}timeline/")
        needs(
            "نورة" in page.text and "سالم" in page.text,
            page,
            "The hand-over is not on the timeline",
        )
    with world.step("PRO-7", "Salem visits, records what he found, and recommends"):
        for request, recommendation in zip(requests, ("accept", "reject", "accept"), strict=True):
            deciding.study(world, request, recommendation)
    with world.step("PRO-1", "The researcher hands the requests to the committee"):
        for request in requests:
            intake.press(world, "salem", request, "refer")
            needs("لجنة" in world.staff("salem").page.text, world.staff("salem").page)


def committee(world: World, accepted: Request, rejected: Request, urgent: Request) -> None:
    """PRO-7: the meeting, the votes, the decisions, the minutes."""
    every = [accepted, rejected, urgent]
    with world.step(
        "PRO-7",
        "Dalal plans a meeting, lays three requests before it and records four members as present",
    ):
        meeting = deciding.plan_meeting(world, every)
    with world.step(
        "PRO-7", "Four members vote blind; nobody sees a vote before the chair closes voting"
    ):
        for request, choice in zip(every, ("accept", "reject", "accept"), strict=True):
            deciding.vote_blind(world, request, choice)
    with world.step(
        "PRO-7", "Fahad records the decisions: quantity, reason, plain words, cited clause"
    ):
        deciding.decide(world, accepted, "approved", quantity="2")
        deciding.decide(world, rejected, "rejected")
        deciding.decide(world, urgent, "approved", quantity="1")
    with world.step("PRO-7", "The meeting is closed; its minutes are a paper, and can be checked"):
        fahad = world.staff("fahad")
        fahad.send(fahad.get(f"/committee/{meeting}/").form("/close/"))
        minutes = fahad.pdf(fahad.get(f"/committee/{meeting}/").link("/pdf"))
        delivering.check(world.visitor(), delivering.code_of(minutes), accepted.who.name)


def answers(
    world: World, accepted: Request, rejected: Request, urgent: Request, phone: Browser
) -> None:
    """PRO-7: the window holds, and an executive's recorded reason opens it."""
    if world.today() < accepted.window[0]:
        _window_holds(world, accepted, urgent)
    else:
        with world.step(
            "PRO-7", "This policy names no first day: an urgent answer is released at once"
        ):
            needs(
                deciding.release(world, "khalid", urgent).path == urgent.page,
                world.staff("khalid").page,
                "Not released",
            )
    with world.step(
        "PRO-7",
        "On the first day of the window it is released: letter with its number, and message",
    ):
        world.move_clock((accepted.window[0] - world.today()).days)
        before = len(world.inbox(accepted.who))
        page = deciding.release(world, "dalal", accepted)
        needs(page.path == accepted.page, page, "Not released on its day")
        world.wait(accepted.who, re.compile(re.escape(accepted.reference)), before)
        letter = world.staff("dalal").pdf(
            world.staff("dalal").get(f"/letters/case/{accepted.pk}/").link("/pdf")
        )
        delivering.check(world.visitor(), delivering.code_of(letter), accepted.who.name)
    with world.step(
        "PRO-7",
        (
            "The rejection is released too: reasons, and the way to object, on the "
            "applicant's own page"
        ),
    ):
        page = deciding.release(world, "dalal", rejected)
        needs(page.path == rejected.page, page, "Not released")
        page = intake.prove(world, phone, rejected.who, f"/my/{rejected.reference}/")
        needs("الدخل يكفي الحاجة" in page.text, page, "The reasons are not told")


def _window_holds(world: World, accepted: Request, urgent: Request) -> None:
    """No answer before its first day, but for a need whose urgency an executive puts on record."""
    with world.step(
        "PRO-7", "An urgent answer is released early by the executive, with the reason kept"
    ):
        page = deciding.release(world, "khalid", urgent, "الأسرة بلا طعام منذ يومين.")
        needs(page.path == urgent.page, page, "Not released")
        panel = world.staff("khalid").get(f"/committee/case/{urgent.pk}/")
        needs("الأسرة بلا طعام منذ يومين." in panel.text, panel, "The reason is not kept")
    with world.step(
        "PRO-7", "On the day before the window the accepted request's answer is refused its release"
    ):
        world.move_clock((accepted.window[0] - world.today()).days - 1)
        page = deciding.release(world, "dalal", accepted)
        needs(page.path != accepted.page, page, "Released a day before the window")
        needs(not _is_answered(world, accepted), page, "Answered before the window")


def _is_answered(world: World, request: Request) -> bool:
    return "/pdf" in world.staff("dalal").get(f"/committee/case/{request.pk}/").html


def delivery(world: World, request: Request) -> None:
    """PRO-8, PRO-9, PRA-3: registration, handing over in parts, rating."""
    with world.step("PRO-8", "Registration is completed and the beneficiary number issued once"):
        intake.press(world, "noura", request, "register")
        page = world.staff("noura").get(f"/people/{request.person}/")
        needs(re.search(r"م?\d{4}-\d{5,6}|ب-?\d", page.text), page, "No beneficiary number")
    with world.step(
        "PRO-9",
        "The delivery is planned by Reem; the payer is not the decider and not who hands over",
    ):
        address = delivering.delivery_of(world, request)
        delivering.schedule(world, address)
        needs(
            not world.staff("reem").get(address).has_form("/hand-over/"),
            world.staff("reem").page,
            "Unpaid goods may go",
        )
        turki = world.staff("turki")
        turki.send(turki.get(address).form("/pay/"))
    with world.step(
        "PRO-9", "Handed over in two parts, each against a code; more than the decision is refused"
    ):
        delivering.hand_over(world, address, request, "1")
        reem = world.staff("reem")
        page = reem.send(
            reem.get(address).form("/hand-over/"),
            {"part": "2", "receiver_name": request.who.name, "proof": "code", "code": "000000"},
        )
        needs(page.path.endswith("/hand-over/"), page, "More than the decision was handed over")
        delivering.hand_over(world, address, request, "1")
        note = reem.pdf(reem.get(address).link("/pdf"))
        delivering.check(world.visitor(), delivering.code_of(note), request.who.name)
    with world.step(
        "PRA-3",
        "Closed; the invitation to rate is on the phone, and two taps rate without a sign-in, once",
    ):
        before = len(world.inbox(request.who))
        intake.press(world, "noura", request, "close")
        link = urlsplit(world.wait(request.who, LINK, before)).path
        rater = world.visitor()
        form = rater.get(link).form("/rate/")
        needs("شكر" in rater.send(form, {"score": "5"}).text, rater.page, "Not thanked")
        rater.get(link, status=410)


def objection(world: World, request: Request, phone: Browser) -> None:
    """PRE-5: one objection, decided by somebody who took no part, reopens the request."""
    with world.step("PRE-5", "The applicant objects from the phone, once"):
        page_url = f"/my/{request.reference}/"
        grounds = "دخلي انخفض بعد تقديم الطلب."
        page = phone.send(
            phone.get(f"{page_url}lodge/").form(having="grounds"), {"grounds": grounds}
        )
        needs(grounds in page.text, page, "Not lodged")
        needs(
            not phone.get(f"{page_url}lodge/").has_form("/lodge/"),
            phone.page,
            "A second objection is offered",
        )
    with world.step(
        "PRE-5", "It reaches Khalid, who took no part in this request and takes its review"
    ):
        khalid, decides = world.staff("khalid"), "khalid"
        address = _objection(khalid, request)
        khalid.send(khalid.get(address).form("/assign-reviewer/"))
    if khalid.page.has_form("/advise/"):
        decides = "rashed"
        with world.step(
            "PRE-5", "Where two review it, Khalid is the first and says what he advises"
        ):
            advice = {"advice": "uphold", "reasons": "في الكشف الجديد ما يستحق النظر."}
            khalid.send(khalid.get(address).form("/advise/"), advice)
            needs(
                not khalid.page.has_form("/uphold/"),
                khalid.page,
                "The first reviewer decides alone",
            )
    with world.step(
        "PRE-5",
        (
            "Whom the policy lets decide, and who took no part, upholds it, and the request "
            "is open again"
        ),
    ):
        judge = world.staff(decides)
        form = judge.get(address).form("/uphold/")
        judge.send(form, {"reasons": "ثبت أن الدخل انخفض، فتُعاد الدراسة."})
        page = world.staff("salem").get(request.page)
        needs(page.has_form("/study/start/"), page, "The request was not opened again")


def _objection(browser: Browser, request: Request) -> str:
    page = browser.get("/objections/")
    for address in dict.fromkeys(
        link for link in page.links if re.search(r"/objections/\d+/$", link)
    ):
        if request.reference in browser.get(address).text:
            return address
    raise Unexpected("The objection is not in the queue.")
