"""What the browser's stories do over and over: press, send, answer, prove, hand in."""

from pathlib import Path

from playwright.sync_api import Page

from wasl.messaging.models import Message

ANSWERS = {
    "city": "النقرة", "household_size": "٤", "monthly_income": "٠", "baskets": "2",
    "why": "انقطع الدخل منذ شهرين.", "pupils": "٢", "stages": "اثنان في الابتدائية",
    "school": "مدرسة النقرة الابتدائية",
}  # fmt: skip
CHOICES = {
    "housing": "owned",
    "is_provider": "yes",
    "handover_place": "branch",
    "special_case": "none",
}


def press(page: Page, action: str, submit: str = "button:not([type=button])") -> None:
    """Send the form that goes to this address."""
    with page.expect_navigation():
        page.locator(f'form[action$="{action}"] {submit}').first.click()


def send(page: Page, inside: str = "form.form") -> None:
    """Press the main button of the page's form."""
    with page.expect_navigation():
        page.locator(f"main {inside} button:not([type=button])").last.click()


def fill_sections(page: Page) -> None:
    """Answer what is shown, section by section, until the documents."""
    while "/fill/" in page.url:
        for name, value in ANSWERS.items():
            if (field := page.locator(f'main [name="{name}"]')).count() and field.is_visible():
                field.fill(value)
        for name, value in CHOICES.items():
            choose(page, name, value)
        send(page)


def choose(page: Page, name: str, value: str) -> None:
    """A choice, whether drawn as a list or as buttons."""
    field = page.locator(f'main [name="{name}"]')
    if not field.count():
        return
    if field.first.evaluate("one => one.tagName") == "SELECT":
        field.select_option(value)
    else:
        page.locator(f'main [name="{name}"][value="{value}"]').check(force=True)


def code(key: str, mobile: str) -> str:
    """The newest code on its way to a mobile."""
    sent = Message.objects.filter(template__key=key).order_by("-pk")
    return next(one.secret for one in sent if one.recipient == f"+966{mobile[1:]}")


def proven(page: Page, id_number: str, mobile: str) -> None:
    page.locator("[name=id_number]").fill(id_number)
    page.locator("[name=mobile]").fill(mobile)
    look_at_width(page)
    send(page)
    page.locator("[name=code]").fill(code("code_verify", mobile))
    send(page)


def handed_in(page: Page) -> None:
    photo = Path(__file__).with_name("paper.jpg")
    for kind in page.locator("main input[name=document_type]").evaluate_all(
        "all => all.map(one => one.value)"
    ):
        card = page.locator(f"main section#{kind}")
        card.locator(f'[name="{kind}-number"]').fill("٤٤١١")
        card.locator(f'[name="{kind}-issued"]').fill("1/6/1448")
        if (expires := card.locator(f'[name="{kind}-expires"]')).count():
            expires.fill("1/6/1450")
        if (file := card.locator(f'[name="{kind}-file"]')).count():
            file.set_input_files(photo)
        with page.expect_navigation():
            card.locator("form button:not([type=button])").last.click()


def look_at_width(page: Page) -> None:
    """Nothing is wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
