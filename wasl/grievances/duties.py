"""The duty «objections», for handing on the work of staff who leave."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts import queries as accounts
from wasl.accounts.duties import Duty, Item
from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.grievances import actions
from wasl.grievances.models import Objection
from wasl.grievances.states import Status


def _taken(user: User) -> QuerySet[Objection]:
    return Objection.objects.filter(reviewer=user, status=Status.IN_REVIEW).order_by("pk")


def _items(user: User, limit: int) -> Sequence[Item]:
    rows = _taken(user).select_related("decision__case")[:limit]
    return [
        Item(row.decision.case.reference, reverse("grievances:detail", args=[row.pk]))
        for row in rows
    ]


REVIEWS = Duty(
    key="reviews",
    label=_("Objections they have taken"),
    count=lambda user: _taken(user).count(),
    items=_items,
    successors=lambda user: list(accounts.holders(Permission.OBJECTIONS_DECIDE)),
    hand_on=actions.hand_on_reviews,
    # Without a successor the objections go back to the queue.
    may_end=True,
)
