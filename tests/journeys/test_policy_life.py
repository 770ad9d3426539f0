"""A policy in the browser: draft, findings settled, read, approved in a meeting, in force,
published, told, acknowledged.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import NOW
from tests.factories import a_visitor, staff
from wasl.beneficiaries.actions import roles
from wasl.governance.actions import drafting
from wasl.governance.models.documents import PolicyVersion
from wasl.outreach import tasks
from wasl.outreach.models import Recipient
from wasl.outreach.queries import token_of
from wasl.program import reference

TEXT = (
    "الاعتراض على القرار\nلمن لم يُقبل طلبه أن يعترض خلال مدة لا تقل عن أسبوعين.\nاستقبال "
    "المستفيد بلباقة واحترام."
)


@pytest.fixture
def draft(transactional_db):
    """A short procedure, imported with one finding: a period without an end."""
    reference.load_association(NOW)
    reference.load_board(NOW)
    reference.load_board_meeting(NOW)
    for username in ("noura", "maha", "khalid", "rashed"):
        staff(username)
    khalid = staff("khalid")
    document = drafting.open_document(
        kind="procedure", code="objections", title_ar="إجراء الاعتراض", by=khalid, at=NOW
    )
    person = a_visitor("شيخة بنت دخيل الراجح", by=staff("noura"), mobile="0512345678")
    roles.admit_member(person=person, number="12", shares=2, by=staff("noura"), at=NOW)
    return drafting.import_text(
        document=document, content=TEXT.encode(), name="مسودة.txt", by=khalid, at=NOW
    )


def go(page, ending, **filled):
    """The page's link to a form, the form filled in, and its main button."""
    page.locator(f"main a[href$='{ending}']").first.click()
    for name, value in filled.items():
        field = page.locator(f"main [name={name}]")
        field.select_option(index=value) if isinstance(value, int) else field.fill(value)
    send(page, "main .form-actions button")


def send(page, button):
    """A button, and the page that follows."""
    with page.expect_navigation():
        page.locator(button).first.click()


@pytest.mark.clause("APP-1", "APP-2", "APP-3", "APP-4", "PRE-8")
def test_from_the_draft_to_the_acknowledgement(page, live_server, sign_in, look, draft):
    sign_in(staff("khalid"))
    page.goto(f"{live_server.url}/library/drafts/{draft.pk}/")
    look(page, "policy-draft")
    _settle_and_approve(page, draft)
    look(page, "policy-in-force")
    row = _tell(page, live_server, sign_in, look)
    sign_in(None)
    page.goto(f"{live_server.url}/circulars/read/{token_of(row)}/")
    look(page, "circular-read")
    send(page, "main form button")
    expect(page.locator(".verdict.yes")).to_contain_text("سُجل اطلاعك")
    row.refresh_from_db()
    assert row.acknowledged_how == "link" and row.person.full_name == "شيخة بنت دخيل الراجح"


def _settle_and_approve(page, draft):
    """No reading before the findings are settled; then read, approved in a meeting, in force,
    published, sent round the staff.
    """
    expect(page.locator("#findings q").first).to_contain_text("مدة لا تقل عن")
    while page.locator("#findings [name=reason]").count():
        page.locator("#findings [name=reason]").first.fill("اعتمد المجلس القراءة المسجلة")
        send(page, "#findings [value=accepted]")
    go(page, "/reading/", member=1)
    go(page, "/approve/", meeting=1)
    go(page, "/force/")
    send(page, "main form[action$='/publish/'] button")
    go(page, "/circulate/", due_date="1/9/1448")
    draft = PolicyVersion.objects.get(pk=draft.pk)
    assert draft.state == "in_force" and draft.published_at and draft.approved_meeting.number
    assert draft.circulations.get().acknowledgements.count() == 4


def _tell(page, live_server, sign_in, look):
    """Members are told in plain words: written by Khalid, approved by Maha, sent by the worker."""
    page.locator("main a[href*='/circulars/new/']").click()
    page.locator("[name=audience][value=members]").check()
    page.locator("[name=body_ar]").fill("لك أن تعترض على القرار خلال أسبوعين من وصوله.")
    page.locator("[name=due_date]").fill("1/9/1448")
    send(page, "main .form-actions button")
    address = page.url
    expect(page.locator("button[aria-disabled=true], button[disabled]")).to_have_count(
        1
    )  # he wrote it himself
    sign_in(staff("maha"))
    page.goto(address)
    send(page, "main form[action$='/approve/'] button")
    send(page, "main form[action$='/send/'] button")
    for _batch in range(2):
        tasks.send_batch(circular_id=int(re.findall(r"\d+", address)[-1]))
    page.reload()
    look(page, "circular")
    return Recipient.objects.get()
