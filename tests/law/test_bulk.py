"""One text for many cases: what a list needs, and who may send it on."""

import pytest

from hoiam.law import bulk, packs
from hoiam.law.bulk import State, Text
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

PACK = packs.load("vn")
WHOLE = Text(decision="accepted", ground="Biên bản.", next_step="Sửa trong 5 ngày.")
HANDLER, HEAD = frozenset({Role.HANDLER}), frozenset({Role.HEAD})


def code(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize("roles", [HANDLER, HEAD])
@pytest.mark.parametrize("count", [1, bulk.MOST])
def test_a_list_begins_by_being_drafted(roles, count):
    assert bulk.begin(WHOLE, count=count, roles=roles, pack=PACK) is State.DRAFTING


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"roles": {Role.CLERK}}, "not_yours"),
        ({"count": 0}, "nothing_chosen"),
        ({"count": bulk.MOST + 1}, "too_many_cases"),
    ],
)
def test_what_is_no_list(changes, why):
    said = {"count": 2, "roles": HANDLER, "pack": PACK, **changes}
    assert code(lambda: bulk.begin(WHOLE, **said)) == why


@pytest.mark.parametrize("gap", ["decision", "ground", "next_step"])
def test_the_text_is_whole_before_anything_begins(gap):
    text = Text(**{"decision": "accepted", "ground": "x", "next_step": "y", gap: " "})
    assert code(lambda: bulk.begin(text, count=1, roles=HANDLER, pack=PACK)) == "points_incomplete"


@pytest.mark.parametrize(("event", "state"), [("approve", State.SENDING), ("stop", State.STOPPED)])
def test_only_the_head_decides_on_what_was_laid_before_them(event, state):
    assert bulk.decide(event, state="proposed", roles=HEAD) is state
    assert code(lambda: bulk.decide(event, state="proposed", roles=HANDLER)) == "not_yours"
    assert code(lambda: bulk.decide(event, state="done", roles=HEAD)) == "wrong_state"


def test_when_all_rows_are_done_the_list_goes_on():
    assert bulk.after("drafting") is State.PROPOSED
    assert bulk.after("sending") is State.DONE
