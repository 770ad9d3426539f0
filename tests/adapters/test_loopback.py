"""The sample's phone and mailbox: what was sent can be read there as a page and as JSON, and
nothing in it is run.
"""

import smtplib
from email.message import EmailMessage

import httpx
import pytest

from wasl.adapters.loopback import server
from wasl.adapters.unifonic.client import Gateway


@pytest.fixture(scope="module")
def doors():
    opened = server.serve(0, 0)
    yield opened
    opened.stop()


@pytest.fixture
def site(doors):
    return f"http://127.0.0.1:{doors.http_port}"


def test_a_text_is_read_by_its_number(doors, site):
    Gateway(url=site + server.PATH, app_sid="sample", sender="WASL").send(
        "+966512345678", "123456 رمز", "r1"
    )
    (text,) = httpx.get(f"{site}/phone/966512345678.json").json()
    assert text["body"] == "123456 رمز"
    assert "T" in text["at"]
    assert "123456" in httpx.get(f"{site}/phone/966512345678").text
    assert "966512345678" in httpx.get(site).text
    assert httpx.get(f"{site}/phone/966500000000.json").json() == []


def test_a_mail_is_read_by_its_address_and_its_links_lead_on(doors, site):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = (
        "wasl@localhost",
        "Maryam@example.org",
        "صدور الرد",
    )
    letter["Message-ID"] = "<r2@wasl>"
    letter.set_content("الرد هنا:\nhttp://127.0.0.1:8000/rate/abc\n<script>alert(1)</script>")
    for _time in range(2):
        with smtplib.SMTP("127.0.0.1", doors.smtp_port, timeout=5) as smtp:
            smtp.send_message(letter)
    (mail,) = httpx.get(f"{site}/mailbox/maryam@example.org.json").json()
    assert mail["subject"] == "صدور الرد"
    page = httpx.get(f"{site}/mailbox/maryam@example.org").text
    assert '<a href="http://127.0.0.1:8000/rate/abc">' in page
    assert "<script>" not in page


def test_what_is_not_there_is_not_found(site):
    assert httpx.get(f"{site}/etc/passwd").status_code == 404
    assert httpx.post(f"{site}/elsewhere", data={"a": "b"}).status_code == 404
