"""An agreement in force is amended: a copy is drafted, agreed to anew, and takes its place; what
was done counts (PRE-3).
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.agreements.making import TODAY, duty, in_force, on, signed
from tests.cast import NOW
from tests.factories import staff
from wasl.agreements import papers, queries
from wasl.agreements.actions import amending, breaching, drafting, performing, reminding
from wasl.agreements.models.agreement import Agreement
from wasl.audit.models import Event
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.messaging.models import Message
from wasl.papers.models import Paper

pytestmark = [
    pytest.mark.clause("PRE-3"),
    pytest.mark.usefixtures("association", "noura", "maha", "khalid", "rashed"),
]
WHY = "تغيّر موعد الصيانة"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def agreement():
    return in_force()


def amended(agreement, reason=WHY):
    return amending.amend(agreement=agreement, reason=reason, by=staff("maha"), at=NOW)


def test_an_amendment_takes_the_place_and_both_ways_can_be_read(client, agreement):
    papers.print_agreement(agreement, by=None, at=NOW)
    repeated, once = duty(agreement), duty(agreement, 1)
    first, second, *_later = queries.days_of(repeated, TODAY)
    for term, due in ((repeated, first), (once, once.due_date)):
        performing.perform(term=term, due=due, done_date=TODAY, by=staff("maha"), at=NOW)
    client.force_login(staff("maha"))
    client.cookies["django_language"] = "en"
    there = reverse("agreements:detail", args=[agreement.pk])
    assert reverse("agreements:amend", args=[agreement.pk]) in client.get(there).content.decode()
    page = client.post(
        reverse("agreements:amend", args=[agreement.pk]), {"reason": WHY}, follow=True
    )
    draft = Agreement.objects.get(amends=agreement)
    assert WHY in page.content.decode() and agreement.reference in page.content.decode()
    assert draft.reference in client.get(there).content.decode()
    assert (draft.status, draft.person, draft.liability) == (
        "draft",
        agreement.person,
        agreement.liability,
    )
    texts = list(draft.terms.order_by("order").values_list("text", flat=True))
    assert "صيانة الكرسي" in texts and once.text not in texts, (
        "what is done stays with the earlier one"
    )
    assert not draft.parties.exclude(signed_at=None).exists(), "everybody agrees anew"
    _ours, theirs = queries.parties(draft)
    more = {"kind": "duty", "text": "حفظ الكرسي", "how": "في البيت", "due": on(40)}
    drafting.add_term(agreement=draft, party=theirs, data=more, by=staff("maha"), at=NOW)
    drafting.activate(agreement=signed(draft), by=staff("khalid"), at=NOW)
    agreement.refresh_from_db()
    assert (agreement.status, agreement.over_reason, agreement.over_by) == (
        "amended",
        WHY,
        staff("khalid"),
    )
    kept = [
        one.due
        for one in queries.obligations(Agreement.objects.get(pk=draft.pk), TODAY)
        if one.performance
    ]
    assert kept == [first], "what was performed before counts"
    assert [one.due for one in queries.due(staff("khalid"), TODAY) if one.late] == [second], (
        "and is asked for once"
    )
    assert draft.reference in client.get(there).content.decode()
    assert (
        agreement.reference
        in client.get(reverse("agreements:detail", args=[draft.pk])).content.decode()
    )
    message = Message.objects.get(template__key="agreement_amended")
    assert message.params == {"reference": draft.reference, "earlier": agreement.reference}
    new = papers.print_agreement(Agreement.objects.get(pk=draft.pk), by=None, at=NOW)
    assert Paper.objects.get(number=agreement.reference).superseded_by == new
    assert {"agreements.amend", "agreements.supersede"} <= set(
        Event.objects.values_list("verb", flat=True)
    )
    assert (
        agreement.title
        in client.get(reverse("agreements:agreements") + "?show=over").content.decode()
    )


def test_performed_under_the_amendment_stays_out_of_the_earlier_one(agreement):
    draft = amended(agreement)
    drafting.activate(agreement=signed(draft), by=staff("khalid"), at=NOW)
    repeated = duty(draft)
    due = queries.days_of(repeated, TODAY)[0]
    performing.perform(term=repeated, due=due, done_date=TODAY, by=staff("maha"), at=NOW)
    old = queries.obligations(Agreement.objects.get(pk=agreement.pk), TODAY)
    assert not any(one.performance for one in old)
    with pytest.raises(Refused, match="not in force"):
        performing.perform(term=duty(agreement), due=due, done_date=TODAY, by=staff("maha"), at=NOW)
    reminding.remind_duties(by=None, at=NOW + timedelta(days=4))
    assert Message.objects.filter(template__key="duty_soon").count() == 1, (
        "of the two copies one is told"
    )
    again = amended(Agreement.objects.get(pk=draft.pk))
    assert duty(again).origin == duty(agreement), "the first of them all"


def test_what_is_refused(agreement):
    maha, khalid = staff("maha"), staff("khalid")
    for given, why in (
        ({"by": staff("noura")}, "keeping agreements"),
        ({"by": staff("rashed")}, "keeping agreements"),
        ({"reason": " "}, "why it is amended"),
    ):
        with pytest.raises(Refused, match=why):
            amending.amend(
                **{"agreement": agreement, "reason": WHY, "by": maha, "at": NOW, **given}
            )
    draft = amended(agreement)
    with pytest.raises(Refused, match="drafted already"):
        amended(agreement)
    for change in ({"amends_reason": ""}, {"amends": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(Refused, match="not in force"):
        amended(draft)
    with pytest.raises(Refused, match="it lacks"):
        drafting.activate(agreement=draft, by=khalid, at=NOW)
    draft = signed(draft)
    theirs = queries.parties(agreement)[1]
    given = {"agreement": Agreement.objects.get(pk=agreement.pk), "party": theirs}
    dispute = breaching.raise_dispute(**given, grounds="لم نوافق على التعديل", by=maha, at=NOW)
    with pytest.raises(Refused, match="dispute about the agreement that it amends"):
        drafting.activate(agreement=draft, by=khalid, at=NOW)
    breaching.settle_dispute(dispute=dispute, outcome="اتُّفق", by=staff("rashed"), at=NOW)
    breaching.record_breach(
        term=duty(agreement), happened_date=TODAY, facts="تأخر", by=maha, at=NOW
    )
    with pytest.raises(Refused, match="a breach of it is open"):
        drafting.activate(agreement=draft, by=khalid, at=NOW)
    drafting.discard(agreement=draft, reason="عُدل عنه", by=maha, at=NOW)
    with pytest.raises(Refused, match="breach of it is still open"):
        amended(Agreement.objects.get(pk=agreement.pk))


def test_an_earlier_one_that_has_ended_is_amended_no_more(agreement):
    draft = signed(amended(agreement))
    drafting.end_agreement(agreement=agreement, reason="رُد", by=staff("khalid"), at=NOW)
    with pytest.raises(Refused, match="not in force"):
        drafting.activate(agreement=draft, by=staff("khalid"), at=NOW)


def test_the_page_is_closed_to_who_keeps_no_agreements(client, agreement, saud):
    for user in (saud, *(staff(name) for name in ("noura", "rashed", "salem"))):
        client.force_login(user)
        assert (
            client.post(
                reverse("agreements:amend", args=[agreement.pk]), {"reason": WHY}
            ).status_code
            == 403
        )
    assert not Agreement.objects.exclude(amends=None).exists()
