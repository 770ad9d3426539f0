"""Files are judged by what they are, not by what they are called."""

import contextlib
import io
import socket
import threading
from pathlib import Path

import pi_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError
from django.utils import translation
from PIL import Image
from pypdf import PdfWriter

from wasl.common.forms import UploadField
from wasl.common.uploads import BadUpload, accept, sniff


def image(kind="JPEG", size=(300, 200), mode="RGB", **options):
    buffer = io.BytesIO()
    Image.new(mode, size, "red").save(buffer, kind, **options)
    return buffer.getvalue()


def pdf(change=None, pages=1):
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(100, 100)
    if change:
        change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def reason(content, name="x.pdf"):
    with translation.override("en"), pytest.raises(BadUpload) as refused:
        accept(SimpleUploadedFile(name, content))
    return str(refused.value.reason)


def test_a_pdf_is_kept_as_it_is():
    content = pdf(pages=3)
    got = accept(SimpleUploadedFile("عقد الإيجار.PDF", content))
    assert (got.kind, got.content, got.pages, got.size) == ("pdf", content, 3, len(content))
    assert (
        got.name == "عقد الإيجار.pdf"
        and got.media_type == "application/pdf"
        and len(got.sha256) == 64
    )


def test_a_photograph_becomes_an_upright_jpeg_without_its_secrets():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a secret place"
    got = accept(
        SimpleUploadedFile(
            "x.exe", image(size=(3000, 1000), exif=exif) + b"<script>alert(1)</script>"
        )
    )
    made = Image.open(io.BytesIO(got.content))
    assert (made.format, made.size) == ("JPEG", (800, 2400))
    assert not made.getexif() and b"script" not in got.content and got.name == "x.jpg"


def test_png_with_holes_is_laid_on_white():
    seen = Image.open(io.BytesIO(accept(io.BytesIO(image("PNG", mode="RGBA"))).content))
    assert seen.mode == "RGB"
    clear = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")
    assert (
        min(Image.open(io.BytesIO(accept(io.BytesIO(clear.getvalue())).content)).getpixel((5, 5)))
        > 240
    )


def test_the_telephones_own_format_is_known_by_its_head():
    assert sniff(b"\0\0\0\x18ftypheic" + b"\0" * 16) == "image"
    assert pi_heif.libheif_version()
    assert "damaged" in reason(b"\0\0\0\x18ftypheic" + b"\0" * 64)


def test_a_photograph_of_a_telephone_becomes_a_jpeg():
    with Path(__file__).with_name("telephone.heic").open("rb") as file:
        got = accept(file, "IMG_0001.HEIC")
    made = Image.open(io.BytesIO(got.content))
    assert (made.format, made.size, got.name, got.media_type) == (
        "JPEG",
        (96, 64),
        "IMG_0001.jpg",
        "image/jpeg",
    )
    red, green, _blue = made.getpixel((10, 32))
    assert red > 120 > green, "the picture is upright and in its colours"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"<html><body>%PDF-1.4", "web page"),
        (b"  <!DOCTYPE html>", "web page"),
        (b"<svg xmlns='x'/>", "web page"),
        (b"PK\x03\x04word/document.xml", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1", "Word"),
        (b"GIF89a", "Only PDF"),
        (b"MZ\x90", "Only PDF"),
        (image()[:400], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "damaged"),
        (pdf(pages=40)[:2000], "cut short"),
        (b"%PDF-1.7\nnothing\n%%EOF\n", "damaged"),
        (b"%PDF-1.7\n<html></html>\n%%EOF\n", "damaged"),
        (pdf(lambda writer: writer.add_attachment("a.exe", b"MZ")), "programs"),
        (pdf(lambda writer: writer.encrypt("x")), "password"),
        (pdf(pages=301), "between 1 and 300"),
    ],
)
def test_each_thing_wrong_has_its_own_sentence(content, says):
    assert says in reason(content)


def test_a_bomb_is_not_unpacked():
    assert "too many pixels" in reason(image("PNG", (9000, 9000), mode="1"))
    assert "too many pixels" in reason(image("PNG", (20000, 20000), mode="1"))


def test_what_is_too_large_is_not_read_to_its_end(settings):
    settings.UPLOAD_LIMIT = 1000
    assert "larger than" in reason(image() * 9)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("../../etc/passwd", "passwd.pdf"), ("C:\\a\\b.pdf", "b.pdf"), ("\u202e", "file.pdf")],
)
def test_a_name_is_only_a_name(sent, kept):
    assert accept(io.BytesIO(pdf()), sent).name == kept


def test_a_form_field_hands_on_what_was_accepted():
    assert UploadField().clean(SimpleUploadedFile("x.pdf", pdf())).pages == 1
    assert UploadField(required=False).clean(None) is None
    with pytest.raises(ValidationError):
        UploadField().clean(SimpleUploadedFile("x.pdf", b"GIF89a"))


@contextlib.contextmanager
def scanner(answer):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            line, _address = server.accept()
            with line:
                line.recv(10)
                rest = b""
                while not rest.endswith(b"\0\0\0\0"):
                    rest += line.recv(65536)
                line.sendall(answer)

        worker = threading.Thread(target=serve)
        worker.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        worker.join()


def test_a_scanner_is_asked_where_one_is_configured(settings):
    with scanner(b"stream: OK\0") as settings.CLAMD:
        assert accept(io.BytesIO(pdf())).kind == "pdf"
    with scanner(b"stream: Win.Test.EICAR FOUND\0") as settings.CLAMD:
        assert "refused" in reason(pdf())


def test_without_its_scanner_nothing_is_taken(settings):
    settings.CLAMD = "127.0.0.1:1"
    assert "try again" in reason(pdf())
