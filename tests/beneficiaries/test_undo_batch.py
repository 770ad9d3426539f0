"""A batch is undone as long as nothing was built on its people; a file is closed, and what it held
is destroyed.
"""

from datetime import timedelta

import pytest
from django.db.models import Q

from tests.beneficiaries.files import a_list, a_member, brought, checked, handed_in, row
from tests.beneficiaries.test_compare_rows import FAMILY, a_family
from tests.cast import NOW
from tests.factories import a_person
from tests.sheets import a_workbook
from wasl.audit import actions as trail
from wasl.audit.models import Event
from wasl.beneficiaries.actions import household, import_running, importing, registering
from wasl.beneficiaries.models.household import Household, HouseholdMember
from wasl.beneficiaries.models.imports import ImportRow, PeopleImport
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.roles import Membership
from wasl.beneficiaries.queries import imports
from wasl.beneficiaries.states import BatchStatus, ImportStatus
from wasl.beneficiaries.tasks import close_old_imports
from wasl.common.verdicts import Refused

LATER = NOW + timedelta(days=2)


def undo(source, number, by):
    return import_running.undo_batch(batch=source.batches.get(number=number), by=by, at=LATER)


def test_one_batch_is_undone_and_the_others_stay(maha):
    source = brought(checked(a_list([a_member(place) for place in range(1, 151)]), size=100))
    batch = undo(source, 2, maha)
    assert (batch.status, batch.kept) == (BatchStatus.UNDONE, 0)
    assert Person.objects.count() == Membership.objects.count() == 100
    assert Event.objects.filter(verb="beneficiaries.undo_register").count() == 50
    source = brought(source, [2])
    assert Person.objects.count() == Membership.objects.count() == 150


def test_whoever_something_was_built_on_stays_and_is_listed(maha):
    source = brought(checked(a_list([a_member(place) for place in range(1, 6)])))
    used, corrected, read = Person.objects.order_by("pk")[:3]
    household.add_to_household(
        person=used,
        role="son",
        person_data={"full_name": "نايف بن سعد", "gender": "male"},
        by=maha,
        at=LATER,
    )
    registering.correct(person=corrected, changes={"city": "بريدة"}, by=maha, at=LATER)
    trail.read(subject=read, by=maha, at=LATER)
    stay, count = imports.staying(source.batches.get())
    assert {person.pk for person in stay} == {used.pk, corrected.pk} and count == 2
    batch = undo(source, 1, maha)
    assert batch.kept == 2
    assert set(Person.objects.filter(pk__in=[used.pk, corrected.pk, read.pk])) == {used, corrected}
    with pytest.raises(Refused, match="not in the register"):
        undo(source, 1, maha)


def test_when_everybody_was_used_nothing_is_undone(maha):
    source = brought(checked(a_list([a_member(1)])))
    registering.correct(person=Person.objects.get(), changes={"city": "بريدة"}, by=maha, at=LATER)
    with pytest.raises(Refused, match="built on everybody"):
        undo(source, 1, maha)


def test_a_family_goes_out_together_or_stays_together(maha):
    source = brought(checked(a_workbook(("أسر", [FAMILY, *a_family(1), *a_family(2)]))))
    assert Household.objects.count() == 2
    spouse = Person.objects.filter(sort_key__startswith="هند").order_by("pk").first()
    registering.correct(person=spouse, changes={"city": "بريدة"}, by=maha, at=LATER)
    batch = undo(source, 1, maha)
    assert batch.kept == 3 and Person.objects.count() == 3 and Household.objects.count() == 1
    assert HouseholdMember.objects.count() == 3


def test_what_was_completed_is_empty_again_unless_it_was_corrected_since(maha):
    for place in (7_000_001, 7_000_002):
        a_person("سعد بن ناصر الحربي", place, gender="male", mobile="")
    rows = [a_member(place, **{"الاسم الرباعي": "سعد الحربي"}) for place in (1, 2)]
    source = brought(checked(a_list(rows)), fills=True)
    first, second = Person.objects.order_by("pk")
    assert first.city and second.city
    registering.correct(
        person=second, changes={"mobile": "0512345678"}, by=maha, at=LATER, paper_seen=True
    )
    undo(source, 1, maha)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.city, first.iban, first.mobile, first.birth_date) == ("", "", "", None)
    assert second.city and second.mobile == "+966512345678"
    assert not first.memberships.exists() and second.memberships.exists()


def test_only_who_brings_files_undoes_them(maha, noura):
    source = brought(checked(a_list([a_member(1)])))
    with pytest.raises(Refused, match="does not include"):
        undo(source, 1, noura)


@pytest.mark.clause("PRE-6")
def test_a_closed_file_is_destroyed_and_can_still_be_undone(maha):
    rows = [a_member(place) for place in range(1, 4)]
    source = checked(a_list([*rows, a_member(4, **{"الاسم الرباعي": None})]))
    importing.choose_rows(source=source, chosen=False, rows=[6], by=maha, at=NOW)
    source = brought(source)
    stored = source.file
    with stored.open("rb") as sealed:
        assert sealed.read()[:2] != b"PK"
    source = importing.close_import(source=source, by=maha, at=NOW)
    assert source.status == ImportStatus.CLOSED and not source.survey and not source.file
    kept = ImportRow.objects.all()
    assert kept.count() == 2
    assert not kept.exclude(
        name="", payload="", id_blind="", mobile="", findings=[], birth_date=None
    ).exists()
    with pytest.raises(Refused, match="another stage"):
        importing.close_import(source=source, by=maha, at=NOW)
    undo(source, 1, maha)
    assert Person.objects.count() == 0


def test_the_stored_file_goes_with_the_transaction_that_closes_it(
    maha, django_capture_on_commit_callbacks
):
    source = handed_in(a_list([a_member(1)]))
    name, storage = source.file.name, source.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        importing.close_import(source=source, by=maha, at=NOW)
    assert not storage.exists(name)


def test_after_thirty_days_it_closes_by_itself_whatever_its_stage(maha):
    source = checked(a_list([a_member(1)]))
    PeopleImport.objects.filter(pk=source.pk).update(status=ImportStatus.RUNNING)
    assert importing.close_due(by=None, at=NOW + timedelta(days=30)) == 0
    assert importing.close_due(by=None, at=NOW + timedelta(days=31)) == 1
    assert not PeopleImport.objects.filter(~Q(status=ImportStatus.CLOSED)).exists()
    close_old_imports()


def test_what_was_stopped_waits_and_what_came_stays(maha):
    source = checked(a_list([a_member(place) for place in range(1, 151)]), size=100)
    importing.bring(source=source, by=maha, at=NOW, inline=True)
    import_running.bring_batch(batch=source.batches.get(number=1), by=maha, at=NOW)
    source = importing.stop_bringing(source=source, by=maha, at=NOW)
    assert source.status == ImportStatus.CHECKED and Person.objects.count() == 100
    assert [one.status for one in imports.batches(source)] == [
        BatchStatus.DONE,
        BatchStatus.WAITING,
    ]


def test_rows_are_chosen_and_left_out_one_by_one_or_by_kind(maha):
    source = checked(a_list([a_member(place, **{"السجل المدني": None}) for place in range(1, 4)]))
    assert importing.choose_rows(source=source, chosen=False, which="warning", by=maha, at=NOW) == 3
    assert importing.choose_rows(source=source, chosen=True, rows=[4, 99], by=maha, at=NOW) == 1
    assert [row(source, number).is_chosen for number in (4, 5, 6)] == [True, False, False]
    brought(source)
    assert Person.objects.count() == 1 and Person.objects.get().id_blind is None
