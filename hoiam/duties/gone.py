"""Duties whose rows were deleted after the log was told of them: what is there, what is kept in their place."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Count, Min

from hoiam.duties.models import Duty, Gone
from hoiam.law.gone import Missing, Tokens
from hoiam.law.told import Line
from hoiam.office.models import Post, Unit

PAGE = 25


@dataclass(frozen=True, slots=True)
class Deleted:
    """What one entry says was deleted of a kind: how many, when it was noticed, the first entry that had told one."""

    noticed_on: date
    entry: int
    key: str
    n: int
    told_in: int


def there() -> Tokens:
    """Names of all duties that were told and have their row or something in its place. Two statements."""
    rows = Duty.objects.exclude(token="").values_list("token", flat=True)
    return Tokens(chain(rows.iterator(chunk_size=5000), Gone.objects.values_list("token", flat=True)))


def still(tokens: Collection[str]) -> set[str]:
    """Which of these have a row after all: told while others were read. One statement."""
    return set(Duty.objects.filter(token__in=list(tokens)).values_list("token", flat=True))


def keep(found: Iterable[Missing], *, on: date, entry: int, chain_of: Callable[[int], str]) -> None:
    """Put something in the place of each."""
    places = _places(chain_of)
    Gone.objects.bulk_create(_row(one, places, on, entry) for one in found)


def known(found: Iterable[Missing], *, chain_of: Callable[[int], str]) -> list[Missing]:
    """Those whose unit and post are there: only these can be counted. Two statements."""
    places = _places(chain_of)
    return [one for one in found if one.line in places]


def back() -> int:
    """What has its row again needs nothing in its place; gives how many. Few statements, all of few rows."""
    tokens = list(Gone.objects.values_list("token", flat=True))
    again = still(tokens) if tokens else set()
    Gone.objects.filter(token__in=again).delete()
    return len(again)


def of_unit(unit_id: int) -> tuple[Deleted, ...]:
    """By entry and kind, the newest first. One statement."""
    rows = Gone.objects.filter(unit_id=unit_id).values("noticed_on", "entry", "key")
    told = rows.annotate(n=Count("id"), first=Min("told_in")).order_by("-noticed_on", "-entry", "key")
    columns = ("noticed_on", "entry", "key", "n", "first")
    return tuple(Deleted(*row) for row in told.values_list(*columns)[:PAGE])


def total(unit_id: int | None = None) -> tuple[int, date | None]:
    """How many of a unit, or of all, and since when. One statement."""
    rows = Gone.objects.all() if unit_id is None else Gone.objects.filter(unit_id=unit_id)
    found = rows.aggregate(n=Count("id"), since=Min("noticed_on"))
    return found["n"], found["since"]


def tokens() -> set[str]:
    """Names of all that have something in their place. One statement."""
    return set(Gone.objects.values_list("token", flat=True))


def _row(one: Missing, places: "_Places", on: date, entry: int) -> Gone:
    line = one.line
    return Gone(
        unit_id=places.units[line.unit, line.began],
        post_id=places.posts[line.post],
        token=line.token,
        key=line.kind,
        event_on=date.fromisoformat(line.event),
        due_on=date.fromisoformat(line.due),
        received_on=_day(line.received),
        opened_on=date.fromisoformat(line.opened),
        closed_on=_day(line.closed),
        outcome=line.outcome,
        opened_by=line.opened_by,
        ended_by=line.ended_by,
        field=line.field,
        told_in=one.index,
        noticed_on=on,
        entry=entry,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class _Places:
    """Posts by their chain, units by code and first day."""

    posts: dict[str, int]
    units: dict[tuple[str, str], int]

    def __contains__(self, line: Line) -> bool:
        return line.post in self.posts and (line.unit, line.began) in self.units


def _places(chain_of: Callable[[int], str]) -> _Places:
    units = Unit.objects.values_list("pk", "code", "valid_from")
    return _Places(
        {chain_of(post): post for post in Post.objects.values_list("pk", flat=True)},
        {(code, began.isoformat()): unit for unit, code, began in units},
    )
