"""The queue leaves the system as an Excel file: what the filter shows, in its order, recorded,
nothing that runs.
"""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.cast import NOW
from tests.factories import a_case, a_person, staff
from wasl.audit.models import Event
from wasl.cases.actions import exporting, outcome
from wasl.cases.queries.lists import Wanted
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-7")]
ADDRESS = "/cases/export/"


def taken_out(client, asked="?show=all", by="maha"):
    client.force_login(staff(by))
    answer = client.post(ADDRESS + asked, {"reason": "work"})
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def export(by="maha", **wanted):
    return exporting.export_queue(filters=Wanted(**wanted), reason="work", by=staff(by), at=NOW)


@pytest.mark.clause("PRE-6")
def test_what_the_queue_shows_leaves_in_its_order_and_is_recorded(client):
    later, urgent = a_case(), a_case(person=a_person(name="=SUM(1) الحربي", place=543299))
    outcome.mark_urgent(case=urgent, reason="قطع الكهرباء غدًا", by=staff("khalid"), at=NOW)
    client.force_login(staff("maha"))
    assert (
        ADDRESS + "?show=all" in client.get(reverse("cases:queue") + "?show=all").content.decode()
    )
    book = taken_out(client)
    sheet, about = book.worksheets
    rows = list(sheet.iter_rows(min_row=2))
    assert sheet.sheet_view.rightToLeft and [row[0].value for row in rows] == [
        urgent.reference,
        later.reference,
    ]
    assert rows[0][0].data_type != "n" and rows[0][0].number_format == "@"
    assert (
        rows[0][1].value == "'=SUM(1) الحربي"
        and rows[0][1].data_type != "f"
        and rows[0][5].value == "نعم"
    )
    assert "كل المفتوحة" in str(about["B2"].value) or about["B2"].value
    event = Event.objects.get(verb="cases.export_queue")
    assert event.data == {
        "count": 2,
        "reason": "work",
        "wanted": {"show": "all"},
    } and event.actor == staff("maha")


def test_the_filter_holds_in_the_file_too(client):
    a_case()
    assert taken_out(client, "?show=all&urgent=1").worksheets[0].max_row == 1
    assert Event.objects.get(verb="cases.export_queue").data["wanted"] == {
        "show": "all",
        "urgent": "1",
    }


def test_who_may_not_take_lists_out_sees_no_button_and_gets_nothing(client):
    a_case()
    client.force_login(staff("noura"))
    assert ADDRESS not in client.get(reverse("cases:queue") + "?show=all").content.decode()
    assert client.post(ADDRESS + "?show=all", {"reason": "work"}).status_code == 403
    for name, said in (("noura", "taking lists"), ("admin", "open request files")):
        with pytest.raises(Refused, match=said):
            export(by=name, show="all")
    assert not Event.objects.filter(verb="cases.export_queue").exists()


def test_without_a_reason_a_list_of_documents_and_a_list_too_long_are_refused(client, monkeypatch):
    a_case()
    client.force_login(staff("maha"))
    assert client.post(ADDRESS + "?show=all", {}).status_code == 200
    with pytest.raises(Refused, match="what the list is for"):
        exporting.export_queue(filters=Wanted("all"), reason="", by=staff("maha"), at=NOW)
    with pytest.raises(Refused, match="documents"):
        export(show="expiring")
    monkeypatch.setattr(exporting, "MOST", 0)
    with pytest.raises(Refused, match="Narrow it"):
        export(show="all")
    assert not Event.objects.filter(verb="cases.export_queue").exists()
