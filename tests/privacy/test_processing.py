"""The record of processing: drawn from the one classification, described by people, taken out as a
file (PDPL).
"""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.cast import NOW
from tests.factories import a_service, staff
from wasl.audit.models import Event
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.privacy.actions import processing, retention
from wasl.privacy.defaults import shipped
from wasl.privacy.models.destruction import Category
from wasl.privacy.models.processing import ProcessingActivity
from wasl.privacy.processing import KEPT_BY
from wasl.privacy.queries import processing as processing_queries

pytestmark = pytest.mark.clause("PRE-6")
BASIC = {
    "name_ar": "كاميرات المقر", "name_en": "Cameras", "purpose": "أمن المقر",
    "whom": "المراجعون والعاملون", "data_kinds": ["identity"], "basis": "legitimate",
    "recipients": "الأمن", "is_active": "on",
}  # fmt: skip


@pytest.fixture
def record(association, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    retention.load_rules(by=None, at=NOW)
    processing.load_activities(by=None, at=NOW)
    a_service()
    return {one.row.code: one for one in processing_queries.processing()}


def test_what_rules_keep_belongs_to_an_activity_that_is_shipped():
    codes = {entry["code"] for entry in shipped()["activities"]}
    assert set(KEPT_BY) == set(Category.values) and set(KEPT_BY.values()) <= codes


def test_what_is_used_follows_from_the_fields_the_services_and_the_rules(record):
    assert processing.load_activities(by=None, at=NOW) == 0, "a second start adds nothing"
    about = {used.name: used for used in record["register"].used}
    assert (
        "IBAN" in about["About the person"].sensitive
        and "Full name" in about["About the person"].fields
    )
    assert record["requests"].services and record["rights"].consents
    assert any("120" in line for line in record["register"].retention_rules)


def test_jawaher_describes_adds_and_takes_it_out(client, jawaher, record):
    client.force_login(jawaher)
    page = client.get(reverse("privacy:processing"))
    assert page.status_code == 200 and record["studies"].row.purpose in page.content.decode()
    assert (
        client.post(reverse("privacy:add_activity"), {**BASIC, "purpose": " "}).status_code == 200
    )
    client.post(reverse("privacy:add_activity"), BASIC)
    own = ProcessingActivity.objects.get(name_en="Cameras")
    there = reverse("privacy:describe_activity", args=[own.pk])
    assert client.get(there).status_code == 200
    client.post(there, {**BASIC, "recipients": "الأمن والجهات المختصة", "retention": "ثلاثون يومًا"})
    own.refresh_from_db()
    assert own.retention and own.changed_by == jawaher
    excel = client.post(reverse("privacy:export_processing"))
    rows = list(load_workbook(BytesIO(b"".join(excel.streaming_content))).worksheets[0].values)
    assert len(rows) == len(shipped()["activities"]) + 2 and "كاميرات المقر" in rows[-1]
    assert client.post(reverse("privacy:print_processing")).content.startswith(b"%PDF")
    assert Event.objects.filter(verb="privacy.export_processing", actor=jawaher).count() == 2


@pytest.mark.parametrize(
    ("change", "why"), [({"basis": "because"}, "ground"), ({"whom": " "}, "whose data")]
)
def test_an_activity_that_is_not_explained_is_refused(jawaher, record, change, why):
    with pytest.raises(Refused, match=why):
        processing.describe_activity(
            activity=record["requests"].row, changes=change, by=jawaher, at=NOW
        )


@pytest.mark.parametrize("username", ["noura", "khalid", "admin"])
def test_nobody_else_reads_or_writes_the_record(client, record, username):
    client.force_login(staff(username))
    row = record["requests"].row
    assert client.get(reverse("privacy:processing")).status_code == 403
    assert (
        client.post(reverse("privacy:describe_activity", args=[row.pk]), BASIC).status_code == 403
    )
    assert client.post(reverse("privacy:export_processing")).status_code == 403
    with pytest.raises(Refused, match="data-protection officer"):
        processing.describe_activity(
            activity=row, changes={"whom": "x"}, by=staff(username), at=NOW
        )
