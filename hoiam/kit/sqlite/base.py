"""The backend that settings name; Django looks for it under this name."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.sqlite3 import base

MOST = 256
"""Statements whose translation is kept; then they are translated anew."""
_known: dict[str, str] = {}


class Cursor(base.SQLiteCursorWrapper):
    """Searching a long statement for its marks costs more than looking it up."""

    def convert_query(self, query: str, *, param_names: Sequence[str] | None = None) -> str:
        if param_names is not None:
            return str(super().convert_query(query, param_names=param_names))
        found = _known.get(query)
        if found is None:
            if len(_known) >= MOST:
                _known.clear()
            found = _known[query] = str(super().convert_query(query))
        return found


class DatabaseWrapper(base.DatabaseWrapper):
    """Hands out such cursors."""

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002 - only PostgreSQL names cursors
        return self.connection.cursor(factory=Cursor)
