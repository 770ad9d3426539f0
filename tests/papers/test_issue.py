"""Issuing: printed, hashed, kept, recorded; and never changed afterwards."""

import hashlib
import io
import json

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import translation
from django.utils.functional import lazy
from pypdf import PdfReader

from tests.cast import NOW
from tests.papers import samples
from wasl.accounts.models import LetterheadVersion
from wasl.audit.models import Event
from wasl.common.verdicts import Refused
from wasl.papers import actions, queries, typesetting
from wasl.papers.models import Paper


def a_paper(by, name="receipt", number="1448-000123/1", **more) -> Paper:
    kind, data = samples.ALL[name]
    fields = {
        "title": "إيصال",
        "subject": by,
        "data": data,
        "by": by,
        "at": NOW,
        "attachments_count": 2,
    } | more
    return actions.issue(kind=kind, number=number, **fields)


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    return tmp_path


def kept(folder):
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.mark.clause("LET-1")
def test_a_paper_is_printed_hashed_kept_and_recorded(noura, own_storage):
    paper = a_paper(noura)
    (file,) = kept(own_storage)
    assert paper.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert queries.content(paper).startswith(b"%PDF-")
    assert samples.REFERENCE not in file.name
    assert (
        Event.objects.filter(verb="papers.issue", subject_id=str(paper.pk), actor=noura).count()
        == 1
    )


def test_what_was_printed_is_kept_whole_and_sealed(noura):
    paper = a_paper(noura)
    sheet = json.loads(Paper.objects.get(pk=paper.pk).data)
    assert (
        sheet["data"]["person"] == samples.NAME
        and sheet["data"]["answer_due"]["gregorian"] == "22/12/2026"
    )
    assert hashlib.sha256(typesetting.render("receipt", sheet)).hexdigest() == paper.sha256
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM papers_paper WHERE id = %s", [paper.pk])
        assert samples.REFERENCE not in cursor.fetchone()[0]


def test_a_number_is_given_once(noura):
    a_paper(noura)
    with pytest.raises(Refused, match="already given"):
        a_paper(noura)
    a_paper(noura, name="delivery note")  # another kind has its own numbers


@pytest.mark.clause("LET-3")
def test_attachments_are_counted_named_and_bound_by_their_hash(noura):
    attached = [
        {"title": "تقرير طبي", "sha256": "ab" * 32},
        {"title": "عرض سعر", "sha256": "cd" * 32},
    ]
    paper = a_paper(noura, name="letter", attachments=attached)
    assert paper.attachments_count == 2
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(queries.content(paper))).pages
    )
    assert all(one["sha256"] in text for one in attached) and "تقرير" in text


def test_without_a_letterhead_nothing_is_issued(noura):
    LetterheadVersion.objects.all().delete()
    with pytest.raises(Refused, match="letterhead"):
        a_paper(noura)


def test_what_cannot_be_typeset_is_refused_and_leaves_nothing(noura, own_storage):
    with pytest.raises(Refused, match="could not be prepared"):
        a_paper(noura, data={"person": "بلا باقي البيانات"})
    assert not Paper.objects.exists() and not kept(own_storage)


def test_a_full_disk_is_refused_and_leaves_nothing(noura, own_storage, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(Refused, match="disk may be full"):
        a_paper(noura)
    assert not Paper.objects.exists() and not kept(own_storage)


@pytest.mark.parametrize(
    "change",
    [
        "number = 'x'",
        "title = 'x'",
        "data = 'x'",
        "sha256 = 'x'",
        "file = 'x'",
        "check_code = 'x'",
        "issued_date = '2020-01-01'",
    ],
)
def test_the_database_lets_nobody_change_what_a_paper_says(noura, change):
    paper = a_paper(noura)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE papers_paper SET {change} WHERE id = %s", [paper.pk])


def test_the_database_lets_nobody_delete_a_paper(noura):
    paper = a_paper(noura)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM papers_paper WHERE id = %s", [paper.pk])


def test_words_of_the_screen_reach_the_paper_in_arabic(noura):
    language = lazy(translation.get_language, str)()
    with translation.override("en"):
        sheet = typesetting.sheet(
            letterhead=LetterheadVersion.objects.get(), title="", data={"said": language}
        )
    assert sheet["data"]["said"] == "ar"
