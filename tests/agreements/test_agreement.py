"""An agreement says who owes whom what, how and by when; whole it enters into force, and what is
due is seen (PRE-3).
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.agreements.making import SAID, TODAY, a_draft, duty, in_force, on, signed, with_terms
from tests.cast import NOW
from tests.factories import an_upload, staff
from wasl.agreements import queries
from wasl.agreements.actions import drafting, performing
from wasl.agreements.models.agreement import Agreement
from wasl.agreements.policies import can_view
from wasl.audit.models import Event
from wasl.common.verdicts import Refused

pytestmark = [
    pytest.mark.clause("PRE-3"),
    pytest.mark.usefixtures("association", "noura", "maha", "khalid"),
]


def test_whole_and_signed_it_enters_into_force():
    agreement = in_force()
    assert (agreement.status, agreement.reference[:5]) == ("active", "1448-")
    told = Event.objects.about(agreement.person).filter(verb__startswith="agreements.")
    assert {"agreements.draft", "agreements.sign_party", "agreements.activate"} <= {
        one.verb for one in told
    }
    with pytest.raises(Refused, match="no longer changes"):
        drafting.edit(agreement=agreement, data={"title": "x"}, by=staff("maha"), at=NOW)


@pytest.mark.clause("PRE-4", "PRE-5")
@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("liability", "limits of liability"),
        ("consequences", "what follows a default"),
        ("disputes", "how disputes are settled"),
        ("starts", "its first day"),
    ],
)
def test_what_lacks_a_required_part_is_not_let_into_force(missing, says):
    """The refusal is a sentence that names what is lacking."""
    agreement = signed(with_terms(a_draft()))
    drafting.edit(
        agreement=agreement,
        data={missing: None if missing == "starts" else ""},
        by=staff("maha"),
        at=NOW,
    )
    with pytest.raises(Refused, match=f"it lacks: .*{says}"):
        drafting.activate(agreement=agreement, by=staff("khalid"), at=NOW)


def test_each_side_needs_a_right_a_duty_and_to_have_agreed_to_these_words():
    agreement = signed(a_draft())
    assert sum("right of" in one or "duty of" in one for one in queries.lacks(agreement)) == 4
    agreement = signed(with_terms(agreement))
    assert queries.lacks(agreement) == []
    agreement = drafting.edit(
        agreement=agreement, data={"liability": "حدود أخرى"}, by=staff("maha"), at=NOW
    )
    assert len(queries.lacks(agreement)) == 2, "what was signed before says something else"
    first = queries.parties(agreement)[1]
    drafting.sign_party(party=first, how="paper", by=staff("maha"), at=NOW)
    assert any("signed paper" in one for one in queries.lacks(agreement))
    drafting.add_file(agreement=agreement, accepted=an_upload(), by=staff("maha"), at=NOW)
    assert len(queries.lacks(agreement)) == 1, "the association's own signature"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"kind": "duty", "text": "الرد"}, "how it is performed"),
        ({"kind": "duty", "text": "الرد", "how": "تسليم"}, "by which day or at what event"),
        ({"kind": "right", "text": " "}, "has a right to"),
        ({"kind": "wish", "text": "x"}, "right or a duty"),
        (
            {"kind": "duty", "text": "x", "how": "y", "due_event": "z", "every_months": 2},
            "due first",
        ),
    ],
)
def test_a_duty_says_how_and_by_when(given, why):
    agreement = a_draft()
    with pytest.raises(Refused, match=why):
        drafting.add_term(
            agreement=agreement,
            party=queries.parties(agreement)[0],
            data=given,
            by=staff("maha"),
            at=NOW,
        )


def test_other_refusals(noura, khalid, maha):
    agreement = with_terms(a_draft())
    theirs = queries.parties(agreement)[1]
    with pytest.raises(Refused, match="witnessed"):
        drafting.sign_party(party=theirs, how="declaration", by=maha, at=NOW)
    with pytest.raises(Refused, match="keeping agreements"):
        a = {"data": SAID, "person": None, "body": "مؤسسة"}
        drafting.draft(**a, by=noura, at=NOW)
    with pytest.raises(Refused, match="with whom it is"):
        drafting.draft(data=SAID, person=None, by=maha, at=NOW)
    with pytest.raises(Refused, match="before it begins"):
        drafting.edit(agreement=agreement, data={"ends": on(-900)}, by=maha, at=NOW)
    own = signed(
        with_terms(
            drafting.draft(
                data={**SAID, "starts": on(0)}, person=None, body="مؤسسة", by=khalid, at=NOW
            )
        )
    )
    with pytest.raises(Refused, match="You drafted it"):
        drafting.activate(agreement=own, by=khalid, at=NOW)
    with pytest.raises(Refused, match="does not include this step"):
        drafting.activate(agreement=signed(agreement), by=maha, at=NOW)
    assert (
        drafting.discard(agreement=own, reason="عدل الطرفان عنها", by=maha, at=NOW).status
        == "discarded"
    )


def test_obligations_are_due_late_and_performed():
    """Late is computed when read: nothing is stored, and the same agreement is not late the day
    before.
    """
    agreement = in_force()
    repeated = duty(agreement)
    khalid = staff("khalid")
    assert [one.late for one in queries.obligations(agreement, TODAY)] == [True, True, False, False]
    assert [one.soon for one in queries.due(khalid, TODAY)].count(True) == 2
    assert sum(one.late for one in queries.due(khalid, TODAY - timedelta(days=30))) == 1
    first, second, *_later = queries.days_of(repeated, TODAY)
    for _twice in range(2):
        performing.perform(term=repeated, due=first, done_date=TODAY, by=staff("maha"), at=NOW)
    assert [one.due for one in queries.due(khalid, TODAY) if one.late] == [second]
    figures = queries.figures(khalid, TODAY)
    assert (figures.running, figures.late, figures.soon) == (1, 1, 2)
    for due, done, why in (
        (TODAY, TODAY, "not a day"),
        (second, TODAY + timedelta(days=1), "future"),
    ):
        with pytest.raises(Refused, match=why):
            performing.perform(term=repeated, due=due, done_date=done, by=staff("maha"), at=NOW)
    ended = drafting.end_agreement(agreement=agreement, reason="رُد الكرسي", by=khalid, at=NOW)
    assert ended.status == "ended" and queries.due(khalid, TODAY) == []
    with pytest.raises(Refused, match="not in force"):
        performing.perform(term=repeated, due=second, done_date=TODAY, by=staff("maha"), at=NOW)


@pytest.mark.parametrize(
    "change", ["liability = ''", "starts_date = NULL", "status = 'ended'", "activated_by_id = NULL"]
)
def test_the_database_keeps_what_is_in_force_whole(change):
    agreement = in_force()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE agreements_agreement SET {change} WHERE id = %s", [agreement.pk])


@pytest.mark.parametrize(
    "username", ["noura", "maha", "khalid", "rashed", "salem", "jawaher", "admin", "lama"]
)
def test_who_may_view_sees_and_nobody_else(username):
    agreement, user = a_draft(), staff(username)
    assert Agreement.objects.visible_to(user).filter(pk=agreement.pk).exists() == bool(
        can_view(user)
    )
    assert bool(can_view(user)) == (username in ("noura", "maha", "khalid", "rashed"))
