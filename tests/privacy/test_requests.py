"""What people ask about their own data: thirty days, one extension told beforehand, an answer in
words (PDPL).
"""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW
from tests.factories import a_person, staff
from wasl.audit.models import Event
from wasl.beneficiaries.actions import representing
from wasl.common.dates import parse_dual
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message
from wasl.privacy.actions import deeds, requests
from wasl.privacy.models.requests import DataSubjectRequest
from wasl.privacy.states import REQUEST_LIFECYCLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("association", "noura", "jawaher")]
DAY = timedelta(days=1)


def a_request(right="copy", person=None, **more):
    person = person or a_person()
    given = {"channel": "interview", "is_oral": True, "by": staff("noura"), "at": NOW, **more}
    return requests.receive(right=right, person=person, **given)


def hand_over(asked, at=NOW):
    """The file of their data, made and put into their hands."""
    officer = {"by": staff("jawaher"), "at": at}
    deeds.hand_out_data(person=asked.person, data_request=asked, **officer).close()
    deeds.record_handover(
        data_request=asked, way="in_person", handed_to=asked.requester_name, **officer
    )


def a_proven_request(right="copy", **more):
    return requests.prove_identity(
        data_request=a_request(right, **more), how="id_seen", by=staff("noura"), at=NOW
    )


@pytest.mark.clause("PRE-6")
def test_maryam_asks_at_the_desk_and_has_her_answer_by_letter_within_thirty_days():
    asked = a_request()
    assert (asked.status, asked.due_date) == ("received", date(2026, 12, 19))
    asked = requests.prove_identity(data_request=asked, how="id_seen", by=staff("noura"), at=NOW)
    hand_over(asked, NOW + 3 * DAY)
    asked = requests.grant(
        data_request=asked, answer="سلّمناكِ نسخة بياناتك.", by=staff("jawaher"), at=NOW + 3 * DAY
    )
    assert (asked.status, asked.settled_by) == ("granted", staff("jawaher"))
    assert asked.letter.paper.kind == "letter" and asked.letter.person == asked.person
    assert [one.template.key for one in Message.objects.order_by("pk")] == [
        "data_request_received",
        "data_request_answered",
    ]
    assert all(asked.requester_name not in str(one.params) for one in Message.objects.all())


def test_of_herself_on_the_public_site_the_code_has_proven_who_asks():
    asked = a_request(by=None, channel="website", is_oral=False)
    assert (asked.status, asked.identity_how) == ("in_progress", "code")


def test_somebody_who_is_not_in_the_register_may_ask_too():
    asked = requests.receive(
        right="access", requester_name="نايف العتيبي", contact="0555555555", channel="telephone",
        is_oral=True, by=staff("noura"), at=NOW,
    )  # fmt: skip
    assert asked.person is None and not Message.objects.exists()
    asked = requests.prove_identity(data_request=asked, how="id_seen", by=staff("noura"), at=NOW)
    asked = requests.refuse(
        data_request=asked,
        refusal="nothing_held",
        answer="بحثنا ولم نجد.",
        by=staff("jawaher"),
        at=NOW,
    )
    assert asked.letter.party == "نايف العتيبي"


def test_a_guardian_asks_for_who_cannot_and_proves_it_by_the_deed():
    child = a_person("سارة بنت فهد الحربي")
    mother = representing.add_representative(
        person=child, full_name="مريم الحربي", scope="guardian", document_number="77",
        by=staff("noura"), at=NOW, valid_from=parse_dual("1/1/1448"),
    )  # fmt: skip
    asked = a_request("access", child, representative=mother)
    with pytest.raises(Refused, match="deed"):
        requests.prove_identity(data_request=asked, how="id_seen", by=staff("noura"), at=NOW)
    assert (
        requests.prove_identity(
            data_request=asked, how="deed_seen", by=staff("noura"), at=NOW
        ).status
        == "in_progress"
    )
    with pytest.raises(Refused, match="somebody else"):
        a_request("access", a_person("هند", 771), representative=mother)


def test_one_extension_with_a_reason_told_before_the_last_day():
    asked = requests.extend(
        data_request=a_proven_request(),
        days=20,
        reason="ملفات ورقية",
        by=staff("jawaher"),
        at=NOW + 30 * DAY,
    )
    assert (asked.status, asked.due_date) == ("extended", date(2027, 1, 8))
    assert Message.objects.filter(template__key="data_request_extended").count() == 1
    with pytest.raises(Refused, match="another stage"):
        requests.extend(
            data_request=asked, days=5, reason="أيضًا", by=staff("jawaher"), at=NOW + 31 * DAY
        )


@pytest.mark.parametrize(
    ("days", "reason", "later"), [(31, "x", 1), (0, "x", 1), (10, " ", 1), (10, "x", 31)]
)
def test_no_extension_too_long_without_reason_or_too_late(days, reason, later):
    with pytest.raises(Refused):
        requests.extend(
            data_request=a_proven_request(),
            days=days,
            reason=reason,
            by=staff("jawaher"),
            at=NOW + later * DAY,
        )


@pytest.mark.parametrize(
    "given", [{"right": "all"}, {"right": "correction"}, {"right": "objection", "details": " "}]
)
def test_it_must_be_clear_what_is_asked(given):
    with pytest.raises(Refused):
        a_request(**given)


def test_nothing_is_granted_before_it_is_sure_who_asks_but_it_may_be_refused_for_that():
    asked = a_request("destruction")
    with pytest.raises(Refused, match="another stage"):
        requests.grant(data_request=asked, answer="تم", by=staff("jawaher"), at=NOW)
    asked = requests.refuse(
        data_request=asked, refusal="not_proven", answer="لم نتحقق.", by=staff("jawaher"), at=NOW
    )
    assert asked.status == "refused" and asked.letter


def test_no_refusal_without_reason_and_words():
    asked = a_proven_request()
    for refusal, answer in (("", "لا"), ("repeated", " "), ("because", "لا")):
        with pytest.raises(Refused):
            requests.refuse(
                data_request=asked, refusal=refusal, answer=answer, by=staff("jawaher"), at=NOW
            )
    hand_over(asked)
    with pytest.raises(Refused, match="reason"):
        requests.grant_in_part(
            data_request=asked, answer="بعضها", refusal="", by=staff("jawaher"), at=NOW
        )
    asked = requests.grant_in_part(
        data_request=asked, answer="بعضها", refusal="others_rights", by=staff("jawaher"), at=NOW
    )
    assert asked.status == "in_part"


def test_she_takes_it_back_herself():
    asked = requests.withdraw(data_request=a_request(), by=None, at=NOW)
    assert asked.status == "withdrawn" and not DataSubjectRequest.objects.open().exists()


@pytest.mark.parametrize("verb", sorted(set(REQUEST_LIFECYCLE) - {"withdraw", "prove_identity"}))
def test_an_officer_takes_down_and_does_not_answer(verb):
    asked = a_proven_request()
    more = {
        "extend": {"days": 3, "reason": "x"},
        "grant": {"answer": "x"},
        "grant_in_part": {"answer": "x", "refusal": "repeated"},
        "refuse": {"answer": "x", "refusal": "repeated"},
    }
    with pytest.raises(Refused):
        getattr(requests, verb)(data_request=asked, **more[verb], by=staff("noura"), at=NOW)


def test_an_officer_sees_what_they_took_down_and_the_administrator_nothing(bader, admin, saud):
    a_request()
    counts = {
        who: DataSubjectRequest.objects.visible_to(staff(who)).count()
        for who in ("jawaher", "noura", "bader", "admin")
    }
    assert counts == {"jawaher": 1, "noura": 1, "bader": 0, "admin": 0}
    with pytest.raises(Refused):
        a_request(by=saud)


def test_late_is_computed_when_read():
    a_request()
    assert not DataSubjectRequest.objects.overdue(date(2026, 12, 19)).exists()
    assert DataSubjectRequest.objects.overdue(date(2026, 12, 20)).exists()


def test_two_clicks_take_one_down():
    from uuid import uuid4

    once, person = uuid4(), a_person()
    assert a_request(person=person, once=once) == a_request(person=person, once=once)


def test_the_trail_tells_the_story_without_a_word_of_it():
    asked = a_proven_request(details="أمي اسمها هيا")
    hand_over(asked)
    requests.grant(data_request=asked, answer="تم لهيا", by=staff("jawaher"), at=NOW)
    verbs = list(
        Event.objects.filter(subject_id=str(asked.pk), verb__startswith="privacy.").order_by("id")
    )
    assert [one.verb for one in verbs] == [
        "privacy.receive", "privacy.prove_identity", "privacy.hand_out_data",
        "privacy.record_handover", "privacy.grant",
    ]  # fmt: skip
    assert "هيا" not in str([one.data for one in verbs])


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "in_progress"},
        {"extension_days": 40},
        {"status": "granted", "identity_how": "code", "identity_at": NOW},
        {"status": "refused", "answer": "x", "settled_at": NOW},
    ],
)
def test_the_database_keeps_the_promise(broken):
    asked = a_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        DataSubjectRequest.objects.filter(pk=asked.pk).update(**broken)
