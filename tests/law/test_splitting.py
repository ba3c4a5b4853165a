"""When a letter may become several matters."""

import pytest

from hoiam.law import splitting
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.splitting import Part

KINDS = ("petition", "report", "complaint", "complaint_again")
GOOD = (Part("petition", 5, 20), Part("complaint", 5, 20))


def decide(parts=GOOD, state="received", role=Role.CLERK, *, is_part=False):
    splitting.decide(parts, state=state, roles=frozenset({role}), kinds=KINDS, is_part=is_part)


@pytest.mark.parametrize("count", [2, 9])
def test_two_to_nine_parts(count):
    decide(parts=GOOD[:1] * count)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"parts": GOOD[:1]}, "parts_number"),
        ({"parts": GOOD[:1] * 10}, "parts_number"),
        ({"state": "accepted"}, "wrong_state"),
        ({"state": "split"}, "wrong_state"),
        ({"role": Role.HANDLER}, "not_yours"),
        ({"is_part": True}, "part_of_another"),
        ({"parts": (GOOD[0], Part("petition", 0, 9))}, "part_incomplete"),
        ({"parts": (GOOD[0], Part("petition", 9, 0))}, "part_incomplete"),
        ({"parts": (GOOD[0], Part("song", 9, 9))}, "unknown_kind"),
        ({"parts": (GOOD[0], Part("complaint_again", 9, 9))}, "unknown_kind"),
    ],
)
def test_what_is_refused(changed, code):
    with pytest.raises(Refused, match=code):
        decide(**changed)


@pytest.mark.parametrize(
    ("state", "role", "may"),
    [("received", Role.CLERK, True), ("received", Role.HANDLER, False), ("accepted", Role.HEAD, False)],
)
def test_to_whom_it_is_offered(state, role, may):
    assert splitting.available(state, frozenset({role})) is may
