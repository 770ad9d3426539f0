"""Two files of one person become one (PRE-2)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.beneficiaries.merging import a_plain_person, a_row
from tests.cast import NOW
from tests.factories import (
    a_case,
    a_person,
    a_rejected_case,
    a_visitor,
    an_id_number,
    an_upload,
    staff,
)
from wasl.audit.models import Event
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions import changing, documents, household, merging, registering
from wasl.beneficiaries.models.merging import DuplicatePair, Merge, MovedRow
from wasl.beneficiaries.models.person import BeneficiaryFile, Person
from wasl.beneficiaries.presenters import CALLED, UNTOLD
from wasl.beneficiaries.queries import claims, comparing, finding, pointing
from wasl.beneficiaries.queries import file as file_queries
from wasl.cases.actions import intake, outcome, submission
from wasl.cases.queries import file as cases_file
from wasl.cases.queries import rows
from wasl.cases.states import Status
from wasl.committees import queries as committees
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message


@pytest.fixture
def twice(noura):
    """Maryam, and Maryam again as somebody typed her on a busy morning."""
    return a_person(), a_visitor("مريم عبدالله الحربي", by=noura, mobile="0555555555", city="حائل")


@pytest.mark.clause("PRE-2")
def test_everything_moves_to_the_file_that_stands_and_both_numbers_are_found(maha, noura, twice):
    one, other = twice
    case = a_case(person=other)
    documents.add_attachment(person=other, accepted=an_upload(), by=noura, at=NOW)
    merge = merging.merge(survivor=one, merged=other, takes={"mobile", "address"}, by=maha, at=NOW)
    case.refresh_from_db()
    one.refresh_from_db()
    assert case.person == one and one.attachments.count() == 1
    assert (one.mobile, one.city) == ("+966555555555", "حائل")
    assert finding.by_id_number(other.id_number) == one == finding.by_id_number(one.id_number)
    assert set(merge.rows.values_list("model", "column")) == {
        ("cases.case", "person_id"),
        ("beneficiaries.attachment", "person_id"),
    }
    assert Event.objects.filter(verb="beneficiaries.merge", actor=maha).count() == 2


@pytest.mark.parametrize("takes, told", [({"mobile"}, ["mobile_changed"]), ({"address"}, [])])
def test_the_mobile_that_a_merge_replaces_is_told(maha, twice, takes, told):
    one, other = twice
    assert one.mobile != other.mobile
    merging.merge(survivor=one, merged=other, takes=takes, by=maha, at=NOW)
    sent = Message.objects.filter(template__key__in=("mobile_changed", "iban_changed"))
    assert [(row.template.key, row.recipient) for row in sent] == [
        (key, "+966512345678") for key in told
    ]


def test_what_waits_for_a_file_never_counts_for_the_one_it_joins(maha, noura, twice):
    one, other = twice
    change = changing.hold_change(
        person=other, field="mobile", value="0555000111", by=noura, at=NOW
    )
    merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    change.refresh_from_db()
    assert change.person == other
    with pytest.raises(Refused):
        changing.bring_change(change=change, by=None, at=NOW + timedelta(days=4))
    assert claims.waiting_change(one, "mobile") is None


def test_both_beneficiary_numbers_are_kept(maha, noura, salem, twice):
    one, other = twice
    for serial, person in enumerate(twice, start=1):
        a_row("file", person, noura, salem, serial)
    merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    assert list(BeneficiaryFile.objects.order_by("number").values_list("number", "person")) == [
        ("1448-1", one.pk),
        ("1448-2", other.pk),
    ]
    assert [file.number for file in comparing.former_files(one)] == ["1448-2"]


def test_an_identifier_that_is_taken_over_changes_places(maha, twice):
    one, other = twice
    numbers = one.id_number, other.id_number
    merging.merge(survivor=one, merged=other, takes={"id_number"}, by=maha, at=NOW)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (other.id_number, one.id_number) == numbers
    assert all(finding.by_id_number(number) == one for number in numbers)


def test_a_signed_request_stays_signed_and_a_closed_one_stays_where_it_is(maha, twice):
    one, other = twice
    signed = a_case(Status.SUBMITTED, person=other, service="rent-arrears")
    closed = a_case(Status.CLOSED, person=other)
    merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    signed.refresh_from_db()
    closed.refresh_from_db()
    assert signed.person == one and cases_file.is_signed(signed)
    assert closed.person == other
    running, over = rows.of_person(maha, one.pk, NOW.date())
    assert signed.reference in str(running) and closed.reference in str(over)


def test_a_closed_request_that_is_reopened_goes_to_the_file_that_stands(maha, khalid, twice):
    one, other = twice
    closed = a_rejected_case(Status.CLOSED, person=other)
    merge = merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    reopened = outcome.reopen(case=closed, by=khalid, at=NOW)
    assert reopened.person == one
    merging.undo_merge(merge=merge, reason="شخصان", by=maha, at=NOW)
    reopened.refresh_from_db()
    assert reopened.person == other


def test_kin_of_the_merged_file_are_kin_of_the_person(maha, noura, salem, twice):
    one, other = twice
    for person in twice:
        a_row("kinship", person, noura, salem, 1)
    a_row("kinship", other, noura, salem, 2)
    merge = merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    assert committees.is_kin(noura, one.pk) and committees.is_kin(salem, one.pk)
    assert merge.rows.filter(model="committees.kinship").count() == 2
    assert merge.rows.get(stayed=True).model == "committees.kinship"


def test_open_requests_for_the_same_service_block_until_one_is_withdrawn(maha, noura, twice):
    one, other = twice
    first, second = a_case(person=one), a_case(person=other)
    with pytest.raises(Refused, match=f"{first.reference} and {second.reference}") as refused:
        merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    assert refused.value.link == f"/cases/{second.pk}/" and not Merge.objects.exists()
    submission.withdraw(case=second, reason="مكرر", by=noura, at=NOW)
    merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    second.refresh_from_db()
    assert second.person == other


@pytest.mark.parametrize("whose", [0, 1])
def test_nothing_is_merged_while_the_committee_decides(maha, twice, whose):
    a_case(Status.IN_COMMITTEE, person=twice[whose])
    with pytest.raises(Refused, match="committee is deciding"):
        merging.merge(survivor=twice[0], merged=twice[1], by=maha, at=NOW)


def test_files_of_two_households_wait_until_one_household_is_left(maha, noura, twice):
    for file, child in zip(twice, ("سارة", "نورة"), strict=True):
        child_data = {"full_name": child, "gender": "female", "id_number": an_id_number()}
        household.add_to_household(
            person=file, role="daughter", person_data=child_data, by=noura, at=NOW
        )
    survivor, merged = twice
    with pytest.raises(Refused, match="belong to two households"):
        merging.merge(survivor=survivor, merged=merged, by=maha, at=NOW)


def test_a_file_is_not_merged_with_itself_nor_twice(maha, noura, twice):
    one, other = twice
    with pytest.raises(Refused, match="with itself"):
        merging.merge(survivor=one, merged=one, by=maha, at=NOW)
    merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    third = a_visitor(by=noura)
    for survivor, merged in ((third, other), (other, third), (one, other), (other, one)):
        with pytest.raises(Refused, match="merged into مريم") as refused:
            merging.merge(survivor=survivor, merged=merged, by=maha, at=NOW)
        assert refused.value.link == f"/people/merges/{Merge.objects.get().pk}/"


def test_a_stale_page_is_refused(maha, noura, twice):
    one, other = twice
    seen = file_queries.state_of(one), file_queries.state_of(other)
    registering.correct(person=other, changes={"city": "بريدة"}, by=noura, at=NOW)
    with pytest.raises(Refused, match="Look at both again"):
        merging.merge(survivor=one, merged=other, by=maha, at=NOW, file_states=seen)
    merging.merge(
        survivor=one,
        merged=other,
        by=maha,
        at=NOW,
        file_states=(seen[0], file_queries.state_of(other_now(other))),
    )


def other_now(person):
    return Person.objects.get(pk=person.pk)


def test_who_was_merged_away_is_followed_however_often(maha):
    first, second, third = (a_plain_person() for _ in range(3))
    merging.merge(survivor=second, merged=first, by=maha, at=NOW)
    merging.merge(survivor=third, merged=second, by=maha, at=NOW)
    first.refresh_from_db()
    assert first.merged_into == third
    assert set(pointing.files_of(first.pk).values_list("pk", flat=True)) == {
        first.pk,
        second.pk,
        third.pk,
    }


@pytest.mark.django_db(transaction=True)
def test_the_database_knows_no_ring_and_no_chain(association):
    first, second, third = (a_plain_person() for _ in range(3))

    def points(*moves):
        with transaction.atomic(), connection.cursor() as cursor:
            for person, into in moves:
                command = "UPDATE beneficiaries_person SET merged_into_id = %s WHERE id = %s"
                cursor.execute(command, [into.pk, person.pk])

    for ring in (
        [(first, first)],
        [(first, second), (second, first)],
        [(first, second), (second, third)],
    ):
        with pytest.raises(IntegrityError, match="person_merged_into_standing"):
            points(*ring)
    points((first, second))
    with pytest.raises(IntegrityError, match="person_merge"):
        points((second, third))
    with pytest.raises(IntegrityError, match="person_merge"):
        points((second, first))


def test_both_names_find_the_file_that_stands(maha, noura, twice):
    one, other = twice
    other = registering.correct(
        person=other, changes={"full_name": "مريم المطيري"}, by=noura, at=NOW
    )
    merge = merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    for typed in ("مريم المطيري", "مريم بنت عبدالله", other.id_number, "0555555555"):
        assert finding.find(noura, typed) == [one]
    merging.undo_merge(merge=merge, reason="شخصان", by=maha, at=NOW)
    assert finding.find(noura, "مريم المطيري") == [other]


def test_every_column_of_a_person_stands_with_one_field_or_stays():
    columns = [column for columns in comparing.FIELDS.values() for column in columns]
    assert sorted([*columns, *comparing.KEPT]) == sorted(
        field.attname for field in Person._meta.concrete_fields
    )


def test_every_table_that_points_at_people_is_walked_and_has_its_name():
    labels = {pointer.label for pointer in pointing.pointers()}
    assert {
        "cases.case",
        "beneficiaries.beneficiaryfile",
        "beneficiaries.membership",
        "letters.letter",
    } <= labels
    assert not [label for label in labels if label.startswith("pghistory") or "event" in label]
    assert not labels - set(CALLED) - UNTOLD


def test_a_pair_that_was_judged_different_is_not_merged(maha, twice):
    one, other = twice
    pair = DuplicatePair.objects.create(
        first=one, second=other, source="search", found_at=NOW, state="different", why="family",
        decided_by=maha, decided_at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused, match="judged to be two people") as refused:
        merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    assert refused.value.link == f"/people/duplicates/{pair.pk}/"


@pytest.mark.parametrize("who", ["noura", "salem", "huda", "admin", "lama", "saud", "reem"])
def test_nobody_else_merges_or_undoes(request, who, maha, twice):
    user = request.getfixturevalue(who)
    with pytest.raises(Refused, match="Your role"):
        merging.merge(survivor=twice[0], merged=twice[1], by=user, at=NOW)
    merge = merging.merge(survivor=twice[0], merged=twice[1], by=maha, at=NOW)
    with pytest.raises(Refused, match="Your role"):
        merging.undo_merge(merge=merge, reason="خطأ", by=user, at=NOW)


def test_a_merged_file_takes_no_more_work(maha, noura, twice):
    one, other = twice
    merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    other.refresh_from_db()
    assert not policies.can_view(noura, other) and not Person.objects.visible_to(noura).filter(
        pk=other.pk
    )
    with pytest.raises(Refused, match="was merged into"):
        documents.add_attachment(person=other, accepted=an_upload(), by=noura, at=NOW)
    with pytest.raises(Refused, match="was merged into"):
        intake.start(
            person=other, service=a_case(person=one).service, channel="interview", by=noura, at=NOW
        )
    with pytest.raises(Refused, match="was merged into"):
        registering.correct(person=other, changes={"city": "حائل"}, by=noura, at=NOW)


def test_the_id_number_of_a_merged_file_leads_to_the_one_that_stands(maha, noura, twice):
    one, other = twice
    merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    with pytest.raises(Refused, match="already registered") as refused:
        a_visitor(by=noura, id_number=other.id_number)
    assert refused.value.link == f"/people/{one.pk}/"


def test_history_tells_every_change(maha, twice):
    one, other = twice
    case = a_case(person=other)
    merge = merging.merge(survivor=one, merged=other, takes={"address"}, by=maha, at=NOW)
    merging.undo_merge(merge=merge, reason="شخصان مختلفان", by=maha, at=NOW)
    told = case.events.order_by("pgh_id").values_list("person_id", flat=True)
    assert list(told)[-3:] == [other.pk, one.pk, other.pk]
    assert list(one.events.order_by("pgh_id").values_list("city", flat=True))[-2:] == ["حائل", ""]
    assert MovedRow.objects.get(model="cases.case").put_back is True
    assert staff("maha") == merge.merged_by
