"""The work list: urgent first, then by the last day; in pages, in few queries (PRE-7)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_person, staff
from wasl.cases import actions, queries
from wasl.cases.models import Case
from wasl.cases.queries import lists
from wasl.cases.states import Status
from wasl.common import clock

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-7")]
TODAY = clock.day_of(NOW)


def some_cases(count):
    """Drafts of as many people, their last days in falling order, as rows alone."""
    first = a_case()
    for place in range(1, count):
        case = Case.objects.get(pk=first.pk)
        case.pk, case.reference, case.once = None, f"1448-9{place:05d}", None
        case.person = a_person("سعد بن علي الحربي", 1000 + place, mobile="")
        case.clock_date, case.answer_from_date = TODAY, TODAY
        case.answer_due_date = TODAY + timedelta(days=100 - place)
        case.submitted_at, case.status = NOW, Status.SUBMITTED
        case.save()
    return first


def shown(user, which, day=TODAY, after=""):
    return [row.case for row in queries.queue(user, which, day, after).rows]


def test_urgent_first_then_the_nearest_last_day_then_what_has_none():
    draft = some_cases(4)
    late = Case.objects.exclude(pk=draft.pk).order_by("answer_due_date").first()
    urgent = Case.objects.exclude(pk=draft.pk).order_by("answer_due_date").last()
    actions.mark_urgent(case=urgent, reason="مريض", by=staff("maha"), at=NOW)
    cases = shown(staff("noura"), "all")
    assert cases[0] == urgent
    assert cases[1] == late
    assert cases[-1] == draft


def test_each_filter_shows_its_own():
    returned = a_case(Status.RETURNED)
    noura, bader = staff("noura"), staff("bader")
    assert shown(noura, "mine") == [returned]
    assert shown(bader, "mine") == []
    assert shown(bader, "waiting") == [returned]
    assert shown(bader, "overdue", TODAY + timedelta(days=99)) == []


def test_late_is_said_and_marked():
    case = a_case(Status.SUBMITTED)
    assert queries.lateness_of(case, TODAY) == ("30 days left", "")
    assert queries.lateness_of(case, TODAY + timedelta(days=27)) == ("3 days left", "wait")
    assert queries.lateness_of(case, TODAY + timedelta(days=31)) == ("late by 1 day", "late")
    assert shown(staff("noura"), "overdue", TODAY + timedelta(days=31)) == [case]
    assert shown(staff("noura"), "overdue", TODAY + timedelta(days=30)) == []


def test_pages_by_key_leave_nobody_out(monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    some_cases(5)
    urgent = Case.objects.order_by("pk")[2]
    actions.mark_urgent(case=urgent, reason="مريض", by=staff("maha"), at=NOW)
    seen, after = [], ""
    while True:
        page = queries.queue(staff("noura"), "all", TODAY, after)
        seen += [row.case.pk for row in page.rows]
        after = page.next
        if not after:
            break
    assert len(seen) == len(set(seen)) == 5
    assert seen[0] == urgent.pk


@pytest.mark.parametrize("after", ["x", "1_2_3", "0__", "0_2026-99-99_1", "0_2026-11-19_x"])
def test_a_key_that_is_none_begins_at_the_first_page(after):
    case = a_case()
    assert shown(staff("noura"), "all", after=after) == [case]


def test_few_queries_whatever_the_rows(client, django_assert_max_num_queries):
    some_cases(12)
    client.force_login(staff("noura"))
    with django_assert_max_num_queries(12):
        answer = client.get(reverse("cases:queue") + "?show=all")
    assert answer.content.decode().count("<tr") == 13


def test_who_opens_no_files_sees_no_list(client, saud):
    client.force_login(saud)
    assert client.get(reverse("cases:queue")).status_code == 403
    assert list(Case.objects.visible_to(saud)) == []
