"""The whole register searched for people who stand in it twice: by the command, the button and the
clock.
"""

import contextlib
import json
import os
from datetime import timedelta

import pytest

from tests.beneficiaries.merging import a_plain_person
from tests.cast import NOW
from tests.factories import a_day, a_national_id
from wasl.audit.models import Event
from wasl.beneficiaries import presenters, tasks
from wasl.beneficiaries.actions import household, merging, pairs, searching
from wasl.beneficiaries.likeness import workshop
from wasl.beneficiaries.models.merging import DuplicatePair, DuplicateSearch
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import pairs as pairs_queries
from wasl.beneficiaries.queries import sketching
from wasl.common.verdicts import Refused
from wasl.program import environment
from wasl.program.__main__ import main

QUEUE = "/people/duplicates/"
SHARED = {"mobile": "+966512345678", "city": "حائل"}


def born(text):
    return {"birth_date": a_day(text).day}


@pytest.fixture
def register(noura):
    """Maryam twice, with another ID number and the day of birth written in the wrong calendar; her
    family on her mobile.
    """
    maryam = a_plain_person("مريم بنت عبدالله الحربي", **SHARED, **born("12/6/1405"))
    again = a_plain_person("مريم عبد الله الحربى", **SHARED, **born("12/6/1985"))
    brother = a_plain_person("فهد عبدالله الحربي", gender="male", **SHARED, **born("1/7/1410"))
    a_plain_person("نورة سعد الشمري", **born("3/3/1400"))
    for place, name in enumerate(
        ("هند صالح العتيبي", "خالد محمد القحطاني", "سارة فهد الدوسري"), start=1
    ):
        a_plain_person(name, mobile=f"+96655000000{place}", **born(f"{place}/2/141{place}"))
    return maryam, again, brother


def search(by=None, **options):
    begun = searching.search_duplicates(by=by, at=NOW, inline=True)
    return searching.run_search(search=begun, by=by, clock=lambda: NOW, **options)


@pytest.mark.clause("PRE-2")
def test_likely_pairs_come_into_the_queue_with_why_and_nothing_is_merged(maha, register):
    maryam, again, _brother = register
    stages = []
    done = search(maha, on_progress=lambda what, count, whole: stages.append(what))
    assert (done.people, done.found, done.fresh, done.decided, done.percent) == (7, 1, 1, 0, 100)
    pair = DuplicatePair.objects.get()
    assert (pair.first, pair.second, pair.state, pair.source) == (maryam, again, "open", "search")
    why = [text for text, _tone in presenters.reasons(pair.levels)]
    assert "The mobile is the same" in why and "The ID numbers differ by two digits" in why
    assert "The Hijri day and month of one stand as Gregorian in the other" in why
    assert {"people read", "ways of meeting compared", "pairs kept"} <= set(stages)
    assert not Person.objects.exclude(merged_into=None).exists()
    verbs = Event.objects.filter(subject_type="beneficiaries.duplicatesearch").order_by("pk")
    assert list(verbs.values_list("verb", "actor_id")) == [
        ("beneficiaries.search_duplicates", maha.pk),
        ("beneficiaries.finish_search", maha.pk),
    ]


@pytest.mark.clause("PRE-2")
def test_a_second_run_adds_nothing_and_what_was_judged_is_not_asked_again(maha, register):
    _maryam, again, _brother = register
    search()
    pair = DuplicatePair.objects.get()
    pairs.judge_pair(pair=pair, state="different", why="namesake", by=maha, at=NOW)
    done = search()
    assert (done.found, done.fresh, done.decided) == (
        1,
        0,
        1,
    ) and pairs_queries.count_waiting() == 0
    third = a_plain_person("مريم بنت عبدالله الحربي", **SHARED, **born("12/6/1405"))
    merging.merge(survivor=third, merged=again, by=maha, at=NOW)
    done = search()
    assert (done.fresh, done.decided) == (0, 1), (
        "she was judged to be another than the file that was merged here"
    )
    assert pairs_queries.count_waiting() == 0


def test_a_household_that_shares_a_mobile_is_no_pair_for_that_alone(noura):
    """A grandfather and the grandson who bears his name; a third of that name who lives elsewhere
    is asked about.
    """
    numbers = (a_national_id(place) for place in (12_345, 987_654, 4_564_123))
    salem, child, stranger = (
        a_plain_person("سالم بن فهد الحربي", gender="male", id_number=number, **SHARED)
        for number in numbers
    )
    household.add_to_household(person=salem, role="other", newcomer=child, by=noura, at=NOW)
    search()
    assert {(pair.first, pair.second) for pair in DuplicatePair.objects.all()} == {
        (salem, stranger),
        (child, stranger),
    }


def test_the_command_says_what_it_found(register, monkeypatch, capsys):
    monkeypatch.setattr(environment, "site", contextlib.nullcontext)
    assert main(["dedupe", "--json"]) == 0
    said = capsys.readouterr()
    figures = json.loads(said.out)
    assert {name: figures[name] for name in ("people", "pairs", "new", "decided", "waiting")} == {
        "people": 7, "pairs": 1, "new": 1, "decided": 0, "waiting": 1,
    }  # fmt: skip
    assert figures["seconds"] > 0 and "7/7 people read" in said.err
    assert main(["dedupe"]) == 0 and "0 of them new" in capsys.readouterr().out
    DuplicateSearch.objects.create(started_at=NOW, seen_at=None, percent=40)
    DuplicateSearch.objects.update(started_at="2100-01-01T00:00Z")
    assert main(["dedupe"]) == 1 and "running already, at 40%" in capsys.readouterr().err


def test_the_button_begins_one_search_and_the_page_says_how_far_it_is(client, maha, register):
    client.force_login(maha)
    for _click in range(2):
        assert client.post(f"{QUEUE}search/").url == QUEUE
    running = DuplicateSearch.objects.get()
    assert running.started_by == maha and "data-once" not in client.get(QUEUE).content.decode()
    assert "HX-Refresh" not in client.get(f"{QUEUE}search/progress/")
    tasks.run_search(search_id=running.pk)
    tasks.run_search(search_id=running.pk)
    assert client.get(f"{QUEUE}search/progress/").headers["HX-Refresh"] == "true"
    page = client.get(QUEUE)
    assert [pair.source for pair, _strength in page.context["rows"]] == ["search"]
    assert page.context["search"].people == 7


def test_a_search_that_was_cut_short_makes_room_for_the_next(maha, register):
    cut = searching.search_duplicates(by=maha, at=NOW - timedelta(hours=2))
    begun = searching.search_duplicates(by=maha, at=NOW)
    cut.refresh_from_db()
    assert begun != cut and cut.ended_at and cut.problem and sketching.last_search() is None


def test_by_the_clock_and_only_where_it_is_installed(client, maha, register, monkeypatch):
    tasks.search_register()
    assert DuplicateSearch.objects.filter(started_by=None).count() == 1
    monkeypatch.setattr(workshop, "is_installed", lambda: False)
    tasks.search_register()
    assert DuplicateSearch.objects.count() == 1
    with pytest.raises(Refused, match="not installed"):
        searching.search_duplicates(by=maha, at=NOW)
    DuplicateSearch.objects.all().delete()
    client.force_login(maha)
    assert not client.get(QUEUE).context["may_search"]


@pytest.mark.parametrize("who", ["noura", "salem", "huda", "admin", "saud"])
def test_nobody_else_may_search(client, request, who):
    by = request.getfixturevalue(who)
    client.force_login(by)
    assert (
        client.post(f"{QUEUE}search/").status_code
        == client.get(f"{QUEUE}search/progress/").status_code
        == 403
    )
    with pytest.raises(Refused, match="Your role"):
        searching.search_duplicates(by=by, at=NOW)


def test_what_a_killed_search_spilled_is_cleared_away_and_not_that_of_one_that_runs(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(workshop.tempfile, "tempdir", str(tmp_path))
    killed, running = tmp_path / "wasl-link-999999999-a", tmp_path / f"wasl-link-{os.getpid()}-b"
    for folder in (killed, running):
        folder.mkdir()
        (folder / "people.tmp").write_text("مريم")
    with workshop.opened("100MB", 1):
        assert not killed.exists() and running.exists()
        assert len(list(tmp_path.iterdir())) == 2
    assert [one.name for one in tmp_path.iterdir()] == [running.name]
