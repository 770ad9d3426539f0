"""A chair who may not decide a case hands its chair to a member who may; the rest of the meeting
stays theirs (PRO-7).
"""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.cast import NOW
from tests.factories import a_meeting, an_item, staff
from wasl.audit.models import Event
from wasl.cases.models.case import Case
from wasl.cases.states import Status
from wasl.committees import policies, queries
from wasl.committees.actions import meeting as meeting_actions
from wasl.committees.actions import voting
from wasl.committees.models import AgendaItem, CommitteeMember, Meeting
from wasl.common.verdicts import Refused
from wasl.papers import queries as papers

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("committee"),
    pytest.mark.clause("PRO-7"),
]
FAHAD_IS_KIN = {"relation": "ابن عم"}


def fresh(item):
    return AgendaItem.objects.get(pk=item.pk)


def member(username):
    return CommitteeMember.objects.get(user=staff(username))


def an_item_of_fahads_cousin():
    item = an_item()
    fahad = staff("fahad")
    meeting_actions.declare_kinship(
        user=fahad, person=item.case.person, by=fahad, at=NOW, **FAHAD_IS_KIN
    )
    return fresh(item)


def voted_under(presider, item, choices):
    item = voting.open_voting(item=item, by=staff(presider), at=NOW)
    for username, choice in choices.items():
        voting.vote(item=item, choice=choice, by=staff(username), at=NOW)
    return voting.close_voting(item=item, by=staff(presider), at=NOW)


def hand(item, to, by="fahad"):
    return voting.hand_chair(item=item, member=member(to), by=staff(by), at=NOW)


def test_huda_presides_over_the_request_of_fahads_cousin_and_it_is_decided():
    item = an_item_of_fahads_cousin()
    hand(item, "huda")
    item = voted_under("huda", item, {"huda": "accept", "abdullah": "accept", "mona": "accept"})
    voting.decide(
        item=item, outcome="approved", plain_words="قبول", quantity=1, by=staff("huda"), at=NOW
    )
    case = Case.objects.get(pk=item.case_id)
    assert case.status == Status.APPROVED
    assert case.decisions.get().decided_by == staff("huda")
    told = Event.objects.get(verb="committees.hand_chair")
    assert (told.root_id, told.data) == (str(case.pk), {"member": member("huda").pk, "bar": "kin"})


def test_the_minutes_say_who_presided_and_why():
    item = an_item_of_fahads_cousin()
    hand(item, "huda")
    item = voted_under("huda", item, {"huda": "accept", "abdullah": "accept", "mona": "accept"})
    voting.decide(
        item=item, outcome="approved", plain_words="قبول", quantity=1, by=staff("huda"), at=NOW
    )
    meeting = meeting_actions.close_meeting(
        meeting=Meeting.objects.get(pk=item.meeting_id), by=staff("fahad"), at=NOW
    )
    words = PdfReader(BytesIO(papers.content(meeting.minutes))).pages[0].extract_text()
    assert "لصلة" in words or "ترأ" in words
    assert policies.can_hand_chair(staff("fahad"), fresh(item)).reason


def test_the_chair_who_may_not_sit_is_led_to_hand_it_over():
    item = an_item_of_fahads_cousin()
    verdict = policies.can_open_voting(staff("fahad"), item, item.meeting.held_date)
    assert "tie" in str(verdict.reason) and "Hand the chair" in str(verdict.reason)
    assert verdict.link.endswith("#hand-chair")


@pytest.mark.parametrize("bar", ["opened", "recused"])
def test_who_opened_the_case_or_stepped_aside_hands_it_over_too(bar):
    item = an_item()
    if bar == "opened":
        Case.objects.filter(pk=item.case_id).update(opened_by=staff("fahad"))
    else:
        voting.recuse(item=item, reason="حرج", by=staff("fahad"), at=NOW)
    assert hand(fresh(item), "mona").bar == bar


def test_an_even_vote_is_broken_by_whoever_presides():
    item = an_item_of_fahads_cousin()
    hand(item, "huda")
    meeting_actions.record_attendance(
        meeting=item.meeting, members=[member("dalal")], by=staff("dalal"), at=NOW
    )
    item = voted_under("huda", item, {"huda": "reject", "abdullah": "accept", "mona": "abstain"})
    assert policies.winning(item) == {"reject"}


def test_the_chair_stays_with_who_may_sit():
    with pytest.raises(Refused, match="stays there"):
        hand(an_item(), "huda")


def test_it_goes_only_to_a_member_present_who_may_sit():
    item = an_item(meeting=a_meeting(present=("fahad", "huda", "abdullah")))
    fahad, huda = staff("fahad"), staff("huda")
    meeting_actions.declare_kinship(
        user=fahad, person=item.case.person, by=fahad, at=NOW, **FAHAD_IS_KIN
    )
    meeting_actions.declare_kinship(
        user=huda, person=item.case.person, by=huda, at=NOW, relation="خالة"
    )
    for username in ("huda", "mona", "fahad", "dalal"):
        with pytest.raises(Refused, match="not present"):
            hand(fresh(item), username)
    assert [one.user.username for one in queries.may_take_chair(fresh(item))] == ["abdullah"]


def test_nobody_else_hands_it_over_nor_uses_it():
    item = an_item_of_fahads_cousin()
    with pytest.raises(Refused, match="chair"):
        hand(item, "huda", by="huda")
    hand(item, "huda")
    for username in ("fahad", "mona"):
        with pytest.raises(Refused, match="handed to"):
            voting.open_voting(item=fresh(item), by=staff(username), at=NOW)


def test_who_took_it_and_then_steps_aside_gives_it_back_to_be_handed_on():
    item = an_item_of_fahads_cousin()
    hand(item, "huda")
    voting.recuse(item=fresh(item), reason="حرج", by=staff("huda"), at=NOW)
    hand(fresh(item), "mona")
    assert queries.presider(fresh(item)).user == staff("mona")


def test_the_page_offers_it_to_the_chair_alone(client):
    item = an_item_of_fahads_cousin()
    page = f"/committee/item/{item.pk}/"
    client.force_login(staff("fahad"))
    assert 'id="hand-chair"' in client.get(page).content.decode()
    sent = client.post(f"{page}hand-chair/", {"member": member("huda").pk})
    assert sent.url == page
    seen = client.get(page).content.decode()
    assert staff("huda").name_ar in seen and 'id="hand-chair"' not in seen
    client.force_login(staff("huda"))
    assert client.post(f"{page}open-voting/").url == page
    assert fresh(item).voting_opened_at
    assert client.post(f"{page}hand-chair/", {"member": member("mona").pk}).status_code == 403


def test_a_case_with_no_member_left_says_what_to_do(client):
    item = an_item_of_fahads_cousin()
    for username in ("huda", "abdullah", "mona"):
        voting.recuse(item=fresh(item), reason="حرج", by=staff(username), at=NOW)
    client.force_login(staff("fahad"))
    client.cookies["django_language"] = "en"
    assert (
        "record who else is present" in client.get(f"/committee/item/{item.pk}/").content.decode()
    )


def test_a_decided_case_is_not_handed_over():
    item = an_item_of_fahads_cousin()
    hand(item, "huda")
    item = voted_under("huda", item, {"huda": "defer", "abdullah": "defer", "mona": "defer"})
    voting.decide(item=item, outcome="deferred", plain_words="بعد أسبوع", by=staff("huda"), at=NOW)
    with pytest.raises(Refused, match="decided"):
        hand(fresh(item), "mona")
