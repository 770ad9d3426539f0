"""Agreements for the tests: a device lent to Maryam, drafted by Maha and let into force by
Khalid.
"""

from datetime import timedelta

from tests.cast import NOW
from tests.factories import a_day, a_person, staff
from wasl.agreements import queries
from wasl.agreements.actions import drafting
from wasl.agreements.models.agreement import Agreement
from wasl.common.dates import WrittenDate

TODAY = NOW.date()
SAID = {
    "kind": "loan", "title": "إعارة كرسي متحرك", "subject": "تعير الجمعية كرسيًا متحركًا.",
    "liability": "يضمن ما تلف بتعدٍّ أو إهمال.", "consequences": "إنذار ثم استرداد.",
    "disputes": "من لم يشارك، ثم المجلس.",
}  # fmt: skip


def on(days: int) -> WrittenDate:
    """A day counted from today, as somebody writes it."""
    day = TODAY + timedelta(days=days)
    return WrittenDate(day=day, text=day.isoformat(), calendar="gregorian")


def a_draft(person=None, **more) -> Agreement:
    """Drafted, and nothing more."""
    given = {**SAID, "starts": a_day("1/5/1448"), "ends": None, **more}
    return drafting.draft(data=given, person=person or a_person(), by=staff("maha"), at=NOW)


def with_terms(agreement: Agreement) -> Agreement:
    """A right and a duty of each side; ours every month since forty days ago."""
    ours, theirs = queries.parties(agreement)
    for party, more in (
        (ours, {"kind": "right", "text": "استرداد الكرسي"}),
        (
            ours,
            {
                "kind": "duty",
                "text": "صيانة الكرسي",
                "how": "زيارة فني",
                "due": on(-40),
                "every_months": 1,
            },
        ),
        (theirs, {"kind": "right", "text": "استعمال الكرسي"}),
        (theirs, {"kind": "duty", "text": "رد الكرسي", "how": "في المقر", "due": on(10)}),
    ):
        drafting.add_term(agreement=agreement, party=party, data=more, by=staff("maha"), at=NOW)
    return agreement


def signed(agreement: Agreement) -> Agreement:
    """Both sides agreed to what it says now."""
    for party in queries.parties(agreement):
        drafting.sign_party(party=party, how="declaration", witness="حصة", by=staff("maha"), at=NOW)
    return agreement


def in_force(**more) -> Agreement:
    """Whole, signed, in force."""
    agreement = signed(with_terms(a_draft(**more)))
    return drafting.activate(agreement=agreement, by=staff("khalid"), at=NOW)


def duty(agreement: Agreement, place: int = 0):
    """One of its duties."""
    return agreement.terms.filter(kind="duty").order_by("order")[place]
