"""The queue: urgent first, then by the last day; by whose, late, waiting, ending; in pages, in few
queries (PRE-7).
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW
from tests.factories import a_case, a_document, a_person, a_service, staff, written
from wasl.cases.actions import outcome
from wasl.cases.models.case import Case
from wasl.cases.queries import counting, lists, rows
from wasl.cases.queries import ending as ending_queries
from wasl.cases.queries.counting import capped
from wasl.cases.queries.lists import Wanted
from wasl.cases.states import Status
from wasl.common import clock

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-7")]
TODAY = clock.day_of(NOW)


def some_cases(count, first=None):
    """Submitted requests of as many people, their last days in falling order, as rows alone; and
    the draft they copy.
    """
    first = first or a_case()
    for place in range(1, count):
        case = Case.objects.get(pk=first.pk)
        case.pk, case.reference, case.once = None, f"1448-9{place:05d}", None
        case.person = a_person("سعد بن علي الحربي", 1000 + place, mobile="")
        case.clock_date, case.answer_from_date = TODAY, TODAY
        case.answer_due_date = TODAY + timedelta(days=100 - place)
        case.submitted_at, case.status = NOW, Status.SUBMITTED
        case.save()
    return first


def shown(user, show="all", day=TODAY, after="", before="", **narrowed):
    page = lists.queue(user, Wanted(show=show, **narrowed), day, after, before)
    return [row["pk"] for row in page.rows]


def test_urgent_first_then_the_nearest_last_day_then_what_has_none():
    draft = some_cases(4)
    late = Case.objects.exclude(pk=draft.pk).order_by("answer_due_date").first()
    urgent = Case.objects.exclude(pk=draft.pk).order_by("answer_due_date").last()
    outcome.mark_urgent(case=urgent, reason="مريض", by=staff("maha"), at=NOW)
    cases = shown(staff("noura"))
    assert cases[0] == urgent.pk
    assert cases[1] == late.pk
    assert cases[-1] == draft.pk


def test_who_marked_it_urgent_and_why_stands_in_the_row(client):
    outcome.mark_urgent(case=a_case(), reason="طفل مريض", by=staff("maha"), at=NOW)
    client.force_login(staff("noura"))
    page = client.get(reverse("cases:queue")).content.decode()
    assert "طفل مريض" in page and staff("maha").name_ar in page


def test_each_list_shows_its_own():
    returned = a_case(Status.RETURNED)
    noura, bader, salem = staff("noura"), staff("bader"), staff("salem")
    assert shown(noura, "mine") == [returned.pk]
    assert shown(bader, "mine") == []
    assert shown(bader, "department") == [returned.pk]
    assert shown(salem, "department") == []
    assert shown(bader, "waiting") == [returned.pk]
    assert shown(bader, "overdue", TODAY + timedelta(days=99)) == []


def test_it_is_narrowed_by_stage_service_owner_and_urgency():
    noura = staff("noura")
    draft, matched = (
        a_case(),
        a_case(Status.VERIFIED, service="school-kit", person=a_person("سعد", 77)),
    )
    outcome.mark_urgent(case=matched, reason="مريض", by=staff("maha"), at=NOW)
    assert shown(noura, stage="study") == [matched.pk]
    assert shown(noura, stage="intake") == [draft.pk]
    assert shown(noura, service=str(draft.service_id)) == [draft.pk]
    assert shown(noura, owner="me", urgent="1") == [matched.pk]
    assert shown(staff("bader"), owner="me") == []
    assert shown(staff("bader"), owner=str(noura.pk)) == [matched.pk, draft.pk]


def test_late_is_said_and_marked_and_never_stored():
    case = a_case(Status.SUBMITTED)
    assert rows.lateness_of(case, TODAY) == ("30 days left", "")
    assert rows.lateness_of(case, TODAY + timedelta(days=27)) == ("3 days left", "wait")
    assert rows.lateness_of(case, TODAY + timedelta(days=31)) == ("late by 1 day", "late")
    assert shown(staff("noura"), "overdue", TODAY + timedelta(days=31)) == [case.pk]
    assert shown(staff("noura"), "overdue", TODAY + timedelta(days=30)) == []


def test_what_waits_for_the_applicant_or_was_answered_stands_behind_what_runs():
    answered, noura = a_case(Status.ANSWERED), staff("noura")
    returned = a_case(Status.RETURNED, service="school-kit", person=a_person("سعد", 81))
    running = a_case(
        Status.SUBMITTED,
        service="rent-arrears",
        person=a_person("سالم", 82),
        at=NOW + timedelta(days=9),
    )
    assert shown(noura) == [running.pk, answered.pk, returned.pk]


def test_an_urgent_one_that_is_late_is_among_the_late():
    case = a_case(Status.SUBMITTED)
    outcome.mark_urgent(case=case, reason="مريض", by=staff("maha"), at=NOW)
    assert shown(staff("noura"), "overdue", TODAY + timedelta(days=31)) == [case.pk]


@pytest.fixture
def pages_of_two(monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)


def test_pages_by_key_leave_nobody_out_in_either_direction(pages_of_two):
    some_cases(6)
    urgent = Case.objects.order_by("pk")[2]
    outcome.mark_urgent(case=urgent, reason="مريض", by=staff("maha"), at=NOW)
    whole, noura = shown_in_full(), staff("noura")
    pages, after = [], ""
    while True:
        page = lists.queue(noura, Wanted("all"), TODAY, after)
        pages.append([row["pk"] for row in page.rows])
        if not (after := page.next):
            break
    assert [pk for page in pages for pk in page] == whole and whole[0] == urgent.pk
    back = lists.queue(noura, Wanted("all"), TODAY, before=page.previous)
    assert [row["pk"] for row in back.rows] == pages[-2] and back.previous
    first = lists.queue(noura, Wanted("all"), TODAY, before=back.previous)
    assert [row["pk"] for row in first.rows] == pages[0] and not first.previous


def shown_in_full():
    cases = Case.objects.open().order_by(
        "-is_urgent", "answer_due_date", "pk"
    )  # none of them is answered or returned
    return list(cases.values_list("pk", flat=True))


def test_going_back_shows_what_came_in_meanwhile(pages_of_two):
    some_cases(4)
    noura = staff("noura")
    second = lists.queue(noura, Wanted("all"), TODAY, lists.queue(noura, Wanted("all"), TODAY).next)
    outcome.mark_urgent(
        case=Case.objects.get(pk=second.rows[0]["pk"]), reason="مريض", by=staff("maha"), at=NOW
    )
    back = lists.queue(noura, Wanted("all"), TODAY, before=second.previous)
    assert len(back.rows) == 2


@pytest.mark.parametrize(
    "key", ["x", "1_2_3", "0__", "0_2026-11-19_1", "٩_x", "9" * 40 + "_1", "1_" + "9" * 25]
)
def test_a_key_that_is_none_begins_at_the_first_page(key):
    case = a_case()
    assert shown(staff("noura"), after=key) in ([case.pk], [])
    assert shown(staff("noura"), before=key) == [case.pk]


@given(
    st.dictionaries(
        st.sampled_from(["show", "stage", "service", "owner", "urgent", "x"]), st.text(max_size=12)
    )
)
def test_whatever_is_asked_is_read_the_same_from_its_own_address(asked):
    wanted = Wanted.read(asked)
    assert Wanted.at(wanted.address()) == wanted
    assert Wanted.read(wanted.kept) == wanted


def test_documents_about_to_end_of_people_with_an_open_request():
    case = a_case()
    ending = a_document(case.person, "family-register", expires=day_in(20), issued=None)
    a_document(case.person, "rent-contract", expires=day_in(40), issued=None)
    noura, bader = staff("noura"), staff("bader")
    (row,) = ending_queries.expiring(noura, Wanted("expiring", owner="me"), TODAY).rows
    assert row["renew"].endswith(f"?type={ending.document_type_id}") and row["left"] == "in 20 days"
    assert counting.counts(noura, TODAY, "my_expiring") == {"my_expiring": 1}
    assert ending_queries.expiring(bader, Wanted("expiring", owner="me"), TODAY).rows == []
    assert len(ending_queries.expiring(bader, Wanted("expiring"), TODAY).rows) == 1
    a_document(case.person, "family-register", at=NOW + timedelta(hours=1))
    assert ending_queries.expiring(noura, Wanted("expiring"), TODAY).rows == []
    assert counting.counts(noura, TODAY, "my_expiring") == {"my_expiring": 0}


def test_what_ends_is_paged_both_ways_too(monkeypatch):
    monkeypatch.setattr("wasl.cases.queries.ending.PAGE", 1)
    case = a_case()
    for code, days in (("family-register", 5), ("rent-contract", 9), ("iban-certificate", 9)):
        a_document(case.person, code, expires=day_in(days), issued=None)
    noura, wanted = staff("noura"), Wanted("expiring")
    first = ending_queries.expiring(noura, wanted, TODAY)
    second = ending_queries.expiring(noura, wanted, TODAY, after=first.next)
    third = ending_queries.expiring(noura, wanted, TODAY, after=second.next)
    assert len({page.rows[0]["place"] for page in (first, second, third)}) == 3 and not third.next
    assert ending_queries.expiring(noura, wanted, TODAY, before=third.previous).rows == second.rows


def day_in(days):
    return written(TODAY + timedelta(days=days))


def test_counts_stop_at_a_hundred():
    assert (capped(0), capped(99), capped(100)) == ("0", "99", "99+")
    returned = a_case(Status.RETURNED)
    noura = staff("noura")
    found = counting.counts(
        noura, TODAY, "mine", "department", "overdue", "waiting", "my_turn", "my_waiting"
    )
    assert found == {
        "mine": 1,
        "department": 1,
        "overdue": 0,
        "waiting": 1,
        "my_turn": 0,
        "my_waiting": 1,
    }
    assert returned.status == Status.RETURNED


def test_a_count_is_as_long_as_its_list():
    some_cases(5, first=a_case(Status.SUBMITTED))
    for days in (0, 31, 97, 99):
        day = TODAY + timedelta(days=days)
        assert counting.counts(staff("noura"), day, "overdue")["overdue"] == len(
            shown(staff("noura"), "overdue", day)
        )


def test_few_queries_whatever_the_rows(client, django_assert_max_num_queries):
    some_cases(12)
    client.force_login(staff("noura"))
    client.get(reverse("cases:queue"))  # the first page after signing in renews the session
    for show in lists.SHOWN:
        with django_assert_max_num_queries(10):
            answer = client.get(reverse("cases:queue"), {"show": show})
        assert answer.status_code == 200
    assert client.get(reverse("cases:queue") + "?show=all").content.decode().count("<tr") == 13


def test_an_empty_list_says_what_will_stand_there(client):
    client.force_login(staff("noura"))
    for show in lists.SHOWN:
        assert (
            'class="empty"' in client.get(reverse("cases:queue"), {"show": show}).content.decode()
        )


def test_narrowing_is_a_part_of_the_queue_and_a_page_of_its_own(client):
    a_service()
    client.force_login(staff("noura"))
    part = client.get(
        reverse("cases:narrow"), {"show": "all", "stage": "study"}, headers={"HX-Request": "true"}
    )
    whole = client.get(reverse("cases:narrow"), {"show": "all", "stage": "study"}).content.decode()
    words = " ".join(part.content.decode().split()).partition("csrfmiddlewaretoken")
    assert "<html" not in words[0] and words[0] in " ".join(whole.split())


def test_who_opens_no_files_sees_no_list(client, saud):
    client.force_login(saud)
    for name in ("queue", "narrow", "filters", "share_out"):
        assert client.get(reverse(f"cases:{name}")).status_code == 403
    assert list(Case.objects.visible_to(saud)) == []
    assert counting.counts(saud, TODAY, "mine") == {"mine": 0}
