"""The base of yearly numbers that rise without queueing."""

from django.db import models


class YearBase(models.Model):
    """Where the one sequence stood when a Hijri year's first number of a kind was drawn."""

    kind = models.CharField(max_length=20)
    hijri_year = models.PositiveSmallIntegerField()
    base = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="year_base_once", fields=["kind", "hijri_year"])]

    class Privacy:
        personal = ()
        safe = ("id", "kind", "hijri_year", "base")
