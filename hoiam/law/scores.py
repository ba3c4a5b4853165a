"""What a scoreboard shows: plain arithmetic over duties, so that anyone can do the sum again."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from fractions import Fraction

from hoiam.law.step import Outcome

FEW = 10  # below this many decided duties a share says little, and pages say so
SMALL = 5  # below this many ended duties no median is shown: it would tell of single matters
WITHIN: tuple[int, ...] = (*range(15), 18, 21, 25, 30, 35, 40, 45, 50, 60, 75, 90, 120, 180, 365, 9999)
"""Numbers of days within which what ended is counted: exact for two weeks, then by steps."""
REFUSED, PASSED, SILENT = "refused", "passed", "silent"
_ENDINGS: Mapping[str, str] = {
    **dict.fromkeys(("refuse", "refuse_in_writing"), REFUSED),
    **dict.fromkeys(
        ("transfer", "send_back", "transfer_out", "pass_up", "hand_on", "pass_to_police"), PASSED
    ),
    **dict.fromkeys(("close", "file", "drop", "cancel", "break_off"), SILENT),
}
_REOPENS = frozenset({"contest", "reopen", "return"})


def is_late(due: date, closed_on: date | None, on: date) -> bool:
    """Whether a duty was, or is by now, past its day; the due day itself is in time until 24:00."""
    return (on if closed_on is None else closed_on) > due


def outcome(due: date, closed_on: date) -> Outcome:
    return Outcome.LATE if is_late(due, closed_on, closed_on) else Outcome.MET


def days_used(event: date, until: date) -> int:
    """Calendar days, the event day not counted: the same measure for days used and days allowed."""
    return max((until - event).days, 0)


def bucket(days: int) -> int:
    """The number of days of `WITHIN` by which it was done."""
    return WITHIN[min(bisect_left(WITHIN, max(days, 0)), len(WITHIN) - 1)]


def within(spent: Mapping[int, int], share: Fraction) -> int | None:
    """In how many days at least this share of them was done; None where nothing ended. 1/2 gives the median."""
    wanted, counted = share * sum(spent.values()), 0
    for days in sorted(spent):
        counted += spent[days]
        if counted >= wanted and counted:
            return days
    return None


def median(shares: Iterable[Fraction]) -> Fraction | None:
    """The middle one; of an even number the lower of the two in the middle."""
    found = sorted(shares)
    return found[(len(found) - 1) // 2] if found else None


def ending(event: str, outcome: str) -> str:
    """What an end is besides: a refusal, a transfer, or an end that the office gave it without its being done."""
    how = _ENDINGS.get(event, "")
    return "" if how == SILENT and outcome != Outcome.VOID else how


def reopened(event: str) -> bool:
    """Whether what had ended was opened once more by this."""
    return event in _REOPENS


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
    last_day: int = 0  # ended on their last day
    void: int = 0  # not to be assessed
    refused: int = 0
    passed: int = 0  # to another office
    silent: int = 0  # ended by the office without being done
    reopened: int = 0

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
    def share_last_day(self) -> Fraction | None:
        """Of what ended, how much did so on its last day."""
        ended = self.in_time + self.late
        return Fraction(self.last_day, ended) if ended else None

    @property
    def otherwise(self) -> int:
        """How many ended in another way than by being done, or had to be done again."""
        return self.void + self.refused + self.passed + self.silent + self.reopened

    @property
    def small(self) -> bool:
        """Too few for a share or a median to be shown."""
        return self.due < SMALL

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
