"""Papers that others made are taken as readers take them, and what acts inside them is not kept
(ADR 46).
"""

import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from pypdf import PdfReader

from tests.common.papers_of_others import ACTIVE, HONEST, carrying, locked, written
from wasl.common.reading import pdfs
from wasl.common.reading.refusals import NotTaken, Why
from wasl.common.uploads import BadUpload, accept, each_of

INVOICE = (
    b'<?xml version="1.0" encoding="UTF-8"?><Invoice '
    b'xmlns="urn:x"><ID>306</ID><Total>450.00</Total></Invoice>'
)
BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


def kept(content):
    """What is kept of a PDF, without a child: the child itself is tried in test_apart.py."""
    about, files = pdfs.answer({}, content)
    return about, files


def drawn(content):
    page = pypdfium2.PdfDocument(content)[0]
    return (
        page.render(scale=0.3, grayscale=True, may_draw_forms=False).to_pil().convert("L").tobytes()
    )


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_paper_is_taken_and_looks_as_it_did(name):
    about, (content,) = kept(HONEST[name])
    assert about == {"kind": "pdf", "pages": 1, "names": []}
    assert content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    assert not PdfReader(io.BytesIO(content), strict=True).is_encrypted
    assert drawn(content) == drawn(written())
    assert b"script" not in content and b"PK\x03\x04" not in content


def test_a_whole_and_quiet_paper_is_kept_byte_for_byte():
    assert kept(written())[1] == [written()]


@pytest.mark.parametrize("name", ACTIVE)
def test_what_acts_by_itself_is_not_kept(name):
    content, words = ACTIVE[name]
    _about, (clean,) = kept(content)
    assert words in content and words not in unpacked(clean), "it was there, and is not"
    assert drawn(clean) == drawn(content)
    assert kept(clean)[1] == [clean], "nothing is found in it a second time"


def unpacked(content):
    """All objects of a PDF as they are written, streams of objects too."""
    reader = PdfReader(io.BytesIO(content))
    objects = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    return content + " ".join(repr(each) for each in objects).encode("utf-8", "replace")


def test_an_ordinary_link_stays():
    link = (
        b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI "
        b"(https://example.org/a?b=1) >> >>]"
    )
    assert kept(written(page=link))[1] == [written(page=link)]
    place = b"/OpenAction [3 0 R /XYZ null null 0]"
    assert kept(written(place))[1] == [written(place)]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (carrying(b"a.exe", b"MZ\x90"), Why.OTHER_FILES),
        (carrying(b"a.xml", b"no xml"), Why.OTHER_FILES),
        (carrying(b"bomb.xml", BOMB), Why.OTHER_FILES),
        (written(page=b"/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] >>]"), Why.FILM),
        (written(page=b"/Annots [<< /Subtype /Movie /Rect [0 0 9 9] >>]"), Why.FILM),
        (written(b"/NeedsRendering true"), Why.ONLY_A_FORM),
        (locked("secret"), Why.LOCKED),
        (written()[: len(written()) // 2], Why.CUT_SHORT),
        (b"%PDF-1.7\nnothing\n%%EOF\n", Why.DAMAGED_PDF),
    ],
)
def test_what_cannot_be_kept_whole_is_refused(content, why):
    with pytest.raises(NotTaken) as refusal:
        kept(content)
    assert refusal.value.why == why


def test_the_invoice_inside_a_paper_is_a_file_of_its_own():
    taken = accept(SimpleUploadedFile("فاتورة.pdf", carrying(b"factur-x.xml", INVOICE)))
    (invoice,) = taken.inside
    assert (invoice.kind, invoice.content, invoice.name) == ("xml", INVOICE, "factur-x.xml")
    assert invoice.media_type == "application/xml" and b"450.00" not in taken.content
    assert [each.kind for each in each_of([taken])] == ["pdf", "xml"]
    assert drawn(taken.content) == drawn(written())


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (b"<html><script>x</script>", "web page"),
        (b"<!--", "web page"),
        (b"GIF89a\x01\x00", "Only PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"MZ\x90", "Only PDF"),
        (b"\x7fELF", "Only PDF"),
        (b"\0" * 1100, "Only PDF"),
    ],
)
def test_a_file_of_two_kinds_is_none(head, says):
    with translation.override("en"), pytest.raises(BadUpload, match=says):
        accept(io.BytesIO(head + written()), "x.pdf")
