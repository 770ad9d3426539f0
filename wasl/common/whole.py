"""The tables of a package made in one step on an empty database, where its single migrations would
take minutes.

Django renders every related model anew for each operation. A package's history told as one
operation renders them once; the single migrations stay beside it (`replaces`) for databases that
went through some of them.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# What a model that is created in its last form has already.
PARTS = (AddField, AddConstraint, AddIndex)


class Whole(Operation):
    """Operations that begin with nothing of their package: models are created as the last of them
    leaves them.
    """

    reversible = False
    atomic = True
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Take all in without rendering a model in between; the database step renders them once."""
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
