"""A merge is taken back exactly, however long after; what came since stays with the file that stood
(PRE-2).
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.beneficiaries.merging import KINDS, a_plain_person, a_row, everything
from tests.cast import NOW
from tests.factories import a_case, a_person, a_visitor, an_upload
from wasl.beneficiaries.actions import documents, merging, registering
from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import comparing
from wasl.cases.states import Status
from wasl.common.verdicts import Refused

LATER = NOW + timedelta(days=900)
CHEAP = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
TAKES = st.sets(st.sampled_from(sorted(comparing.FIELDS)))


@pytest.fixture
def twice(noura):
    return a_person(), a_visitor("مريم عبدالله الحربي", by=noura, mobile="0555555555", city="حائل")


@pytest.mark.clause("PRE-2")
def test_merged_and_taken_apart_gives_the_same_rows(maha, noura, salem, twice):
    one, other = twice
    for place, person in enumerate([one, other, one, other]):
        for kind in KINDS:
            a_row(kind, person, noura, salem, place)
    a_case(Status.VERIFIED, person=one)
    a_case(Status.CLOSED, person=other)
    a_case(Status.SUBMITTED, person=other, service="rent-arrears")
    documents.add_attachment(person=other, accepted=an_upload(), by=noura, at=NOW)
    before = everything()
    merge = merging.merge(survivor=one, merged=other, takes=set(comparing.FIELDS), by=maha, at=NOW)
    assert everything() != before
    merge = merging.undo_merge(merge=merge, reason="شخصان مختلفان", by=maha, at=LATER)
    assert everything() == before
    assert merge.undone_by == maha and not merge.rows.filter(put_back=False, stayed=False).exists()


@pytest.fixture
def officers(noura, salem, maha):
    return noura, salem, maha


@CHEAP
@given(data=st.data())
def test_any_small_register_comes_back_step_by_step(officers, data):
    noura, salem, maha = officers
    with transaction.atomic():
        cities = st.sampled_from(["", "حائل", "بقعاء"])
        people = [
            a_plain_person(city=data.draw(cities), mobile="")
            for _ in range(data.draw(st.integers(2, 4)))
        ]
        kinds = data.draw(
            st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(people)), max_size=8)
        )
        for serial, (kind, person) in enumerate(kinds):
            a_row(kind, person, noura, salem, serial)
        steps = []
        while len(standing := list(Person.objects.standing().order_by("pk"))) > 1 and data.draw(
            st.booleans()
        ):
            survivor, merged = data.draw(st.permutations(standing))[:2]
            before = everything()
            steps.append(
                (
                    before,
                    merging.merge(
                        survivor=survivor, merged=merged, takes=data.draw(TAKES), by=maha, at=NOW
                    ),
                )
            )
        for before, merge in reversed(steps):
            merging.undo_merge(merge=merge, reason="خطأ", by=maha, at=LATER)
            assert everything() == before
        transaction.set_rollback(True)


@settings(CHEAP, max_examples=12)
@given(data=st.data())
def test_two_merges_into_one_file_are_taken_back_in_any_order(officers, data):
    maha = officers[2]
    with transaction.atomic():
        one, two, three = (
            a_plain_person(city=city, district=city) for city in ("حائل", "بقعاء", "الغزالة")
        )
        before = everything()
        takes = TAKES.map(lambda fields: fields - {"id_number"})
        merges = [
            merging.merge(survivor=one, merged=other, takes=data.draw(takes), by=maha, at=NOW)
            for other in (two, three)
        ]
        for merge in data.draw(st.permutations(merges)):
            merging.undo_merge(merge=merge, reason="خطأ", by=maha, at=LATER)
        assert everything() == before
        transaction.set_rollback(True)


def test_what_came_after_stays_and_is_listed(maha, noura, twice):
    one, other = twice
    own = documents.add_attachment(person=one, accepted=an_upload(), by=noura, at=NOW)
    merge = merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    case = a_case(person=Person.objects.get(pk=one.pk), at=LATER)
    merging.undo_merge(merge=merge, reason="شخصان", by=maha, at=LATER)
    case.refresh_from_db()
    assert case.person == one
    after = {found.pointer.label: found.rows for found in comparing.came_after(merge)}
    assert after == {"cases.case": [case]} and own.person == one


def test_what_was_corrected_since_stays_corrected(maha, noura, twice):
    one, other = twice
    merge = merging.merge(survivor=one, merged=other, takes={"address", "mobile"}, by=maha, at=NOW)
    one = Person.objects.get(pk=one.pk)
    registering.correct(person=one, changes={"city": "بريدة"}, by=noura, at=LATER)
    merging.undo_merge(merge=merge, reason="شخصان", by=maha, at=LATER)
    one.refresh_from_db()
    assert (one.city, one.mobile) == ("بريدة", "+966512345678")
    assert dict(merge.taken.values_list("field", "put_back")) == {"address": False, "mobile": True}


def test_a_row_that_somebody_moved_or_removed_since_is_left_and_listed(maha, noura, salem, twice):
    one, other = twice
    moved, removed = (a_row("document", other, noura, salem, serial) for serial in range(2))
    third = a_visitor(by=noura)
    merge = merging.merge(survivor=one, merged=other, by=maha, at=NOW)
    Document.objects.filter(pk=moved.pk).update(person=third)
    Document.objects.filter(pk=removed.pk).delete()
    merging.undo_merge(merge=merge, reason="شخصان", by=maha, at=LATER)
    assert merge.rows.filter(put_back=False).count() == 2
    assert Document.objects.get(pk=moved.pk).person == third


def test_the_later_merge_is_undone_first(maha):
    one, two, three = (a_plain_person() for _ in range(3))
    first = merging.merge(survivor=two, merged=one, by=maha, at=NOW)
    second = merging.merge(survivor=three, merged=two, by=maha, at=NOW)
    with pytest.raises(Refused, match="undo that merge first") as refused:
        merging.undo_merge(merge=first, reason="خطأ", by=maha, at=NOW)
    assert refused.value.link == f"/people/merges/{second.pk}/"


def test_an_id_number_that_changed_places_twice_goes_back_in_order(maha):
    one, two, three = (a_plain_person() for _ in range(3))
    first = merging.merge(survivor=one, merged=two, takes={"id_number"}, by=maha, at=NOW)
    second = merging.merge(survivor=one, merged=three, takes={"id_number"}, by=maha, at=NOW)
    with pytest.raises(Refused, match="changed the ID number"):
        merging.undo_merge(merge=first, reason="خطأ", by=maha, at=NOW)
    for merge in (second, first):
        merging.undo_merge(merge=merge, reason="خطأ", by=maha, at=NOW)


def test_undone_once_and_with_a_reason(maha, twice):
    merge = merging.merge(survivor=twice[0], merged=twice[1], by=maha, at=NOW)
    with pytest.raises(Refused, match="Say why"):
        merging.undo_merge(merge=merge, reason=" \u200f", by=maha, at=NOW)
    merging.undo_merge(merge=merge, reason="شخصان", by=maha, at=NOW)
    with pytest.raises(Refused, match="undone already"):
        merging.undo_merge(merge=merge, reason="شخصان", by=maha, at=NOW)


def test_not_while_the_committee_decides(maha, twice):
    merge = merging.merge(survivor=twice[0], merged=twice[1], by=maha, at=NOW)
    a_case(Status.IN_COMMITTEE, person=Person.objects.get(pk=twice[0].pk))
    with pytest.raises(Refused, match="committee is deciding"):
        merging.undo_merge(merge=merge, reason="شخصان", by=maha, at=NOW)
