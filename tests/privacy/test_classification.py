"""One classification of every field: what it says is whole, leads to a person, and decides export
and destruction.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from wasl.common.crypto import EncryptedTextField
from wasl.privacy import scrubbing, words
from wasl.privacy.classification import Classified, classified, of_people
from wasl.privacy.defaults import shipped
from wasl.privacy.processing import activity_of

pytestmark = pytest.mark.clause("PRE-6")


def faults() -> list[str]:
    """What is wrong with the declarations of all models; `tests/test_house.py` asks it for
    everybody.
    """
    told = (_no_way, _bad_ways, _not_sensitive, _without_words, _unplaced)
    return sorted({fault for one in classified() for check in told for fault in check(one)})


def _no_way(one: Classified) -> Iterator[str]:
    name = one.model._meta.label
    if one.personal and not one.ways and not one.nobody:
        yield (
            f"{name}: name the way to the person in Privacy.person, or say in Privacy.nobody why "
            "there is none"
        )
    if one.ways and one.nobody:
        yield f"{name}: it leads to a person, so Privacy.nobody is wrong"


def _bad_ways(one: Classified) -> Iterator[str]:
    for way in one.ways:
        try:
            str(one.model._default_manager.filter(**{way: 1}).query)
        except (FieldDoesNotExist, ValueError, TypeError) as error:
            yield f"{one.model._meta.label}: Privacy.person {way}: {error}"


def _not_sensitive(one: Classified) -> Iterator[str]:
    sealed = {
        field.name
        for field in one.model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    }
    yield from (
        (
            f"{one.model._meta.label}.{name}: what is encrypted is named in Privacy.sensitive, and "
            "nothing else is"
        )
        for name in sealed ^ set(one.sensitive)
    )
    yield from (
        f"{one.model._meta.label}.{name}: sensitive and not personal"
        for name in set(one.sensitive) - set(one.personal)
    )


def _without_words(one: Classified) -> Iterator[str]:
    if not one.personal or not one.ways:
        return
    if one.label not in words.SECTIONS:
        yield f"{one.label}: name it in wasl/privacy/words.py SECTIONS"
    for name in one.personal:
        told = (
            name in words.FIELDS or f"{one.label}.{name}" in words.FIELDS or name in words.DERIVED
        )
        if not told and not one.model._meta.get_field(name).is_relation and name not in one.ways:
            yield f"{one.label}.{name}: name it in wasl/privacy/words.py FIELDS, or in DERIVED"


def _unplaced(one: Classified) -> Iterator[str]:
    codes = {entry["code"] for entry in shipped()["activities"]}
    if one.personal and activity_of(one) not in codes:
        yield f"{one.label}: name the activity it is used for in wasl/privacy/processing.py"


def test_every_model_of_ours_and_every_history_is_in_it():
    own = {model for model in apps.get_models() if model.__module__.startswith("wasl.")}
    assert {one.model for one in classified()} == own
    assert sum(one.is_history for one in classified()) >= 10


def test_the_declarations_are_whole():
    assert not faults(), "\n" + "\n".join(faults())


def test_every_personal_field_is_destroyed_or_stays_for_a_reason_of_its_kind():
    """The plan has a step for every table of people, and leaves only links, choices, yes and no,
    and ranges.
    """
    steps = {step.table_name: step for step in scrubbing.plan()}
    for one in of_people():
        stays = set(scrubbing.kept_fields(one))
        if stays != set(one.personal):
            assert bool(steps[one.model._meta.db_table].by_person) != bool(one.outlives), one.model
        for name in stays:
            field = one.model._meta.get_field(name)
            is_link = field.is_relation or name in one.ways
            is_code = bool(field.choices) or field.get_internal_type() == "BooleanField"
            assert is_link or is_code or name in ("since_date", "until_date"), (
                f"{one.model._meta.label}.{name}"
            )


def test_the_plan_says_of_every_kind_of_field_what_becomes_of_it():
    """A new kind of field that nobody thought of stops the plan instead of staying behind."""
    assert len(scrubbing.plan()) >= 30
