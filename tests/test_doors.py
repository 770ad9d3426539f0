"""Every door that takes a file: which there are, and that none of them lets in what another would
refuse.
"""

import importlib
import inspect
import io
import pkgutil
import re
import zipfile

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

import wasl
from tests.common.papers_of_others import ACTIVE, HONEST, locked, written
from tests.test_house import here, none_of, sources
from wasl.beneficiaries.forms.imports import TableField
from wasl.common.forms import UploadField, UploadsField
from wasl.governance.forms import TextFileField
from wasl.governance.scrutiny import apart
from wasl.governance.scrutiny.files import Unreadable

READERS = (UploadField, UploadsField, TableField, TextFileField)
OPENS = {"reading", "scrutiny", "program"}  # the children, and the commands of who runs the machine
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def file_fields():
    """The fields of all forms that take a file, with the form's name."""
    for module in pkgutil.walk_packages(wasl.__path__, "wasl."):
        if ".forms" not in module.name and not module.name.endswith("gallery"):
            continue
        for name, form in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(form, forms.BaseForm) and form.__module__ == module.name:
                for label, field in getattr(form, "base_fields", {}).items():
                    if isinstance(field, forms.FileField):
                        yield f"{module.name}.{name}.{label}", field


def test_every_field_for_a_file_has_one_of_the_readers():
    fields = dict(file_fields())
    assert len(fields) >= 10, "the doors were looked for in the wrong place"
    assert [name for name, field in fields.items() if not isinstance(field, READERS)] == []


def test_no_view_takes_a_file_past_its_form():
    faults = []
    for path in sources("wasl"):
        text = path.read_text()
        if re.search(r"request\.(?:FILES\[|FILES\.get|read\()", text):
            faults.append(f"{here(path)}: reads a file by itself")
        if "Image.open(" in text and not OPENS & set(path.parts):
            faults.append(f"{here(path)}: opens a picture in the site's own memory")
        if ("PdfReader(" in text or "PdfDocument(" in text) and not OPENS & set(path.parts):
            faults.append(f"{here(path)}: opens a PDF in the site's own memory")
    none_of(faults)


def packed(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


ENTITIES = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;"><!ENTITY d "&c;&c;">]>'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
HUGE = f'<w:document xmlns:w="{WORD}"><w:body>' + "<w:p/>" * 14_000_000 + "</w:body></w:document>"


def moving(kind):
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:])
    return buffer.getvalue()


HOSTILE = {
    "a program": b"MZ\x90\x00" + b"\0" * 200,
    "a drawing that runs": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "a web page before a paper": b"<html><script>1</script>" + written(),
    "a picture before a paper": b"GIF89a" + written(),
    "an archive": packed({"a.txt": "x"}),
    "a Word file with entities": packed(
        {
            "word/document.xml": f'{ENTITIES}<w:document xmlns:w="{WORD}"><w:body>&d;</w:body></w:document>'
        }
    ),
    "a workbook with entities": packed(
        {"[Content_Types].xml": TYPES, "xl/workbook.xml": f"{ENTITIES}<a>&d;</a>"}
    ),
    "an old Office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 200,
    "a moving GIF": moving("GIF"),
    "a moving WebP": moving("WEBP"),
    "a locked paper": locked("secret"),
    "half a paper": written()[:500],
    "half a photograph": b"\xff\xd8\xff\xe0" + b"\0" * 300,
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_papers_and_photographs_are_all_that_is_taken(name):
    for field in (UploadField(), UploadsField()):
        files = SimpleUploadedFile("x.pdf", HOSTILE[name])
        with translation.override("en"), pytest.raises(forms.ValidationError) as refusal:
            field.clean([files] if isinstance(field, UploadsField) else files)
        assert all(len(message) > 10 for message in refusal.value.messages)


@pytest.mark.parametrize(
    "name",
    sorted(
        set(HOSTILE)
        - {
            "nothing",
            "a drawing that runs",
            "a web page before a paper",
            "a picture before a paper",
        }
    ),
)
def test_a_text_is_read_or_refused_with_a_sentence(name):
    with pytest.raises(Unreadable) as refusal:
        apart.read(HOSTILE[name])
    assert len(str(refusal.value.reason)) > 10


def test_a_text_that_unpacks_without_end_takes_the_child_and_not_the_site():
    with pytest.raises(Unreadable, match=r"too large"):
        apart.read(packed({"word/document.xml": HUGE}))


def test_a_text_is_read_by_the_child_as_here():
    text = "# سياسة\n\n- يُستقبل المستفيد بلباقة واحترام.\n"
    assert [line.text for line in apart.read(text.encode()).lines] == [
        "سياسة",
        "",
        "- يُستقبل المستفيد بلباقة واحترام.",
        "",
    ]
    with translation.override("ar"), pytest.raises(Unreadable, match="لا"):
        apart.read(b"")


def test_papers_of_others_pass_every_door_for_papers():
    for content in (HONEST["empty password, AES-256"], ACTIVE["open javascript"][0]):
        assert UploadField().clean(SimpleUploadedFile("x.pdf", content)).pages == 1
