import pytest

from hoiam.law import sight
from hoiam.law.roles import Role
from hoiam.law.sight import CaseFacts, Level, Viewer
from tests.every import each

WARD, OTHER, PROVINCE = "vn/20/06001", "vn/20/060", "vn/20"
CASE = CaseFacts(unit_path=WARD, listed=False)
LISTED = CaseFacts(unit_path=WARD)
MINE = CaseFacts(unit_path=WARD, listed=False, handler_is_viewer=True)
CITIZEN = Viewer(roles_by_unit={}, holds_code=True)
STRANGER = Viewer(roles_by_unit={})


def staff(role: Role, at: str = WARD) -> Viewer:
    return Viewer(roles_by_unit={at: frozenset({role})})


@each([Role.CLERK, Role.HEAD])
def test_clerk_and_head_see_the_whole_case_of_their_unit(role):
    assert sight.level(staff(role), CASE) is Level.STAFF
    assert sight.may_read_content(staff(role), CASE)
    assert sight.may_open_identity(staff(role), CASE)


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
@pytest.mark.parametrize("at", [PROVINCE, OTHER])
def test_clerk_and_head_of_another_unit_see_nothing_even_from_above(role, at):
    assert sight.level(staff(role, at), CASE) is None
    assert not sight.may_read_content(staff(role, at), CASE)
    assert not sight.may_open_identity(staff(role, at), CASE)


def test_a_handler_sees_what_is_assigned_to_them_and_nothing_else():
    assert sight.level(staff(Role.HANDLER), MINE) is Level.STAFF
    assert sight.may_open_identity(staff(Role.HANDLER), MINE)
    assert sight.level(staff(Role.HANDLER), CASE) is None


def test_a_unit_that_passed_a_case_on_still_reads_it_but_no_longer_asks_who():
    passed = CaseFacts(unit_path=WARD, came_through=frozenset({PROVINCE}), listed=False)
    clerk = staff(Role.CLERK, PROVINCE)
    assert sight.level(clerk, passed) is Level.STAFF
    assert not sight.may_open_identity(clerk, passed)
    assert sight.level(staff(Role.HANDLER, PROVINCE), passed) is None


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.OVERSEER])
@pytest.mark.parametrize("at", [WARD, PROVINCE])
def test_inspector_and_overseer_see_cases_at_and_under_their_unit_masked(role, at):
    watcher = staff(role, at)
    assert sight.level(watcher, CASE) is Level.PUBLIC
    assert not sight.may_read_content(watcher, CASE)
    assert not sight.may_open_identity(watcher, CASE)


def test_an_inspector_of_a_unit_beside_sees_no_more_than_anyone():
    assert sight.level(staff(Role.INSPECTOR, OTHER), CASE) is None


def test_the_operator_sees_no_case():
    assert sight.level(staff(Role.OPERATOR), CASE) is None
    assert sight.level(staff(Role.OPERATOR), LISTED) is Level.PUBLIC
    assert not sight.may_read_content(staff(Role.OPERATOR), LISTED)


def test_who_holds_the_code_sees_their_own_case():
    assert sight.level(CITIZEN, CASE) is Level.PARTY
    assert sight.may_read_content(CITIZEN, CASE)
    assert not sight.may_open_identity(CITIZEN, CASE)


def test_a_stranger_sees_the_public_register_and_nothing_beyond():
    assert sight.level(STRANGER, LISTED) is Level.PUBLIC
    assert sight.level(STRANGER, CASE) is None
    assert not sight.may_read_content(STRANGER, LISTED)


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize("cleared", [True, False])
def test_the_text_is_public_only_if_listed_agreed_and_cleared(listed, agreed, cleared):
    case = CaseFacts(unit_path=WARD, listed=listed, text_agreed=agreed, text_cleared=cleared)
    assert sight.may_read_public_text(case) == (listed and agreed and cleared)


def test_a_path_lies_within_itself_and_what_is_above_it_but_not_a_like_sounding_one():
    assert sight.within(WARD, WARD)
    assert sight.within(WARD, PROVINCE)
    assert sight.within(f"{WARD}/", f"{PROVINCE}/")
    assert not sight.within(WARD, OTHER)
    assert not sight.within(PROVINCE, WARD)


HELD = CaseFacts(unit_path=WARD, held=True, handler_is_viewer=True, text_agreed=True, text_cleared=True)


@each([role for role in Role if role is not Role.KEEPER])
def test_what_is_held_is_not_there_for_anybody_but_its_keeper(role):
    passed = CaseFacts(unit_path=WARD, held=True, came_through=frozenset({PROVINCE}))
    assert sight.level(staff(role), HELD) is None
    assert sight.level(staff(role, PROVINCE), passed) is None
    assert not sight.may_open_identity(staff(role), HELD)


def test_its_keeper_and_whoever_brought_it_read_what_is_held_and_the_public_nothing():
    assert sight.level(staff(Role.KEEPER), HELD) is Level.STAFF
    assert sight.may_open_identity(staff(Role.KEEPER), HELD)
    assert sight.level(staff(Role.KEEPER, PROVINCE), HELD) is None
    assert sight.level(staff(Role.KEEPER), CASE) is None
    assert sight.level(CITIZEN, HELD) is Level.PARTY
    assert not sight.may_read_public_text(HELD)
