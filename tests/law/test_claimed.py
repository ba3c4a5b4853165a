"""How far back the office may say that it received somebody while it had no network."""

from datetime import UTC, datetime, timedelta

import pytest

from hoiam.law import claimed, packs
from hoiam.law.refusal import Refused

AT = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
VN = packs.load("vn")


def allow(said, *, slip=True):
    claimed.allow(claimed_at=said, on=said.date(), at=AT, today=AT.date(), slip=slip, pack=VN)


@pytest.mark.parametrize("days", [0, 1, 7])
def test_a_day_of_the_last_seven_is_believed_with_a_slip(days):
    allow(AT - timedelta(days=days))


@pytest.mark.parametrize(
    ("said", "slip", "code"),
    [
        (AT - timedelta(days=8), True, "claimed_too_old"),
        (AT + timedelta(seconds=1), True, "claimed_in_future"),
        (AT - timedelta(days=1), False, "claimed_without_slip"),
    ],
)
def test_what_is_not_believed(said, slip, code):
    with pytest.raises(Refused, match=code):
        allow(said, slip=slip)


def test_the_earliest_day_is_named():
    with pytest.raises(Refused) as refused:
        allow(AT - timedelta(days=20))
    assert refused.value.facts == {"earliest": (AT - timedelta(days=7)).date()}
