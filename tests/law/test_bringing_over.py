"""Matters of an older register."""

import pytest

from hoiam.law.procedures import bringing_over, kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import ClockSpec, Step

REGISTERED = Step("register", None, "received", (ClockSpec("notice", "tcd.result_notice"),), (), "x")


def test_an_open_one_starts_as_if_it_were_registered():
    step = bringing_over.brought_over(REGISTERED, procedure="petition", over=False)
    assert (step.event, step.after, step.opens) == ("import", "received", REGISTERED.opens)


@pytest.mark.parametrize("kind", kinds.BY_KIND)
def test_one_that_is_over_ends_in_an_end_and_owes_nothing(kind):
    procedure = kinds.ruled(kind).procedure
    step = bringing_over.brought_over(REGISTERED, procedure=procedure.name, over=True)
    assert (step.event, step.before, step.opens, step.closes) == ("import_closed", None, (), ())
    assert step.after in procedure.ends


def test_a_procedure_without_an_end_here_is_refused():
    with pytest.raises(Refused, match="no_such_end"):
        bringing_over.brought_over(REGISTERED, procedure="inspection", over=True)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("15", "15"),
        ("15/TD-2025", "15/TD-2025"),
        ("Đơn 7", ""),
        ("", ""),
        ("ông Bảy", ""),
        ("không", ""),
        ("1" * 41, ""),
    ],
)
def test_the_old_number_is_a_number(text, number):
    assert bringing_over.old_number(text) == number


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": frozenset({Role.HANDLER})}, "not_yours"),
        ({"channel": "counter"}, "not_imported"),
        ({"seen": " "}, "reason_needed"),
    ],
)
def test_a_code_is_given_at_the_desk_for_a_matter_that_came_without(changes, code):
    said = {"roles": frozenset({Role.CLERK}), "channel": "import", "seen": "Căn cước"}
    bringing_over.give_code(**said)
    with pytest.raises(Refused, match=code):
        bringing_over.give_code(**{**said, **changes})


@pytest.mark.parametrize(
    ("roles", "channel", "may"),
    [
        ({Role.CLERK}, "import", True),
        ({Role.HEAD}, "import", True),
        ({Role.CLERK}, "web", False),
        ({Role.HANDLER}, "import", False),
    ],
)
def test_a_code_is_given_for_what_came_without_one(roles, channel, may):
    assert bringing_over.may_give_code(roles=frozenset(roles), channel=channel) is may
