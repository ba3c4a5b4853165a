"""Model fields whose content is encrypted in the database and clear in Python."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from hoiam.kit import cipher

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
else:
    _Field = models.Field


class SealedTextField(_Field):
    """Text, sealed under a named key and bound to its table and column. Never filter or order by it."""

    def __init__(self, *args: Any, key: str = "cases", **kwargs: Any) -> None:
        self.key = key
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Keep the key's name in migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "key": self.key}

    def get_internal_type(self) -> str:
        """Bytes in every database."""
        return "BinaryField"

    def get_prep_value(self, value: Any) -> bytes | None:
        """Seal."""
        if value is None:
            return None
        return cipher.named(self.key).seal(self.to_clear_bytes(value), self._context())

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """Wrap for the driver."""
        sealed = value if prepared else self.get_prep_value(value)
        return None if sealed is None else connection.Database.Binary(sealed)  # type: ignore[attr-defined]

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """Open. Raises SealBrokenError."""
        if value is None:
            return None
        return self.from_clear_bytes(cipher.named(self.key).open(bytes(value), self._context()))

    def to_clear_bytes(self, value: Any) -> bytes:
        """What gets encrypted."""
        return str(value).encode()

    def from_clear_bytes(self, data: bytes) -> Any:
        """What Python sees."""
        return data.decode()

    def _context(self) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}".encode()


class SealedJSONField(SealedTextField):
    """A JSON value, sealed as SealedTextField is."""

    def to_clear_bytes(self, value: Any) -> bytes:
        """Compact UTF-8 JSON."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def from_clear_bytes(self, data: bytes) -> Any:
        """The value again."""
        return json.loads(data)


class SealedBytesField(SealedTextField):
    """Bytes, sealed as SealedTextField is."""

    def to_clear_bytes(self, value: Any) -> bytes:
        """As they are."""
        return bytes(value)

    def from_clear_bytes(self, data: bytes) -> Any:
        """As they are."""
        return data
