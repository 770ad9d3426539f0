"""The duty «seats in committees», for handing on the work of staff who leave."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts.duties import Duty, Item
from wasl.accounts.models import User
from wasl.committees import policies
from wasl.committees.actions import seats as seats_actions
from wasl.committees.models import CommitteeMember


def _held(user: User) -> QuerySet[CommitteeMember]:
    return (
        CommitteeMember.objects.filter(user=user, to_date=None)
        .select_related("committee")
        .order_by("pk")
    )


def _items(user: User, limit: int) -> Sequence[Item]:
    address = reverse("committees:meetings")
    return [
        Item(f"{seat.committee.name} · {seat.get_seat_display()}", address)
        for seat in _held(user)[:limit]
    ]


def _successors(user: User) -> list[User]:
    """Return the staff who can do the work of every seat that the user holds."""
    seats = [seat.seat for seat in _held(user)]
    colleagues = User.objects.filter(is_active=True).exclude(pk=user.pk).order_by("name_ar", "pk")
    return [
        colleague
        for colleague in colleagues
        if all(policies.can_fill_seat(colleague, seat) for seat in seats)
    ]


SEATS = Duty(
    key="seats",
    label=_("Seats in committees"),
    count=lambda user: _held(user).count(),
    items=_items,
    successors=_successors,
    hand_on=seats_actions.hand_on_seats,
    # A seat may stay empty; a case may not stay without an owner.
    may_end=True,
)
