"""Documents: seen and matched by default, copied only where the type says so; dates in either
calendar.
"""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from tests.cast import NOW
from tests.factories import a_day, a_document_type, a_visitor, an_upload
from wasl.audit.models import Event
from wasl.beneficiaries.actions import documents
from wasl.beneficiaries.models.documents import Attachment, Document
from wasl.beneficiaries.queries import expiring
from wasl.beneficiaries.queries import file as file_queries
from wasl.common.verdicts import Refused


@pytest.fixture(autouse=True)
def _files_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def add(person, by, **given):
    told = {"document_type": a_document_type(), "number": "77", "seen": True, **given}
    return documents.add_document(person=person, **told, by=by, at=NOW)


def kept(attachment):
    with attachment.file.open("rb") as file:
        return file.read()


@pytest.mark.clause("PRO-4")
def test_the_original_is_seen_and_no_copy_is_kept(noura):
    person = a_visitor(by=noura)
    document = add(person, noura, issued=a_day("1/1/1448"), expires=a_day("22/11/2027"))
    assert (document.seen_by, document.attachment) == (noura, None)
    assert (document.issued_date, document.issued_written) == (date(2026, 6, 16), "1/1/1448")
    assert Event.objects.get(verb="beneficiaries.add_document").root_id == str(person.pk)


def test_a_copy_is_kept_under_a_random_name(noura):
    person = a_visitor(by=noura)
    attachment = documents.add_attachment(person=person, accepted=an_upload(), by=noura, at=NOW)
    document = add(person, noura, attachment=attachment, seen=False)
    assert document.attachment == attachment and "contract" not in attachment.file.name
    assert kept(attachment)[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"seen": False}, "Hand in a copy"),
        ({"issued": a_day("1/1/1450")}, "future"),
        ({"issued": a_day("1/5/1448"), "expires": a_day("1/4/1448")}, "ends before it was issued"),
    ],
)
def test_what_does_not_hold_is_refused(noura, given, why):
    with pytest.raises(Refused, match=why):
        add(a_visitor(by=noura), noura, **given)


def test_a_copy_of_an_identity_document_is_refused(noura):
    person, kind = a_visitor(by=noura), a_document_type("id-card", store_copy=False)
    attachment = documents.add_attachment(person=person, accepted=an_upload(), by=noura, at=NOW)
    with pytest.raises(Refused, match="not kept"):
        add(person, noura, document_type=kind, attachment=attachment)


def test_another_persons_file_is_refused(noura):
    attachment = documents.add_attachment(
        person=a_visitor(by=noura), accepted=an_upload(), by=noura, at=NOW
    )
    with pytest.raises(Refused, match="another person"):
        add(a_visitor(by=noura), noura, attachment=attachment)


def test_nobody_sees_their_own_original(noura):
    with pytest.raises(Refused, match="officer who held"):
        add(a_visitor(by=noura), None)


@pytest.mark.parametrize("who", ["huda", "fahad", "lama", "admin", "saud"])
def test_nobody_else_adds(request, noura, who):
    with pytest.raises(Refused, match="Your role"):
        add(a_visitor(by=noura), request.getfixturevalue(who))


def test_an_executive_hands_in_the_deed_of_the_heirs_and_says_of_no_original_that_it_was_seen(
    noura, khalid
):
    with pytest.raises(Refused, match="officer who held"):
        add(a_visitor(by=noura), khalid)


def test_a_double_click_adds_once(noura):
    person, once = a_visitor(by=noura), uuid.uuid4()
    assert add(person, noura, once=once) == add(person, noura, once=once)
    assert Document.objects.count() == 1


def test_the_database_keeps_the_promise(noura):
    document = add(a_visitor(by=noura), noura)
    for change, name in (
        ("seen_by_id = NULL", "document_seen_together"),
        ("seen_at = NULL, seen_by_id = NULL", "document_copy_or_seen"),
        ("issued_date = '2027-01-01', expires_date = '2026-01-01'", "document_dates_in_order"),
    ):
        with (
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"UPDATE beneficiaries_document SET {change} WHERE id = %s", [document.pk]
            )


def test_the_newest_that_is_valid_stands(noura):
    person, kind = a_visitor(by=noura), a_document_type()
    first = add(person, noura, expires=a_day("1/1/2028"))
    add(person, noura, expires=a_day("1/10/2026"))
    assert file_queries.standing_document(person, kind, date(2026, 11, 19)) == first
    assert file_queries.standing_document(person, kind, date(2029, 1, 1)) is None


def test_the_newest_of_each_type_says_what_is_expiring(noura):
    person = a_visitor(by=noura)
    add(person, noura, expires=a_day("1/12/2026"))
    assert len(expiring.endings(file_queries.documents(person), [], [], date(2026, 11, 19))) == 1
    add(person, noura, expires=a_day("1/12/2028"))
    assert expiring.endings(file_queries.documents(person), [], [], date(2026, 11, 19)) == []


def test_a_full_disk_is_said_and_nothing_is_kept(noura, monkeypatch):
    person = a_visitor(by=noura)

    def full(*args, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(Refused, match="disk may be full"):
        documents.add_attachment(person=person, accepted=an_upload(), by=noura, at=NOW)
    assert not Attachment.objects.exists()


def a_photograph():
    return SimpleUploadedFile("صورة العقد.jpg", an_upload().content, content_type="image/jpeg")


def test_the_page_adds_a_copy_and_opening_it_is_recorded(client, noura):
    person = a_visitor(by=noura)
    client.force_login(noura)
    typed = {
        "document_type": a_document_type().pk,
        "expires": "1/1/1450",
        "file": a_photograph(),
        "once": str(uuid.uuid4()),
    }
    assert client.post(f"/people/{person.pk}/documents/add/", typed).url == f"/people/{person.pk}/"
    attachment = Attachment.objects.get()
    answer = client.get(f"/people/files/{attachment.key}/")
    assert (
        answer.headers["Content-Type"] == "image/jpeg"
        and answer.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert "no-store" in answer.headers["Cache-Control"]
    assert b"".join(answer.streaming_content) == kept(attachment)
    assert (
        Event.objects.filter(
            verb="beneficiaries.view", subject_id=str(attachment.pk), actor=noura
        ).count()
        == 1
    )
    saved = client.get(f"/people/files/{attachment.key}/?download=1")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(saved.streaming_content)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "seen"),
        ({"expires": "", "seen": "on"}, "expires"),
        ({"expires": "30/2/1441", "seen": "on"}, "expires"),
        ({"file": SimpleUploadedFile("a.pdf", b"<!doctype html><p>hi")}, "file"),
        ({"issued": "1/1/1470", "seen": "on"}, "issued"),
    ],
)
def test_the_page_says_what_is_wrong(client, noura, given, field):
    person = a_visitor(by=noura)
    client.force_login(noura)
    typed = {"document_type": a_document_type().pk, "expires": "1/1/1450", **given}
    page = client.post(f"/people/{person.pk}/documents/add/", typed)
    assert page.status_code == 200 and field in page.context["form"].errors
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("who", "code"), [("salem", 200), ("huda", 200), ("lama", 403), ("admin", 403), ("saud", 403)]
)
def test_who_opens_a_file(client, request, noura, who, code):
    attachment = documents.add_attachment(
        person=a_visitor(by=noura), accepted=an_upload(), by=noura, at=NOW
    )
    client.force_login(request.getfixturevalue(who))
    answer = client.get(f"/people/files/{attachment.key}/")
    assert answer.status_code == code
    if answer.streaming:
        assert b"".join(answer.streaming_content)


def test_a_file_that_is_not_there_is_not_found(client, noura):
    client.force_login(noura)
    assert client.get(f"/people/files/{uuid.uuid4()}/").status_code == 404
    attachment = documents.add_attachment(
        person=a_visitor(by=noura), accepted=an_upload(), by=noura, at=NOW
    )
    attachment.file.storage.delete(attachment.file.name)
    assert client.get(f"/people/files/{attachment.key}/").status_code == 404
