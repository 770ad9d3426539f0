"""Circulars to members and beneficiaries: written, approved by another, sent batch by batch,
acknowledged (PRE-8).
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import NOW
from tests.factories import a_case, a_person
from wasl.beneficiaries.actions import roles
from wasl.beneficiaries.models.person import BeneficiaryFile, Person
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.governance.models.documents import PolicyVersion
from wasl.interactions.models import Interaction
from wasl.messaging.models import Message
from wasl.outreach import actions, queries, tasks
from wasl.outreach.models import Circular, Recipient

TODAY = day_of(NOW)
WORDS = {
    "title_ar": "تعديل مدة الاعتراض", "body_ar": "صار الاعتراض خلال خمسة عشر يومًا من وصول الجواب.",
    "title_en": "Objections within 15 days",
    "body_en": "You may object within 15 days of the answer.", "audience": "beneficiaries",
    "due_date": TODAY + timedelta(days=10),
}  # fmt: skip
NIGHT = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)  # eleven in the evening


def number(person, place):
    noura = Person.objects.get(pk=person.pk).registered_by
    BeneficiaryFile.objects.create(
        person=person, number=f"B-{place:04d}", opened_at=NOW, opened_by=noura
    )
    return person


@pytest.fixture
def village(noura):
    """Six beneficiaries, each reached in another way, one who died, and one who is in the register
    alone.
    """
    likes = {
        "sms": {}, "english": {"language": "en"},
        "email": {"preferred_channel": "email", "email": "a@example.org"},
        "call": {"preferred_channel": "call"}, "out": {"opted_out": ["awareness"]},
        "none": {"mobile": ""}, "dead": {}, "other": {},
    }  # fmt: skip
    people = {
        name: a_person(f"سعاد بنت {name} الحربي", 1200 + place, **given)
        for place, (name, given) in enumerate(likes.items())
    }
    for place, name in enumerate(("sms", "english", "email", "call", "out", "none", "dead")):
        number(people[name], place)
    Person.objects.filter(pk=people["dead"].pk).update(death_date=TODAY)
    return people


def a_circular(maha, khalid, **more):
    circular = actions.draft(words={**WORDS, **more}, by=maha, at=NOW)
    return actions.approve(circular=circular, by=khalid, at=NOW)


def sent(circular, by, at=NOW):
    return sent_on(actions.send(circular=circular, by=by, at=at), at)


def sent_on(circular, at=NOW):
    while actions.send_batch(circular=circular, by=None, at=at):
        pass
    return Circular.objects.get(pk=circular.pk)


@pytest.mark.clause("PRE-8")
def test_each_hears_of_a_policy_on_their_own_channel_and_language(
    village, policy, maha, khalid, monkeypatch
):
    monkeypatch.setattr(actions, "BATCH", 2)
    circular = a_circular(maha, khalid, version=policy)
    assert circular.counts == {"sms": 2, "email": 1, "call": 1, "desk": 1, "paper": 1}
    circular = sent(circular, maha)
    assert circular.status == "sent" and circular.sent_at
    reached = {row.person_id: row for row in circular.recipients.all()}
    told = {name: reached[one.pk].reach for name, one in village.items() if one.pk in reached}
    assert told == {
        "sms": "sms",
        "english": "sms",
        "email": "email",
        "call": "call",
        "out": "desk",
        "none": "paper",
    }
    words = {row.person_id: row.message.params["title"] for row in reached.values() if row.message}
    assert words == {
        village["sms"].pk: WORDS["title_ar"], village["english"].pk: WORDS["title_en"],
        village["email"].pk: WORDS["title_ar"],
    }  # fmt: skip
    assert queries.progress(circular).by_hand == 3 and queries.progress(circular).queued == 3


@pytest.mark.clause("AIM-5")
def test_an_announcement_leaves_out_who_opted_out(village, maha, khalid):
    circular = sent(a_circular(maha, khalid, version=None), maha)
    assert (
        not circular.recipients.filter(person=village["out"]).exists()
        and circular.recipients.count() == 5
    )


def test_audiences(village, catalogue, noura, maha):
    roles.admit_member(person=village["other"], number="7", shares=1, by=noura, at=NOW)
    case = a_case("submitted", service="food-basket", person=village["none"])
    expected = {
        "members": {"other"},
        "everybody": {"sms", "english", "email", "call", "out", "none", "other"},
        "service": {"none"},
    }  # fmt: skip
    keys = {one.pk: name for name, one in village.items()}
    for audience, names in expected.items():
        service = case.service if audience == "service" else None
        circular = Circular(kind="policy", audience=audience, service=service)
        assert {keys[one.pk] for one in queries.audience(circular, NOW)} == names, audience
    with pytest.raises(Refused, match="Choose the service"):
        actions.draft(words={**WORDS, "audience": "service"}, by=maha, at=NOW)


@pytest.mark.clause("PRE-8")
def test_a_killed_batch_repeats_none_and_leaves_out_none(
    village, policy, maha, khalid, monkeypatch
):
    monkeypatch.setattr(actions, "BATCH", 2)
    circular = actions.send(circular=a_circular(maha, khalid, version=policy), by=maha, at=NOW)
    actions.send_batch(circular=circular, by=None, at=NOW)
    true_send, calls = actions.send_message, []

    def dies(**given):
        calls.append(given)
        raise SystemExit

    monkeypatch.setattr(actions, "send_message", dies)
    with pytest.raises(SystemExit):
        tasks.send_batch(circular_id=circular.pk)
    assert calls and circular.recipients.count() == 2  # nothing of the second batch is left behind
    monkeypatch.setattr(actions, "send_message", true_send)
    assert actions.go_on(by=None, at=NOW) == 1
    while actions.send_batch(circular=circular, by=None, at=NOW):
        pass
    assert (
        circular.recipients.count() == 6
        and Message.objects.filter(template__key="circular").count() == 3
    )


@pytest.mark.clause("PRE-8")
def test_who_joins_while_it_is_being_sent_is_told_too_and_nobody_twice(
    village, policy, maha, khalid, noura, monkeypatch
):
    """Others with lower keys become beneficiaries after their turn; who leaves before theirs is not
    told.
    """
    late = [
        a_person(f"هدى بنت {one} الحربي", 1300 + place)
        for place, one in enumerate(("سعد", "علي", "فهد"))
    ]
    first = number(a_person("منى الحربي", 1310), 90)
    Person.objects.filter(pk=village["other"].pk).update(death_date=TODAY)
    others = number(a_person("ريم الحربي", 1311), 91)
    monkeypatch.setattr(actions, "BATCH", 2)
    circular = actions.send(circular=a_circular(maha, khalid, version=policy), by=maha, at=NOW)
    for _batch in range(4):
        assert actions.send_batch(circular=circular, by=None, at=NOW)
    circular.refresh_from_db()
    assert (
        circular.recipients.count() == 8
        and circular.last_person == others.pk > first.pk > late[0].pk
    )
    for place, one in enumerate([*late, village["other"]]):
        number(one, 92 + place)
    assert (
        actions.send_batch(circular=circular, by=None, at=NOW) and circular.recipients.count() == 10
    )
    circular = sent_on(circular)
    assert circular.status == "sent" and circular.recipients.count() == 11 == len(
        set(queries.audience(circular, NOW))
    )
    assert {one.pk for one in late} <= set(circular.recipients.values_list("person", flat=True))


def test_it_is_stopped_and_gone_on_with_where_it_stood(village, policy, maha, khalid, monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 4)
    circular = actions.send(circular=a_circular(maha, khalid, version=policy), by=maha, at=NOW)
    actions.send_batch(circular=circular, by=None, at=NOW)
    actions.stop(circular=circular, by=maha, at=NOW)
    assert (
        not actions.send_batch(circular=circular, by=None, at=NOW)
        and circular.recipients.count() == 4
    )
    actions.resume(circular=circular, by=khalid, at=NOW)
    while actions.send_batch(circular=circular, by=None, at=NOW):
        pass
    assert circular.recipients.count() == 6
    with pytest.raises(Refused, match="another stage"):
        actions.resume(circular=circular, by=khalid, at=NOW)


def test_nobody_is_woken(village, noura):
    assert queries.daytime(NOW) == NOW
    assert queries.daytime(NIGHT) == datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
    person = village["sms"]
    person.quiet_from, person.quiet_until = (
        datetime(1, 1, 1, 9).time(),
        datetime(1, 1, 1, 12).time(),
    )
    assert queries.earliest(person, NIGHT) == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_who_wrote_it_does_not_approve_it_and_words_are_whole(policy, village, maha, khalid, noura):
    circular = actions.draft(words=WORDS, by=maha, at=NOW)
    with pytest.raises(Refused, match="somebody else approves"):
        actions.approve(circular=circular, by=maha, at=NOW)
    actions.write(circular=circular, words=WORDS, by=khalid, at=NOW)
    circular = actions.approve(circular=circular, by=maha, at=NOW)
    with pytest.raises(Refused, match="Only a draft"):
        actions.write(circular=circular, words=WORDS, by=khalid, at=NOW)
    assert actions.return_to_writing(circular=circular, by=khalid, at=NOW).approved_by is None
    for words, says in (
        ({"body_ar": " "}, "in Arabic"), ({"title_en": ""}, "or neither"), ({"due_date": TODAY}, "still to come"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=says):
            actions.draft(words={**WORDS, **words}, by=maha, at=NOW)
    nobody = actions.draft(words={**WORDS, "audience": "members"}, by=maha, at=NOW)
    with pytest.raises(Refused, match="Nobody is in this audience"):
        actions.approve(circular=nobody, by=khalid, at=NOW)


@pytest.mark.clause("PRE-8")
def test_a_reduced_right_is_marked_and_explained_and_an_old_version_is_not_told(
    policy, village, maha, khalid
):
    PolicyVersion.objects.filter(pk=policy.pk).update(reduces_rights=True, reduces_note="المدة")
    policy.refresh_from_db()
    with pytest.raises(Refused, match="Explain in plain words"):
        actions.draft(words={**WORDS, "version": policy}, by=maha, at=NOW)
    circular = a_circular(
        maha, khalid, version=policy, reduces_ar="قصرت المدة من ثلاثين يومًا إلى خمسة عشر."
    )
    assert circular.reduces_rights
    PolicyVersion.objects.filter(pk=policy.pk).update(state="superseded")
    with pytest.raises(Refused, match="not in force any more"):
        actions.send(circular=circular, by=maha, at=NOW)


@pytest.mark.parametrize("who", ["noura", "salem", "lama", "admin", "saud"])
def test_others_neither_write_nor_send(client, request, village, maha, khalid, who):
    user, circular = request.getfixturevalue(who), a_circular(maha, khalid)
    for act in (
        lambda: actions.draft(words=WORDS, by=user, at=NOW),
        lambda: actions.send(circular=circular, by=user, at=NOW),
        lambda: actions.remind(circular=circular, by=user, at=NOW),
    ):
        with pytest.raises(Refused, match="role"):
            act()
    client.force_login(user)
    assert client.get(f"/circulars/{circular.pk}/").status_code == 403
    assert client.post(f"/circulars/{circular.pk}/send/").status_code == 403


def test_the_database_keeps_its_promises(village, maha, khalid):
    circular = sent(a_circular(maha, khalid), maha)
    for name, statement in {
        "circular_approved_by_another": "UPDATE outreach_circular SET approved_by_id = written_by_id",
        "circular_explains_a_reduced_right": "UPDATE outreach_circular SET reduces_rights = true",
        "recipient_acknowledged_together": "UPDATE outreach_recipient SET acknowledged_at = now()",
        "recipient_once": "INSERT INTO outreach_recipient (circular_id, person_id, reach, added_at, "
        "acknowledged_how, reminders) "
        "SELECT circular_id, person_id, reach, added_at, '', 0 FROM outreach_recipient",
    }.items():
        with (
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert circular.recipients.count() == 5


@pytest.mark.clause("PRE-8")
def test_it_is_acknowledged_by_ones_own_link_without_sign_in(client, village, policy, maha, khalid):
    circular = sent(a_circular(maha, khalid, version=policy), maha)
    row = circular.recipients.get(person=village["sms"])
    address = f"/circulars/read/{queries.token_of(row)}/"
    page = client.get(address)
    assert WORDS["body_ar"] in page.content.decode() and "سعاد" not in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    for _twice in range(2):
        assert client.post(f"{address}acknowledge/").url == address
    row.refresh_from_db()
    assert (row.acknowledged_how, row.acknowledged_by) == ("link", None)
    assert "شكرًا" in client.get(address).content.decode()
    seal = queries.token_of(row).partition("-")[2]
    for wrong in (
        f"{row.pk}-{'0' * 20}",
        f"{row.pk + 1}-{seal}",
        "x",
        "-",
        f"{'9' * 30}-{seal}",
        f"{row.pk}-é",
    ):
        assert client.get(f"/circulars/read/{wrong}/").status_code == 404
        assert client.post(f"/circulars/read/{wrong}/acknowledge/").status_code == 302
    assert Recipient.objects.filter(acknowledged_at__isnull=False).count() == 1


def test_what_is_for_reading_alone_is_not_acknowledged(client, village, maha, khalid, noura):
    circular = sent(a_circular(maha, khalid, due_date=None), maha)
    row = circular.recipients.get(person=village["sms"])
    token = queries.token_of(row)
    assert "/acknowledge/" not in client.get(f"/circulars/read/{token}/").content.decode()
    answer = client.post(f"/circulars/read/{token}/acknowledge/")
    assert "للاطلاع فقط" in answer.content.decode()
    with pytest.raises(Refused, match="sent and is to be acknowledged"):
        actions.remind(circular=circular, by=maha, at=NOW)


@pytest.mark.clause("AIM-1")
def test_who_has_no_phone_is_told_by_hand_and_it_is_a_contact(
    client, village, policy, maha, khalid, noura, lama, django_assert_max_num_queries
):
    circular = sent(a_circular(maha, khalid, version=policy), maha)
    failed = circular.recipients.get(person=village["email"])
    Message.objects.filter(pk=failed.message_id).update(status="failed")
    client.force_login(noura)
    with django_assert_max_num_queries(12):
        rows = client.get(f"/circulars/{circular.pk}/by-hand/").context["rows"]
    assert {one.person_id for one in rows} == {
        village[name].pk for name in ("email", "call", "out", "none")
    }
    row = circular.recipients.get(person=village["none"])
    client.post(f"/circulars/recipients/{row.pk}/told/", {"how": "paper", "acknowledged": "on"})
    row.refresh_from_db()
    assert (row.told_by, row.acknowledged_how, row.acknowledged_by) == (noura, "paper", noura)
    assert Interaction.objects.get(person=village["none"]).channel == "letter"
    with pytest.raises(Refused, match="told already"):
        actions.record_told(recipient=row, how="paper", by=noura, at=NOW)
    other = circular.recipients.get(person=village["call"])
    with pytest.raises(Refused, match="how they were told"):
        actions.record_told(recipient=other, how="link", by=noura, at=NOW)
    for who in (lama, None):
        with pytest.raises(Refused, match="role"):
            actions.acknowledge(recipient=other, how="desk", by=who, at=NOW)
    with pytest.raises(Refused, match="own"):
        actions.acknowledge(recipient=other, how="link", by=noura, at=NOW)
    with django_assert_max_num_queries(12):
        panel = client.get(f"/circulars/person/{village['call'].pk}/").content.decode()
    assert f"/circulars/recipients/{other.pk}/acknowledge/" in panel
    client.post(f"/circulars/recipients/{other.pk}/acknowledge/")
    other.refresh_from_db()
    assert other.acknowledged_how == "desk"


@pytest.mark.clause("PRE-8")
def test_who_has_not_acknowledged_is_reminded_once_a_day_and_twice_in_all(
    village, policy, maha, khalid, monkeypatch
):
    circular = sent(a_circular(maha, khalid, version=policy), maha)
    actions.acknowledge(
        recipient=circular.recipients.get(person=village["sms"]), how="link", by=None, at=NOW
    )
    monkeypatch.setattr(actions, "BATCH", 1)
    reminded = []
    for day in (8, 8, 9, 10):
        at = NOW + timedelta(days=day)
        monkeypatch.setattr("wasl.common.clock.now", lambda at=at: at)
        tasks.remind_due()
        rows = 0
        while one := actions.remind_batch(circular=circular, by=None, at=at):
            rows += one
        reminded.append(rows)
    assert reminded == [2, 0, 2, 0]
    assert Message.objects.filter(template__key="circular_reminder").count() == 4


def test_the_pages_walk_the_whole_way(
    client, village, policy, maha, khalid, django_assert_max_num_queries
):
    client.force_login(maha)
    start = client.get("/circulars/new/", {"version": policy.pk}).context["form"].initial
    assert start["version"] == policy.pk
    typed = {**WORDS, "version": policy.pk, "due_date": "25/6/1448"}
    address = client.post("/circulars/new/", typed).url
    assert client.post(f"{address}write/", {**typed, "title_ar": "مدة الاعتراض"}).url == address
    client.force_login(khalid)
    client.post(f"{address}approve/")
    with django_assert_max_num_queries(12):
        assert client.get(address).context["total"] == 6
    client.post(f"{address}send/")
    circular = Circular.objects.get()
    tasks.send_batch(circular_id=circular.pk)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "every 3s" in part
    client.post(f"{address}stop/")
    client.post(f"{address}resume/")
    tasks.send_batch(circular_id=circular.pk)
    assert "every 3s" not in client.get(address).content.decode()
    assert client.post(f"{address}remind/").url == address
    with django_assert_max_num_queries(12):
        assert client.get("/circulars/").context["rows"][0][0] == circular
