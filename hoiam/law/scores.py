"""What a scoreboard shows: plain arithmetic over duties, so that anyone can do the sum again."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from fractions import Fraction

from hoiam.law.step import Outcome

FEW = 10  # below this many decided duties a share says little, and pages say so


def is_late(due: date, closed_on: date | None, on: date) -> bool:
    """Whether a duty was, or is by now, past its day; the due day itself is in time until 24:00."""
    return (on if closed_on is None else closed_on) > due


def outcome(due: date, closed_on: date) -> Outcome:
    return Outcome.LATE if is_late(due, closed_on, closed_on) else Outcome.MET


def days_used(event: date, until: date) -> int:
    """Calendar days, the event day not counted: the same measure for days used and days allowed."""
    return max((until - event).days, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFacts:
    event: date
    due: date
    closed_on: date | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """`used_days` and `allowed_days` are sums over the duties decided: met or late."""

    received: int = 0
    in_time: int = 0
    late: int = 0
    running: int = 0  # of which running_late
    running_late: int = 0
    used_days: int = 0
    allowed_days: int = 0

    @property
    def due(self) -> int:
        """Duties whose day has come. One left open past it counts: nobody gains by never closing."""
        return self.in_time + self.late + self.running_late

    @property
    def share_in_time(self) -> Fraction | None:
        return Fraction(self.in_time, self.due) if self.due else None

    @property
    def share_of_days(self) -> Fraction | None:
        """Days used for each day allowed."""
        return Fraction(self.used_days, self.allowed_days) if self.allowed_days else None

    @property
    def few(self) -> bool:
        return self.due < FEW

    def __add__(self, other: "Indicators") -> "Indicators":
        sums = (mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True))
        return Indicators(**dict(zip(self.__slots__, sums, strict=True)))


def count(duties: Iterable[DutyFacts], on: date) -> Indicators:
    """The indicators of these duties on this day; those handed over or void count for nobody here."""
    return sum((_one(duty, on) for duty in duties), Indicators())


def _one(duty: DutyFacts, on: date) -> Indicators:
    if duty.outcome in {Outcome.HANDED_OVER, Outcome.VOID}:
        return Indicators()
    late = is_late(duty.due, duty.closed_on, on)
    if duty.closed_on is None:
        return Indicators(received=1, running=1, running_late=int(late))
    return Indicators(
        received=1,
        in_time=int(not late),
        late=int(late),
        used_days=days_used(duty.event, duty.closed_on),
        allowed_days=days_used(duty.event, duty.due),
    )
