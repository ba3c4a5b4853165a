"""Django's migrate: a database that holds nothing yet gets its tables at once, any other step by step."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from hoiam.kit import whole_tables


class Command(migrate.Command):
    """The same options, the same tables."""

    def handle(self, *args: Any, **options: Any) -> None:
        """What is made at once is recorded as applied; what the command does after migrating follows as ever."""
        if not any(options[name] for name in ("app_label", "plan", "check_unapplied", "fake", "prune")):
            whole_tables.make(connections[options["database"]])
        super().handle(*args, **options)
