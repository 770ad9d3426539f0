"""The whole way with script switched off: the public site, a request filed from a phone, and an
officer who acts on it.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.cast import NOW
from tests.factories import an_id_number, staff, the_catalogue
from tests.journeys.steps import code, fill_sections, handed_in, press, proven, send
from wasl.cases.models.case import Case
from wasl.cases.states import Status
from wasl.interactions.models import Interaction
from wasl.program import answers, reference

PASSWORD = "a-long-enough-secret-9"
PUBLIC = (
    "services", "guide", "policy", "rights", "answers", "answers/not-true", "results", "stories",
    "board", "contact", "accessibility", "privacy", "check", "identify",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "java_script_enabled": False}


@pytest.fixture
def site(page, live_server, transactional_db):
    """The association, its policy, its services and its answers, and a phone before them."""
    reference.load_association(NOW)
    the_catalogue()
    for username in ("maha", "khalid"):
        staff(username)
    answers.load(NOW)
    page.set_default_timeout(20_000)
    page.set_viewport_size({"width": 390, "height": 844})
    return live_server.url


def search(page: Page, words: str) -> None:
    box = page.locator("main input[type=search]").first
    box.fill(words)
    with page.expect_navigation():
        box.press("Enter")


@pytest.mark.clause("CHA-7", "AIM-1", "OBJ-3")
def test_the_public_site(page, site):
    for path in PUBLIC:
        assert page.goto(f"{site}/{path}/").status == 200
        expect(page.locator("main h1")).to_be_visible()
    page.locator("header .nav-button").click()
    page.locator(".site-nav a[href='/services/']").click()
    search(page, "مدرسية")
    expect(page.locator("main a[href='/services/school-kit/']").first).to_be_visible()
    page.goto(f"{site}/guide/")
    page.get_by_label("الأسر منخفضة الدخل").check()
    send(page)
    expect(page.locator("#found")).to_contain_text("سلة غذائية")
    page.goto(f"{site}/answers/")
    search(page, "متى يصلني الجواب")
    page.get_by_role("link", name="متى يصلني الجواب عن طلبي؟").click()
    page.get_by_label("نعم").check()
    send(page, "#feedback form")
    expect(page.locator("main")).to_contain_text("شكرًا لك")
    _asked(page, site)
    page.locator("header [hreflang=en]").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")


def _asked(page: Page, site: str) -> None:
    page.goto(f"{site}/contact/")
    page.get_by_label("سؤال").check()
    for name, words in (
        ("name", "أم خالد"),
        ("mobile", "٠٥٠١٢٣٤٥٦٧"),
        ("question", "متى تفتحون في رمضان؟"),
    ):
        page.locator(f"main [name={name}]").fill(words)
    send(page)
    expect(page.locator("main")).to_contain_text("وصلتنا رسالتك")
    assert Interaction.objects.get().visitor_name == "أم خالد"


@pytest.mark.clause("OBJ-4", "PRO-2", "PRO-3", "PRO-6")
def test_a_request_from_the_phone_and_an_officer_who_acts_on_it(page, site):
    case = _filed(page, site, an_id_number(880_003), "0557654322")
    noura = staff("noura")
    noura.set_password(PASSWORD)
    noura.save()
    page.context.clear_cookies()
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto(f"{site}/desk/")
    page.locator("[name=login]").fill("noura")
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form[action*=sign-in] button").first.click()
    _found(page, case)
    _matched(page, site, case)


def _filed(page: Page, site: str, id_number: str, mobile: str) -> Case:
    """Who Salem is, what he needs, his papers, his signature by a code: filed."""
    page.goto(f"{site}/services/school-kit/")
    page.locator('a[href$="/apply/school-kit/"]').first.click()
    proven(page, id_number, mobile)
    page.locator("[name=full_name]").fill("سالم بن حمد الحربي")
    page.locator('[name=gender][value="male"]').check()
    page.locator("[name=birth]").fill("١/٣/١٤٠٢")
    send(page)
    fill_sections(page)
    handed_in(page)
    case = Case.objects.get()
    page.goto(f"{site}/my/{case.reference}/sign/")
    press(page, "/send-code/")
    page.locator("[name=agree]").check()
    page.locator("[name=code]").fill(code("code_sign", mobile))
    send(page)
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED
    expect(page.locator("main")).to_contain_text(case.reference)
    return case


def _found(page: Page, case: Case) -> None:
    """The one box, sent with Enter; the person; the panels behind their links; the request."""
    box = page.locator("header input[type=search]")
    box.fill("سالم الحربي")
    with page.expect_navigation():
        box.press("Enter")
    page.locator(f"main a[href='/people/{case.person_id}/']").first.click()
    for panel in page.locator("main [hx-trigger*=load]").all():
        assert panel.locator("a[href]").count(), panel.inner_html()
    page.locator(f"main a[href='/cases/person/{case.person_id}/']").click()
    expect(page.locator("main h1")).to_have_text("الطلبات القائمة")
    expect(page.locator(f"main a[href$='/people/{case.person_id}/']")).to_be_visible()  # back
    page.locator(f"main a[href*='/cases/{case.pk}/']").first.click()
    page.goto(page.url.partition("/cases/")[0] + f"/cases/{case.pk}/")
    expect(page.locator("main")).to_contain_text(case.reference)


def _matched(page: Page, site: str, case: Case) -> None:
    """Field by field against the papers, then on to the study."""
    page.locator(f"main a[href='/cases/{case.pk}/match/']").first.click()
    for box in page.locator('main [name^="seen-"]').all():
        box.check()
    for same in page.locator('main [name$="-verdict"][value="same"]').all():
        same.check()
    for same in page.locator('main select[name$="-verdict"]').all():
        same.select_option("same")
    send(page)
    page.goto(f"{site}/cases/{case.pk}/")
    press(page, "/verify/")
    case.refresh_from_db()
    assert case.status == Status.VERIFIED
