"""The event is written with what it records, and runs its reactions once."""

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cast import NOW
from wasl.audit import actions, queries
from wasl.audit.models import Done, Event

HANDLER = "tests.audit.handlers.note"

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-6")]


@pytest.fixture
def reactions(settings):
    settings.REACTIONS = {"test.happen": [HANDLER]}
    from tests.audit import handlers

    handlers.NOTED.clear()
    return handlers.NOTED


def happen(association, verb="test.happen", **changes):
    return actions.record(
        **{"verb": verb, "subject": association, "by": None, "at": NOW, **changes}
    )


def test_an_event_and_its_reactions_are_one_transaction(association, reactions):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        happen(association)
        raise ZeroDivisionError
    assert not Event.objects.filter(verb="test.happen").exists()
    ours = ProcrastinateJob.objects.filter(args__handler=HANDLER, status="todo")
    waiting = set(ours.values_list("pk", flat=True))  # what tests that commit left behind
    event = happen(association)
    job = ours.exclude(pk__in=waiting).get()
    assert (job.task_name, job.args) == (actions.REACT, {"event_id": event.pk, "handler": HANDLER})


def test_outside_a_transaction_it_refuses(association, monkeypatch):
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(RuntimeError):
        happen(association)


def test_values_without_one_spelling_are_refused_when_written(association):
    with pytest.raises(TypeError):
        happen(association, data={"share": 0.5})


def test_a_handler_runs_once_however_often_it_is_called(association, reactions):
    event = happen(association)
    assert [actions.react(event_id=event.pk, handler=HANDLER) for _ in range(3)] == [
        True,
        False,
        False,
    ]
    assert reactions == [event.pk]
    assert Done.objects.get().handler == HANDLER


def test_a_handler_that_fails_leaves_no_note_and_runs_again(association, reactions, monkeypatch):
    event = happen(association)
    from tests.audit import handlers

    monkeypatch.setattr(handlers, "FAIL", True)
    with pytest.raises(ZeroDivisionError):
        actions.react(event_id=event.pk, handler=HANDLER)
    assert not Done.objects.exists()
    monkeypatch.setattr(handlers, "FAIL", False)
    assert actions.react(event_id=event.pk, handler=HANDLER)


def test_the_sweep_finds_what_was_lost(association, reactions):
    event = happen(association)
    ProcrastinateJob.objects.all()._raw_delete("default")
    assert actions.enqueue_missing() == 0  # a minute has not passed
    Event.objects.filter(pk=event.pk).update(recorded_at="2026-11-19T07:00Z")
    assert actions.enqueue_missing(since=None) == 1
    assert actions.enqueue_missing(since=None) == 0  # one waits already
    actions.react(event_id=event.pk, handler=HANDLER)
    ProcrastinateJob.objects.all()._raw_delete("default")
    assert actions.enqueue_missing(since=None) == 0


def test_reading_a_file_is_recorded_once_an_hour(association, noura):
    for _time in range(3):
        actions.read(subject=association, by=noura, at=NOW)
    actions.read(subject=association, by=noura, at=NOW.replace(hour=9))
    assert Event.objects.filter(verb="accounts.view").count() == 2


def test_a_files_story_is_told_in_sentences_without_its_reads(association, noura):
    happen(association, verb="accounts.move_clock", by=noura)
    actions.read(subject=association, by=noura, at=NOW)
    (line,) = queries.timeline(association)
    assert line.text and line.text != "accounts.move_clock"
    assert line.who == noura.name
    assert "<time" in line.when


def _taken_by_a_dead_worker(event):
    job = ProcrastinateJob.objects.filter(args__event_id=event.pk, status="todo").latest("id")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.pk])
    return job


def test_a_job_that_a_dead_worker_holds_is_given_back(association, reactions):
    job = _taken_by_a_dead_worker(happen(association))
    assert actions.rescue_stalled(at=NOW) == 1
    assert ProcrastinateJob.objects.get(pk=job.pk).status == "todo"


def test_a_job_whose_work_waits_already_is_over(association, reactions):
    event = happen(association)
    job = _taken_by_a_dead_worker(event)
    assert actions._enqueue(event.pk, HANDLER)
    actions.rescue_stalled(at=NOW)
    assert ProcrastinateJob.objects.get(pk=job.pk).status == "failed"
    assert ProcrastinateJob.objects.filter(status="todo", args__event_id=event.pk).count() == 1
