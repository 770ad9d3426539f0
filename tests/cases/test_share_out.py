"""Several requests are given to one owner at once, row by row with reasons, a line of the trail
each; and taken back.
"""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cases.test_queue import some_cases
from tests.cast import NOW
from tests.factories import a_case, a_person, staff
from wasl.audit.models import Event
from wasl.cases.actions import outcome, submission
from wasl.cases.actions import sharing as sharing_actions
from wasl.cases.models.case import Case, HandOver, Sharing
from wasl.cases.queries import saved
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-7")]


def open_rows():
    return dict(Case.objects.open().order_by("pk").values_list("pk", "version"))


def share_out(rows=None, to="bader", by="maha", reason="توزيع العمل", once=None, at=NOW):
    pairs = (open_rows() if rows is None else rows).items()
    return sharing_actions.share_out(
        cases=pairs, to=staff(to), reason=reason, by=staff(by), at=at, once=once or uuid.uuid4()
    )


def test_maha_gives_four_requests_to_bader():
    some_cases(4)
    sharing = share_out()
    assert {case.owner for case in Case.objects.all()} == {staff("bader")}
    assert sharing.hand_overs.count() == 4 and sharing.refused == []
    lines = Event.objects.filter(verb="cases.hand_over", actor=staff("maha"))
    assert sorted(int(line.subject_id) for line in lines) == sorted(open_rows())
    assert {line.data["sharing"] for line in lines} == {str(sharing.pk)}


def test_what_may_not_be_given_is_kept_out_with_why():
    some_cases(3)
    first, second, third = open_rows()
    outcome.hand_over(
        case=Case.objects.get(pk=first), to=staff("bader"), reason="x", by=staff("maha"), at=NOW
    )
    rows = open_rows()
    rows[second] -= 1
    sharing = share_out(rows)
    assert [row["case"] for row in sharing.refused] == [first, second]
    assert "already" in sharing.refused[0]["why"] and "meanwhile" in sharing.refused[1]["why"]
    assert Case.objects.get(pk=third).owner == staff("bader")
    assert Case.objects.get(pk=second).owner == staff("noura")


def test_an_officer_gives_away_their_own_alone():
    mine, theirs = a_case(), a_case(person=a_person("سعد", 78), service="school-kit")
    outcome.hand_over(case=theirs, to=staff("maha"), reason="x", by=staff("maha"), at=NOW)
    sharing = share_out(by="noura")
    assert [row["case"] for row in sharing.refused] == [theirs.pk]
    mine.refresh_from_db()
    assert mine.owner == staff("bader")


def test_with_why_to_somebody_who_may_and_something_chosen():
    a_case()
    for given, said in (
        ({"reason": " "}, "Say why"),
        ({"to": "lama"}, "cannot open"),
        ({"rows": {}}, "at least one"),
    ):
        with pytest.raises(Refused, match=said):
            share_out(**given)
    with pytest.raises(Refused, match="at most 200"):
        share_out(rows=dict.fromkeys(range(300), 1))
    assert not Sharing.objects.exists()


def test_a_double_click_gives_once():
    a_case()
    once, rows = uuid.uuid4(), open_rows()
    assert share_out(rows, once=once) == share_out(rows, once=once)
    assert HandOver.objects.filter(sharing=once).count() == 1


def test_a_request_that_is_no_more_is_passed_over():
    case = a_case()
    submission.withdraw(case=case, reason="عدل", by=staff("noura"), at=NOW)
    case.refresh_from_db()
    sharing = share_out({case.pk: case.version, 999_999: 1})
    assert len(sharing.refused) == 1 and "another stage" in sharing.refused[0]["why"]


def test_it_is_taken_back_soon_after():
    some_cases(3)
    sharing = share_out()
    assert (
        sharing_actions.take_back(sharing=sharing, by=staff("maha"), at=NOW + timedelta(minutes=5))
        == 0
    )
    assert {case.owner for case in Case.objects.all()} == {staff("noura")}
    assert Event.objects.filter(verb="cases.take_back").count() == 3
    with pytest.raises(Refused, match="already"):
        sharing_actions.take_back(sharing=sharing, by=staff("maha"), at=NOW)


def test_an_officer_who_gave_their_own_away_takes_it_back():
    case = a_case()
    sharing = share_out(by="noura")
    sharing_actions.take_back(sharing=sharing, by=staff("noura"), at=NOW)
    case.refresh_from_db()
    assert case.owner == staff("noura")


def test_what_moved_on_since_stays_where_it_is():
    some_cases(2)
    sharing = share_out()
    moved, back = Case.objects.order_by("pk")
    outcome.hand_over(case=moved, to=staff("maha"), reason="x", by=staff("bader"), at=NOW)
    assert sharing_actions.take_back(sharing=sharing, by=staff("maha"), at=NOW) == 1
    moved.refresh_from_db()
    back.refresh_from_db()
    assert (moved.owner, back.owner) == (staff("maha"), staff("noura"))


def test_not_by_another_and_not_after_an_hour():
    a_case()
    sharing = share_out()
    with pytest.raises(Refused, match="Only who"):
        sharing_actions.take_back(sharing=sharing, by=staff("khalid"), at=NOW)
    with pytest.raises(Refused, match="hour"):
        sharing_actions.take_back(sharing=sharing, by=staff("maha"), at=NOW + timedelta(minutes=61))


def post(client, who, **given):
    client.force_login(staff(who))
    return client.post(reverse("cases:share_out"), {"back": "?show=all", **given})


def test_the_pages_of_it(client):
    some_cases(3)
    chosen = [f"{pk}:{version}" for pk, version in open_rows().items()]
    asked = post(client, "maha", case=chosen)
    assert asked.status_code == 200 and asked.content.decode().count('name="case"') == 3
    given = {"to": staff("bader").pk, "reason": "توزيع العمل", "once": str(uuid.uuid4())}
    done = post(
        client, "maha", case=[*chosen[:2], "1:x", f"{chosen[2].split(':')[0]}:999"], **given
    )
    assert done.url.startswith(f"{reverse('cases:queue')}?show=all&sharing=")
    page = client.get(done.url).content.decode()
    assert (
        staff("bader").name_ar in page
        and "/back/" in page
        and len(re.findall(r'<li>\s*<a href="/cases/', page)) == 2
    )  # the menu, and the row that was refused
    sharing = Sharing.objects.get()
    undone = client.post(
        reverse("cases:take_back", args=[sharing.pk]), {"back": "?show=all"}, follow=True
    )
    assert undone.redirect_chain == [(f"{reverse('cases:queue')}?show=all", 302)]
    assert {case.owner for case in Case.objects.all()} == {staff("noura")}
    assert "/back/" not in client.get(done.url).content.decode()


def test_nothing_chosen_leads_back(client):
    for answer in (post(client, "maha"), client.get(reverse("cases:share_out"))):
        assert answer.status_code == 200 and 'class="empty"' in answer.content.decode()
    wrong = post(client, "maha", case="1:1", to="999", reason="", once=str(uuid.uuid4()))
    assert wrong.status_code == 200 and len(wrong.context["form"].errors) == 2


def test_the_part_in_the_dialog_is_that_of_the_page(client):
    a_case()
    client.force_login(staff("maha"))
    pairs = [f"{pk}:{version}" for pk, version in open_rows().items()]
    part = client.post(
        reverse("cases:share_out"), {"case": pairs}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in part and 'name="to"' in part and 'id="quick-title"' in part


def test_another_does_not_see_the_report_nor_undo(client):
    a_case()
    sharing = share_out()
    client.force_login(staff("khalid"))
    assert client.post(reverse("cases:take_back", args=[sharing.pk])).status_code == 404
    assert saved.report(staff("khalid"), str(sharing.pk)) is None
    assert saved.report(staff("maha"), "x") is None


def test_whoever_opens_no_files_shares_nothing_out(client, saud):
    case = a_case(Status.DRAFT)
    client.force_login(saud)
    assert client.post(reverse("cases:share_out"), {"case": f"{case.pk}:1"}).status_code == 403
