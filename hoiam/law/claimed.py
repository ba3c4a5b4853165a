"""When the office says that it received somebody while it had no network: how far back it may say so."""

from datetime import date, datetime, timedelta

from hoiam.law.pack import Pack
from hoiam.law.refusal import Refused

TOO_LATE = frozenset({"claimed_too_old"})
"""Refusals that hold only for what has not been taken in before: a repetition comes later than its original."""


def allow(*, claimed_at: datetime, on: date, at: datetime, today: date, slip: bool, pack: Pack) -> None:
    """Whether a matter taken in at `at` (the local day `today`) may count from the day `on` of the claimed moment.

    Only with the paper slip that the person was given then, and for so many days as the pack sets (a house rule).
    Refused: claimed_without_slip, claimed_in_future, claimed_too_old(earliest).
    """
    if not slip:
        raise Refused("claimed_without_slip")
    if claimed_at > at:
        raise Refused("claimed_in_future")
    earliest = today - timedelta(days=pack.policy("offline_days"))
    if on < earliest:
        raise Refused("claimed_too_old", earliest=earliest)
