"""Board seats that a departing user holds, for the page where duties are handed on."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts.duties import Duty, Item
from wasl.accounts.models import User
from wasl.governance.actions.board import hand_on_board_seats
from wasl.governance.models.board import BoardMember


def _held_seats(user: User) -> QuerySet[BoardMember]:
    return BoardMember.objects.filter(user=user, to_date=None).order_by("pk")


def _items(user: User, limit: int) -> Sequence[Item]:
    return [
        Item(f"{seat.name} · {seat.get_office_display()}", reverse("governance:board_register"))
        for seat in _held_seats(user)[:limit]
    ]


BOARD = Duty(
    key="board",
    label=_("Seat on the board"),
    count=lambda user: _held_seats(user).count(),
    items=_items,
    # A seat is the member's own and goes to no colleague: it only loses its sign-in.
    successors=lambda user: [],
    hand_on=hand_on_board_seats,
    may_end=True,
)
