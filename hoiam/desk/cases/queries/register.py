"""The public register: what anyone may see of any case. No names, place at commune level, text only if cleared."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, FilteredRelation, Q, QuerySet

from hoiam.desk.cases.models import Case, Kind, Step
from hoiam.desk.cases.queries import cards, procedures
from hoiam.duties import queries as duties
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused

PAGE = 25
WINDOW = 2_000
"""How many cases a page looks at, at most, for those that fit what no index is ordered by."""
INSIDE = ("draft", "ask", "tell", "say", "name", "recuse", "lift", "heir", "give_back", "scan", "link")
"""Steps that are between the office and its citizen, or the office's own work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFilter:
    """Which part: a unit; older than a cursor, or newer than one; received between two days, both included.

    `kind`, `field` and `states` are only for `filtered`.
    """

    unit_id: int | None = None
    after: tuple[date, int] | None = None
    before: tuple[date, int] | None = None
    since: date | None = None
    until: date | None = None
    kind: str = ""
    field: str = ""
    states: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One masked line."""

    id: int
    number: str
    unit: str
    unit_en: str
    unit_kind: str
    kind: str
    field: str
    state: str
    received_on: date
    received_at: datetime
    answer_due_on: date | None
    answered_at: datetime | None
    closed_at: datetime | None
    late: bool
    title: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page, newest first; the cursors of the older and the newer page, where there may be one."""

    rows: tuple[RegisterRow, ...]
    next: tuple[date, int] | None
    newer: tuple[date, int] | None = None


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """A blacked out copy that was published, and the file it is."""

    id: int
    file_id: int
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCase:
    """One masked case with its dates and what happened."""

    row: RegisterRow
    text: str
    dates: tuple[cards.DateCard, ...]
    steps: tuple[cards.StepCard, ...]
    score: int | None
    papers: tuple[PublicPaper, ...]


def register(*, chosen: RegisterFilter, on: date) -> RegisterPage:
    """Newest first, keyset pages. One statement."""
    rows = _masked(_part(chosen))
    if chosen.before:
        found = list(rows.order_by("received_on", "id")[: PAGE + 1])
        page = tuple(row_of(case, on) for case in reversed(found[:PAGE]))
        return RegisterPage(page, _last(page), _first(page) if len(found) > PAGE else None)
    found = list(rows.order_by("-received_on", "-id")[: PAGE + 1])
    page = tuple(row_of(case, on) for case in found[:PAGE])
    return RegisterPage(
        page, _last(page) if len(found) > PAGE else None, _first(page) if chosen.after else None
    )


def filtered(*, chosen: RegisterFilter, on: date, page: int = PAGE) -> RegisterPage:
    """Newest first, of the next WINDOW cases those that fit: a page may be short, even empty, and yet have a next.

    One statement; two for a page that is not full.
    """
    window = _part(chosen).order_by("-received_on", "-id")
    fits = {"kind": chosen.kind, "field": chosen.field, "state__in": chosen.states}
    rows = Case.objects.filter(pk__in=window.values("pk")[:WINDOW], **{k: v for k, v in fits.items() if v})
    found = list(_masked(rows).order_by("-received_on", "-id")[: page + 1])
    shown = tuple(row_of(case, on) for case in found[:page])
    if len(found) > page:
        return RegisterPage(shown, _last(shown))
    return RegisterPage(shown, window.values_list("received_on", "id")[WINDOW - 1 : WINDOW].first())


def some(*, case_ids: Collection[int], kind: str, on: date) -> tuple[RegisterRow, ...]:
    """Those of a kind, newest first. One statement."""
    rows = Case.objects.filter(pk__in=case_ids, kind=kind)
    return tuple(row_of(case, on) for case in _masked(rows).order_by("-received_on", "-id"))


def _part(chosen: RegisterFilter) -> "QuerySet[Case]":
    """The bound on the day alone lets the index begin at the cursor."""
    rows = Case.objects.exclude(kind=Kind.DENUNCIATION)
    if chosen.unit_id is not None:
        rows = rows.filter(unit_id=chosen.unit_id)
    if chosen.since:
        rows = rows.filter(received_on__gte=chosen.since)
    if chosen.until:
        rows = rows.filter(received_on__lte=chosen.until)
    if chosen.before:
        day, last = chosen.before
        return rows.filter(Q(received_on__gt=day) | Q(received_on=day, id__gt=last), received_on__gte=day)
    if chosen.after:
        day, last = chosen.after
        return rows.filter(Q(received_on__lt=day) | Q(received_on=day, id__lt=last), received_on__lte=day)
    return rows


def _first(page: tuple[RegisterRow, ...]) -> tuple[date, int] | None:
    return (page[0].received_on, page[0].id) if page else None


def _last(page: tuple[RegisterRow, ...]) -> tuple[date, int] | None:
    return (page[-1].received_on, page[-1].id) if page else None


def public_case(*, case_id: int, on: date) -> PublicCase:
    """One case for anyone. Three statements. Refused: no_such_case."""
    found = _with_papers(_masked(Case.objects.select_related("reply")).filter(pk=case_id))
    if not found or procedures.held(found[0][0].kind):
        raise Refused("no_such_case")
    case = found[0][0]
    steps = Step.objects.filter(case=case).exclude(event__in=INSIDE).select_related("unit").order_by("id")
    return PublicCase(
        row=row_of(case, on),
        text=case.public_text if procedures.is_petition(case.kind) else "",
        dates=tuple(
            cards.date_card(duty, on=on, path=case.unit.path) for duty in duties.of_subject("case", case.pk)
        ),
        steps=tuple(_public_step(step) for step in steps),
        score=case.reply.score if case.reply else None,
        papers=tuple(paper for _case, paper in found if paper is not None),
    )


def _with_papers(rows: "QuerySet[Case]") -> list[tuple[Case, PublicPaper | None]]:
    """The case once for each published paper, newest first; once with none where there is none."""
    published = FilteredRelation("redacted", condition=Q(redacted__published_at__isnull=False))
    joined = rows.annotate(
        published=published,
        paper=F("published__id"),
        paper_file=F("published__copy_id"),
        paper_at=F("published__published_at"),
    ).order_by("-paper")
    return [
        (case, PublicPaper(case.paper, case.paper_file, case.paper_at) if case.paper_file else None)
        for case in joined
    ]


def _masked(rows: "QuerySet[Case]") -> "QuerySet[Case]":
    """Sealed columns are not even read."""
    return rows.select_related("unit").defer("title", "body", "reply__points", "reply__comment")


def _public_step(step: Step) -> cards.StepCard:
    unit = step.unit
    return cards.StepCard(
        step.event, step.before, step.after, step.at, unit.name, unit.name_en, unit.kind, "", "", step.facts
    )


def row_of(case: Case, on: date) -> RegisterRow:
    return RegisterRow(
        id=case.pk,
        number=cards.number(case),
        unit=case.unit.name,
        unit_en=case.unit.name_en,
        unit_kind=case.unit.kind,
        kind=case.kind,
        field=case.field,
        state=case.state,
        received_on=case.received_on,
        received_at=case.received_at,
        answer_due_on=case.answer_due_on,
        answered_at=case.answered_at,
        closed_at=case.closed_at,
        late=_late(case, on),
        title=case.public_title if procedures.is_petition(case.kind) else "",
    )


def _late(case: Case, on: date) -> bool:
    """By the answer's last day; a running case is late when that day is over."""
    if case.answer_due_on is None:
        return False
    settled = case.due_on is None or not procedures.is_petition(case.kind)
    until = local_day(case.answered_at) if case.answered_at and settled else on
    return until > case.answer_due_on and (case.due_on is not None or case.answered_at is not None)
