"""The words of names beside the people, and the vocabulary that follows them."""

import pytest

from tests.factories import a_visitor
from wasl.beneficiaries import naming, tasks
from wasl.beneficiaries.models.naming import NameWord, PersonName
from wasl.beneficiaries.models.person import Person


def words():
    return dict(NameWord.objects.order_by("word").values_list("word", "people"))


def test_a_new_word_is_learnt_with_the_person(noura):
    a_visitor("هند بنت سالم القحطاني", by=noura)
    a_visitor("هند الحربي", by=noura)
    assert words() == {"هند": 1, "سالم": 1, "القحطاني": 1, "الحربي": 1}


def test_the_night_counts_forgets_and_learns(noura):
    first, _second = a_visitor("هند سالم", by=noura), a_visitor("هند الحربي", by=noura)
    NameWord.objects.filter(word="الحربي").delete()  # lost by a registration that another undid
    NameWord.objects.create(word="هند", **naming.word_row("هند"))  # learnt twice at the same moment
    first.delete()
    tasks.tend_names()
    assert words() == {"هند": 1, "الحربي": 1}
    assert naming.tend() == 0


def test_a_person_holds_no_word_twice_over(noura):
    person = a_visitor("هند سالم", known_as="هند", latin_name="Hind Salem", by=noura)
    naming.keep([person])
    assert sorted(PersonName.objects.values_list("words", flat=True)) == [
        ["hind", "salem"], ["هند", "سالم"], ["هند", "هند", "سالم"],
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["۱۲۳", "O'Neil", "ﷴ", "عبد", "بن"])
def test_odd_names_have_words_all_the_same(name):
    assert all(naming.names(name)) and naming.row(naming.names(name)[0])


def test_a_person_without_letters_is_kept_and_found_by_nothing(db):
    naming.keep([Person(pk=1, full_name="؟؟؟")])
    assert not PersonName.objects.exists()
