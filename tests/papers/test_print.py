"""Every kind of paper, typeset from plain data and read back from its PDF."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from pypdf import PdfReader

from tests.papers import samples
from wasl.accounts.models import LetterheadVersion
from wasl.papers import typesetting

LETTERHEAD = LetterheadVersion(
    version=1,
    supervising_body="وزارة الموارد البشرية والتنمية الاجتماعية",
    association_name="جمعية الواحة التعاونية",
    licence_label="ترخيص رقم",
    licence_number="306",
    address="الواحة",
    phone="016 345 6789",
    email="info@wasl.example",
    valid_from=date(2020, 1, 1),
)


def printed(kind, data, **more) -> list[str]:
    """The text of each page."""
    fields = {
        "number": "1448/27",
        "issued": samples.DAY,
        "attachments": 0,
        "check_code": "7F3K9QX2PD",
    } | more
    sheet = typesetting.sheet(letterhead=LETTERHEAD, title="ورقة", data=data, **fields)
    return [
        page.extract_text() for page in PdfReader(io.BytesIO(typesetting.render(kind, sheet))).pages
    ]


def says(text: str, words: str) -> bool:
    """Whether each word is there with its letters in reading order (the order of words is the
    reader's to restore).
    """
    return all(word in text for word in words.split())


@pytest.mark.clause("LET-1", "LET-2", "LET-3", "LET-4")
@pytest.mark.parametrize("name", samples.ALL)
def test_every_kind_carries_letterhead_number_both_dates_and_its_code(name):
    kind, data = samples.ALL[name]
    for text in printed(kind, data):
        assert (
            says(text, "وزارة الموارد والتنمية")
            and says(text, "جمعية الواحة التعاونية")
            and "306" in text
        )
        assert "1448/27" in text
        assert "12/6/1448" in text and "22/11/2026" in text
        assert "المرفقات" in text
        assert "7F3K9-QX2PD" in text


@pytest.mark.parametrize(
    "name", [name for name in samples.ALL if name not in ("minutes", "clauses")]
)
def test_the_name_stands_in_logical_order(name):
    text = "\n".join(printed(*samples.ALL[name]))
    assert says(text, "مريم بنت عبدالله")


def test_letterhead_and_fields_stand_on_both_pages_of_a_long_letter():
    pages = printed(
        "letter", samples.LETTER | {"paragraphs": samples.LETTER["paragraphs"] * 30}, attachments=3
    )
    assert len(pages) >= 2
    for text in pages:
        assert says(text, "جمعية الواحة التعاونية وزارة")
        assert "306" in text and "1448/27" in text and "12/6/1448" in text


def test_what_looks_like_markup_is_printed_as_it_is():
    said = '#read("/etc/passwd") *x* $y$'
    text = "\n".join(
        printed(
            "letter", samples.LETTER | {"addressee": said, "subject": said, "paragraphs": [said]}
        )
    )
    assert "root:" not in text
    assert text.count("read") == 3 and text.count("passwd") == 3


def test_signs_the_font_lacks_do_not_stop_a_paper():
    text = "\n".join(printed("letter", samples.LETTER | {"subject": "شكر 😀 中 وتقدير"}))
    assert says(text, "شكر وتقدير") and text.count(typesetting.PLACE_OF_SIGN) >= 2


def test_direction_controls_are_left_out():
    assert typesetting.frozen("a\u202eb\u2066c") == "abc"


@pytest.mark.clause("TOO-3")
def test_blank_and_filled_requests_have_the_same_fields():
    filled = samples.SUPPORT_REQUEST
    fields = [
        {k: v for k, v in field.items() if k != "value"}
        for field in filled["sections"][0]["fields"]
    ]
    sections = [{"title": "بيانات مقدّم الطلب", "fields": fields}]
    blank = filled | {"filled": False, "sections": sections, "signature": None, "reference": ""}
    written = "\n".join(printed("support_request", filled))
    empty = "\n".join(
        printed("support_request", blank, number="", issued=None, attachments=None, check_code="")
    )
    for field in fields:
        assert says(written, field["label"]) and says(empty, field["label"])
    assert "1087654321" in written and "1087654321" not in empty


@pytest.mark.clause("PRO-7")
def test_the_receipt_names_both_days_in_both_calendars():
    text = "\n".join(printed("receipt", samples.RECEIPT))
    assert says(text, "جمادى الآخرة 1448 2026 رجب")
    assert "26" in text and "13" in text


@pytest.mark.parametrize("method", ["code", "paper", "thumbprint"])
def test_each_way_of_signing_prints(method):
    signature = samples.SUPPORT_REQUEST["signature"] | {
        "method": method,
        "witness": "نورة",
        "mobile_ending": "67",
    }
    assert printed("support_request", samples.SUPPORT_REQUEST | {"signature": signature})


@pytest.mark.parametrize("method", ["signature", "thumbprint", "none"])
def test_each_proof_of_delivery_prints(method):
    proof = {"method": method, "witness": "نورة"}
    if method == "signature":
        proof["drawing"] = samples.STROKES
    assert printed(
        "delivery_note", samples.DELIVERY_NOTE | {"proof": proof, "received_by": "فهد، وكيل شرعي"}
    )


def test_the_same_sheet_gives_the_same_bytes():
    sheet = typesetting.sheet(
        letterhead=LETTERHEAD,
        title="ورقة",
        data=samples.RECEIPT,
        number="1",
        issued=samples.DAY,
        check_code="7F3K9QX2PD",
    )
    assert typesetting.render("receipt", sheet) == typesetting.render("receipt", sheet)


def test_it_is_an_archive_pdf_in_arabic():
    sheet = typesetting.sheet(
        letterhead=LETTERHEAD, title="ورقة", data=samples.LETTER, number="1", issued=samples.DAY
    )
    reader = PdfReader(io.BytesIO(typesetting.render("letter", sheet)))
    assert str(reader.trailer["/Root"]["/Lang"]).startswith("ar")
    assert "<pdfaid:part>2</pdfaid:part>" in reader.xmp_metadata.rdf_root.toxml()
    assert reader.metadata.title == "ورقة"


def test_an_unknown_kind_is_refused():
    sheet = typesetting.sheet(letterhead=LETTERHEAD, title="ورقة", data={})
    with pytest.raises(typesetting.CannotPrint):
        typesetting.render("poster", sheet)


def test_the_threads_of_the_site_share_the_typesetter():
    names = ["receipt", "letter", "receipt", "minutes"]
    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(lambda name: printed(*samples.ALL[name]), names))
