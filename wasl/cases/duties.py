"""The cases and studies of a staff member, for the page on which a leaver hands them on."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.duties import Duty, Item
from wasl.cases.actions import leaving
from wasl.cases.models.case import Case
from wasl.cases.queries import people


def _items(cases: QuerySet[Case], limit: int) -> Sequence[Item]:
    rows = cases.select_related("person", "service_version")[:limit]
    return [
        Item(
            f"{case.person.full_name} · {case.service_version.name} · {case.reference}",
            reverse("cases:detail", args=[case.pk]),
        )
        for case in rows
    ]


# Two duties, because only a researcher can go on with a study.
REQUESTS = Duty(
    key="requests",
    label=pgettext_lazy("duty", "Open requests"),
    count=lambda user: people.requests_of(user).count(),
    items=lambda user, limit: _items(people.requests_of(user), limit),
    successors=lambda user: people.owners(),
    hand_on=leaving.hand_on_requests,
)
STUDIES = Duty(
    key="studies",
    label=_("Studies under way"),
    count=lambda user: people.studies_of(user).count(),
    items=lambda user, limit: _items(people.studies_of(user), limit),
    successors=lambda user: people.researchers(),
    hand_on=leaving.hand_on_studies,
)
