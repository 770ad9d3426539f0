"""A paper that no longer holds says so, keeps its number and text, and never comes back."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.cast import NOW
from tests.papers.test_issue import a_paper, own_storage  # noqa: F401
from wasl.audit.models import Event
from wasl.common.verdicts import Refused
from wasl.papers import actions, queries
from wasl.papers.states import Status


def test_a_void_paper_says_so_to_whoever_checks_it(noura):
    paper = a_paper(noura)
    actions.void(paper=paper, reason="أُصدر بخطأ في الاسم", by=noura, at=NOW)
    assert queries.checked(paper.check_code).status == Status.VOID
    assert Event.objects.filter(verb="papers.void", subject_id=str(paper.pk)).exists()


def test_a_reason_is_wanted(noura):
    with pytest.raises(Refused, match="why"):
        actions.void(paper=a_paper(noura), reason=" ", by=noura, at=NOW)


def test_a_void_paper_is_not_voided_again(noura):
    paper = actions.void(paper=a_paper(noura), reason="خطأ", by=noura, at=NOW)
    with pytest.raises(Refused, match="no longer in force"):
        actions.void(paper=paper, reason="خطأ", by=noura, at=NOW)


def test_a_newer_paper_takes_the_place_of_the_first(noura):
    first, second = a_paper(noura), a_paper(noura, number="1448-000123/2")
    actions.supersede(paper=first, successor=second, by=noura, at=NOW)
    assert queries.checked(first.check_code).status == Status.SUPERSEDED
    assert queries.checked(second.check_code).status == Status.ISSUED


def test_a_paper_is_superseded_by_another_of_its_kind(noura):
    receipt = a_paper(noura)
    for other in (receipt, a_paper(noura, name="delivery note")):
        with pytest.raises(Refused, match="another of its kind"):
            actions.supersede(paper=receipt, successor=other, by=noura, at=NOW)


@pytest.mark.parametrize(
    "change", ["status = 'void'", "status = 'superseded'", "void_reason = 'x'"]
)
def test_the_database_wants_the_whole_story(noura, change):
    paper = a_paper(noura)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE papers_paper SET {change} WHERE id = %s", [paper.pk])


def test_the_database_lets_no_void_paper_come_back(noura):
    paper = actions.void(paper=a_paper(noura), reason="خطأ", by=noura, at=NOW)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE papers_paper SET status='issued', voided_at=NULL, voided_by_id=NULL, "
            "void_reason='' WHERE id = %s",
            [paper.pk],
        )
