"""A package's tables in one step on an empty database; its single migrations take minutes.

Django renders every related model anew for each operation. The history of a package as one
operation renders them once; the single migrations stay beside it (`replaces`) for databases that
ran some of them (ADR 41).
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# Operations whose result a model has already when it is created in its last form.
PARTS = (AddField, AddConstraint, AddIndex)


class Whole(Operation):
    """Operations of a package from its beginning; each model is created in its last form."""

    reversible = False
    atomic = True
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Take in all operations without rendering a model; the database step renders them once."""
        # While `apps` is cached, every operation would render its models again.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        for operation in self.operations:
            if not isinstance(operation, PARTS):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"The package's tables, in {len(self.operations)} operations"
