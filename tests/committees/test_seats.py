"""Who sits: the administrator enters it, the role must fit, and one chair is enough."""

import pytest
from django.urls import reverse

from tests.cast import NOW
from wasl.audit.models import Event
from wasl.committees.actions import seats
from wasl.committees.models import Committee, CommitteeMember, Seat
from wasl.common import clock
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-7")]
TODAY = day_of(NOW)


@pytest.fixture
def committee(admin) -> Committee:
    return seats.set_up_committee(name_ar="لجنة البحث", name_en="", quorum=2, by=admin, at=NOW)


def seat(committee, user, seat, by):
    return seats.seat_member(
        committee=committee, user=user, seat=seat, from_date=TODAY, by=by, at=NOW
    )


def test_a_committee_is_set_up_and_filled_on_screen(client, admin, fahad, huda):
    client.force_login(admin)
    assert "لجنة البحث هي التي تبت" in client.get(reverse("committees:seats")).content.decode()
    client.post(reverse("committees:set_up_committee"), {"name_ar": "لجنة البحث", "quorum": "٢"})
    committee = Committee.objects.get()
    assert (committee.code, committee.quorum, committee.name_en) == ("research", 2, "لجنة البحث")
    where = reverse("committees:seat_member", args=[committee.pk])
    day = clock.today().strftime("%d/%m/%Y")
    for user, place in ((fahad, Seat.CHAIR), (huda, Seat.MEMBER)):
        client.post(
            where, {"user": user.pk, "seat": place, "from_date_0": "gregorian", "from_date": day}
        )
    page = client.get(reverse("committees:seats")).content.decode()
    assert fahad.name_ar in page and huda.name_ar in page
    client.post(reverse("committees:end_seat", args=[CommitteeMember.objects.get(user=huda).pk]))
    assert CommitteeMember.objects.get(user=huda).to_date == clock.today()
    client.post(reverse("committees:change_quorum", args=[committee.pk]), {"quorum": "3"})
    assert Event.objects.get(verb="committees.change_quorum").data == {"quorum": 3, "before": 2}


def test_a_seat_needs_its_role(committee, admin, huda, noura):
    with pytest.raises(Refused, match="committee member first"):
        seat(committee, noura, Seat.MEMBER, admin)
    with pytest.raises(Refused, match="committee chair first"):
        seat(committee, huda, Seat.CHAIR, admin)


def test_one_chair_one_seat_each_and_terms_in_order(committee, admin, fahad, huda, dalal):
    chair = seat(committee, fahad, Seat.CHAIR, admin)
    with pytest.raises(Refused, match="seat already"):
        seat(committee, fahad, Seat.MEMBER, admin)
    second = seats.set_up_committee(name_ar="لجنة أخرى", name_en="", quorum=1, by=admin, at=NOW)
    assert second.code == "committee-2" and seat(second, fahad, Seat.CHAIR, admin)
    with pytest.raises(Refused, match="after it began"):
        seats.end_seat(member=chair, to_date=TODAY.replace(year=TODAY.year - 1), by=admin, at=NOW)
    seats.end_seat(member=chair, to_date=TODAY, by=admin, at=NOW)
    with pytest.raises(Refused, match="ended already"):
        seats.end_seat(member=chair, to_date=TODAY, by=admin, at=NOW)


def test_others_do_not_enter_who_sits(committee, fahad, khalid):
    for user in (fahad, khalid):
        with pytest.raises(Refused):
            seat(committee, fahad, Seat.CHAIR, user)
        with pytest.raises(Refused):
            seats.set_up_committee(name_ar="لجنة", name_en="", quorum=1, by=user, at=NOW)
        with pytest.raises(Refused):
            seats.change_quorum(committee=committee, quorum=1, by=user, at=NOW)
