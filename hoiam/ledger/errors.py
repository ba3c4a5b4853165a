"""Everything this room can refuse, as a code with facts; pages and commands find the words."""


class LedgerError(Exception):
    """Root of the room's errors. `code` is stable; `facts` never hold personal data."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class Malformed(LedgerError):
    """The input is not in the format it claims, or is larger than allowed."""


class Unproven(LedgerError):
    """Well formed, but a hash, a signature or the quorum does not hold."""


class RollbackDetected(LedgerError):
    """Signing now would fork the log: what was published is newer than, or differs from, the database."""


class Damaged(LedgerError):
    """Published files disagree with what was signed; `Publisher.recover` rebuilds them."""


class StoreConflict(LedgerError):
    """Another sequencer changed the log's row although we held it; nothing was recorded."""
