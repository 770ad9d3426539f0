"""Yearly numbers for cases and files: unique and rising.

Gaps are allowed, so that intake does not queue (decision 12).
"""

from datetime import date

from django.db import connection

from wasl.common.dates import hijri_year
from wasl.common.models import YearBase


def next_number(kind: str, day: date) -> str:
    """Return the next number of its kind in the day's Hijri year, as in `1448-000117`."""
    year = hijri_year(day)
    base = (
        YearBase.objects.filter(kind=kind, hijri_year=year).values_list("base", flat=True).first()
    )
    if base is None:
        YearBase.objects.bulk_create(
            # Two first cases of a year may race here: the conflict is ignored and the winner's base
            # is read.
            [YearBase(kind=kind, hijri_year=year, base=_draw(kind))],
            ignore_conflicts=True,
        )
        base = YearBase.objects.values_list("base", flat=True).get(kind=kind, hijri_year=year)
    # A sequence does not roll back, hence the gaps; it also never waits for another transaction.
    return f"{year}-{_draw(kind) - base:06d}"


def _draw(kind: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [f"number_{kind}"])
        return int(cursor.fetchone()[0])
