"""What goes with a letter is counted on it, bound to it by its hash, and opened from the screen
(LET-3).
"""

import io
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from tests.cast import NOW
from tests.common.test_uploads import image, pdf
from tests.factories import a_decision, an_upload, staff
from wasl.audit.models import Event
from wasl.committees.actions import answer as answer_actions
from wasl.common.verdicts import Refused
from wasl.letters import actions, queries
from wasl.letters.models import Letter, LetterFile
from wasl.papers import queries as papers

pytestmark = [pytest.mark.django_db, pytest.mark.clause("LET-3")]
TEXT = {
    "party": "بلدية المحافظة",
    "subject": "طلب موقع",
    "text": "نأمل تخصيص موقع.\n\nشاكرين لكم.",
    "title": "المدير",
    "name": "خالد",
}


def scans():
    return [an_upload(image(), "plan.jpg"), an_upload(pdf(), "صك.pdf")]


def uploaded():
    return [SimpleUploadedFile("plan.jpg", image()), SimpleUploadedFile("صك.pdf", pdf())]


@pytest.fixture
def at_the_register(client, sami):
    client.force_login(sami)
    client.cookies["django_language"] = "en"
    return client


def test_sami_writes_a_letter_with_two_attachments(at_the_register):
    answer = at_the_register.post(
        "/letters/write/", {**TEXT, "files": uploaded(), "once": str(uuid4())}
    )
    letter = Letter.objects.get()
    assert answer.url == f"/letters/{letter.pk}/"
    assert (letter.reference, letter.attachments_count) == ("1448/1", 2)
    first, second = queries.files_of(letter)
    assert (first.name, first.kind, second.name, second.kind) == (
        "plan.jpg",
        "jpeg",
        "صك.pdf",
        "pdf",
    )
    paper = letter.paper
    assert paper.attachments_count == 2
    words = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(papers.content(paper))).pages
    )
    assert first.sha256[:16] in words.replace("\n", "").replace(" ", "")


def test_the_page_of_a_letter_counts_names_and_opens_them(
    at_the_register, django_assert_max_num_queries
):
    at_the_register.post("/letters/write/", {**TEXT, "files": uploaded()})
    letter = Letter.objects.get()
    with django_assert_max_num_queries(12):
        page = at_the_register.get(f"/letters/{letter.pk}/").content.decode()
    for one in queries.files_of(letter):
        assert one.name in page and one.sha256 in page
        opened = at_the_register.get(f"/letters/files/{one.key}/")
        assert opened.content == queries.content(one)
        assert "default-src 'none'" in opened.headers["Content-Security-Policy"]


def test_an_incoming_letter_keeps_its_scans(at_the_register):
    at_the_register.post(
        "/letters/receive/", {"party": "بلدية المحافظة", "subject": "دعوة", "files": uploaded()}
    )
    letter = Letter.objects.get()
    assert (letter.register, letter.attachments_count, letter.files.count()) == ("incoming", 2, 2)
    assert "ten at most" in at_the_register.get("/letters/receive/").content.decode()


def test_one_bad_file_among_good_ones_is_named_and_nothing_is_numbered(at_the_register):
    bad = SimpleUploadedFile("page.pdf", b"<html>")
    page = at_the_register.post(
        "/letters/receive/", {"party": "بلدية", "subject": "دعوة", "files": [*uploaded(), bad]}
    )
    assert "page.pdf: This is a web page" in page.content.decode()
    assert not Letter.objects.exists()
    many = [SimpleUploadedFile(f"{n}.jpg", image()) for n in range(11)]
    page = at_the_register.post(
        "/letters/receive/", {"party": "بلدية", "subject": "دعوة", "files": many}
    )
    assert "At most 10 files" in page.content.decode()


def test_a_form_sent_twice_makes_one_letter(at_the_register):
    of_writing, of_receiving = str(uuid4()), str(uuid4())
    for _click in range(2):
        at_the_register.post("/letters/write/", {**TEXT, "once": of_writing})
        at_the_register.post(
            "/letters/receive/", {"party": "ب", "subject": "د", "once": of_receiving}
        )
    assert Letter.objects.count() == 2


def test_a_look_at_it_first_numbers_nothing(at_the_register):
    seen = at_the_register.post("/letters/write/preview/", TEXT)
    assert seen.headers["Content-Type"] == "application/pdf"
    assert not Letter.objects.exists()
    wanting = at_the_register.post("/letters/write/preview/", {**TEXT, "text": ""})
    assert "This field is required" in wanting.content.decode()


def test_a_file_changed_on_the_disk_is_not_handed_out(sami, at_the_register):
    actions.receive(party="بلدية", subject="دعوة", their_number="", files=scans(), by=sami, at=NOW)
    one = LetterFile.objects.first()
    with default_storage.open(one.file.name, "wb") as stored:
        stored.write(b"another")
    with pytest.raises(Refused, match="changed"):
        queries.content(one)
    assert at_the_register.get(f"/letters/files/{one.key}/").url == f"/letters/{one.letter_id}/"
    default_storage.delete(one.file.name)
    with pytest.raises(Refused, match="cannot be read"):
        queries.content(LetterFile.objects.get(pk=one.pk))


def test_who_may_not_read_the_registers_opens_none(sami, client, salem):
    actions.receive(party="بلدية", subject="دعوة", their_number="", files=scans(), by=sami, at=NOW)
    client.force_login(salem)
    for address in (
        f"/letters/files/{LetterFile.objects.first().key}/",
        f"/letters/{Letter.objects.get().pk}/",
    ):
        assert client.get(address).status_code == 403


@pytest.mark.usefixtures("committee")
def test_the_answer_to_a_request_may_carry_files_and_the_applicant_opens_them(client):
    decision = answer_actions.release_answer(
        decision=a_decision(),
        files=scans(),
        by=staff("khalid"),
        at=NOW,
        early_reason="الأسرة بلا طعام.",
    )
    letter = decision.letter
    assert (letter.attachments_count, letter.paper.attachments_count) == (2, 2)
    case = decision.case
    session = client.session
    session["portal_applicant"] = {"person": case.person_id}
    session.save()
    one = letter.files.first()
    assert one.name in client.get(f"/my/{case.reference}/").content.decode()
    assert client.get(f"/my/{case.reference}/enclosure/{one.key}/").content == queries.content(one)
    assert client.get(f"/my/{case.reference}/enclosure/{uuid4()}/").status_code == 404
    client.force_login(staff("sami"))
    client.get(f"/letters/{letter.pk}/")
    assert Event.objects.filter(verb="beneficiaries.view", actor=staff("sami")).exists()
