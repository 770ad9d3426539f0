"""A duty that was not performed: cited, decided by another, made good or the end; contested before
people apart.
"""

from datetime import timedelta

import pytest

from tests.agreements.making import TODAY, duty, in_force
from tests.cast import NOW
from tests.factories import staff
from wasl.agreements import queries
from wasl.agreements.actions import breaching, drafting
from wasl.agreements.models.agreement import Agreement
from wasl.common.verdicts import Refused
from wasl.governance.models.documents import Clause

pytestmark = [
    pytest.mark.clause("PRE-4"),
    pytest.mark.usefixtures("association", "policy", "noura", "maha", "khalid", "rashed"),
]


@pytest.fixture
def agreement():
    return in_force()


@pytest.fixture
def breach(agreement):
    clause = Clause.objects.get(code="PRE-4", version__state="in_force")
    return breaching.record_breach(
        term=duty(agreement),
        happened_date=TODAY,
        facts="لم يأت الفني",
        clause=clause,
        by=staff("maha"),
        at=NOW,
    )


def test_a_breach_cites_a_duty_and_somebody_else_decides_what_follows(agreement, breach):
    agreement.refresh_from_db()
    assert agreement.status == "breached" and breach.clause.code == "PRE-4"
    given = {
        "consequence": "cure",
        "reasons": "يُصلح في أسبوعين",
        "cure_by": TODAY + timedelta(days=14),
    }
    decided = breaching.decide_breach(breach=breach, **given, by=staff("khalid"), at=NOW)
    assert (decided.status, decided.decided_by) == ("decided", staff("khalid"))
    cured = breaching.cure_breach(
        breach=decided, cured_date=TODAY, note="فُحص", by=staff("maha"), at=NOW
    )
    agreement.refresh_from_db()
    assert cured.status == "cured" and agreement.status == "active"
    with pytest.raises(Refused, match="another stage"):
        breaching.decide_breach(breach=cured, **given, by=staff("khalid"), at=NOW)


def test_it_may_end_the_agreement_or_be_none(agreement, breach):
    other = breaching.record_breach(
        term=duty(agreement, 1), happened_date=TODAY, facts="تلف", by=staff("maha"), at=NOW
    )
    assert (
        breaching.dismiss_breach(
            breach=other, reasons="استعمال معتاد", by=staff("khalid"), at=NOW
        ).status
        == "dismissed"
    )
    agreement.refresh_from_db()
    assert agreement.status == "breached", "the first is still open"
    breaching.decide_breach(
        breach=breach, consequence="termination", reasons="تكرر", by=staff("khalid"), at=NOW
    )
    agreement.refresh_from_db()
    assert (agreement.status, agreement.over_by) == ("terminated", staff("khalid"))
    with pytest.raises(Refused, match="terminated"):
        breaching.cure_breach(breach=breach, cured_date=TODAY, by=staff("maha"), at=NOW)


def test_what_is_refused(agreement, breach):
    right, khalid = agreement.terms.filter(kind="right")[0], staff("khalid")
    told = {"happened_date": TODAY, "facts": "x", "by": staff("maha"), "at": NOW}
    for term, change, why in (
        (right, {}, "Cite the duty"),
        (duty(agreement), {"facts": " "}, "what happened"),
        (duty(agreement), {"happened_date": TODAY + timedelta(days=1)}, "future"),
        (duty(agreement), {"by": staff("noura")}, "does not include"),
    ):
        with pytest.raises(Refused, match=why):
            breaching.record_breach(term=term, **{**told, **change})
    own = breaching.record_breach(term=duty(agreement), **{**told, "by": khalid})
    for change, why in (
        ({"breach": own}, "You recorded it"),
        ({"consequence": "revenge"}, "Choose what follows"),
        ({"reasons": ""}, "reasons"),
        ({"cure_by": TODAY - timedelta(days=1)}, "Name the day"),
        ({"by": staff("maha")}, "does not include"),
    ):
        given = {
            "breach": breach,
            "consequence": "cure",
            "reasons": "x",
            "cure_by": TODAY,
            "by": khalid,
            "at": NOW,
        }
        with pytest.raises(Refused, match=why):
            breaching.decide_breach(**{**given, **change})
    with pytest.raises(Refused, match="Write the reasons"):
        breaching.dismiss_breach(breach=breach, reasons="", by=khalid, at=NOW)
    with pytest.raises(Refused, match="after it happened"):
        breaching.cure_breach(
            breach=breach, cured_date=TODAY - timedelta(days=3), by=staff("maha"), at=NOW
        )


@pytest.mark.clause("PRE-5")
def test_a_dispute_is_settled_by_who_took_no_part(agreement, breach):
    breaching.decide_breach(
        breach=breach, consequence="warning", reasons="إنذار", by=staff("khalid"), at=NOW
    )
    theirs = queries.parties(agreement)[1]
    given = {"agreement": Agreement.objects.get(pk=agreement.pk), "party": theirs, "breach": breach}
    dispute = breaching.raise_dispute(**given, grounds="كنا خارج البلدة", by=staff("maha"), at=NOW)
    with pytest.raises(Refused, match="You took part"):
        breaching.settle_dispute(dispute=dispute, outcome="لا يُقبل", by=staff("khalid"), at=NOW)
    with pytest.raises(Refused, match="does not include"):
        breaching.settle_dispute(dispute=dispute, outcome="x", by=staff("maha"), at=NOW)
    breaching.cure_breach(breach=breach, cured_date=TODAY, by=staff("maha"), at=NOW)
    with pytest.raises(Refused, match="not settled yet"):
        drafting.end_agreement(agreement=agreement, reason="x", by=staff("khalid"), at=NOW)
    settled = breaching.settle_dispute(
        dispute=dispute, outcome="يُلغى الإنذار", by=staff("rashed"), at=NOW
    )
    assert settled.status == "settled" and settled.settled_by == staff("rashed")
    for action, change, why in (
        (
            breaching.settle_dispute,
            {"dispute": settled, "outcome": "x", "by": staff("rashed")},
            "already",
        ),
        (breaching.raise_dispute, {**given, "grounds": "", "by": staff("maha")}, "contests"),
    ):
        with pytest.raises(Refused, match=why):
            action(**change, at=NOW)
