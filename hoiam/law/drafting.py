"""How long what a clerk typed and did not register is kept, and how many such forms at once: rules of this system."""

from datetime import datetime, timedelta

from hoiam.law.pack import Pack
from hoiam.law.refusal import Refused

POLICY = "counter_draft_days"
MOST = 20  # forms that one clerk has under way
LONGEST = 140_000  # characters of one form, all fields together, a list of many signers included


def until(at: datetime, *, pack: Pack) -> datetime:
    """When it is erased, unless it is saved again."""
    return at + timedelta(days=pack.policy(POLICY))


def allow(*, others: int, length: int) -> None:
    """`others`: forms the clerk has under way beside this one. Refused: too_many_drafts(most), draft_too_long(most)."""
    if others >= MOST:
        raise Refused("too_many_drafts", most=MOST)
    if length > LONGEST:
        raise Refused("draft_too_long", most=LONGEST)
