"""The base of yearly numbers, and the keys that sealed the values in this database."""

from django.db import models


class YearBase(models.Model):
    """The value of a sequence when the first number of a kind was drawn in a Hijri year."""

    kind = models.CharField(max_length=20)
    hijri_year = models.PositiveSmallIntegerField()
    base = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="year_base_once", fields=["kind", "hijri_year"])
        ]

    class Privacy:
        personal = ()
        safe = ("id", "kind", "hijri_year", "base")


class SealingKey(models.Model):
    """A key of the secrets file by its fingerprint.

    By it the database can tell whether the file beside it is the right one.
    """

    # The owner registers keys; the role that serves can neither add nor drop one (`grants.py`).
    read_only = True

    fingerprint = models.CharField(max_length=16, primary_key=True)
    kind = models.CharField(max_length=5, choices=[("field", "field"), ("blind", "blind")])
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Privacy:
        personal = ()
        safe = ("fingerprint", "kind", "since", "retired_at")
