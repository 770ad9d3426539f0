"""What is unclear goes to an executive and comes back to the officer, the person, and perhaps to
everybody.
"""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from tests.cast import NOW
from tests.factories import a_visitor
from wasl.audit.models import Event
from wasl.common.verdicts import Refused
from wasl.interactions import actions, queries
from wasl.interactions.models import Interaction, Referral
from wasl.knowledge.models import Article
from wasl.messaging.models import Message


def asked(by, executive, **given):
    told = {"question": "هل يُقبل عقد إيجار غير موثق؟", "person": None, **given}
    return actions.refer(executive=executive, **told, by=by, at=NOW)


@pytest.mark.clause("PRO-5")
def test_a_question_goes_up_and_its_answer_comes_back(noura, khalid):
    person = a_visitor(by=noura)
    enquiry = actions.record_enquiry(
        person=person, channel="interview", subject="عقد غير موثق", by=noura, at=NOW
    )
    referral = asked(noura, khalid, person=person, interaction=enquiry)
    assert queries.referrals_of(khalid) == [referral]
    later = NOW + timedelta(hours=2)
    actions.answer_referral(referral=referral, answer="يُقبل مع إثبات السداد.", by=khalid, at=later)
    assert queries.referrals_of(khalid) == [] and queries.to_tell(noura) == [referral]
    message = Message.objects.get()
    assert message.template.key == "referral_answered" and message.person_id == person.pk
    assert [one.answer for one in queries.answers_of(person)] == ["يُقبل مع إثبات السداد."]
    actions.tell_person(referral=referral, by=noura, at=later)
    assert queries.to_tell(noura) == []
    enquiry.refresh_from_db()
    assert enquiry.answer == "يُقبل مع إثبات السداد." and enquiry.closed_by == noura
    assert Interaction.objects.filter(kind="follow_up", direction="out", person=person).count() == 1
    events = Event.objects.filter(
        verb__startswith="interactions.", root_id=str(person.pk)
    ).order_by("id")
    verbs = ["record_enquiry", "refer", "answer_referral", "answer_enquiry", "tell_person"]
    assert [one.verb.removeprefix("interactions.") for one in events] == verbs


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (
            datetime(2026, 11, 19, 7, tzinfo=UTC),
            datetime(2026, 11, 22, 12, tzinfo=UTC),
        ),  # Thursday → Sunday
        (datetime(2026, 11, 22, 7, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)),
        (
            datetime(2026, 11, 20, 22, tzinfo=UTC),
            datetime(2026, 11, 22, 12, tzinfo=UTC),
        ),  # Saturday in Riyadh
    ],
)
def test_it_is_due_on_the_next_working_day(at, due):
    assert queries.next_working_day(at) == due


@pytest.mark.parametrize("who", ["maha", "huda", "reem", "noura"])
def test_only_an_executive_is_asked(request, bader, who):
    with pytest.raises(Refused, match="does not answer referred questions"):
        asked(bader, request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["huda", "reem", "lama", "admin", "saud"])
def test_only_officers_and_researchers_refer(request, khalid, who):
    with pytest.raises(Refused, match="Your role"):
        asked(request.getfixturevalue(who), khalid)


def test_an_empty_question_or_a_past_day_is_refused(noura, khalid):
    with pytest.raises(Refused, match="Write the question"):
        asked(noura, khalid, question=" ")
    with pytest.raises(Refused, match="past"):
        asked(noura, khalid, due_at=NOW - timedelta(minutes=1))


def test_a_double_click_asks_once(noura, khalid):
    once = uuid.uuid4()
    assert asked(noura, khalid, once=once) == asked(noura, khalid, once=once)
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("who", ["noura", "maha", "salem", "huda", "reem", "admin", "saud"])
def test_only_an_executive_answers(request, noura, khalid, who):
    referral = asked(noura, khalid)
    with pytest.raises(Refused, match="Your role"):
        actions.answer_referral(
            referral=referral, answer="نعم", by=request.getfixturevalue(who), at=NOW
        )


def test_an_answer_is_given_once_and_in_words(noura, khalid):
    referral = asked(noura, khalid)
    with pytest.raises(Refused, match="Write the answer"):
        actions.answer_referral(referral=referral, answer="\n", by=khalid, at=NOW)
    actions.answer_referral(referral=referral, answer="نعم", by=khalid, at=NOW)
    with pytest.raises(Refused, match="answered already"):
        actions.answer_referral(referral=referral, answer="لا", by=khalid, at=NOW)
    assert not Message.objects.exists()  # a general question concerns nobody


def test_nobody_is_told_before_the_answer_nor_twice(noura, khalid):
    referral = asked(noura, khalid, person=a_visitor(by=noura))
    with pytest.raises(Refused, match="not come yet"):
        actions.tell_person(referral=referral, by=noura, at=NOW)
    actions.answer_referral(referral=referral, answer="نعم", by=khalid, at=NOW)
    actions.tell_person(referral=referral, by=noura, at=NOW)
    with pytest.raises(Refused, match="told already"):
        actions.tell_person(referral=referral, by=noura, at=NOW)


@pytest.mark.clause("PRO-5")
def test_an_answer_becomes_a_draft_for_others(noura, khalid):
    referral = asked(noura, khalid)
    with pytest.raises(Refused, match="not come yet"):
        actions.draft_article(referral=referral, by=khalid, at=NOW)
    actions.answer_referral(referral=referral, answer="نعم", by=khalid, at=NOW)
    article = actions.draft_article(referral=referral, by=khalid, at=NOW)
    version = article.versions.get()
    assert (version.status, version.answer_ar, version.drafted_by, article.is_public) == (
        "draft",
        "نعم",
        khalid,
        False,
    )
    with pytest.raises(Refused, match="already"):
        actions.draft_article(referral=referral, by=khalid, at=NOW)
    assert Article.objects.count() == 1


def test_the_pages_walk_the_whole_way(client, noura, khalid):
    person = a_visitor(by=noura)
    client.force_login(noura)
    page = client.get(f"/contacts/refer/?person={person.pk}")
    assert [one.pk for one in page.context["form"].fields["executive"].queryset] == [khalid.pk]
    typed = {
        "question": "ما العمل؟",
        "executive": khalid.pk,
        "due": "1/1/1500",
        "once": str(uuid.uuid4()),
    }
    assert (
        client.post(
            f"/contacts/refer/?person={person.pk}", {**typed, "due": "1/1/1440"}
        ).status_code
        == 200
    )
    assert client.post(f"/contacts/refer/?person={person.pk}", typed).url == f"/people/{person.pk}/"
    referral = Referral.objects.get()
    assert (
        client.post(f"/contacts/referrals/{referral.pk}/", {"answer": "نعم"}).status_code == 200
    )  # with the reason
    assert Referral.objects.waiting().count() == 1
    client.force_login(khalid)
    assert client.get("/contacts/referrals/").context["waiting"] == [referral]
    assert client.post(f"/contacts/referrals/{referral.pk}/", {"answer": "نعم"}).status_code == 302
    assert client.post(f"/contacts/referrals/{referral.pk}/draft/").status_code == 302
    client.force_login(noura)
    assert "نعم" in client.get(f"/contacts/referrals/{referral.pk}/").content.decode()
    assert (
        client.post(f"/contacts/referrals/{referral.pk}/tell/", {"channel": "telephone"}).url
        == "/desk/"
    )
    panel = client.get(f"/contacts/person/{person.pk}/").content.decode()
    assert "ما العمل؟" in panel and "<html" not in panel


@pytest.mark.parametrize(
    "address",
    [
        "/contacts/",
        "/contacts/visit/",
        "/contacts/enquiry/",
        "/contacts/refer/",
        "/contacts/referrals/",
    ],
)
@pytest.mark.parametrize("who", ["huda", "reem", "lama", "admin", "saud"])
def test_the_pages_are_closed_to_others(client, request, who, address):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address).status_code == 403
