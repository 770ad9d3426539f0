"""The right to rate (PRA-3). Nothing here may be joined to the person who answered or to the staff who served.

`Invitation` is deleted in the transaction that stores the `Rating`; `Rating` has no time, person, case or staff member,
and all rows are rewritten together in random order at each answer, so that neither `xmin` nor place tells.
"""

import uuid

from django.db import models
from django.db.models import Q

from wasl.accounts.models import Department
from wasl.catalogue.models import Service


class Invited(models.Model):
    """That a case was invited, once; says nothing of whether it answered."""

    case_id = models.BigIntegerField(unique=True)

    class Privacy:
        personal = ()
        safe = ("id", "case_id")


class Invitation(models.Model):
    """A one-time link, as the hash of its token."""

    token_hash = models.CharField(max_length=64, unique=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=16)
    expires_date = models.DateField()

    class Privacy:
        personal = ()
        safe = ("id", "token_hash", "service", "department", "channel", "expires_date")


class Rating(models.Model):
    """One answer: 1 to 5, for a service, a department, a channel and a Hijri quarter such as 1448-2."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    score = models.PositiveSmallIntegerField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=16)
    quarter = models.CharField(max_length=6)

    class Meta:
        constraints = [models.CheckConstraint(name="rating_one_to_five", condition=Q(score__gte=1, score__lte=5))]

    class Privacy:
        personal = ()
        safe = ("id", "score", "service", "department", "channel", "quarter")
