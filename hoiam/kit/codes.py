"""Codes that citizens hold, read as they were typed."""

from hoiam.law.refusal import Refused
from hoiam.ledger import shortcode
from hoiam.ledger.errors import LedgerError


def canonical(typed: str, *, unknown: str) -> str:
    """As printed, whatever the case, spaces and look-alikes typed. Refused: `unknown`, for what can be no code."""
    try:
        return shortcode.parse_code(typed)
    except LedgerError as error:
        raise Refused(unknown) from error
