"""The tables of a new database, made at once as they stand after the last migration.

Going step by step puts every model together again at every step, some ten thousand times before the first row is
written. An older database goes that way; tests hold that both ways end at the same tables (decision 0038).
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import fields, models
from django.db.migrations.operations.base import Operation

NOTED = "django_migrations"
_OF_TABLES = frozenset({models.__name__, fields.__name__})
"""Operations of these are known by what they leave in the state of the project."""


def make(connection: BaseDatabaseWrapper) -> bool:
    """Make them and note every migration as applied, all or none; False, and nothing done, where this is not known."""
    if set(connection.introspection.table_names()) - {NOTED}:
        return False
    executor = MigrationExecutor(connection)
    plan = [one for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    if executor.loader.applied_migrations or not all(map(_known, plan)):
        return False
    executor.recorder.ensure_schema()
    state = executor.loader.project_state()
    with connection.schema_editor(atomic=True) as editor:
        for model in state.apps.get_models():
            if model._meta.app_label in executor.loader.migrated_apps and model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration in plan:
            for operation in _beside(migration):
                operation.database_forwards(migration.app_label, editor, state, state)
            for app_label, name in migration.replaces or [(migration.app_label, migration.name)]:
                executor.recorder.record_applied(app_label, name)
    return True


def _known(migration: Migration) -> bool:
    """Whether what it does to the tables shows in the state, or can be done after all of them are made."""
    tables = [one for one in migration.operations if type(one).__module__ in _OF_TABLES]
    return len(tables) + len(_beside(migration)) == len(migration.operations)


def _beside(migration: Migration) -> list[Operation]:
    """What it does beside the tables of models: these find no rows yet."""
    return [one for one in migration.operations if isinstance(one, RunPython | RunSQL)]
