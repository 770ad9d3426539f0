"""Another class than the guide's: asked for with a reason by who studied, settled by a second
person, never by the same.
"""

import threading

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from tests.cases.test_assess import studied
from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases.actions import need as need_actions
from wasl.cases.models.assessment import NeedOverride
from wasl.cases.queries import need as need_queries
from wasl.cases.states import OverrideStatus, Status
from wasl.common.verdicts import Refused
from wasl.program import reference

pytestmark = [pytest.mark.django_db, pytest.mark.clause("OBJ-1")]
WHY = "البيت بعيد عن كل خدمة، وهذا لا يراه الدليل."


@pytest.fixture
def need(association):
    """Maryam's assessment: class A by the guide."""
    reference.load_scoring_guide(NOW)
    return studied(a_case(Status.IN_STUDY))


def ask_override(need, by="salem", need_class="B", reason=WHY):
    return need_actions.ask_override(
        assessment=need.assessment, need_class=need_class, reason=reason, by=staff(by), at=NOW
    )


def test_salem_asks_khalid_agrees_and_the_other_class_holds(need):
    override = ask_override(need)
    asked = need_queries.need_of_case(need.assessment.study.case)
    assert (asked.status, asked.need_class) == (OverrideStatus.ASKED, "A")
    need_actions.approve_override(override=override, by=staff("khalid"), at=NOW)
    held = need_queries.need_of_person(need.assessment.study.case.person_id)
    assert (held.status, held.need_class, held.assessment.need_class) == (
        OverrideStatus.APPROVED,
        "B",
        "A",
    )
    assert held.override.reason == WHY


def test_not_agreed_to_the_guides_class_holds_and_it_may_be_asked_again(need):
    override = ask_override(need)
    with pytest.raises(Refused, match="Say why"):
        need_actions.refuse_override(override=override, answer=" ", by=staff("maha"), at=NOW)
    need_actions.refuse_override(
        override=override, answer="الدليل يشمل ذلك.", by=staff("maha"), at=NOW
    )
    held = need_queries.need_of_case(need.assessment.study.case)
    assert (held.status, held.need_class) == (OverrideStatus.REFUSED, "A")
    assert ask_override(need, need_class="C").approved is None


@pytest.mark.parametrize("username", ["salem", "amal", "noura", "fahad", "huda", "dalal", "lama"])
def test_whose_role_does_not_settle_does_not(need, username):
    override = ask_override(need)
    for settle in (need_actions.approve_override, need_actions.refuse_override):
        with pytest.raises(Refused):
            settle(override=override, answer="لا", by=staff(username), at=NOW)


def test_who_asked_does_not_agree_even_where_the_role_would(need):
    override = ask_override(need, by="maha")
    with pytest.raises(Refused, match="second person"):
        need_actions.approve_override(override=override, by=staff("maha"), at=NOW)
    assert need_actions.approve_override(override=override, by=staff("khalid"), at=NOW).approved


@pytest.mark.parametrize("username", ["amal", "noura", "fahad", "huda", "lama", "admin"])
def test_only_who_studied_or_shares_out_the_work_asks(need, username):
    with pytest.raises(Refused):
        ask_override(need, by=username)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"need_class": "A"}, "another class"),
        ({"need_class": "F"}, "another class"),
        ({"reason": "  "}, "its reason"),
    ],
)
def test_what_is_asked_for_makes_sense(need, given, why):
    with pytest.raises(Refused, match=why):
        ask_override(need, **given)


def test_one_at_a_time_and_settled_once(need):
    override = ask_override(need)
    with pytest.raises(Refused, match="settled already"):
        ask_override(need)
    need_actions.approve_override(override=override, by=staff("khalid"), at=NOW)
    with pytest.raises(Refused, match="settled already"):
        need_actions.refuse_override(override=override, answer="لا", by=staff("maha"), at=NOW)


def test_an_assessment_that_a_newer_one_replaced_is_not_overridden(need):
    case = need.assessment.study.case
    studied(case, condition="good")
    with pytest.raises(Refused, match="newer assessment"):
        ask_override(need)


def test_the_database_keeps_the_two_persons_apart(need):
    override = ask_override(need)
    for changes, constraint in (
        ("approved = true", "override_decided_together"),
        (
            "approved = true, decided_at = now(), decided_by_id = asked_by_id",
            "override_second_person",
        ),
    ):
        with (
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE cases_needoverride SET {changes} WHERE id = %s", [override.pk])


@pytest.mark.django_db(transaction=True)
def test_two_ask_at_the_same_moment_and_one_is_told(need):
    salem, maha = staff("salem"), staff("maha")
    outcomes = []

    def ask(by):
        try:
            need_actions.ask_override(
                assessment=need.assessment, need_class="B", reason=WHY, by=by, at=NOW
            )
            outcomes.append("asked")
        except Refused:
            outcomes.append("told")
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=ask, args=[by]) for by in (salem, maha)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["asked", "told"]
    assert NeedOverride.objects.count() == 1
