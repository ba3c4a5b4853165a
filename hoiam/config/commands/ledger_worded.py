"""Around what a command of the log does: why it cannot be done, in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from hoiam.config.commands import speaking
from hoiam.kit.keys import KeyUnusableError
from hoiam.law.refusal import Refused
from hoiam.ledger.errors import LedgerError


@contextmanager
def worded(lang: str) -> Iterator[None]:
    """Say in words why something cannot be done, and end with status 1."""
    try:
        yield
    except KeyUnusableError:
        speaking.refuse(lang, "key_unreadable")
    except (LedgerError, Refused) as error:
        speaking.refuse(lang, error.code, **{key: _local(value) for key, value in error.facts.items()})


def _local(fact: object) -> object:
    return timezone.localtime(fact) if isinstance(fact, datetime) else fact
