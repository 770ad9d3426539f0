"""What destruction does to each column, derived from the classification (ADR 30).

The owner's function `privacy_destroy` follows this plan. A row stays, so that figures and numbers
stay true; what identifies the person goes. Text becomes a mark, days and numbers become empty,
files go. Choices from a short list and yes/no answers stay: alone they identify nobody. Where a
constraint reads a column, whether it is filled stays as it was.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from wasl.accounts.models import User
from wasl.common.crypto import EncryptedTextField
from wasl.privacy.classification import Classified, ModelClass, of_people
from wasl.privacy.models.destruction import ScrubStep

MARK = "[محذوف]"
# Stands for no date in columns that may not be NULL.
LONG_AGO = "1900-01-01"
# Evaluated for each row, so that unique text columns stay unique.
RANDOM = "md5(random()::text || clock_timestamp()::text)"
NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)


def plan() -> list[ScrubStep]:
    """Return a step for each table that holds personal data, histories after their models."""
    steps: list[ScrubStep] = []
    for entry in of_people():
        assignments = ", ".join(_assignments(entry))
        if assignments:
            steps.append(
                ScrubStep(
                    position=len(steps) + 1,
                    label=entry.label,
                    table_name=entry.model._meta.db_table,
                    by_person=_by_person(entry),
                    by_row=f'"{_key(entry)}" = $1',
                    assignments=assignments,
                    triggers=_triggers(entry.model),
                )
            )
    return steps


def _key(entry: Classified) -> str:
    # In a history `pgh_obj_id` is the row that it describes; its own key is of no use here.
    return "pgh_obj_id" if entry.is_history else str(entry.model._meta.pk.column)


def kept_fields(entry: Classified) -> list[str]:
    """Return the personal fields that destruction leaves unchanged.

    These are links, choices, yes/no answers, and ranges that must not overlap.
    """
    return [
        name for name in entry.personal if _blank(entry, entry.model._meta.get_field(name)) is None
    ]


def _by_person(entry: Classified) -> list[str]:
    """Return a condition for each way to the person: the database finds each by its own index."""
    # Rows that outlive a destruction are only reached one by one, by a rule (`by_row`).
    return [] if entry.outlives else [_condition(entry.model, way) for way in entry.ways]


def _condition(model: ModelClass, way: str) -> str:
    if way == "pk":
        return f'"{model._meta.pk.column}" = $1'
    first, _mark, tail = way.partition("__")
    field: Any = model._meta.get_field(first)
    if not tail:
        return f'"{field.column}" = $1'
    further = field.related_model
    inner = _condition(further, tail)
    return (
        f'"{field.column}" IN (SELECT "{further._meta.pk.column}" FROM '  # noqa: S608  # names of our own tables
        f'"{further._meta.db_table}" WHERE {inner})'
    )


def _triggers(model: ModelClass) -> str:
    """Return the triggers to suspend: they would refuse the change or copy it into the history."""
    triggers = getattr(model._meta, "triggers", [])
    return "{" + ",".join(trigger.get_pgid(model) for trigger in triggers) + "}"


def _assignments(entry: Classified) -> Iterator[str]:
    for name in entry.personal:
        field: Any = entry.model._meta.get_field(name)
        blank = _blank(entry, field)
        if blank is not None:
            yield f'"{field.column}" = {blank}'


def _blank(entry: Classified, field: Any) -> str | None:
    """Return the SQL expression that a column becomes, or None where it stays."""
    column = f'"{field.column}"'
    if field.is_relation:
        # A link to a staff member beside personal data is dropped; other links hold rows together.
        return "NULL" if field.related_model is User and field.null else None
    if (
        field.name in entry.ways
        # An exclusion constraint compares these; equal blanks would overlap and refuse the update.
        or field.name in _ranged(entry.told_of)
        or isinstance(field, models.BooleanField)
    ):
        return None
    if isinstance(field, ArrayField):
        return "'{}'"
    if field.choices:
        return None
    # Before the other kinds: a common mark would collide with the second destroyed row.
    if field.name in _unique(entry.told_of):
        return (
            f"CASE WHEN {column} IS NULL OR {column}::text = '' THEN {column} ELSE "
            f"{_another(entry.model, field)} END"
        )
    if isinstance(field, models.JSONField):
        return "'[]'::jsonb" if field.default is list else "'{}'::jsonb"
    if isinstance(field, models.FileField):
        return "''"
    # `$2` is the mark, sealed by the caller. Empty stays empty, as a constraint may ask for either.
    if isinstance(field, EncryptedTextField):
        return f"CASE WHEN {column} IS NULL OR {column} = '' THEN {column} ELSE $2 END"
    if isinstance(field, models.CharField | models.TextField):
        return (
            f"CASE WHEN {column} IS NULL OR {column} = '' THEN {column} ELSE '{_mark(field)}' END"
        )
    return _empty(entry.told_of, field, column)


def _mark(field: Any) -> str:
    # The mark does not fit into short columns such as codes.
    return MARK if field.max_length is None or field.max_length >= len(MARK) else "-"


def _empty(model: ModelClass, field: Any, column: str) -> str:
    """Return NULL for a date, time or number, or a meaningless value where NULL is refused."""
    if field.null and field.name not in _looked_at(model):
        return "NULL"
    if isinstance(field, models.DateField):  # a DateTimeField is one too
        nothing = f"'{LONG_AGO}'"
    elif isinstance(field, models.TimeField):
        nothing = "'00:00'"
    elif isinstance(field, NUMBERS):
        # 1 passes a constraint that wants a number above zero.
        nothing = "1" if field.name in _looked_at(model) else "0"
    else:
        # A kind of field nobody thought of must stop the plan instead of surviving destruction.
        raise TypeError(
            f"{model._meta.label}.{field.name}: say in scrubbing.py what destruction makes of it"
        )
    return f"CASE WHEN {column} IS NULL THEN {column} ELSE {nothing} END"


def _another(model: ModelClass, field: Any) -> str:
    """Return an expression for a value that no other row has."""
    if isinstance(field, models.CharField | models.TextField):
        return f"left({RANDOM}, {field.max_length or 32})"
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        # 40,000 days are about 109 years, so the day stays in the past.
        return f"date '{LONG_AGO}' + (\"{model._meta.pk.column}\" % 40000)::int"
    raise TypeError(
        f"{model._meta.label}.{field.name}: say in scrubbing.py how it stays the only one"
    )


def _unique(model: ModelClass) -> set[str]:
    listed = {
        name
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
        for name in constraint.fields
    }
    return listed | {field.name for field in model._meta.concrete_fields if field.unique}


def _ranged(model: ModelClass) -> set[str]:
    return {
        name
        for constraint in model._meta.constraints
        if isinstance(constraint, ExclusionConstraint)
        for expression, _operator in constraint.expressions
        for name in _named(expression)
    }


def _looked_at(model: ModelClass) -> set[str]:
    """Return the fields that a check or unique constraint reads in its condition."""
    conditions = [
        constraint.condition
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
        and constraint.condition is not None
    ]
    return {name for condition in conditions for name in _named(condition)}


def _named(expression: Any) -> Iterator[str]:
    if isinstance(expression, str):
        # A lookup such as `end_date__gte` begins with the name of its field.
        yield expression.split("__")[0]
    elif isinstance(expression, F):
        yield expression.name.split("__")[0]  # type: ignore[attr-defined]  # missing in the stubs
    elif isinstance(expression, Q):
        for child in expression.children:
            if isinstance(child, tuple):
                yield child[0].split("__")[0]
                yield from _named(child[1]) if isinstance(child[1], F) else ()
            else:
                yield from _named(child)
    elif hasattr(expression, "get_source_expressions"):
        for inner in expression.get_source_expressions():
            yield from _named(inner)
