"""The duty that the staff list itself keeps: leading a department."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts import actions, queries
from wasl.accounts.duties import Duty, Item
from wasl.accounts.models import User


def _items(user: User, limit: int) -> Sequence[Item]:
    led = user.leads.order_by("name_ar")[:limit]
    return [
        Item(department.name, reverse("accounts:name_lead", args=[department.pk]))
        for department in led
    ]


DEPARTMENTS = Duty(
    key="departments",
    label=_("Departments they lead"),
    count=lambda user: user.leads.count(),
    items=_items,
    successors=queries.fellows,
    hand_on=actions.hand_on_departments,
)
