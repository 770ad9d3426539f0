"""An urgent need goes first, with its reason and who marked it; and takes its usual place again
(PRE-7).
"""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.audit.models import Event
from wasl.cases.actions import outcome
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-7")]


def test_maha_marks_it():
    case = outcome.mark_urgent(case=a_case(), reason="طفل مريض", by=staff("maha"), at=NOW)
    assert (case.is_urgent, case.urgent_reason) == (True, "طفل مريض")
    assert (case.urgent_by, case.urgent_at) == (staff("maha"), NOW)


def test_with_its_reason_only():
    with pytest.raises(Refused, match="urgent need"):
        outcome.mark_urgent(case=a_case(), reason="", by=staff("maha"), at=NOW)


def test_once():
    case = outcome.mark_urgent(case=a_case(), reason="طفل مريض", by=staff("maha"), at=NOW)
    with pytest.raises(Refused, match="already"):
        outcome.mark_urgent(case=case, reason="x", by=staff("khalid"), at=NOW)


def test_the_need_has_passed():
    case = outcome.mark_urgent(case=a_case(), reason="طفل مريض", by=staff("maha"), at=NOW)
    case = outcome.clear_urgent(case=case, by=staff("khalid"), at=NOW)
    assert (case.is_urgent, case.urgent_reason, case.urgent_by, case.urgent_at) == (
        False,
        "",
        None,
        None,
    )
    assert Event.objects.filter(verb="cases.clear_urgent", actor=staff("khalid")).count() == 1
    with pytest.raises(Refused, match="not marked"):
        outcome.clear_urgent(case=case, by=staff("khalid"), at=NOW)


def test_others_do_not():
    case = a_case()
    urgent = outcome.mark_urgent(
        case=a_case(service="school-kit", person=case.person), reason="x", by=staff("maha"), at=NOW
    )
    for username in ("noura", "salem", "fahad"):
        with pytest.raises(Refused, match="role"):
            outcome.mark_urgent(case=case, reason="x", by=staff(username), at=NOW)
        with pytest.raises(Refused, match="role"):
            outcome.clear_urgent(case=urgent, by=staff(username), at=NOW)


def test_it_is_seen_and_cleared_on_the_page(client):
    case = outcome.mark_urgent(case=a_case(), reason="طفل مريض", by=staff("maha"), at=NOW)
    client.force_login(staff("maha"))
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "طفل مريض" in page and f"/cases/{case.pk}/urgent/clear/" in page
    client.post(f"/cases/{case.pk}/urgent/clear/", {"version": case.version})
    case.refresh_from_db()
    assert not case.is_urgent
