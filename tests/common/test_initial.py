"""Every package's tables are made in one step, and migrations go forward only (ADR 41)."""

import pytest
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.loader import MigrationLoader

from wasl.common.initial import InitialMigration


def first_migrations():
    loader = MigrationLoader(None)
    return [
        migration
        for (label, name), migration in loader.disk_migrations.items()
        if loader.migrations_module(label)[0].startswith("wasl.") and name.startswith("0001_")
    ]


def test_every_package_begins_with_one_step():
    assert len(first_migrations()) >= 20
    assert [step for step in first_migrations() if not isinstance(step, InitialMigration)] == []
    assert [step for step in first_migrations() if step.replaces] == []


@pytest.mark.parametrize("migration", first_migrations(), ids=str)
def test_there_is_no_way_back(migration):
    with pytest.raises(IrreversibleError, match="not taken back"):
        migration.unapply(None, None)
    with pytest.raises(NotImplementedError, match=r"schema\.py"):
        migration.apply(None, None, collect_sql=True)
