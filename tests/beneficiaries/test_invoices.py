"""The e-invoice that a paper carries inside is kept and shown beside it, at every place that keeps
papers (ADR 46).
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import NOW
from tests.common.papers_of_others import carrying
from tests.factories import a_document_type, a_visitor
from wasl.beneficiaries.actions import documents
from wasl.common.uploads import accept
from wasl.letters import actions as letters
from wasl.letters.models import Letter

pytestmark = pytest.mark.django_db
INVOICE = b'<?xml version="1.0"?><Invoice xmlns="urn:x"><ID>306</ID><Total>450.00</Total></Invoice>'


@pytest.fixture
def paper():
    return accept(SimpleUploadedFile("فاتورة.pdf", carrying(b"factur-x.xml", INVOICE)))


def test_it_stands_beside_the_document_and_is_downloaded(client, noura, paper):
    person = a_visitor(by=noura)
    attachment = documents.add_attachment(person=person, accepted=paper, by=noura, at=NOW)
    documents.add_document(
        person=person,
        document_type=a_document_type(),
        number="7",
        attachment=attachment,
        by=noura,
        at=NOW,
    )
    assert (attachment.invoice.kind, attachment.invoice.name, attachment.invoice.person) == (
        "xml",
        "factur-x.xml",
        person,
    )
    client.force_login(noura)
    page = client.get(f"/people/{person.pk}/").content.decode()
    address = f"/people/files/{attachment.invoice.key}/"
    assert address in page
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == INVOICE
    assert answer["Content-Type"] == "application/xml" and answer["Content-Disposition"].startswith(
        "attachment"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_it_counts_among_what_goes_with_a_letter(sami, paper):
    letter = letters.receive(
        party="مورد", subject="فاتورة", their_number="", files=[paper], by=sami, at=NOW
    )
    assert [file.kind for file in letter.files.order_by("order")] == ["pdf", "xml"]
    assert Letter.objects.get(pk=letter.pk).attachments_count == 2


@pytest.mark.parametrize("content", [b"%PDF-1.7 nothing", carrying(b"factur-x.xml", INVOICE)])
def test_a_page_that_sends_by_script_gets_a_page_and_says_what_is_wrong(client, noura, content):
    """The box with the bar of progress sends by script: an answer for a dialog left the page
    empty.
    """
    person, kind = a_visitor(by=noura), a_document_type()
    client.force_login(noura)
    typed = {
        "document_type": kind.pk,
        "number": "7",
        "seen": "on",
        "file": SimpleUploadedFile("x.pdf", content),
    }
    sent = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "main"}
    answer = client.post(f"/people/{person.pk}/documents/add/", typed, headers=sent, follow=True)
    assert answer.status_code == 200 and 'id="main"' in answer.content.decode()
    if content.startswith(b"%PDF-1.7 nothing"):
        assert "ناقص" in answer.content.decode() or "تالف" in answer.content.decode()
    quick = client.post(
        f"/people/{person.pk}/documents/add/", {"number": "7"}, headers={"HX-Request": "true"}
    )
    assert 'id="main"' not in quick.content.decode()
