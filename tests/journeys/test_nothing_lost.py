"""What was typed or chosen survives a fault, a page that went stale, and a sign-in that ended in
the middle of a form.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, expect

from tests.cast import NOW
from tests.factories import a_case, a_visitor, staff, the_catalogue
from wasl.beneficiaries.models.documents import Attachment
from wasl.cases.models.case import CaseDocument
from wasl.interactions.models import Interaction
from wasl.program import reference

PASSWORD = "a-long-enough-secret-9"
PHOTO = Path(__file__).with_name("paper.jpg")


@pytest.fixture
def desk(page, live_server, transactional_db, sign_in):
    """Noura and Maha, who know their passwords, and a browser in which Noura is signed in."""
    reference.load_association(NOW)
    the_catalogue()
    for name in ("noura", "maha"):
        user = staff(name)
        user.set_password(PASSWORD)
        user.save()
    page.set_default_timeout(20_000)
    sign_in(staff("noura"))
    return live_server.url


def a_visit(page: Page, desk: str) -> str:
    """The form of a visit, half filled in."""
    visitor = a_visitor(by=staff("noura"))
    there = f"{desk}/contacts/visit/?person={visitor.pk}"
    page.goto(there)
    page.locator("[name=channel]").select_option("telephone")
    page.locator("[name=subject]").fill("سؤال عن موعد الرد")
    page.locator("[name=outcome]").fill("شُرحت لها المدة، ووعدناها باتصال.")
    return there


def send(page: Page) -> None:
    page.locator("main form[method=post] .form-actions button").first.click()


def sign_in_as(page: Page, username: str) -> None:
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form[action*=sign-in] button").click()


def end_the_sign_in(page: Page) -> None:
    page.context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)


@pytest.mark.clause("PRO-2")
def test_words_wait_for_their_writer_to_sign_in_again(page, desk):
    there = a_visit(page, desk)
    end_the_sign_in(page)
    send(page)
    expect(page).to_have_url(re.compile("/account/sign-in/"))
    sign_in_as(page, "noura")
    expect(page).to_have_url(there)
    expect(page.locator("[name=subject]")).to_have_value("سؤال عن موعد الرد")
    expect(page.locator("[name=outcome]")).to_have_value("شُرحت لها المدة، ووعدناها باتصال.")
    expect(page.locator("[name=channel]")).to_have_value("telephone")
    send(page)
    expect(page).not_to_have_url(there)
    assert Interaction.objects.get().subject == "سؤال عن موعد الرد"
    assert page.evaluate("sessionStorage.getItem('typed')") is None


@pytest.mark.clause("PRE-6")
def test_who_signs_in_after_somebody_does_not_read_their_words(page, desk):
    there = a_visit(page, desk)
    end_the_sign_in(page)
    send(page)
    sign_in_as(page, "maha")
    expect(page).to_have_url(there)
    expect(page.locator("[name=subject]")).to_have_value("")
    assert page.evaluate("sessionStorage.getItem('typed')") is None


def test_a_page_that_went_stale_leads_back_to_the_words(page, desk):
    there = a_visit(page, desk)
    page.context.clear_cookies(name=django_settings.CSRF_COOKIE_NAME)
    send(page)
    page.locator("[data-back]").click()
    expect(page).to_have_url(there)
    expect(page.locator("[name=subject]")).to_have_value("سؤال عن موعد الرد")


def test_the_end_of_a_sign_in_is_announced_put_off_and_survived(page, desk, sign_in, settings):
    settings.SESSION_COOKIE_AGE = 122
    there = a_visit(page, desk)
    notice = page.locator("#session-notice")
    expect(notice).to_be_visible()
    page.locator("[data-extend]").click()
    expect(notice).not_to_be_visible()
    settings.SESSION_COOKIE_AGE = 1
    sign_in(staff("noura"))
    there = a_visit(page, desk)
    expect(page.locator("[data-again]")).to_be_visible()
    settings.SESSION_COOKIE_AGE = 600
    end_the_sign_in(page)
    page.locator("[data-again]").click()
    sign_in_as(page, "noura")
    expect(page).to_have_url(there)
    expect(page.locator("[name=subject]")).to_have_value("سؤال عن موعد الرد")


@pytest.mark.clause("PRO-4")
def test_a_good_file_stays_chosen_while_a_date_is_mended(page, desk, settings):
    case = a_case(service="rent-arrears")
    kind = "rent-contract"
    page.goto(f"{desk}/cases/{case.pk}/documents/")
    card = page.locator(f"section#{kind}")
    for summary in card.locator("summary").all():
        summary.click()
    card.locator(f"[name={kind}-number]").fill("٤٤١١")
    card.locator(f"[name={kind}-issued]").fill("30/2/1441")
    card.locator(f"[name={kind}-expires]").fill("1/6/1450")
    card.locator(f"[name={kind}-file]").set_input_files(PHOTO)
    card.locator(".form-actions button").last.click()
    expect(card.locator(".errors")).to_contain_text("29")
    assert card.locator(f"[name={kind}-file]").evaluate("one => one.files.length") == 1
    card.locator(f"[name={kind}-issued]").fill("29/2/1448")
    card.locator(".form-actions button").last.click()
    expect(card.locator("dl.facts")).to_be_visible()
    assert CaseDocument.objects.get(case=case).document.attachment == Attachment.objects.get()
    assert not page.locator("main .errors").count()


def test_a_file_too_large_is_said_before_it_is_sent(page, desk, settings):
    settings.UPLOAD_LIMIT = 500
    case = a_case(service="rent-arrears")
    page.goto(f"{desk}/cases/{case.pk}/documents/")
    card = page.locator("section#rent-contract")
    for summary in card.locator("summary").all():
        summary.click()
    card.locator("[type=file]").set_input_files(PHOTO)
    expect(card.locator("[data-upload-chosen]")).to_contain_text("حجمه كبير")
