"""How long a first complaint may be brought (Law 02/2011/QH13, article 9): counted and shown, never decided here.

Ninety days from the day on which the decision was received or the act was known of; days of illness, disaster, enemy
action, of work or study far away or of another objective obstacle are not counted. Whoever is competent weighs the
obstacle and decides; a count that has run out refuses nothing by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hoiam.law import clocks
from hoiam.law.calendar import Calendar
from hoiam.law.clocks import DayRole, Due
from hoiam.law.pack import Pack
from hoiam.law.pauses import Pause
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role

RULE = "kn.limitation"
KINDS = frozenset({"complaint"})
"""A second complaint has a window of its own, which begins with the first decision (article 33)."""
DESK = frozenset({Role.CLERK, Role.HEAD})
STATES = frozenset({"received", "accepted", "suspended"})
RECORD, HINDER = "challenge", "hinder"
MOST = 20  # obstacles of one complaint
ONE_DAY = timedelta(days=1)


class Ground(StrEnum):
    """Why days are not counted, as article 9 lists them."""

    ILLNESS = "illness"
    DISASTER = "disaster"
    ENEMY = "enemy"
    AWAY = "away"  # work or study far away
    OTHER = "other"  # another objective obstacle


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Days that are not counted, both ends among them."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Count:
    """`due` lists every day, `uncounted` of them stood in the way; `late`: brought so many days after its end."""

    due: Due
    lodged_on: date
    uncounted: int
    late: int

    @property
    def in_time(self) -> bool:
        return self.late == 0

    @property
    def left(self) -> int:
        """Days from the one it was brought on to the last, which it was brought before."""
        return max((self.due.legal_due - self.lodged_on).days, 0)


def available(kind: str, state: str, roles: frozenset[Role]) -> tuple[str, ...]:
    """What these people may record of what is complained of; obstacles only of a first complaint."""
    if state not in STATES or not roles & DESK:
        return ()
    if kind in KINDS:
        return (RECORD, HINDER)
    return (RECORD,) if kind == "complaint_again" else ()


def allow(event: str, *, kind: str, state: str, roles: frozenset[Role]) -> None:
    """Refused: not_yours, wrong_state."""
    if not roles & DESK:
        raise Refused("not_yours", allowed=tuple(sorted(DESK)))
    if event not in available(kind, state, roles):
        raise Refused("wrong_state", state=state, allowed=tuple(sorted(STATES)))


def known(*, issued_on: date | None, learned_on: date | None, on: date) -> None:
    """Days that can be: nobody knows of a decision before it was issued, nor after it was complained of.

    Refused: learned_after_receipt(on), learned_before_issue(issued).
    """
    if learned_on is not None and learned_on > on:
        raise Refused("learned_after_receipt", on=on)
    if issued_on is not None and (issued_on > on or (learned_on is not None and learned_on < issued_on)):
        raise Refused("learned_before_issue", issued=issued_on)


def hinder(obstacle: Obstacle, *, ground: str, before: int, learned_on: date | None, on: date) -> None:
    """One more obstacle, of `before` so far.

    Refused: learned_missing, unknown_ground, obstacle_days, too_many_obstacles.
    """
    if learned_on is None:
        raise Refused("learned_missing")
    if ground not in set(Ground):
        raise Refused("unknown_ground", known=tuple(Ground))
    if obstacle.first > obstacle.last or obstacle.last <= learned_on or obstacle.first > on:
        raise Refused("obstacle_days", learned=learned_on, on=on)
    if before >= MOST:
        raise Refused("too_many_obstacles", most=MOST)


def count(
    *,
    learned_on: date,
    lodged_on: date,
    obstacles: Sequence[Obstacle] = (),
    pack: Pack,
    calendar: Calendar | None = None,
) -> Count | None:
    """From the day it was known to the day it was brought; None where no rule of the pack says how long.

    Obstacles count from the day after it was known, up to the end that they themselves put off.
    """
    if RULE not in pack.rules:
        return None
    days = calendar or pack.calendar
    try:
        due = clocks.hindered(pack.rules[RULE], learned_on, days, _pauses(obstacles, learned_on))
    except Refused:
        return None  # before the law was in force
    uncounted = sum(row.role is DayRole.PAUSED for row in due.days)
    return Count(due, lodged_on, uncounted, max((lodged_on - due.legal_due).days, 0))


def _pauses(obstacles: Iterable[Obstacle], learned_on: date) -> tuple[Pause, ...]:
    """A pause stands between two days that are counted."""
    return tuple(
        Pause(max(one.first - ONE_DAY, learned_on), one.last + ONE_DAY, "")
        for one in obstacles
        if one.last > learned_on
    )
