"""The first migration of a package: all its tables in one step.

Django renders every related model anew for each operation, and nearly every model has a member of
staff: 171 models one by one take forty seconds of processor time, which a first start and every
test session would pay. Here the operations are taken into the state first and the models rendered
once, in their last form (ADR 41).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.state import ProjectState

# A model that is created in its last form has these already.
PARTS_OF_MODELS = (migrations.AddField, migrations.AddConstraint, migrations.AddIndex)


class InitialMigration(migrations.Migration):
    """Creates a package's tables on an empty database; there is no way back from it."""

    initial = True

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Take all operations into the state, then create what they describe.

        Raises `NotImplementedError` when the SQL is only to be printed (`sqlmigrate`).
        """
        if collect_sql:
            raise NotImplementedError("Print the schema with tools/schema.py")
        before = project_state.clone()
        # While `apps` is cached, every operation would render its models again.
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            if not isinstance(operation, PARTS_OF_MODELS):
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state

    def unapply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Refuse: migrations go forward only. Raises `IrreversibleError`."""
        raise IrreversibleError(f"{self.app_label}: the first migration is not taken back")
