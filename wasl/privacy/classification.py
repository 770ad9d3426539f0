"""The single classification of every model field (`Privacy` on the model) and its uses (ADR 30).

A model says which fields are `personal` and which `safe`; among the personal ones, which are
`sensitive` (numbers that identify, money, health: encrypted, and masked on pages). How its rows
belong to a person follows from foreign keys that are never empty; where these lead nowhere, the
model names the way in `person`. `nobody` says why a model with personal fields belongs to nobody in
the register, `outlives` why its rows survive a destruction, and `at_work` which rows are still
worked on, so that nothing is destroyed meanwhile.
Histories written by triggers follow their model.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pghistory.models
from django.apps import apps
from django.db.models import Model, Q

from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.pointing import files_of

ModelClass = type[Model]
# Foreign keys that a way to a person may follow at most.
FARTHEST = 5


@dataclass(frozen=True)
class Classified:
    """A model with its declaration, and the ways from its rows to the person they belong to."""

    model: ModelClass
    personal: tuple[str, ...]
    sensitive: tuple[str, ...]
    ways: tuple[str, ...]
    nobody: str
    outlives: str
    at_work: Q | None
    is_history: bool

    @property
    def label(self) -> str:
        return self.told_of._meta.label_lower

    @property
    def told_of(self) -> ModelClass:
        """Return the model itself, or the model that a history tracks."""
        return self.model.pgh_tracked_model if self.is_history else self.model  # type: ignore[attr-defined]

    def belonging_to(self, person: Person) -> Q:
        """Return a condition for a person's rows, including those of files merged into theirs."""
        condition = Q()
        for way in self.ways:
            condition |= Q(**{f"{way}__in": files_of(person.pk)})
        return condition


# Models are fixed once the apps are loaded, so the result is cached for the process.
@lru_cache
def classified() -> tuple[Classified, ...]:
    """Return every model of ours, histories last."""
    own = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("wasl.") and not model._meta.proxy
    ]
    return tuple(_read(model) for model in sorted(own, key=_is_history))


def of_people() -> Iterator[Classified]:
    """Return the models that hold data of people in the register."""
    return (entry for entry in classified() if entry.personal and entry.ways)


def _is_history(model: ModelClass) -> bool:
    return issubclass(model, pghistory.models.Event)


def _read(model: ModelClass) -> Classified:
    history = _is_history(model)
    declared: Any = getattr(model.pgh_tracked_model if history else model, "Privacy", None)  # type: ignore[attr-defined]
    names = {field.name for field in model._meta.concrete_fields}
    return Classified(
        model=model,
        # A history may track only some fields of its model.
        personal=tuple(name for name in getattr(declared, "personal", ()) if name in names),
        sensitive=tuple(name for name in getattr(declared, "sensitive", ()) if name in names),
        ways=_ways(model, declared, history),
        nobody=getattr(declared, "nobody", ""),
        outlives=getattr(declared, "outlives", ""),
        # Past versions are no open work.
        at_work=None if history else getattr(declared, "at_work", None),
        is_history=history,
    )


def _ways(model: ModelClass, declared: Any, history: bool) -> tuple[str, ...]:
    """Return the ways to the person.

    A history row belongs to the person its row belongs to now, and to the person it belonged to
    when it was written.
    """
    if model is Person:
        return ("pk",)
    named = getattr(declared, "person", None)
    if not history:
        return tuple(named) if named is not None else _derived(model)
    told_of: ModelClass = model.pgh_tracked_model  # type: ignore[attr-defined]
    now = (
        ("pgh_obj",)
        if told_of is Person
        else tuple(f"pgh_obj__{way}" for way in _ways(told_of, declared, False))
    )
    return (*now, *_derived(model))


def _derived(model: ModelClass) -> tuple[str, ...]:
    """Return the shortest ways to a person over foreign keys that are never empty."""
    ends: list[tuple[ModelClass, str]] = [(model, "")]
    # Foreign keys form circles; a model is left only once.
    visited_models = {model}
    for _step in range(FARTHEST):
        further = [(field, way) for at, way in ends for field in _links(at)]
        ways = tuple(
            f"{way}{field.name}" for field, way in further if field.related_model is Person
        )
        if ways:
            return ways
        ends = [
            (field.related_model, f"{way}{field.name}__")
            for field, way in further
            if field.related_model not in visited_models
        ]
        visited_models |= {at for at, _way in ends}
    return ()


def _links(model: ModelClass) -> list[Any]:
    """Return the foreign keys that are never empty.

    A history's link to its row is no way; its copied columns are.
    """
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation and not field.null and not field.name.startswith("pgh_")
    ]
