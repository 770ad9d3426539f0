"""Reads of requests about personal data."""

from datetime import date, timedelta

from django.db.models import QuerySet

from wasl.accounts.models import User
from wasl.beneficiaries.models import Person
from wasl.privacy.models import DataSubjectRequest

SOON_DAYS = 7


def request_list(
    user: User, *, settled: bool = False, limit: int = 100
) -> list[DataSubjectRequest]:
    """Requests that wait for an answer, the soonest due first; or those that are over, the newest
    first.
    """
    rows = DataSubjectRequest.objects.visible_to(user).select_related("person", "representative")
    if settled:
        over = rows.exclude(pk__in=DataSubjectRequest.objects.open().values("pk"))
        return list(over.order_by("-pk")[:limit])
    return list(rows.open().order_by("due_date", "pk")[:limit])


def soon_due(day: date) -> QuerySet[DataSubjectRequest]:
    """Those whose last day is within a week, or has passed."""
    return DataSubjectRequest.objects.open().filter(due_date__lte=day + timedelta(days=SOON_DAYS))


def days_left(data_request: DataSubjectRequest, day: date) -> int:
    """Days until the last one; negative when it has passed."""
    return (data_request.due_date - day).days


def of_person(person: Person) -> QuerySet[DataSubjectRequest]:
    """All that a person ever asked about their own data, the newest first."""
    return DataSubjectRequest.objects.filter(person=person).order_by("-received_at", "-pk")


def requests_of_person(user: User, person: Person, limit: int = 20) -> list[DataSubjectRequest]:
    """Those of a person that this user may open."""
    return list(
        DataSubjectRequest.objects.visible_to(user).filter(person=person).order_by("-pk")[:limit]
    )
