"""A package's history in one step ends where its single migrations end, and an empty database takes
the one step.
"""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from wasl.common.whole import Whole


def models_of(*, in_one: bool):
    loader = MigrationLoader(None, replace_migrations=in_one)
    ours = {
        config
        for config in loader.migrated_apps
        if f"wasl.{config}" in str(loader.migrations_module(config))
    }
    state = loader.project_state()
    return {key: as_said(model) for key, model in state.models.items() if key[0] in ours}, loader


def as_said(model):
    """A model's fields and options, whatever the order in which they were added."""
    fields = {name: str(field.deconstruct()[1:]) for name, field in model.fields.items()}
    options = {
        name: sorted(str(getattr(one, "hash", one)) for one in value)
        if isinstance(value, list | tuple)
        else str(value)
        for name, value in model.options.items()
        if value
    }
    return fields, options, str(model.bases)


def test_both_ways_end_with_the_same_models():
    one, loader = models_of(in_one=True)
    many, _loader = models_of(in_one=False)
    assert one.keys() == many.keys() and len(one) > 100
    assert [key for key in one if one[key] != many[key]] == []
    wholes = [node for node in loader.graph.nodes if "_whole_" in node[1]]
    assert len(wholes) > 10


@pytest.mark.django_db
def test_an_empty_database_took_the_one_step():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE name LIKE '0001_whole_%'")
        (taken,) = cursor.fetchone()
    assert taken > 10


def test_it_says_what_it_is():
    assert Whole([]).describe() == "The package's tables, in 0 operations"
    assert not Whole.reversible
