"""Who keeps out of a case: whoever it complains of, those under them, and whoever recused themselves.

A rule of this system, not of a text: nobody sees, routes or answers a matter about their own conduct. A first
complaint against a decision is another thing: by law its author settles it (Law 02/2011/QH13, article 7), and
nobody is named for that.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.sight import within

DESK = frozenset({Role.CLERK, Role.HEAD})
WHO = {"name": DESK, "lift": DESK, "recuse": DESK | {Role.HANDLER}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One entry that keeps people out.

    A person; a unit, with all who work for it and under it; or `unsettled`: the sender said that somebody of the
    office is concerned, and the clerk has not yet said who.
    """

    person_id: int | None = None
    unit_path: str = ""
    unsettled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who works for one or more units; `clerk_here`: receives at the unit that has the case."""

    person_id: int
    paths: frozenset[str]
    clerk_here: bool = False


class Course(StrEnum):
    STAYS = "stays"
    UP = "up"  # to the next higher unit


def barred(who: Member, named: Iterable[Named]) -> bool:
    """Whether for this person the case does not exist."""
    return any(_by(one, who) for one in named)


def require_free(who: Member, named: Iterable[Named]) -> None:
    """For whoever is to be given the case. Refused: in_conflict."""
    if barred(who, named):
        raise Refused("in_conflict")


def require_destination(path: str, heads: Collection[Member], named: Collection[Named]) -> None:
    """A case goes neither to a unit complained of, nor to one under it or under somebody who keeps out.

    Refused: in_conflict.
    """
    settled = [one for one in named if not one.unsettled]
    if any(one.unit_path and within(path, one.unit_path) for one in settled):
        raise Refused("in_conflict")
    if any(barred(head, settled) for head in heads):
        raise Refused("in_conflict")


def course(clerks: Iterable[Member], heads: Iterable[Member], named: Collection[Named]) -> Course:
    """It stays while somebody may still receive it and somebody may still decide on it."""
    settled = [one for one in named if not one.unsettled]
    left = [any(not barred(one, settled) for one in group) for group in (clerks, heads)]
    return Course.STAYS if all(left) else Course.UP


def allow(event: str, roles: frozenset[Role], *, is_assignee: bool) -> None:
    """Clerk and head name and lift; whoever works on it may recuse themselves. Refused: not_yours."""
    if event not in available(roles, is_assignee=is_assignee):
        raise Refused("not_yours", allowed=tuple(sorted(WHO[event])))


def available(roles: frozenset[Role], *, is_assignee: bool) -> tuple[str, ...]:
    """What these people may do about it."""
    acting = roles if is_assignee else roles - {Role.HANDLER}
    return tuple(event for event, who in WHO.items() if acting & who)


def _by(one: Named, who: Member) -> bool:
    if one.unsettled:
        return not who.clerk_here
    if one.person_id is not None and one.person_id == who.person_id:
        return True
    return bool(one.unit_path) and any(within(path, one.unit_path) for path in who.paths)
