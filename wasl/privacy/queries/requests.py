"""Reads of data requests."""

from datetime import date, timedelta

from django.db.models import QuerySet

from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person
from wasl.privacy.models.requests import DataSubjectRequest

SOON_DAYS = 7


def visible_requests(user: User) -> QuerySet[DataSubjectRequest]:
    """Return the requests that this user may open, with what their page shows."""
    return DataSubjectRequest.objects.visible_to(user).select_related(
        "person",
        "representative",
        "received_by",
        "identity_by",
        "extended_by",
        "settled_by",
        "letter",
    )


def request_list(
    user: User, *, settled: bool = False, limit: int = 100
) -> list[DataSubjectRequest]:
    """Return open requests, soonest due first; with `settled`, finished ones, newest first."""
    rows = DataSubjectRequest.objects.visible_to(user).select_related("person", "representative")
    if settled:
        over = rows.exclude(pk__in=DataSubjectRequest.objects.open().values("pk"))
        return list(over.order_by("-pk")[:limit])
    return list(rows.open().order_by("due_date", "pk")[:limit])


def soon_due(day: date) -> QuerySet[DataSubjectRequest]:
    """Return requests whose last day is within a week or has passed."""
    return DataSubjectRequest.objects.open().filter(due_date__lte=day + timedelta(days=SOON_DAYS))


def days_left(data_request: DataSubjectRequest, day: date) -> int:
    """Return the days until the last one; negative when it has passed."""
    return (data_request.due_date - day).days


def of_person(person: Person) -> QuerySet[DataSubjectRequest]:
    """Return all requests of a person about their own data, newest first."""
    return DataSubjectRequest.objects.filter(person=person).order_by("-received_at", "-pk")


def requests_of_person(user: User, person: Person, limit: int = 20) -> list[DataSubjectRequest]:
    """Return the person's requests that this user may open."""
    return list(
        DataSubjectRequest.objects.visible_to(user).filter(person=person).order_by("-pk")[:limit]
    )
