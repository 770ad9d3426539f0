"""Everything in the database that points at a person, read from the models, so that it includes
later tables.

Rows of append-only tables and of history never move. Neither do the rows that a model names in
`stays_on_merge`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pghistory.models
from django.db.models import Count, IntegerField, Max, Model, Q, QuerySet, Subquery, Value
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.functions import Coalesce

from wasl.beneficiaries.models.person import Person


@dataclass(frozen=True)
class Pointer:
    """One column of one table that points at people."""

    model: type[Model]
    column: str

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def table(self) -> QuerySet[Any]:
        # The base manager hides no rows; the empty order_by drops a model's default ordering.
        return self.model._base_manager.order_by()

    def rows(self, person_id: int) -> QuerySet[Any]:
        """Return all rows that point at this file."""
        return self.table.filter(**{self.column: person_id})

    def movable(self, person_id: int) -> QuerySet[Any]:
        """Return the rows that move with a merge."""
        stays: Q | None = getattr(self.model, "stays_on_merge", None)
        rows = self.rows(person_id)
        return rows.exclude(stays) if stays is not None else rows


@cache
def pointers() -> tuple[Pointer, ...]:
    """Return every column that points at a person and may be moved, always in the same order."""
    columns = [
        _pointer(field)
        # Hidden fields too: a relation with `related_name="+"` points at a person all the same.
        for field in Person._meta.get_fields(include_hidden=True)
        if _is_reverse(field)
    ]
    return tuple(sorted(columns, key=lambda pointer: (pointer.label, pointer.column)))


def _is_reverse(field: Any) -> bool:
    if not isinstance(field, ForeignObjectRel) or not (field.one_to_many or field.one_to_one):
        return False
    model: type[Any] = field.related_model
    return not (
        # A proxy shares the table of its model, whose rows would be listed twice.
        model._meta.proxy
        or getattr(model, "append_only", False)
        or issubclass(model, pghistory.models.Event)
    )


def _pointer(field: Any) -> Pointer:
    return Pointer(field.related_model, field.field.attname)


def held(*people: int) -> dict[int, dict[str, int]]:
    """Count the rows of each table that point at each of these files, in one query."""
    parts = []
    for pointer in pointers():
        rows = pointer.table.filter(**{f"{pointer.column}__in": people}).values(pointer.column)
        parts.append(
            rows.annotate(table=Value(pointer.label), count=Count("pk")).values_list(
                "table", pointer.column, "count"
            )
        )
    counts: dict[int, dict[str, int]] = {pk: {} for pk in people}
    for table, pk, count in parts[0].union(*parts[1:], all=True):
        counts[pk][table] = counts[pk].get(table, 0) + count
    return counts


def highest_keys() -> dict[str, int]:
    """Return the present highest key of each table with counting keys."""
    counted = [
        pointer.model for pointer in pointers() if isinstance(pointer.model._meta.pk, IntegerField)
    ]
    return {
        model._meta.label_lower: model._base_manager.aggregate(last=Max("pk"))["last"] or 0
        for model in dict.fromkeys(counted)
    }


def files_of(person_id: int) -> QuerySet[Any]:
    """Return the keys of all files of one human being, from any of them, for use with `__in`.

    These are the surviving file and those merged into it.
    """
    standing = Subquery(
        Person.objects.filter(pk=person_id).values(stands=Coalesce("merged_into_id", "pk"))
    )
    return Person.objects.filter(Q(pk=standing) | Q(merged_into=standing)).values("pk")
