"""A grant is the result of a deed, never a word alone: every right, every outcome, and the letter
says what happened.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_person, staff
from tests.privacy.test_requests import a_proven_request, a_request
from wasl.audit.models import Event
from wasl.beneficiaries.actions import consents, representing
from wasl.beneficiaries.models.claims import HeldChange
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import consents as consents_queries
from wasl.common.dates import parse_dual
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message
from wasl.privacy import tasks
from wasl.privacy.actions import deeds, requests
from wasl.privacy.actions import destruction as destruction_actions
from wasl.privacy.models.destruction import Destruction
from wasl.privacy.models.requests import DataSubjectRequest, Deed, RefusalCode, Right
from wasl.privacy.queries import deeds as deeds_queries

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("association", "noura", "jawaher", "khalid"),
]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _plan(association):
    destruction_actions.keep_plan()


def a_person_who_consents():
    person = a_person()
    consents.give_consent(
        person=person, purpose="awareness", how="spoken", by=staff("noura"), at=NOW
    )
    return person


def do(asked):
    """Do what a request asks for, as the pages do."""
    officer = {"by": staff("jawaher"), "at": NOW + MINUTE}
    if asked.right in (Right.ACCESS, Right.COPY):
        deeds.hand_out_data(person=asked.person, data_request=asked, **officer).close()
        deeds.record_handover(
            data_request=asked, way="in_person", handed_to=asked.requester_name, **officer
        )
    elif asked.right == Right.CORRECTION:
        deeds.correct_data(
            data_request=asked,
            changes={"city": "عنيزة", "mobile": "0599999999"},
            paper_seen=True,
            **officer,
        )
    elif asked.right in (Right.WITHDRAWAL, Right.OBJECTION):
        deeds.stop_uses(data_request=asked, uses=["consent:awareness"], **officer)


def answer(verb, asked, **more):
    given = {"answer": "نفيدكم بذلك.", **more}
    return getattr(requests, verb)(
        data_request=asked, **given, by=staff("jawaher"), at=NOW + MINUTE
    )


def letter_of(asked):
    return str(asked.letter.paper.data)


@pytest.mark.parametrize("right", Right.values)
@pytest.mark.parametrize("verb", ["grant", "grant_in_part"])
def test_no_right_is_granted_while_nothing_was_done(right, verb):
    asked = a_proven_request(right, person=a_person_who_consents(), details="غيّروا المدينة")
    for refusal in RefusalCode.values if verb == "grant_in_part" else [""]:
        more = {"refusal": refusal} if refusal else {}
        with pytest.raises(Refused):
            answer(verb, asked, **more)
    assert DataSubjectRequest.objects.get().status == "in_progress"
    assert not Message.objects.filter(template__key="data_request_answered").exists()


@pytest.mark.parametrize("right", [right for right in Right.values if right != Right.DESTRUCTION])
def test_what_was_done_grants_it_and_stands_in_the_letter(right):
    asked = a_proven_request(right, person=a_person_who_consents(), details="غيّروا المدينة")
    do(asked)
    with pytest.raises(Refused, match="done already"):
        answer("refuse", asked, refusal="repeated")
    asked = answer("grant", asked)
    said = letter_of(asked)
    assert asked.status == "granted"
    expected = {
        Right.ACCESS: "سُلّم ملف بياناتكم",
        Right.COPY: "سُلّم ملف بياناتكم",
        Right.CORRECTION: "صُحّح",
        Right.WITHDRAWAL: "سُحبت",
        Right.OBJECTION: "سُحبت",
    }[Right(right)]
    assert expected in said and expected in asked.answer
    assert all(deed.data_request_id == asked.pk for deed in Deed.objects.all())


def test_a_correction_keeps_before_and_after_and_the_letter_leaks_no_number():
    person = a_person(city="بريدة", mobile="0512345678")
    asked = a_proven_request("correction", person=person, details="المدينة والجوال")
    do(asked)
    kept = {deed.what: (deed.before, deed.after) for deed in Deed.objects.all()}
    assert kept["city"] == ("بريدة", "عنيزة")
    assert "mobile" in kept
    said = letter_of(answer("grant", asked))
    assert "بريدة" in said and "عنيزة" in said
    assert "599999999" not in said and "512345678" not in said
    assert Person.objects.get(pk=person.pk).city == "عنيزة"


def test_who_answers_corrects_there_and_nowhere_else(client):
    asked = a_proven_request("correction", details="المدينة")
    client.force_login(staff("jawaher"))
    assert client.get(f"/people/{asked.person_id}/correct/").status_code == 403
    assert client.get(reverse("privacy:correct_data", args=[asked.pk])).status_code == 200
    other = a_proven_request("copy", person=a_person("هند", 771))
    assert client.get(reverse("privacy:correct_data", args=[other.pk])).status_code == 404
    with pytest.raises(Refused, match="something else"):
        deeds.correct_data(
            data_request=other, changes={"city": "حائل"}, by=staff("jawaher"), at=NOW
        )


def test_the_officer_who_took_it_down_and_keeps_files_may_correct_it_too(bader):
    asked = a_proven_request("correction", details="المدينة")
    deeds.correct_data(data_request=asked, changes={"city": "حائل"}, by=staff("noura"), at=NOW)
    with pytest.raises(Refused):
        deeds.correct_data(data_request=asked, changes={"city": "تبوك"}, by=bader, at=NOW)


def test_a_correction_that_changes_nothing_is_none():
    asked = a_proven_request("correction", person=a_person(city="بريدة"), details="المدينة")
    with pytest.raises(Refused, match="Nothing was changed"):
        deeds.correct_data(
            data_request=asked, changes={"city": "بريدة"}, by=staff("jawaher"), at=NOW
        )
    assert not Deed.objects.exists()


def test_a_file_that_was_made_and_not_handed_over_grants_nothing():
    asked = a_proven_request("copy")
    with pytest.raises(Refused, match="Make the file"):
        deeds.record_handover(
            data_request=asked, way="in_person", handed_to="مريم", by=staff("jawaher"), at=NOW
        )
    deeds.hand_out_data(
        person=asked.person, data_request=asked, by=staff("jawaher"), at=NOW
    ).close()
    with pytest.raises(Refused, match="hand it over"):
        answer("grant", asked)
    for wrong in ({"way": "own_page"}, {"way": ""}, {"handed_to": " "}):
        given = {"way": "in_person", "handed_to": "مريم", **wrong}
        with pytest.raises(Refused):
            deeds.record_handover(data_request=asked, **given, by=staff("jawaher"), at=NOW)
    deed = deeds.record_handover(
        data_request=asked, way="post", handed_to="مريم السالم", by=staff("jawaher"), at=NOW
    )
    said = letter_of(answer("grant", asked))
    assert "بالبريد المسجّل" in said and "مريم السالم" in said and deed.sha256[:16] in said


def test_who_takes_it_from_their_own_page_has_it():
    asked = a_request("copy", by=None, channel="website", is_oral=False)
    deeds.hand_out_data(person=asked.person, by=None, at=NOW + MINUTE).close()
    assert "من صفحتكم" in letter_of(answer("grant", asked))


def test_an_objection_stops_messages_too_and_nothing_twice():
    asked = a_proven_request("objection", person=a_person_who_consents(), details="لا ترسلوا لي")
    deeds.stop_uses(data_request=asked, uses=["message:surveys"], by=staff("jawaher"), at=NOW)
    assert Person.objects.get().opted_out == ["surveys"]
    with pytest.raises(Refused, match="stopped already"):
        deeds.stop_uses(data_request=asked, uses=["message:surveys"], by=staff("jawaher"), at=NOW)
    with pytest.raises(Refused, match="Choose what"):
        deeds.stop_uses(data_request=asked, uses=[], by=staff("jawaher"), at=NOW)
    assert "أُوقفت" in letter_of(answer("grant", asked))


def test_a_withdrawal_ends_the_consent_itself():
    asked = a_proven_request("withdrawal", person=a_person_who_consents())
    with pytest.raises(Refused):
        deeds.stop_uses(data_request=asked, uses=["message:surveys"], by=staff("jawaher"), at=NOW)
    do(asked)
    assert not consents_queries.has_consent(asked.person, "awareness")


# Refusals


@pytest.mark.parametrize("right", Right.values)
@pytest.mark.parametrize("refusal", RefusalCode.values)
def test_a_refusal_gives_only_a_reason_that_is_true(right, refusal):
    """Of somebody who is served and consented, asks for the first time, and is known for
    certain.
    """
    person = a_person_who_consents()
    a_case("submitted", person=person)
    asked = a_proven_request(right, person=person, details="غيّروا المدينة")
    true = {
        Right.ACCESS: {"others_rights"},
        Right.COPY: {"others_rights"},
        Right.CORRECTION: {"is_right"},
        Right.DESTRUCTION: {"still_needed"},
        Right.WITHDRAWAL: set(),
        Right.OBJECTION: {"kept_by_law", "still_needed"},
    }[Right(right)]
    if refusal in true:
        assert answer("refuse", asked, refusal=refusal).status == "refused"
    else:
        with pytest.raises(Refused, match="borne out"):
            answer("refuse", asked, refusal=refusal)


def test_the_same_asked_again_may_be_refused_as_such():
    person = a_person()
    first = a_proven_request("copy", person=person)
    do(first)
    answer("grant", first)
    again = a_proven_request("copy", person=person)
    assert answer("refuse", again, refusal="repeated").status == "refused"


def test_before_it_is_sure_who_asks_only_that_is_said():
    asked = a_request("destruction", person=a_person_who_consents())
    with pytest.raises(Refused, match="borne out"):
        answer("refuse", asked, refusal="still_needed")
    assert answer("refuse", asked, refusal="not_proven").status == "refused"


# Destruction


def propose(asked, **more):
    given = {
        "person": asked.person,
        "data_request": asked,
        "reason": "طلبتها",
        "by": staff("jawaher"),
        "at": NOW,
        **more,
    }
    return destruction_actions.propose_erasure(**given)


def carry_out(destruction):
    destruction_actions.approve_destruction(destruction=destruction, by=staff("khalid"), at=NOW)
    tasks.carry_out(destruction_id=destruction.pk)


def test_erasure_is_granted_by_the_destruction_itself_and_the_letter_names_nobody():
    person = a_person("شماء بنت غيث الفريد", 654321, mobile="0512399321")
    asked = a_proven_request("destruction", person=person)
    destruction = propose(asked)
    for verb, more in (("grant", {}), ("refuse", {"refusal": "still_needed"})):
        with pytest.raises(Refused):
            answer(verb, asked, **more)
    assert DataSubjectRequest.objects.get().status == "in_progress"
    carry_out(destruction)
    asked.refresh_from_db()
    assert (asked.status, asked.settled_by) == ("granted", staff("jawaher"))
    said = letter_of(asked) + asked.letter.party + asked.letter.subject
    assert destruction.reference in said and "أُتلفت" in said and asked.reference in said
    assert "الفريد" not in said
    assert Person.objects.get(pk=person.pk).full_name != "شماء بنت غيث الفريد"
    told = Message.objects.get(template__key="data_request_answered")
    assert told.recipient == "+966512399321" and told.person_id is None


def test_carried_out_twice_it_is_answered_once():
    asked = a_proven_request("destruction")
    destruction = propose(asked)
    carry_out(destruction)
    tasks.carry_out(destruction_id=destruction.pk)
    assert Message.objects.filter(template__key="data_request_answered").count() == 1
    assert Deed.objects.filter(kind="destroyed").count() == 1


def test_what_stands_against_it_is_the_reason_and_stands_in_the_letter():
    person = a_person()
    a_case("submitted", person=person)
    asked = a_proven_request("destruction", person=person)
    with pytest.raises(Refused, match="still at work"):
        propose(asked)
    with pytest.raises(Refused, match="borne out"):
        answer("refuse", asked, refusal="kept_by_law")
    said = letter_of(answer("refuse", asked, refusal="still_needed"))
    assert "ويمنع الإتلافَ اليوم" in said


def test_what_began_after_the_approval_keeps_the_file_and_the_request_waits():
    asked = a_proven_request("destruction")
    destruction = propose(asked)
    destruction_actions.approve_destruction(destruction=destruction, by=staff("khalid"), at=NOW)
    a_case("draft", person=asked.person)
    tasks.carry_out(destruction_id=destruction.pk)
    asked.refresh_from_db()
    assert asked.status == "in_progress" and not Deed.objects.exists()
    assert answer("refuse", asked, refusal="still_needed").status == "refused"


def test_nothing_is_destroyed_for_who_is_not_proven_who_took_it_back_or_asks_something_else():
    unproven = a_request("destruction")
    with pytest.raises(Refused, match="who asks"):
        propose(unproven)
    other = a_proven_request("copy", person=a_person("هند", 771))
    with pytest.raises(Refused, match="something else"):
        propose(other)
    asked = a_proven_request("destruction", person=a_person("نوف", 772))
    destruction = propose(asked)
    with pytest.raises(Refused, match="proposed already"):
        propose(asked)
    requests.withdraw(data_request=asked, by=None, at=NOW)
    destruction.refresh_from_db()
    assert destruction.status == "rejected" and destruction.rejected_why
    with pytest.raises(Refused):
        destruction_actions.approve_destruction(destruction=destruction, by=staff("khalid"), at=NOW)


def test_what_was_approved_is_no_longer_taken_back():
    asked = a_proven_request("destruction")
    destruction_actions.approve_destruction(destruction=propose(asked), by=staff("khalid"), at=NOW)
    with pytest.raises(Refused, match="no longer"):
        requests.withdraw(data_request=asked, by=None, at=NOW)


def test_a_proposal_that_was_not_approved_leaves_the_request_open():
    asked = a_proven_request("destruction")
    destruction_actions.reject_destruction(
        destruction=propose(asked), why="لم يحن وقته", by=staff("khalid"), at=NOW
    )
    assert deeds_queries.last_destruction(asked).rejected_why == "لم يحن وقته"
    assert propose(asked).status == "proposed"


# Who acts for another, and when


def test_an_agents_document_is_asked_at_every_deed():
    child = a_person("سارة بنت فهد الحربي")
    consents.give_consent(
        person=child, purpose="awareness", how="spoken", by=staff("noura"), at=NOW
    )
    agent = representing.add_representative(
        person=child, full_name="مريم الحربي", scope="agent", document_number="77",
        by=staff("noura"), at=NOW, valid_from=parse_dual("1/1/1448"),
        valid_to=parse_dual("12/6/1448"),
    )  # fmt: skip
    late = NOW + timedelta(days=10)
    with pytest.raises(Refused, match="not valid today"):
        a_request("copy", child, representative=agent, at=late)
    asked = a_request("copy", child, representative=agent)
    with pytest.raises(Refused, match="not valid today"):
        requests.prove_identity(data_request=asked, how="deed_seen", by=staff("noura"), at=late)
    requests.prove_identity(data_request=asked, how="deed_seen", by=staff("noura"), at=NOW)
    deeds.hand_out_data(person=child, data_request=asked, by=staff("jawaher"), at=NOW).close()
    with pytest.raises(Refused, match="not valid today"):
        deeds.record_handover(
            data_request=asked, way="in_person", handed_to="مريم", by=staff("jawaher"), at=late
        )


def test_somebody_who_is_not_in_the_register_is_told_that_nothing_is_held():
    asked = requests.receive(
        right="destruction",
        requester_name="نايف",
        contact="0555555555",
        channel="telephone",
        by=staff("noura"),
        at=NOW,
    )
    asked = requests.prove_identity(data_request=asked, how="id_seen", by=staff("noura"), at=NOW)
    with pytest.raises(Refused):
        answer("grant", asked)
    assert answer("refuse", asked, refusal="nothing_held").status == "refused"


def test_what_would_wait_three_days_is_no_correction_yet():
    person = a_person(city="بريدة", mobile="0512345678")
    asked = a_proven_request("correction", person=person, details="المدينة والجوال")
    officer = {"by": staff("jawaher"), "at": NOW + MINUTE}
    changes = {"city": "عنيزة", "mobile": "0599999999"}
    with pytest.raises(Refused, match="held the paper"):
        deeds.correct_data(data_request=asked, changes=changes, **officer)
    person.refresh_from_db()
    assert (person.city, person.mobile) == ("بريدة", "+966512345678"), (
        "nothing is kept of a correction that was refused"
    )
    assert not Deed.objects.exists() and not HeldChange.objects.exists()
    deeds.correct_data(data_request=asked, changes=changes, paper_seen=True, **officer)
    person.refresh_from_db()
    assert (person.city, person.mobile) == ("عنيزة", "+966599999999")


def test_the_trail_tells_which_fields_and_no_value():
    asked = a_proven_request("correction", details="المدينة")
    do(asked)
    event = Event.objects.get(verb="privacy.correct_data")
    assert event.data["fields"] == ["mobile", "city"] and "عنيزة" not in str(event.data)


@pytest.mark.parametrize(
    "broken", [{"kind": "handed_over"}, {"kind": "corrected", "what": ""}, {"kind": "destroyed"}]
)
def test_the_database_keeps_the_promise(broken):
    asked = a_proven_request("copy")
    with pytest.raises(IntegrityError), transaction.atomic():
        Deed.objects.create(data_request=asked, at=NOW, by=staff("jawaher"), **broken)
    propose_twice = {
        "reason": "x",
        "proposed_at": NOW,
        "proposed_by": staff("jawaher"),
        "asked": asked,
    }
    Destruction.objects.create(reference="1448-9", **propose_twice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.create(reference="1448-8", **propose_twice)


def test_the_page_offers_what_the_facts_allow(client):
    person = a_person_who_consents()
    client.force_login(staff("jawaher"))
    for right in Right.values:
        asked = a_proven_request(right, person=person, details="غيّروا المدينة")
        page = client.get(reverse("privacy:detail", args=[asked.pk]))
        assert page.status_code == 200
        assert reverse("privacy:grant", args=[asked.pk]) not in page.content.decode(), right
        do(asked)
        page = client.get(reverse("privacy:detail", args=[asked.pk]))
        offered = reverse("privacy:grant", args=[asked.pk]) in page.content.decode()
        assert offered == (right != Right.DESTRUCTION), right
        if right == Right.WITHDRAWAL:
            again = {
                "purpose": "awareness",
                "how": "spoken",
                "by": staff("noura"),
                "at": NOW + MINUTE,
            }
            consents.give_consent(person=person, **again)
