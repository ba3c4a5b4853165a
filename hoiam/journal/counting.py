"""Counts of what is in the log: incidents for everyone, the reconciliation of all kinds for the auditor."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from hoiam.journal import repair
from hoiam.journal.models import Event, LogState, PadStub, StubState, Visibility

INCIDENT = "log.incident"


@dataclass(frozen=True, slots=True)
class Kind:
    """How many entries there are of one kind and visibility."""

    kind: str
    visibility: str
    count: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Entries in the tree by what they are: events, covers and orphans make up its size, or something is wrong."""

    size: int
    kinds: tuple[Kind, ...]
    orphans: int

    @property
    def covers(self) -> int:
        return sum(one.count for one in self.kinds if one.visibility == Visibility.COVER)

    @property
    def events(self) -> int:
        return sum(one.count for one in self.kinds) - self.covers

    @property
    def accounted(self) -> int:
        return self.events + self.covers + self.orphans

    @property
    def holds(self) -> bool:
        return self.accounted == self.size


@dataclass(frozen=True, slots=True)
class Slips:
    """Of all numbered slips that the log committed to."""

    used: int
    void: int
    left: int

    @property
    def total(self) -> int:
        return self.used + self.void + self.left


def incidents() -> int:
    """Public entries that tell of something that went wrong with the log itself."""
    return Event.objects.filter(kind=INCIDENT, visibility=Visibility.PUBLIC).count()


def reconcile() -> Reconciliation:
    """Two statements of SQL, whatever the size; the second goes through the log once."""
    size = LogState.objects.filter(origin=settings.HOIAM_ORIGIN).values_list("size", flat=True).first() or 0
    rows = Event.objects.filter(index__gte=0, index__lt=size).values_list("kind", "visibility")
    counted = tuple(Kind(*row) for row in rows.annotate(n=Count("id")).order_by("kind", "visibility"))
    kinds = tuple(one for one in counted if one.kind != repair.KIND)
    return Reconciliation(size, kinds, sum(one.count for one in counted if one.kind == repair.KIND))


def slips() -> Slips:
    """One statement of SQL."""
    by_state = dict(PadStub.objects.values_list("state").annotate(n=Count("id")).order_by("state"))
    return Slips(
        by_state.get(StubState.USED, 0), by_state.get(StubState.VOID, 0), by_state.get(StubState.LEFT, 0)
    )
