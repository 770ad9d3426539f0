"""Both stories in a real browser: accepted at the desk, not accepted and objected to from a phone
390 px wide.

With WASL_SCREENS=1 the pages are photographed into docs/screens, at both widths and in both
languages.
"""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.cast import NOW
from tests.factories import an_id_number, staff, the_catalogue
from tests.journeys.steps import (
    choose,
    code,
    fill_sections,
    handed_in,
    look_at_width,
    press,
    proven,
    send,
)
from wasl.cases.models.case import Case
from wasl.cases.states import Status
from wasl.common import clock
from wasl.delivery import actions as delivery
from wasl.delivery.models import Delivery
from wasl.program import reference, sample
from wasl.satisfaction import actions as satisfaction
from wasl.satisfaction import links
from wasl.satisfaction.models import Spent


class Days:
    """The day of the story; it moves forward."""

    now = NOW

    def pass_(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def days(monkeypatch):
    story = Days()
    monkeypatch.setattr(clock, "now", lambda: story.now)
    return story


@pytest.fixture
def site(page, live_server, transactional_db, days):
    """The sample association without its people, and a browser before it."""
    reference.load_association(NOW)
    sample.load_staff({})
    the_catalogue()
    page.set_default_timeout(30_000)
    return live_server.url


def draw(page: Page) -> None:
    """Sign in the box with the mouse."""
    box = page.locator("[data-signature] canvas").bounding_box()
    page.locator("[data-signature] canvas").scroll_into_view_if_needed()
    box = page.locator("[data-signature] canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 20)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(
            box["x"] + 20 + step * 25, box["y"] + (30 if step % 2 else box["height"] - 30)
        )
    page.mouse.up()


def hand_in_seen(page: Page) -> None:
    """Every document is seen; its number and days are noted."""
    for kind in page.locator("main form input[name=type]").evaluate_all(
        "all => all.map(one => one.value)"
    ):
        card = page.locator(f"main section#{kind}")
        if not card.locator(f'[name="{kind}-number"]').is_visible():
            card.locator("summary").click()
        card.locator(f'[name="{kind}-number"]').fill("4411")
        if not (issued := card.locator(f'[name="{kind}-issued"]')).is_visible():
            card.locator("details.more summary").click()
        issued.fill("1/6/1448")
        if (expires := card.locator(f'[name="{kind}-expires"]')).count():
            expires.fill("1/6/1450")
        with page.expect_navigation():
            card.locator(f'button[name="{kind}-seen"]').click()


def by_the_committee(
    page: Page, url: str, sign_in, case: Case, choice: str, words: str, look
) -> None:
    """A meeting, four votes, a decision."""
    sign_in(staff("dalal"))
    page.goto(f"{url}/committee/plan/")
    page.locator("[name=number]").fill("٧")
    page.locator("[name=held_date]").fill("9/6/1448")
    send(page)
    meeting = page.url
    press(page, f"/add/{case.pk}/")
    for box in page.locator("[name=members]").all():
        box.check()
    press(page, "/attendance/", "button:not([type=button])")
    sign_in(staff("fahad"))
    page.goto(meeting)
    page.locator('a[href*="/committee/item/"]').first.click()
    item = page.url
    press(page, "/open-voting/")
    for username in ("huda", "abdullah", "mona", "fahad"):
        sign_in(staff(username))
        page.goto(item)
        page.wait_for_load_state("networkidle")  # panels that arrive move the form
        page.locator(f'[name=choice][value="{choice}"]').check()
        press(page, "/vote/", "button:not([type=button])")
    press(page, "/close-voting/")
    look(page, "committee")
    page.locator(
        f'[name=outcome][value="{"approved" if choice == "accept" else "rejected"}"]'
    ).check(force=True)
    if choice == "accept":
        page.locator("#decide [name=quantity]").fill("2")
    else:
        page.locator("#decide [name=reason_code]").select_option(index=1)
    page.locator("#decide [name=plain_words]").fill(words)
    press(page, "/decide/", "button:not([type=button])")
    expect(page).to_have_url(meeting)


def studied(page: Page, url: str, sign_in, case: Case, recommendation: str) -> None:
    """Matched by Noura, studied by Salem, laid before the committee."""
    sign_in(staff("noura"))
    page.goto(f"{url}/cases/{case.pk}/match/")
    for box in page.locator('main [name^="seen-"]').all():
        box.check()
    for same in page.locator('main [name$="-verdict"][value="same"]').all():
        same.check(force=True)
    for same in page.locator('main select[name$="-verdict"]').all():
        same.select_option("same")
    send(page)
    press(page, "/verify/")
    sign_in(staff("salem"))
    page.goto(f"{url}/cases/{case.pk}/")
    press(page, "/study/start/")
    page.goto(f"{url}/cases/{case.pk}/study/opinion/")
    page.locator("[name=findings]").fill("أسرة من أربعة.")
    choose(page, "recommendation", recommendation)
    page.locator("[name=reason]").fill("كما وُجد في الزيارة.")
    send(page)
    page.goto(f"{url}/cases/{case.pk}/")
    press(page, "/refer/")


@pytest.mark.clause("PRO-2", "PRO-3", "PRO-4", "PRO-6", "PRO-7", "PRO-8", "PRO-9", "PRA-3")
def test_accepted_at_the_desk_and_delivered(page, site, sign_in, look, days):
    page.set_viewport_size({"width": 1366, "height": 900})
    sign_in(staff("noura"))
    mobile, id_number = "0551234567", an_id_number(880_001)
    page.goto(f"{site}/desk/find/?q={id_number}")
    page.locator('main a[href*="/people/register/"]').first.click()
    page.locator("[name=full_name]").fill("هند بنت سالم القحطاني")
    choose(page, "gender", "female")
    page.locator("[name=mobile]").fill(mobile)
    send(page)
    expect(page).to_have_url(re.compile(r"/people/\d+/$"))
    person = int(page.url.split("/")[-2])
    page.goto(f"{site}/cases/start/{person}/")
    with page.expect_navigation():
        page.locator('button[name=service][value="food-basket"]').click()
    fill_sections(page)
    hand_in_seen(page)
    case = Case.objects.get()
    page.goto(f"{site}/cases/{case.pk}/sign/")
    draw(page)
    send(page)
    press(page, "/submit/")
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED
    look(page, "case")
    studied(page, site, sign_in, case, "accept")
    by_the_committee(page, site, sign_in, case, "accept", "دخل الأسرة لا يكفي حاجتها.", look)
    _released(page, site, sign_in, days)
    expect(page).to_have_url(f"{site}/cases/{case.pk}/")
    sign_in(staff("noura"))
    page.goto(f"{site}/cases/{case.pk}/")
    press(page, "/register/")
    planned = Delivery.objects.filter(case=case).first() or delivery.plan(
        case=case, by=None, at=days.now
    )
    _delivered(page, site, sign_in, planned, mobile, look)
    sign_in(staff("noura"))
    page.goto(f"{site}/cases/{case.pk}/")
    press(page, "/close/")
    look(page, "closed")
    invitation = satisfaction.invite(case=Case.objects.get(pk=case.pk), at=days.now)
    _rated(page, site, links.of_message(invitation, days.now), look)


def _released(page: Page, site: str, sign_in, days) -> None:
    """The first day of the window comes, and the secretary releases the answer."""
    days.pass_(14)
    sign_in(staff("dalal"))
    page.goto(f"{site}/committee/answers/")
    page.locator('main a[href*="/committee/answers/"]').first.click()
    send(page, "form")


def _signed_from_afar(page: Page, site: str, case: Case, mobile: str) -> None:
    """What is declared is read, and signed with the code from the phone."""
    page.goto(f"{site}/my/{case.reference}/sign/")
    press(page, "/send-code/")
    page.locator("[name=agree]").check()
    page.locator("[name=code]").fill(code("code_sign", mobile))
    look_at_width(page)
    send(page)
    expect(page).to_have_url(re.compile(f"/my/{case.reference}/(#.*)?$"))


def _identity_seen(page: Page, site: str, sign_in, case: Case, id_number: str, days, look) -> None:
    """The applicant comes by with the ID; Noura types its number from the paper."""
    sign_in(staff("noura"))
    page.goto(f"{site}/cases/{case.pk}/")
    page.locator('main a[href*="/prove/"]').first.click()
    look(page, "prove")
    choose(page, "way", "desk")
    choose(page, "paper", "national_id")
    page.locator("[name=number]").fill(id_number)
    page.locator("[name=seen]").fill(f"{clock.day_of(days.now):%d/%m/%Y}")
    page.locator("[name=is_same]").check()
    send(page)
    case.person.refresh_from_db()
    assert case.person.id_number == id_number


def _delivered(page: Page, site: str, sign_in, planned: Delivery, mobile: str, look) -> None:
    there = f"{site}/delivery/{planned.pk}/"
    sign_in(staff("reem"))
    page.goto(there)
    page.locator("[name=planned_date]").fill("24/6/1448")
    page.locator("[name=place]").fill("مقر الجمعية")
    press(page, "/schedule/", "button:not([type=button])")
    sign_in(staff("turki"))
    page.goto(there)
    press(page, "/pay/")
    sign_in(staff("reem"))
    for part in ("1", "1"):
        page.goto(there)
        press(page, "/send-receipt-code/")
        page.locator("[name=part]").fill(part)
        page.locator('[name=proof][value="code"]').check(force=True)
        page.locator("[name=code]").fill(code("code_receive", mobile))
        with page.expect_navigation():
            page.locator('form[action$="/hand-over/"] button:not([type=button])').last.click()
    look(page, "delivery")
    planned.case.refresh_from_db()
    assert planned.case.status == Status.DELIVERED


def _rated(page: Page, site: str, link: str, look) -> None:
    page.context.clear_cookies()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + re.sub(r"^https?://[^/]+", "", link))
    look(page, "rate")
    with page.expect_navigation():
        page.locator('button[name=score][value="5"]').click()
    assert Spent.objects.count() == 1


@pytest.mark.clause("OBJ-4", "PRE-5", "PRO-3", "PRO-6", "PRO-7")
def test_not_accepted_from_the_phone_and_objected_to(page, site, sign_in, look, days):
    mobile, id_number = "0557654321", an_id_number(880_002)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/")
    look(page, "home")
    page.goto(f"{site}/services/school-kit/")
    look(page, "service")
    with page.expect_navigation():
        page.locator('a[href$="/apply/school-kit/"]').first.click()
    proven(page, id_number, mobile)
    page.locator("[name=full_name]").fill("سالم بن حمد الحربي")
    page.locator('[name=gender][value="male"]').check(force=True)
    page.locator("[name=birth]").fill("١/٣/١٤٠٢")
    send(page)
    look(page, "fill")
    fill_sections(page)
    look(page, "documents")
    handed_in(page)
    case = Case.objects.get()
    _signed_from_afar(page, site, case, mobile)
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED
    look(page, "mine")
    _identity_seen(page, site, sign_in, case, id_number, days, look)
    studied(page, site, sign_in, case, "reject")
    by_the_committee(
        page, site, sign_in, case, "reject", "نعتذر، فالدخل يكفي الحاجة هذا العام.", lambda *_: None
    )
    _released(page, site, sign_in, days)
    sign_in(None)
    page.goto(f"{site}/my/{case.reference}/")
    proven(page, id_number, mobile)
    expect(page.locator("main")).to_contain_text("نعتذر، فالدخل يكفي الحاجة هذا العام.")
    look(page, "answer")
    page.locator('main a[href$="/lodge/"]').click()
    page.locator("[name=grounds]").fill("دخلي انخفض بعد تقديم الطلب.")
    send(page)
    expect(page.locator("main")).to_contain_text("دخلي انخفض بعد تقديم الطلب.")
    look_at_width(page)
