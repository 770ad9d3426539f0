"""Two officers at the same files at the same moment: one of them goes first, nothing is done twice
or half.
"""

import threading
from contextlib import contextmanager

import pytest
from django.db import connections, transaction

from tests.cast import NOW
from tests.factories import a_case, a_person, a_visitor, staff
from wasl.beneficiaries.actions import merging
from wasl.beneficiaries.models.merging import Merge
from wasl.beneficiaries.models.person import Person
from wasl.cases.actions import intake
from wasl.cases.actions import outcome as outcome_actions
from wasl.cases.models.case import Case
from wasl.cases.states import Status
from wasl.common.verdicts import Refused
from wasl.program import reference

pytestmark = pytest.mark.django_db(transaction=True)


def together(*tasks):
    """Run these at once, each on a connection of its own; what each answered or refused, in
    order.
    """
    barrier, outcomes = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(place, task):
        try:
            barrier.wait(10)
            outcomes[place] = task()
        except Refused as refused:
            outcomes[place] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


@contextmanager
def held(row):
    """Somebody else works on this row, in a transaction that is not over."""
    ready, over = threading.Event(), threading.Event()

    def work():
        with transaction.atomic():
            type(row).objects.select_for_update().get(pk=row.pk)
            ready.set()
            over.wait(30)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    ready.wait(10)
    yield
    over.set()
    thread.join(10)


@pytest.fixture
def twice():
    reference.load_association(NOW)
    return a_person(), a_visitor("مريم عبدالله الحربي", by=staff("noura"))


def test_two_officers_merging_one_pair_make_one_merge(twice):
    one, other = twice
    maha, khalid = staff("maha"), staff("khalid")
    outcomes = together(
        lambda: merging.merge(survivor=one, merged=other, by=maha, at=NOW),
        lambda: merging.merge(survivor=other, merged=one, by=khalid, at=NOW),
    )
    assert Merge.objects.count() == 1
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1


def test_two_officers_undoing_one_merge_undo_it_once(twice):
    one, other = twice
    merge = merging.merge(survivor=one, merged=other, by=staff("maha"), at=NOW)
    officers = [staff("maha"), staff("khalid")]
    outcomes = together(
        *(
            lambda by=by: merging.undo_merge(merge=merge, reason="شخصان", by=by, at=NOW)
            for by in officers
        )
    )
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert Person.objects.standing().count() == 2


def test_a_merge_while_the_committee_decides_waits_and_then_goes_or_is_refused(twice):
    one, other = twice
    case = a_case(Status.IN_COMMITTEE, person=other)
    maha, fahad = staff("maha"), staff("fahad")
    outcomes = together(
        lambda: merging.merge(survivor=one, merged=other, by=maha, at=NOW),
        lambda: outcome_actions.approve(case=case, by=fahad, at=NOW),
    )
    case.refresh_from_db()
    assert case.status == Status.APPROVED
    merged = isinstance(outcomes[0], Merge)
    assert merged or "committee is deciding" in str(outcomes[0])
    assert case.person == (one if merged else other)


def test_a_request_started_while_its_file_is_merged_never_stands_at_the_old_file(twice):
    one, other = twice
    service = a_case(person=a_visitor(by=staff("noura"))).service
    noura, maha = staff("noura"), staff("maha")
    outcomes = together(
        lambda: merging.merge(survivor=one, merged=other, by=maha, at=NOW),
        lambda: intake.start(person=other, service=service, channel="interview", by=noura, at=NOW),
    )
    assert isinstance(outcomes[0], Merge)
    started = Case.objects.filter(person__in=twice).first()
    assert (started is None and isinstance(outcomes[1], Refused)) or (
        started and started.person == one
    )


def test_who_works_on_a_file_goes_first_and_the_merge_says_so(twice, monkeypatch):
    monkeypatch.setattr(merging, "PATIENCE", "200ms")
    case = a_case(person=twice[1])
    for row in (case, twice[0]):
        with held(row), pytest.raises(Refused, match="working on one of the two"):
            merging.merge(survivor=twice[0], merged=twice[1], by=staff("maha"), at=NOW)
    assert not Merge.objects.exists()
