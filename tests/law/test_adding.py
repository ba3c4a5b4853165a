"""Additions to a matter."""

import pytest

from hoiam.law.procedures import adding
from hoiam.law.refusal import Refused


def test_an_addition_changes_neither_state_nor_clock():
    step = adding.added(state="accepted", running=True)
    assert (step.event, step.before, step.after) == ("add", "accepted", "accepted")
    assert (step.opens, step.closes, step.moves) == ((), (), ())


def test_nothing_is_added_to_what_is_over():
    with pytest.raises(Refused, match="wrong_state") as refused:
        adding.added(state="closed", running=False)
    assert refused.value.facts == {"state": "closed"}
