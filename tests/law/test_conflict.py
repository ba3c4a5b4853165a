"""Who keeps out of a case, as a table of facts."""

import pytest

from hoiam.law import conflict, sight
from hoiam.law.conflict import Course, Member, Named
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

PROVINCE, WARD, OTHER = "/20/", "/20/05977/", "/20/06040/"
CLERK = Member(person_id=1, paths=frozenset({WARD}), clerk_here=True)
HEAD = Member(person_id=2, paths=frozenset({WARD}))
HANDLER = Member(person_id=3, paths=frozenset({WARD}))
ABOVE = Member(person_id=9, paths=frozenset({PROVINCE}))


@pytest.mark.parametrize(
    ("who", "named", "out"),
    [
        (HANDLER, Named(person_id=3), True),
        (HEAD, Named(person_id=3), False),
        (CLERK, Named(person_id=2, unit_path=WARD), True),
        (ABOVE, Named(person_id=2, unit_path=WARD), False),
        (HANDLER, Named(unit_path=PROVINCE), True),
        (HANDLER, Named(unit_path=OTHER), False),
        (CLERK, Named(unsettled=True), False),
        (HEAD, Named(unsettled=True), True),
        (ABOVE, Named(unsettled=True), True),
    ],
)
def test_who_keeps_out(who, named, out):
    assert conflict.barred(who, [named]) is out
    assert conflict.barred(who, []) is False


def test_a_unit_whose_code_begins_alike_is_another_unit():
    assert not conflict.barred(
        Member(person_id=5, paths=frozenset({"/20/059770/"})), [Named(unit_path="/20/05977/")]
    )


@pytest.mark.parametrize(
    ("named", "course"),
    [
        (Named(person_id=3), Course.STAYS),
        (Named(person_id=2), Course.UP),
        (Named(person_id=1), Course.UP),
        (Named(unit_path=WARD), Course.UP),
        (Named(unsettled=True), Course.STAYS),
    ],
)
def test_it_goes_up_when_nobody_is_left_to_receive_or_to_decide(named, course):
    assert conflict.course([CLERK], [HEAD], [named]) is course


def test_it_stays_while_a_second_clerk_is_there():
    second = Member(person_id=4, paths=frozenset({WARD}), clerk_here=True)
    assert conflict.course([CLERK, second], [HEAD], [Named(person_id=1)]) is Course.STAYS


@pytest.mark.parametrize(
    ("path", "heads", "named"),
    [
        (WARD, [], Named(unit_path=WARD)),
        (WARD, [], Named(unit_path=PROVINCE)),
        (OTHER, [Member(person_id=2, paths=frozenset({OTHER}))], Named(person_id=2)),
    ],
)
def test_no_case_goes_under_whom_it_complains_of(path, heads, named):
    with pytest.raises(Refused, match="in_conflict"):
        conflict.require_destination(path, heads, [named])


def test_it_may_go_above_them():
    conflict.require_destination(PROVINCE, [ABOVE], [Named(person_id=2, unit_path=WARD)])


def test_nobody_is_given_what_they_keep_out_of():
    conflict.require_free(HEAD, [Named(person_id=3)])
    with pytest.raises(Refused, match="in_conflict"):
        conflict.require_free(HANDLER, [Named(person_id=3)])


@pytest.mark.parametrize(
    ("roles", "own", "may"),
    [
        ({Role.CLERK}, False, ("name", "lift", "recuse")),
        ({Role.HEAD}, False, ("name", "lift", "recuse")),
        ({Role.HANDLER}, True, ("recuse",)),
        ({Role.HANDLER}, False, ()),
        ({Role.INSPECTOR}, False, ()),
    ],
)
def test_who_may_say_so(roles, own, may):
    assert conflict.available(frozenset(roles), is_assignee=own) == may
    for event in conflict.WHO.keys() - set(may):
        with pytest.raises(Refused, match="not_yours"):
            conflict.allow(event, frozenset(roles), is_assignee=own)


@pytest.mark.parametrize("roles", [{Role.CLERK}, {Role.HEAD}, {Role.HANDLER}])
def test_who_keeps_out_sees_no_more_than_the_public(roles):
    viewer = sight.Viewer(roles_by_unit={WARD: frozenset(roles), OTHER: frozenset(roles)})
    facts = {"unit_path": WARD, "handler_is_viewer": True, "came_through": frozenset({OTHER})}
    assert sight.level(viewer, sight.CaseFacts(**facts)) is sight.Level.STAFF
    barred = sight.CaseFacts(**facts, barred=True)
    assert sight.level(viewer, barred) is sight.Level.PUBLIC
    assert not sight.may_open_identity(viewer, barred)


def test_whoever_works_on_it_may_step_back_and_no_other_handler():
    conflict.allow("recuse", frozenset({Role.HANDLER}), is_assignee=True)
    with pytest.raises(Refused, match="not_yours"):
        conflict.allow("recuse", frozenset({Role.HANDLER}), is_assignee=False)
