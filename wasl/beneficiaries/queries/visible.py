"""Whose files a member of staff may open."""

from django.db.models import QuerySet

from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person


def visible_people(user: User) -> QuerySet[Person]:
    """Return the people whose files this user may open."""
    return Person.objects.visible_to(user)
