"""Lists of cases answered with one text: how far each is, and what became of each case."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from hoiam.desk.cases.models import BulkReply, BulkRow
from hoiam.desk.cases.queries import cards, firewall
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

PAGE = 50
SHOWN = 25
MAY_SEE = frozenset({Role.HANDLER, Role.HEAD, Role.CLERK})


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkCard:
    """One list. `waiting`: what the worker has yet to do now."""

    id: int
    unit_id: int
    state: str
    author: str
    made_at: datetime
    decision: str
    ground: str
    next_step: str
    count: int
    waiting: int
    drafted: int
    sent: int
    refused: int


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One case of a list; `code` says why it was left out."""

    id: int
    case_id: int
    number: str
    title: str
    drafted: bool
    sent: bool
    code: str


def lists(*, unit_id: int, by: office.Actor) -> tuple[BulkCard, ...]:
    """The newest ones of a unit. One statement. Refused: not_yours."""
    if not by.roles_in(unit_id) & MAY_SEE:
        raise Refused("not_yours")
    return tuple(_card(row) for row in _counted(Q(unit_id=unit_id))[:SHOWN])


def one(*, bulk_id: int, by: office.Actor) -> BulkCard:
    """One statement. Refused: no_such_list, also for those it is none of their business."""
    row = _counted(Q(pk=bulk_id)).first()
    if row is None or not by.roles_in(row.unit_id) & MAY_SEE:
        raise Refused("no_such_list")
    return _card(row)


def lines(*, bulk_id: int, by: office.Actor, on: date, after: int = 0) -> tuple[tuple[BulkLine, ...], int]:
    """A page of its cases, and the cursor of the next or 0; without those they keep out of. Two statements."""
    rows = BulkRow.objects.filter(bulk_id=bulk_id, pk__gt=after).select_related("case").order_by("pk")
    page = list(rows.exclude(case__kind__in=kinds.HELD)[: PAGE + 1])
    units = {row.case.unit_id for row in page if row.case.guarded}
    out = set(firewall.hidden(person_id=by.person_id, units=units, on=on).values_list("pk", flat=True))
    shown = tuple(
        BulkLine(
            row.pk,
            row.case_id,
            cards.number(row.case),
            row.case.title,
            row.drafted,
            row.sent,
            row.code,
        )
        for row in page[:PAGE]
        if row.case_id not in out
    )
    return shown, page[PAGE - 1].pk if len(page) > PAGE else 0


def _counted(which: Q):  # type: ignore[no-untyped-def]  # noqa: ANN202 - an annotated queryset
    return (
        BulkReply.objects.filter(which)
        .select_related("author")
        .annotate(
            n=Count("rows"),
            n_waiting=Count("rows", filter=Q(rows__waits=True)),
            n_drafted=Count("rows", filter=Q(rows__drafted=True)),
            n_sent=Count("rows", filter=Q(rows__sent=True)),
            n_refused=Count("rows", filter=~Q(rows__code="")),
        )
        .order_by("-pk")
    )


def _card(row: BulkReply) -> BulkCard:
    counted: dict[str, int] = vars(row)
    return BulkCard(
        id=row.pk,
        unit_id=row.unit_id,
        state=row.state,
        author=row.author.name,
        made_at=row.made_at,
        decision=row.decision,
        ground=row.ground,
        next_step=row.next_step,
        count=counted["n"],
        waiting=counted["n_waiting"],
        drafted=counted["n_drafted"],
        sent=counted["n_sent"],
        refused=counted["n_refused"],
    )
