"""What staff see: the queue by due date and the whole case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.db.models import Q, QuerySet

from hoiam.desk.cases.models import Case, Kind, Point, Press, Reply, Step
from hoiam.desk.cases.queries import cards, challenged as challenges, complaint_file, firewall, procedures
from hoiam.duties import queries as duties
from hoiam.duties.models import STANDS_STILL
from hoiam.files import queries as files
from hoiam.kit import prepared
from hoiam.law import conflict, limitation, sight
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office
from hoiam.sealed import queries as sealed

PAGE = 25
LINE = (
    *(
        "id",
        "received_on",
        "title",
        "kind",
        "field",
        "channel",
        "state",
        "due_on",
        "answer_due_on",
        "promised_on",
        "people",
        "representatives",
    ),
    "handler__name",
)
"""Columns of one line of the queue."""
DESK = frozenset({Role.CLERK, Role.HEAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What part of the queue: one unit, a state, one's own, only late ones, after a cursor."""

    unit_id: int
    state: str = ""
    mine: bool = False
    late: bool = False
    handler_id: int | None = None
    after: tuple[date, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One line of the queue."""

    id: int
    number: str
    title: str
    kind: str
    field: str
    channel: str
    state: str
    received_on: date
    due_on: date | None
    answer_due_on: date | None
    promised_on: date | None
    days_left: int | None
    handler: str
    people: int = 1
    representatives: int = 0


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page and the cursor of the next, if there is one."""

    rows: tuple[QueueRow, ...]
    next: tuple[date, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """One case as the people who work on it see it; the identity is not here."""

    id: int
    version: int
    number: str
    state: str
    kind: str
    field: str
    channel: str
    title: str
    body: str
    consent: bool
    cleared_at: datetime | None
    public_title: str
    public_text: str
    unit_id: int
    unit: str
    unit_en: str
    unit_kind: str
    came_from: str
    came_from_en: str
    came_from_kind: str
    handler_id: int | None
    handler: str
    received_at: datetime
    due_on: date | None
    answer_due_on: date | None
    promised_on: date | None
    answered_at: datetime | None
    has_identity: bool
    people: int
    representatives: int
    guarded: bool
    late: bool
    dates: tuple[cards.DateCard, ...]
    points: tuple[cards.PointCard, ...]
    steps: tuple[cards.StepCard, ...]
    replies: tuple[cards.ReplyCard, ...]
    files: tuple[files.FileCard, ...]
    complaint_file: complaint_file.ComplaintFile
    press: str
    challenged: challenges.ChallengedCard | None
    may: tuple[str, ...]
    may_open_identity: bool
    openings: tuple[sealed.OpeningCard, ...]
    parties: tuple[firewall.PartyCard, ...] = ()
    part_of: int | None = None

    @property
    def may_challenge(self) -> bool:
        """Whether it is a complaint, which is brought against something."""
        return self.kind in challenges.COMPLAINTS


def queue(*, chosen: QueueFilter, by: office.Actor, on: date) -> QueuePage:
    """Open cases of a unit by their nearest date. One statement. Refused: not_yours."""
    roles = by.roles_in(chosen.unit_id)
    if not roles & (DESK | {Role.HANDLER}):
        raise Refused("not_yours")
    mine = chosen.mine or not roles & DESK
    rows = _queue_rows(chosen, by.person_id, on, mine=mine)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    page = tuple(queue_row(row, on) for row in rows[:PAGE])
    return QueuePage(page, (last["due_on"], last["id"]) if last else None)


def _queue_rows(chosen: QueueFilter, viewer_id: int, on: date, *, mine: bool) -> list[dict[str, Any]]:
    asked: dict[str, int | str | date] = {"unit_id": chosen.unit_id, "viewer_id": viewer_id, "today": on}
    if chosen.state:
        asked["state"] = chosen.state
    if mine:
        asked["handler_id"] = viewer_id
    elif chosen.handler_id is not None:
        asked["handler_id"] = chosen.handler_id
    if chosen.late:
        asked["before"] = on
    if chosen.after:
        asked["after_on"], asked["after_id"] = chosen.after
    return _queue_asked(tuple(asked), PAGE + 1).rows(**asked)


@cache
def _queue_asked(names: tuple[str, ...], most: int) -> "prepared.Query[Case]":
    """One statement for each way to filter."""
    return prepared.Query(partial(_queue_filtered, most=most), **{name: _STAND_INS[name] for name in names})


_STAND_INS: dict[str, int | str | date] = {
    "unit_id": -1_000_001,
    "state": "stand-in of a state",
    "handler_id": -1_000_002,
    "before": date(1, 1, 1),
    "after_on": date(1, 1, 2),
    "after_id": -1_000_003,
    "viewer_id": -1_000_004,
    "today": date(1, 1, 3),
}


def _queue_filtered(
    *,
    unit_id: int,
    viewer_id: int,
    today: date,
    most: int,
    state: str = "",
    handler_id: int | None = None,
    before: date | None = None,
    after_on: date | None = None,
    after_id: int = 0,
) -> "QuerySet[Case, dict[str, Any]]":
    rows = Case.objects.filter(unit_id=unit_id, due_on__isnull=False).order_by("due_on", "id")
    rows = rows.exclude(kind=Kind.DENUNCIATION)
    rows = firewall.open_to(rows, person_id=viewer_id, on=today)
    if state:
        rows = rows.filter(state=state)
    if handler_id is not None:
        rows = rows.filter(handler_id=handler_id)
    if before:
        rows = rows.filter(due_on__lt=before)
    if after_on:
        rows = rows.filter(Q(due_on__gt=after_on) | Q(due_on=after_on, id__gt=after_id), due_on__gte=after_on)
    found: QuerySet[Case, dict[str, Any]] = rows.values(*LINE)[:most]
    return found


def queue_row(row: Mapping[str, Any], on: date) -> QueueRow:
    """One line from its LINE, for the queue and for search; a case that no clock runs for has no date."""
    standing = row["due_on"] in {None, STANDS_STILL}
    return QueueRow(
        id=row["id"],
        number=cards.number_of(row["received_on"], row["id"]),
        title=row["title"],
        kind=row["kind"],
        field=row["field"],
        channel=row["channel"],
        state=row["state"],
        received_on=row["received_on"],
        due_on=None if standing else row["due_on"],
        answer_due_on=row["answer_due_on"],
        promised_on=row["promised_on"],
        days_left=None if standing else (row["due_on"] - on).days,
        handler=row["handler__name"] or "",
        people=row["people"],
        representatives=row["representatives"],
    )


def case(*, case_id: int, by: office.Actor, on: date) -> CaseCard:
    """The whole case. Seven statements, five more with its file, some more when somebody keeps out of it.

    Refused: no_such_case, also for those it is none of their business.
    """
    row = _CASE.first(case_id=case_id)
    if row is None or not _sees(row, by):
        raise Refused("no_such_case")
    roles = kinds.acting(row.kind, by.roles_in(row.unit_id))
    own = row.handler_id == by.person_id
    may_open = sight.may_open_identity(_viewer(by), _facts(row, by))
    dates = tuple(
        cards.date_card(duty, on=on, path=row.unit.path)
        for duty in duties.of_subject(procedures.subject(row.kind), row.pk)
    )
    return CaseCard(
        **_columns(row),
        late=any(card.late and card.running for card in dates),
        dates=dates,
        points=tuple(_point(point) for point in _POINTS.all(case_id=row.pk)),
        steps=tuple(cards.step_card(step, inside=True) for step in _STEPS.rows(case_id=row.pk)),
        replies=tuple(cards.reply_card(reply) for reply in _REPLIES.rows(case_id=row.pk)),
        files=files.of_owner(owner="case", owner_id=row.pk),
        complaint_file=complaint_file.of(
            case_id=row.pk, kind=row.kind, state=row.state, earlier_id=row.earlier_id, inside=True
        ),
        press=_press(row),
        challenged=challenges.of(
            case_id=row.pk, kind=row.kind, lodged_on=row.received_on, path=row.unit.path
        ),
        may=(
            *kinds.ruled(row.kind).available(row.state, roles, is_assignee=own),
            *limitation.available(row.kind, row.state, roles),
            *conflict.available(roles, is_assignee=own),
        ),
        may_open_identity=may_open,
        openings=sealed.openings(row.identity_id) if may_open and row.identity_id else (),
        parties=firewall.parties(row.pk) if row.guarded else (),
    )


def _press(row: Case) -> str:
    """Where and when it was published; asked only of a matter of the press."""
    found = Press.objects.filter(case=row).first() if row.kind == Kind.PRESS else None
    return f"{found.source}, {found.published_on:%d/%m/%Y}" if found else ""


def seen_by(*, case_id: int, by: office.Actor) -> bool:
    """Whether this is a case that they may work on or have passed on. One statement."""
    row = Case.objects.select_related("unit", "came_from").only(*_PATHS).filter(pk=case_id).first()
    return row is not None and _sees(row, by)


def _columns(row: Case) -> Mapping[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "number": cards.number(row),
        "state": row.state,
        "kind": row.kind,
        "field": row.field,
        "channel": row.channel,
        "title": row.title,
        "body": row.body,
        "consent": row.consent,
        "cleared_at": row.cleared_at,
        "public_title": row.public_title,
        "public_text": row.public_text,
        "unit_id": row.unit_id,
        "unit": row.unit.name,
        "unit_en": row.unit.name_en,
        "unit_kind": row.unit.kind,
        "came_from": row.came_from.name if row.came_from else "",
        "came_from_en": row.came_from.name_en if row.came_from else "",
        "came_from_kind": row.came_from.kind if row.came_from else "",
        "handler_id": row.handler_id,
        "handler": row.handler.name if row.handler else "",
        "received_at": row.received_at,
        "due_on": None if row.due_on == STANDS_STILL else row.due_on,
        "answer_due_on": row.answer_due_on,
        "promised_on": row.promised_on,
        "answered_at": row.answered_at,
        "has_identity": row.identity_id is not None,
        "people": row.people,
        "representatives": row.representatives,
        "guarded": row.guarded,
        "part_of": row.part.origin_id if hasattr(row, "part") else None,
    }


def _row(case_id: int) -> "QuerySet[Case]":
    return Case.objects.select_related("unit", "came_from", "handler", "part").filter(pk=case_id)


def _points(case_id: int) -> "QuerySet[Point]":
    return Point.objects.filter(case_id=case_id).order_by("number")


def _steps(case_id: int) -> "QuerySet[Step, dict[str, Any]]":
    rows: QuerySet[Step, dict[str, Any]]
    rows = Step.objects.filter(case_id=case_id).order_by("id").values(*cards.STEP)
    return rows


def _replies(case_id: int) -> "QuerySet[Reply, dict[str, Any]]":
    rows: QuerySet[Reply, dict[str, Any]]
    rows = Reply.objects.filter(case_id=case_id).order_by("-round").values(*cards.REPLY)
    return rows


_CASE = prepared.Rows(_row, case_id=-1_000_001)
_POINTS = prepared.Rows(_points, case_id=-1_000_001)
_STEPS = prepared.Query(_steps, case_id=-1_000_001)
_REPLIES = prepared.Query(_replies, case_id=-1_000_001)


def _point(point: Point) -> cards.PointCard:
    return cards.PointCard(
        point.number,
        point.text,
        point.decision,
        point.ground,
        point.next_step,
        point.contested,
        point.contest_reason,
    )


_PATHS = (
    "kind",
    "handler_id",
    "guarded",
    "unit_id",
    "consent",
    "cleared_at",
    "unit__path",
    "came_from__path",
)


def _sees(row: Case, by: office.Actor) -> bool:
    return sight.level(_viewer(by), _facts(row, by)) is sight.Level.STAFF


def _viewer(by: office.Actor) -> sight.Viewer:
    return sight.Viewer(roles_by_unit=by.roles_by_path)


def _facts(row: Case, by: office.Actor) -> sight.CaseFacts:
    return sight.CaseFacts(
        unit_path=row.unit.path,
        came_through=frozenset({row.came_from.path} if row.came_from else ()),
        handler_is_viewer=row.handler_id == by.person_id,
        barred=firewall.bars_actor(row, by),
        text_agreed=row.consent,
        text_cleared=row.cleared_at is not None,
        held=procedures.held(row.kind),
    )
