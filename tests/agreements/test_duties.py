"""Duties counted from an event, and reminders of duties: to who owes them, once each, and to us of
our own (PRE-3).
"""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from tests.agreements.making import TODAY, a_draft, duty, in_force, on, signed, with_terms
from tests.cast import NOW
from tests.factories import a_person, staff
from wasl.agreements import queries, tasks
from wasl.agreements.actions import drafting, performing, reminding
from wasl.agreements.models.agreement import Occurrence
from wasl.audit.models import Event
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message
from wasl.messaging.queries import words

pytestmark = [
    pytest.mark.clause("PRE-3"),
    pytest.mark.usefixtures("association", "noura", "maha", "khalid", "rashed"),
]
AT_EVENT = {
    "kind": "duty",
    "text": "التبليغ عن العطل",
    "how": "اتصال",
    "due_event": "حدوث عطل",
    "event_days": 3,
}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def waiting():
    """In force, with a duty of Maryam's within three days of a fault, which has not happened."""
    agreement = with_terms(a_draft())
    theirs = queries.parties(agreement)[1]
    drafting.add_term(agreement=agreement, party=theirs, data=AT_EVENT, by=staff("maha"), at=NOW)
    drafting.activate(agreement=signed(agreement), by=staff("khalid"), at=NOW)
    return agreement.terms.get(due_date=None, kind="duty")


def told(prefix="duty_"):
    """Keys of what was put into the outbox, with to whom."""
    found = (
        Message.objects.filter(template__key__startswith=prefix)
        .select_related("template")
        .order_by("pk")
    )
    return [(one.template.key, str(one.recipient)) for one in found]


def test_a_duty_waits_for_its_event_and_is_due_so_many_days_after_it(client, waiting):
    (one,) = [one for one in queries.obligations(waiting.agreement, TODAY) if one.term == waiting]
    assert (one.due, one.late, one.soon) == (None, False, False)
    client.force_login(staff("maha"))
    client.cookies["django_language"] = "en"
    there = reverse("agreements:detail", args=[waiting.agreement_id])
    page = client.get(there).content.decode()
    assert "waits for:" in page and "within 3 days of: <bdi>حدوث عطل</bdi>" in page
    form = reverse("agreements:record_event", args=[waiting.pk])
    assert "حدوث عطل" in client.get(form).content.decode()
    for _twice in range(2):
        client.post(form, {"happened": "3/6/1448", "note": "العجلة اليمنى"})
    happened = Occurrence.objects.get()
    assert (happened.happened_date, happened.recorded_by) == (
        TODAY - timedelta(days=6),
        staff("maha"),
    )
    (one,) = [one for one in queries.due(staff("khalid"), TODAY) if one.term == waiting]
    assert (one.due, one.late, one.event) == (TODAY - timedelta(days=3), True, happened)
    assert "العجلة اليمنى" in client.get(there).content.decode()
    assert "حدوث عطل" in client.get(reverse("agreements:obligations")).content.decode()
    client.post(
        reverse("agreements:perform", args=[waiting.pk]) + f"?due={one.due}", {"done": "9/6/1448"}
    )
    assert [one for one in queries.due(staff("khalid"), TODAY) if one.term == waiting] == []
    told = Event.objects.filter(verb="agreements.record_event")
    assert [one.data["due"] for one in told] == [str(TODAY - timedelta(days=3))], (
        "a second click records nothing"
    )
    performing.record_event(term=waiting, happened_date=TODAY, by=staff("maha"), at=NOW)
    again = [one.due for one in queries.due(staff("khalid"), TODAY) if one.term == waiting]
    assert again == [TODAY + timedelta(days=3)], "it may happen again"


def test_an_event_recorded_in_error_is_taken_back_with_a_reason(client, waiting):
    maha = staff("maha")
    event = performing.record_event(term=waiting, happened_date=TODAY, by=maha, at=NOW)
    client.force_login(maha)
    there = reverse("agreements:withdraw_event", args=[event.pk])
    assert (
        there
        in client.get(reverse("agreements:detail", args=[waiting.agreement_id])).content.decode()
    )
    for user, reason, why in (
        (staff("noura"), "x", "keeping agreements"),
        (maha, " ", "Write why"),
    ):
        with pytest.raises(Refused, match=why):
            performing.withdraw_event(event=event, reason=reason, by=user, at=NOW)
    client.post(there, {"reason": "بلاغ عن جهاز آخر"})
    assert not Occurrence.objects.exists() and client.get(there).status_code == 404
    assert Event.objects.get(verb="agreements.withdraw_event").data["reason"] == "بلاغ عن جهاز آخر"
    again = performing.record_event(term=waiting, happened_date=TODAY, by=maha, at=NOW)
    due = queries.due_after(waiting, again)
    performing.perform(term=waiting, due=due, done_date=TODAY, by=maha, at=NOW)
    with pytest.raises(Refused, match="performed for this day"):
        performing.withdraw_event(event=again, reason="x", by=maha, at=NOW)


def test_what_is_refused_of_an_event(waiting):
    maha, dated = staff("maha"), duty(waiting.agreement)
    given = {"term": waiting, "happened_date": TODAY, "by": maha, "at": NOW}
    for change, why in (
        ({"term": dated}, "waits for no event"),
        ({"happened_date": TODAY + timedelta(days=1)}, "in the future"),
        ({"happened_date": TODAY - timedelta(days=400)}, "before the first day"),
        ({"by": staff("noura")}, "keeping agreements"),
    ):
        with pytest.raises(Refused, match=why):
            performing.record_event(**{**given, **change})
    with pytest.raises(Refused, match="Record first that the event happened"):
        performing.perform(term=waiting, due=None, done_date=TODAY, by=maha, at=NOW)
    performing.record_event(**given)
    with pytest.raises(Refused, match="not a day"):
        performing.perform(term=waiting, due=TODAY, done_date=TODAY, by=maha, at=NOW)
    draft = a_draft(person=a_person("هند بنت سعد", 882))
    with pytest.raises(Refused, match="either the day"):
        both = {**AT_EVENT, "due": on(3)}
        drafting.add_term(
            agreement=draft, party=queries.parties(draft)[0], data=both, by=maha, at=NOW
        )
    drafting.end_agreement(agreement=waiting.agreement, reason="رُد", by=staff("khalid"), at=NOW)
    with pytest.raises(Refused, match="not in force"):
        performing.record_event(**given)


def test_each_duty_is_told_once_before_its_day_and_once_when_late():
    """Ours of every month, since forty days ago: the one ten days late is no news; theirs is due in
    ten days.
    """
    agreement = in_force()
    assert reminding.remind_duties(by=None, at=NOW) == 0 and told() == []
    for _twice in range(2):
        tasks.remind_duties()
        reminding.remind_duties(by=None, at=NOW + timedelta(days=3))
    assert told() == [("duty_soon", agreement.person.mobile)]
    message = Message.objects.get(template__key="duty_soon")
    subject, body = words(message.template, message.params, "")
    assert agreement.reference in body and "1448" in body and "كرسي" not in subject + body, (
        "no word of what is owed"
    )
    for days in (11, 12, 15):
        reminding.remind_duties(by=None, at=NOW + timedelta(days=days))
    theirs = [one for one in told() if one[1] == agreement.person.mobile]
    assert theirs == [
        ("duty_soon", agreement.person.mobile),
        ("duty_late", agreement.person.mobile),
    ]
    to_staff = [one for one in told() if one[1] != agreement.person.mobile]
    assert {one[0] for one in to_staff} == {"duty_ours_soon"}
    assert {one[1] for one in to_staff} == {user.email for user in (staff("maha"), staff("khalid"))}
    with pytest.raises(Refused, match="keeping agreements"):
        reminding.remind_duties(by=staff("noura"), at=NOW)


def test_what_was_performed_or_has_ended_is_not_told():
    agreement, later = in_force(), NOW + timedelta(days=6)
    theirs = duty(agreement, 1)
    performing.perform(term=theirs, due=theirs.due_date, done_date=TODAY, by=staff("maha"), at=NOW)
    reminding.remind_duties(by=None, at=later)
    assert told("duty_soon") == []
    ended = in_force(person=a_person("هند بنت سعد", 883))
    drafting.end_agreement(agreement=ended, reason="رُد", by=staff("khalid"), at=NOW)
    reminding.remind_duties(by=None, at=later)
    assert told("duty_soon") == []


def test_a_party_hears_by_its_own_channel_in_its_language_outside_quiet_hours(monkeypatch):
    waits = []
    monkeypatch.setattr(
        "wasl.messaging.actions._enqueue", lambda message, not_before: waits.append(not_before)
    )
    maryam = in_force().person
    type(maryam).objects.filter(pk=maryam.pk).update(
        preferred_channel="email",
        email="maryam@wasl.example",
        language="en",
        quiet_from=time(9),
        quiet_until=time(12),
    )
    reminding.remind_duties(by=None, at=NOW + timedelta(days=4))
    message = Message.objects.get(template__key="duty_soon")
    assert (message.carrier, str(message.recipient)) == ("email", "maryam@wasl.example")
    assert (message.template.language, message.person_id) == ("en", maryam.pk)
    assert waits == [NOW + timedelta(days=4, hours=2)], (
        "at noon in Riyadh, when her quiet hours are over"
    )


@pytest.mark.parametrize("email", ["sanabil@wasl.example", ""])
def test_a_body_hears_by_e_mail_and_where_nothing_reaches_it_the_staff_do(email):
    said = {
        "kind": "supply",
        "title": "توريد",
        "subject": "سلال",
        "starts": on(0),
        "liability": "x",
    }
    said |= {"consequences": "x", "disputes": "x"}
    agreement = drafting.draft(
        data=said, person=None, body="مؤسسة سنابل", email=email, by=staff("maha"), at=NOW
    )
    drafting.activate(agreement=signed(with_terms(agreement)), by=staff("khalid"), at=NOW)
    reminding.remind_duties(by=None, at=NOW + timedelta(days=4))
    theirs = [one for one in told() if "ours" not in one[0]]
    if email:
        assert theirs == [("duty_soon", email)]
    else:
        officers = [staff("khalid"), staff("maha")]
        assert sorted(theirs) == sorted(("duty_theirs_soon", user.email) for user in officers)
