"""Work handed over and substitutes: who may, whose, for how long."""

from datetime import date, timedelta

import pytest

from hoiam.law import staffing
from hoiam.law.refusal import Refused
from hoiam.law.staffing import LONGEST_DAYS, Absence, HandOver, Signing

TODAY = date(2026, 11, 30)


def handing(**changes):
    plain = {
        "state": "accepted",
        "open": True,
        "by_desk": True,
        "own": False,
        "theirs": True,
        "same": False,
        "handles": True,
        "reason": "Nghỉ phép",
    }
    return HandOver(**{**plain, **changes})


def absent(**changes):
    plain = {
        "on": TODAY,
        "from_on": TODAY,
        "until_on": TODAY + timedelta(days=4),
        "by_desk": True,
        "own": False,
        "same": False,
        "handles": True,
        "works_here": True,
    }
    return Absence(**{**plain, **changes})


def code(decide, facts):
    with pytest.raises(Refused) as refused:
        decide(facts)
    return refused.value.code


@pytest.mark.parametrize("who", [{"by_desk": True, "own": False}, {"by_desk": False, "own": True}])
def test_the_desk_and_the_handler_hand_work_over_and_no_clock_moves(who):
    step = staffing.hand_over(handing(**who))
    assert (step.event, step.before, step.after) == ("hand_over", "accepted", "accepted")
    assert (step.opens, step.closes, step.moves) == ((), (), ())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"by_desk": False}, "not_yours"),
        ({"open": False}, "wrong_state"),
        ({"theirs": False}, "not_their_case"),
        ({"same": True}, "same_person"),
        ({"handles": False}, "not_staff_here"),
        ({"reason": " "}, "reason_needed"),
    ],
)
def test_what_cannot_be_handed_over(changes, why):
    assert code(staffing.hand_over, handing(**changes)) == why


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"by_desk": False, "own": True},
        {"until_on": TODAY},
        {"until_on": TODAY + timedelta(days=LONGEST_DAYS - 1)},
        {"from_on": TODAY - timedelta(days=2)},
    ],
)
def test_a_substitute_can_be_named(changes):
    assert staffing.absence(absent(**changes)) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"by_desk": False}, "not_yours"),
        ({"handles": False}, "not_staff_here"),
        ({"works_here": False}, "not_staff_here"),
        ({"same": True}, "same_person"),
        ({"until_on": TODAY - timedelta(days=1)}, "absence_reversed"),
        ({"from_on": TODAY - timedelta(days=3), "until_on": TODAY - timedelta(days=1)}, "absence_over"),
        ({"until_on": TODAY + timedelta(days=LONGEST_DAYS)}, "absence_too_long"),
        ({"overlaps": True}, "absence_overlaps"),
        ({"substitute_absent": True}, "substitute_absent"),
    ],
)
def test_who_cannot_be_a_substitute_or_when(changes, why):
    assert code(staffing.absence, absent(**changes)) == why


@pytest.mark.parametrize(
    ("substitutes", "who"),
    [({}, 1), ({1: 2}, 2), ({1: 2, 2: 3}, 3), ({1: 2, 2: 1}, 2), ({2: 3}, 1)],
)
def test_who_works_in_whose_place(substitutes, who):
    assert staffing.stands_in(1, substitutes) == who


def lent(**changes):
    return Signing(
        **{"heads": True, "capacity": "deputy", "title": "Phó Chủ tịch", "document": "TB 9/UBND", **changes}
    )


@pytest.mark.parametrize("capacity", ["deputy", "by_order", "authorised"])
def test_a_head_lends_the_signature_and_need_not_handle_cases(capacity):
    staffing.absence(absent(own=True, handles=False, signing=lent(capacity=capacity)))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"heads": False}, "only_head_lends"),
        ({"capacity": "acting"}, "capacity_needed"),
        ({"title": " "}, "title_needed"),
        ({"document": " "}, "document_needed"),
    ],
)
def test_what_a_lent_signature_needs(changes, why):
    assert code(staffing.absence, absent(own=True, signing=lent(**changes))) == why


def test_who_signs_works_in_the_unit():
    assert code(staffing.absence, absent(own=True, works_here=False, signing=lent())) == "not_staff_here"
