"""The register of members leaves the system as an Excel file: recorded, masked unless needed,
nothing that runs.
"""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.beneficiaries.files import a_list, a_member, brought, checked
from tests.cast import NOW
from wasl.audit.models import Event
from wasl.beneficiaries.actions import roles
from wasl.beneficiaries.models.roles import Membership
from wasl.common.clock import day_of

ADDRESS = "/people/members/export/"


def taken_out(client, **given):
    answer = client.post(ADDRESS, {"reason": "assembly", **given})
    content = b"".join(answer.streaming_content)
    return load_workbook(io.BytesIO(content))


@pytest.fixture
def members(maha):
    brought(checked(a_list([a_member(1), a_member(2), a_member(3, المدينة="'=HYPERLINK(1)")])))
    ended = Membership.objects.get(number="0002")
    roles.end_membership(membership=ended, reason="انسحب بطلبه", day=day_of(NOW), by=maha, at=NOW)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.clause("PRE-6")
def test_the_list_is_masked_right_to_left_and_recorded(members, maha):
    book = taken_out(signed_in(maha))
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft and sheet.freeze_panes == "A2"
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == ["0001", "0003"]
    assert "••••" in rows[0][2].value and "••••" in rows[0][3].value
    assert rows[1][4].value == "'=HYPERLINK(1)" and rows[1][4].data_type != "f"
    assert rows[0][5].value == 2
    event = Event.objects.get(verb="beneficiaries.export_members")
    assert (
        event.data == {"count": 2, "reason": "assembly", "in_full": False} and event.actor == maha
    )


def test_in_full_and_with_those_who_left_when_it_is_asked_for(members, maha):
    rows = list(
        taken_out(signed_in(maha), in_full="on", with_ended="on").worksheets[0].iter_rows(min_row=2)
    )
    assert len(rows) == 3 and len(rows[0][2].value) == 10 and rows[0][3].value.startswith("05")
    assert rows[0][2].data_type != "n" and rows[0][2].number_format == "@"


def test_without_a_reason_nothing_leaves(members, maha):
    answer = signed_in(maha).post(ADDRESS, {})
    assert (
        answer.status_code == 200
        and not Event.objects.filter(verb="beneficiaries.export_members").exists()
    )


def test_who_may_not_see_numbers_in_full_takes_none_out(members, khalid):
    client = signed_in(khalid)
    assert taken_out(client).worksheets[0].max_row == 3
    client.cookies["django_language"] = "en"
    refused = client.post(ADDRESS, {"reason": "audit", "in_full": "on"})
    assert "does not include seeing this in full" in refused.content.decode()


def test_others_take_nothing_out(members, noura, admin):
    for user in (noura, admin):
        assert signed_in(user).post(ADDRESS, {"reason": "audit"}).status_code == 403
