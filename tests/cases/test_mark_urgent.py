"""An urgent need goes first, with its reason (PRE-7)."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases import actions
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-7")]


def test_maha_marks_it():
    case = actions.mark_urgent(case=a_case(), reason="طفل مريض", by=staff("maha"), at=NOW)
    assert (case.is_urgent, case.urgent_reason) == (True, "طفل مريض")


def test_with_its_reason_only():
    with pytest.raises(Refused, match="urgent need"):
        actions.mark_urgent(case=a_case(), reason="", by=staff("maha"), at=NOW)


def test_others_do_not():
    case = a_case()
    for username in ("noura", "salem", "fahad"):
        with pytest.raises(Refused, match="role"):
            actions.mark_urgent(case=case, reason="x", by=staff(username), at=NOW)
