"""Who may see how much of a case, over plain facts. What a viewer may not see is left out, not hidden."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.roles import Role

DESK = frozenset({Role.CLERK, Role.HEAD})
WATCH = frozenset({Role.INSPECTOR, Role.OVERSEER})


class Level(StrEnum):
    STAFF = "staff"  # the whole case; the sealed identity still only through a recorded opening
    PARTY = "party"  # the citizen's own: text, timeline, reply
    PUBLIC = "public"  # masked: timeline, dates, offices; text only if agreed and cleared


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    roles_by_unit: Mapping[str, frozenset[Role]]  # by path of the unit; empty for a citizen
    holds_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    unit_path: str  # the unit that has it now
    came_through: frozenset[str] = frozenset()  # paths of units that transferred it on
    handler_is_viewer: bool = False
    barred: bool = False  # the viewer keeps out of it (hoiam.law.conflict)
    listed: bool = True  # stands in the public register
    text_agreed: bool = False  # the citizen agreed to publication
    text_cleared: bool = False  # the office found nothing in it to protect
    held: bool = False  # a denunciation: for its keeper alone (Law 25/2018/QH14, article 8.3)


def level(viewer: Viewer, case: CaseFacts) -> Level | None:
    """The fullest view this viewer has; None: for them the case does not exist."""
    if _works_on(viewer, case) or _passed_on(viewer, case):
        return Level.STAFF
    if viewer.holds_code:
        return Level.PARTY
    if case.held:
        return None
    if case.listed or _watches(viewer, case):
        return Level.PUBLIC
    return None


def may_read_content(viewer: Viewer, case: CaseFacts) -> bool:
    """The text and the drafts. Overseer and inspector read the masked case; the operator reads none."""
    return level(viewer, case) in {Level.STAFF, Level.PARTY}


def may_open_identity(viewer: Viewer, case: CaseFacts) -> bool:
    """Ask for the sealed identity, to be recorded with a reason: only who works on the case now."""
    return _works_on(viewer, case)


def may_read_public_text(case: CaseFacts) -> bool:
    return case.listed and not case.held and case.text_agreed and case.text_cleared


def within(path: str, above: str) -> bool:
    """Whether a unit is that unit or lies under it."""
    return path == above or path.startswith(above.rstrip("/") + "/")


def _works_on(viewer: Viewer, case: CaseFacts) -> bool:
    """Clerks and heads see the cases of their unit, not of units under it; a handler those assigned.

    What is held, only its keeper.
    """
    here = viewer.roles_by_unit.get(case.unit_path, frozenset())
    if case.barred:
        return False
    if case.held:
        return Role.KEEPER in here
    return bool(here & DESK) or (Role.HANDLER in here and case.handler_is_viewer)


def _passed_on(viewer: Viewer, case: CaseFacts) -> bool:
    out = case.held or case.barred
    return not out and any(roles & DESK for roles in _roles_at(viewer, case.came_through))


def _watches(viewer: Viewer, case: CaseFacts) -> bool:
    above = frozenset(path for path in viewer.roles_by_unit if within(case.unit_path, path))
    return any(roles & WATCH for roles in _roles_at(viewer, above))


def _roles_at(viewer: Viewer, paths: frozenset[str]) -> Iterator[frozenset[Role]]:
    return (viewer.roles_by_unit.get(path, frozenset()) for path in paths)
