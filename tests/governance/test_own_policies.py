"""Policies in other associations' manner: articles, chapters, points; the terms of each are
proposed with their clause.
"""

from pathlib import Path

import pytest

from tests.cast import NOW
from tests.factories import a_policy
from tests.scanned import noisy_scan
from wasl.governance import queries
from wasl.governance.actions import drafting
from wasl.governance.proposals import read_proposals
from wasl.governance.scrutiny import scans

pytestmark = [pytest.mark.clause("APP-2"), pytest.mark.clause("PRO-7")]
OWN = Path(__file__).with_name("own")
# What each text says and no more; what it leaves open is for the board.
SAYS = {
    "articles": {
        "answer_not_before_days": 0, "answer_due_days": 30, "objection_days": 14,
        "objection_reviewers": 1, "quorum": 3, "review_months": 24,
    },
    "chapters": {"answer_not_before_days": 14, "objection_days": 30},
    "points": {},
}  # fmt: skip


def proposed(content, khalid):
    version = drafting.import_text(
        document=a_policy().document, content=content, name="own", by=khalid, at=NOW
    )
    found = read_proposals(list(queries.clauses_of(version)))
    return {name: values[0].value for name, values in found.items()}


@pytest.mark.parametrize("name", SAYS)
def test_the_terms_of_a_policy_are_proposed_as_its_text_says(association, khalid, name):
    assert proposed((OWN / f"{name}.txt").read_bytes(), khalid) == SAYS[name]


@pytest.mark.skipif(not scans.tesseract(), reason="Tesseract with its Arabic is not installed")
def test_a_noisy_scan_proposes_what_its_text_says(association, khalid):
    scan = noisy_scan((OWN / "articles.txt").read_text(encoding="utf-8"))
    assert (
        proposed(scan, khalid).items()
        >= {"answer_due_days": 30, "quorum": 3, "objection_days": 14}.items()
    )
