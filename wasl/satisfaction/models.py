"""The right to rate (PRA-3). Nothing here may be joined to the person who answered or to the staff
who served.

Inviting leaves no row here. An answer leaves the mark of a spent link and changes a single
encrypted row; counts grow by ten at a time. ADR 44 says against whom this holds.
"""

from django.db import models
from django.db.models import Q

from wasl.accounts.models import Department
from wasl.catalogue.models.offered import Service


class Spent(models.Model):
    """A link that was used, as the hash of its nonce, until it has surely expired.

    `until_date` follows from the month of the answer, never from the link: that would tell the day
    a case was closed.
    """

    mark = models.BinaryField(primary_key=True)
    # Without an index, which would write more at each answer.
    until_date = models.DateField()

    class Privacy:
        personal = ()
        safe = ("mark", "until_date")


class Pending(models.Model):
    """The single row of a kind. Its 64 places are encrypted together, again at every answer and
    every minute.

    `key_name` names the file of its key; `lost_date` is the last day on which the row could not be
    opened.
    """

    kind = models.CharField(max_length=12, primary_key=True)
    key_name = models.CharField(max_length=60)
    sealed = models.BinaryField()
    lost_date = models.DateField(null=True)

    class Privacy:
        personal = ()
        safe = ("kind", "key_name", "sealed", "lost_date")


class Count(models.Model):
    """How many people gave a score, for a service and department in a Hijri quarter such as 1448-2.
    Without both it is the association's own cell.

    Only the owner's function `satisfaction_add_counts` adds to it, ten answers of a cell at a time,
    or five of the association's own.
    """

    read_only = True

    instrument = models.PositiveSmallIntegerField()
    quarter = models.CharField(max_length=6)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="+"
    )
    score = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="count_once",
                fields=["instrument", "quarter", "service", "department", "score"],
                # The association's own cell has neither service nor department; two nulls would
                # count as different.
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="count_score_one_to_five", condition=Q(score__gte=1, score__lte=5)
            ),
            models.CheckConstraint(name="count_of_somebody", condition=Q(number__gte=1)),
        ]

    class Privacy:
        personal = ()
        safe = ("id", "instrument", "quarter", "service", "department", "score", "number")
