"""The pages of a file of people: Maha's way from the upload to the undoing, the refusals, and odd
files.
"""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.beneficiaries.files import a_list, a_member, brought, checked, handed_in
from tests.cast import NOW
from tests.sheets import a_workbook, a_zip
from wasl.audit.models import Event
from wasl.beneficiaries.actions import registering
from wasl.beneficiaries.models.imports import PeopleImport
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.tasks import check_import, run_import


@pytest.fixture
def client(maha):
    client = Client()
    client.force_login(maha)
    client.cookies["django_language"] = "en"
    return client


def page(name, *args):
    return reverse(f"beneficiaries:{name}", args=args)


def upload(client, content, name="أعضاء.xlsx"):
    return client.post(page("imports"), {"file": SimpleUploadedFile(name, content)})


def text(answer):
    return answer.content.decode()


def test_from_the_upload_to_the_register_and_out_again(client):
    assert "Your lists will stand here" in text(client.get(page("imports")))
    answer = upload(client, a_list([a_member(place) for place in range(1, 121)]))
    source = PeopleImport.objects.get()
    assert answer.headers["Location"] == page("map_columns", source.pk)
    columns = text(client.get(answer.headers["Location"]))
    assert "السجل المدني" in columns and '<option value="id_number" selected>' in columns
    chosen = {
        f"column_{place}": field
        for place, field in enumerate(["", "full_name", "id_number", "birth", "mobile", "gender"])
    }
    answer = client.post(
        f"{page('map_columns', source.pk)}?sheet=0&header=3", {**chosen, "batch_size": "100"}
    )
    assert answer.headers["Location"] == page("import_detail", source.pk)
    assert "rows read" in text(client.get(page("import_detail", source.pk)))
    check_import(import_id=source.pk)
    assert client.get(page("import_progress", source.pk)).headers["HX-Refresh"] == "true"
    detail = text(client.get(page("import_detail", source.pk)))
    assert "120 people chosen to come" in detail.replace('<bdi dir="ltr" class="num">', "").replace(
        "</bdi>", ""
    )
    client.post(page("bring", source.pk), {"batches": "next"})
    run_import(import_id=source.pk)
    assert Person.objects.count() == 100
    client.post(page("bring", source.pk), {"batches": "all"})
    run_import(import_id=source.pk)
    assert Person.objects.count() == 120
    assert "leave the register" in text(client.get(page("undo_batch", source.pk, 2)))
    client.post(page("undo_batch", source.pk, 2))
    assert Person.objects.count() == 100
    client.post(page("close_import", source.pk))
    closed = text(client.get(page("import_detail", source.pk)))
    assert "were destroyed" in closed and "Undo" in closed


def test_the_same_file_again_leads_to_what_stands(client):
    content = a_list([a_member(1)])
    first, second = upload(client, content), upload(client, content, "again.xlsx")
    assert (
        first.headers["Location"] == second.headers["Location"]
        and PeopleImport.objects.count() == 1
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (a_zip(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "LibreOffice"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<html><table></table></html>", "web page"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (a_workbook(("فارغ", [])), "no rows"),
        (b"", "empty"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(client, content, says):
    answer = client.post(page("imports"), {"file": SimpleUploadedFile("x.xlsx", content)})
    assert answer.status_code == 200 and says in text(answer) and not PeopleImport.objects.exists()


def test_a_file_beyond_the_limit_is_refused(client, settings):
    settings.UPLOAD_LIMIT = 1000
    assert "larger than" in text(upload(client, b"a,b\n" * 400))


def test_two_columns_of_one_field_and_a_list_without_names_are_said(client):
    source = handed_in(a_list([a_member(1)]))
    address = f"{page('map_columns', source.pk)}?sheet=0&header=3"
    answer = text(
        client.post(
            address, {"column_1": "full_name", "column_2": "full_name", "batch_size": "100"}
        )
    )
    assert "Column B is «Full name» already." in answer
    assert "Say which column holds the name" in text(
        client.post(address, {"column_2": "mobile", "batch_size": "100"})
    )
    assert (
        client.post(
            f"{page('map_columns', source.pk)}?sheet=9&header=x", {"batch_size": "7"}
        ).status_code
        == 200
    )


def test_another_sheet_is_shown_with_its_own_headings(client):
    source = handed_in(
        a_workbook(
            ("أ", [["الاسم"], ["سعد"]]),
            ("ب", [["كشف"], ["الجوال", "الاسم"], ["0512345678", "سعد"]]),
        )
    )
    shown = text(client.get(f"{page('map_columns', source.pk)}?was=0&sheet=1&header=1"))
    assert '<option value="2" selected>' in shown and "الجوال" in shown


def test_rows_are_looked_at_and_chosen_page_by_page(client):
    rows = [a_member(place, **{"السجل المدني": None}) for place in range(1, 61)]
    source = checked(a_list([*rows, a_member(99, **{"الاسم الرباعي": None})]))
    address = page("import_findings", source.pk)
    assert "no name" in text(client.get(f"{address}?which=error"))
    first = text(client.get(f"{address}?which=warning&code=no_id"))
    assert first.count('type="checkbox"') == 50 and "after=53" in first
    assert (
        text(client.get(f"{address}?which=warning&code=no_id&after=53")).count('type="checkbox"')
        == 10
    )
    client.post(address, {"what": "leave", "rows": ["4", "5", "nonsense"]})
    client.post(address, {"what": "bring", "rows": ["5"]})
    assert list(
        source.rows.filter(is_chosen=False, state="ready").values_list("number", flat=True)
    ) == [4]
    client.post(address, {"what": "leave_all", "which": "warning", "code": ""})
    assert not source.rows.filter(is_chosen=True).exists()
    assert client.get(f"{address}?which=x&code=x&after=x").status_code == 200


def test_a_batch_that_is_held_back_says_why(client):
    source = checked(a_list([a_member(1)]))
    other = a_member(1)
    registering.register(
        full_name=other[1], gender="male", id_number=other[2], by=source.uploaded_by, at=NOW
    )
    client.post(page("bring", source.pk), {"batches": "all"})
    run_import(import_id=source.pk)
    shown = text(client.get(page("import_detail", source.pk)))
    assert (
        "Row 4: this ID number has come into the register meanwhile" in shown
        and Person.objects.count() == 1
    )


def test_odd_wishes_are_refused_with_a_reason(client):
    source = checked(a_list([a_member(1)]))
    for wish in ("x", "99", ""):
        answer = client.post(page("bring", source.pk), {"batches": wish}, follow=True)
        assert answer.status_code == 200 and "alert" in text(answer)
    assert client.get(page("undo_batch", source.pk, 1)).status_code == 404
    assert client.get(page("undo_batch", source.pk, 99)).status_code == 404
    assert "another stage" in text(client.post(page("stop_bringing", source.pk), follow=True))


@pytest.mark.clause("PRE-6")
def test_only_who_brings_files_sees_them(client, noura, admin):
    source = brought(checked(a_list([a_member(1)])))
    names = [
        "import_detail",
        "map_columns",
        "import_progress",
        "import_findings",
        "export_findings",
    ]
    for user in (noura, admin):
        stranger = Client()
        stranger.force_login(user)
        assert {stranger.get(page(name, source.pk)).status_code for name in names} == {403}
        assert stranger.get(page("imports")).status_code == 403
        assert stranger.post(page("bring", source.pk), {"batches": "all"}).status_code == 403


def test_what_was_found_is_taken_out_to_excel_with_a_reason(client):
    source = checked(
        a_list([a_member(1), a_member(2, **{"السجل المدني": "1.0E+09"}), ["=1+1", "=cmd()"]])
    )
    assert client.get(page("export_findings", source.pk)).status_code == 200
    assert (
        client.post(page("export_findings", source.pk), {"reason": ""})
        .headers["Content-Type"]
        .startswith("text/html")
    )
    answer = client.post(page("export_findings", source.pk), {"reason": "work"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Row", 4, 5, 6] and "digits are lost" in rows[2][4]
    event = Event.objects.get(verb="beneficiaries.export_findings")
    assert event.data == {"count": 3, "reason": "work"}


def test_the_pages_ask_the_database_little(client, django_assert_max_num_queries):
    source = brought(checked(a_list([a_member(place) for place in range(1, 121)])), [1])
    for address in (
        page("imports"),
        page("import_detail", source.pk),
        page("import_findings", source.pk),
        page("import_progress", source.pk),
    ):
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


def test_the_worker_may_be_told_twice(client):
    source = checked(a_list([a_member(1)]))
    check_import(import_id=source.pk)
    run_import(import_id=source.pk)
    client.post(page("bring", source.pk), {"batches": "all"})
    run_import(import_id=source.pk)
    run_import(import_id=source.pk)
    assert Person.objects.count() == 1
