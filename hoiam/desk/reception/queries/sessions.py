"""Sessions as pages show them: what is ahead, what was, one with its history. A day that passed unopened is missed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from hoiam.desk.reception.models import Session, SessionStep
from hoiam.duties import queries as duties, recurring
from hoiam.duties.models import Duty
from hoiam.law.booking import Sitting
from hoiam.law.procedures.reception_session import AHEAD, COUNTS_FOR_HEAD, State
from hoiam.law.refusal import Refused
from hoiam.law.schedules import sittings
from hoiam.office.cards import page_language

SUBJECT = "session"
BY_DEPUTY = frozenset({State.HELD_DEPUTY, State.CONCLUDED_DEPUTY, State.DONE_DEPUTY})
_PEOPLE = ("announced", "chair", "opened_by")
_COLUMNS = (
    *("id", "uid", "post_id", "unit_id", "on", "nominal_on", "kind", "ground", "sittings", "place"),
    *("slot_minutes", "slot_places", "planned_id", "posted_on", "announced_id", "chair_id", "chair_title"),
    *("opened_at", "opened_own", "opened_strongly", "closed_at", "closed_own", "closed_strongly"),
    *("reason", "online", "recording"),
    *("recording_sha256", "version", "sequence", "changed_at", "post__title", "post__title_en"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCard:
    """One session as a day sees it: `state` is the law's, or missed by its date; `stored` is what was recorded."""

    id: int
    uid: str
    post_id: int
    unit_id: int
    on: date
    nominal_on: date
    kind: str
    state: State
    stored: State
    ground: str
    sittings: str
    place: str
    slot_minutes: int
    slot_places: int
    planned_id: int | None
    posted_on: date | None
    announced_id: int | None
    announced: str
    chair_id: int | None
    chair: str
    chair_title: str
    opened_at: datetime | None
    opened_by: str
    opened_own: bool
    opened_strongly: bool
    closed_at: datetime | None
    closed_own: bool
    closed_strongly: bool
    reason: str
    online: bool
    recording: str
    recording_sha256: str
    version: int
    sequence: int
    changed_at: datetime
    post_title: str
    post_title_en: str

    @property
    def title(self) -> str:
        """Of the post, in the page's language."""
        return self.post_title_en if page_language() == "en" else self.post_title

    @property
    def ahead(self) -> bool:
        """Still to be held."""
        return self.state in AHEAD

    @property
    def in_person(self) -> bool:
        """Held by the head."""
        return self.state in COUNTS_FOR_HEAD

    @property
    def by_deputy(self) -> bool:
        return self.state in BY_DEPUTY

    @property
    def missed(self) -> bool:
        return self.state is State.MISSED

    @property
    def moved(self) -> bool:
        return self.on != self.nominal_on

    @property
    def another_received(self) -> bool:
        """Somebody else than the one who was announced held the post on the day."""
        return (
            self.chair_id is not None and self.announced_id is not None and self.chair_id != self.announced_id
        )

    @property
    def hours(self) -> tuple[Sitting, ...]:
        """Of a session that was only noted afterwards none are known."""
        return sittings(self.sittings) if self.sittings else ()


@dataclass(frozen=True, slots=True)
class PostingCard:
    """A session ahead and the last day on which it must be posted; None where nothing is to be posted."""

    session: SessionCard
    due_on: date | None

    @property
    def late(self) -> bool:
        """Posted after that day."""
        posted = self.session.posted_on
        return self.due_on is not None and posted is not None and posted > self.due_on


@dataclass(frozen=True, slots=True)
class StepCard:
    """One line of the history."""

    event: str
    at: datetime
    by: str
    reason: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClockCard:
    """A clock of the session: its last day, and how it ended."""

    key: str
    due_on: date
    outcome: str


def standing(state: str, day: date, *, on: date) -> State:
    """As that day sees it: nobody need press a button for a day to be missed."""
    return State.MISSED if state in AHEAD and day < on else State(state)


def one(session_id: int, *, on: date) -> SessionCard:
    """One statement. Refused: no_such_session."""
    for card in _cards(_standing().filter(pk=session_id), on):
        return card
    raise Refused("no_such_session")


def link_of(session_id: int) -> str:
    """The address in the office's video system; for those who take part. One statement."""
    return Session.objects.filter(pk=session_id).values_list("link", flat=True).first() or ""


def history(session_id: int) -> tuple[StepCard, ...]:
    """The latest first. One statement."""
    rows = SessionStep.objects.filter(session_id=session_id).order_by("-id")
    columns = rows.values_list("event", "at", "by__name", "reason", "facts")
    return tuple(StepCard(event, at, by or "", reason, facts) for event, at, by, reason, facts in columns)


def clocks(session_id: int) -> tuple[ClockCard, ...]:
    """Those of the session itself, the nearest first. One statement."""
    found = (
        ClockCard(duty.key, duty.due_on, duty.outcome) for duty in duties.of_subject(SUBJECT, session_id)
    )
    return tuple(sorted(found, key=lambda card: card.due_on))


def ahead(
    *, post_id: int, on: date, limit: int, after: tuple[date, int] | None = None
) -> tuple[PostingCard, ...]:
    """Sessions from today on, the nearest first; `after`: of the last one shown. Two statements."""
    rows = _standing().filter(post_id=post_id, on__gte=on).order_by("on", "id")
    if after:
        rows = rows.filter(on__gte=after[0]).exclude(on=after[0], id__lte=after[1])
    return postings(_cards(rows[:limit], on))


def past(
    *, post_id: int, on: date, limit: int, after: tuple[date, int] | None = None
) -> tuple[SessionCard, ...]:
    """Sessions before today, the latest first. One statement."""
    rows = _standing().filter(post_id=post_id, on__lt=on).order_by("-on", "-id")
    if after:
        rows = rows.filter(on__lte=after[0]).exclude(on=after[0], id__gte=after[1])
    return _cards(rows[:limit], on)


def of_post(*, post_id: int, first: date, last: date, on: date) -> tuple[SessionCard, ...]:
    """In these days, in order. One statement."""
    return _cards(_standing().filter(post_id=post_id, on__range=(first, last)).order_by("on", "id"), on)


def of_units(*, unit_ids: Collection[int], first: date, last: date, on: date) -> tuple[SessionCard, ...]:
    """Of all posts of these units in these days, in order. One statement."""
    rows = _standing().filter(unit_id__in=unit_ids, on__range=(first, last))
    return _cards(rows.order_by("on", "unit_id", "id"), on)


def announced(on: date) -> Q:
    """What everybody may know of: posted, moved, held or past; a day that is only planned is nobody's business yet."""
    return Q(posted_on__isnull=False) | ~Q(state=State.PLANNED) | Q(on__lt=on) | ~Q(reason="")


def public_of_unit(*, unit_id: int, first: date, last: date, on: date) -> tuple[SessionCard, ...]:
    """What everybody may know of a unit's receptions in these days, in order. One statement."""
    rows = _standing().filter(announced(on), unit_id=unit_id, on__range=(first, last))
    return _cards(rows.order_by("on", "post_id", "id"), on)


def public_of_units(
    *, unit_ids: Collection[int], first: date, last: date, on: date
) -> tuple[SessionCard, ...]:
    """The same of several units. One statement."""
    rows = _standing().filter(announced(on), unit_id__in=unit_ids, on__range=(first, last))
    return _cards(rows.order_by("on", "unit_id", "id"), on)


def public_of_post(*, post_id: int, first: date, last: date, on: date) -> tuple[SessionCard, ...]:
    """The same of one post. One statement."""
    rows = _standing().filter(announced(on), post_id=post_id, on__range=(first, last))
    return _cards(rows.order_by("on", "id"), on)


def public_of_day(
    *, unit_ids: Collection[int], day: date, on: date, limit: int, after: tuple[int, int] = (0, 0)
) -> tuple[SessionCard, ...]:
    """Of all these units on one day, by unit; `after`: unit and id of the last one shown. One statement."""
    rows = _standing().filter(announced(on), unit_id__in=unit_ids, on=day)
    rows = rows.filter(Q(unit_id__gt=after[0]) | Q(unit_id=after[0], id__gt=after[1]))
    return _cards(rows.order_by("unit_id", "id")[:limit], on)


def public_counts(*, unit_ids: Collection[int], first: date, last: date, on: date) -> Mapping[date, int]:
    """How many sessions each day has. One statement."""
    rows = _standing().filter(announced(on), unit_id__in=unit_ids, on__range=(first, last))
    return dict(rows.order_by("on").values_list("on").annotate(n=Count("id")))


def missed_of_unit(
    *, unit_id: int, on: date, limit: int, after: tuple[date, int] | None = None
) -> tuple[SessionCard, ...]:
    """Sessions of a unit that nobody held, the latest first, with their reasons. One statement."""
    rows = _standing().filter(missed(on), unit_id=unit_id).order_by("-on", "-id")
    if after:
        rows = rows.filter(on__lte=after[0]).exclude(on=after[0], id__gte=after[1])
    return _cards(rows[:limit], on)


def missed(on: date) -> Q:
    """Recorded as missed, or ahead on a day that has passed while its unit was there."""
    there = Q(unit__valid_until=None) | Q(unit__valid_until__gt=F("on"))
    return Q(state=State.MISSED) | (Q(state__in=AHEAD, on__lt=on) & there)


def postings(cards: Iterable[SessionCard]) -> tuple[PostingCard, ...]:
    """With their last days of posting. One statement."""
    found = tuple(cards)
    ids = [card.planned_id for card in found if card.planned_id]
    rows = Duty.objects.filter(subject=recurring.PLANNED, subject_id__in=ids).order_by("id")
    dues = dict(rows.values_list("subject_id", "due_on"))
    return tuple(PostingCard(card, dues.get(card.planned_id) if card.planned_id else None) for card in found)


def _standing() -> "QuerySet[Session]":
    return Session.objects.filter(taken_back_at=None)


def _cards(rows: "QuerySet[Session]", on: date) -> tuple[SessionCard, ...]:
    names = [f"{one}__name" for one in _PEOPLE]
    return tuple(_card(row, on) for row in rows.values(*_COLUMNS, "state", *names))


def _card(row: dict[str, Any], on: date) -> SessionCard:
    stored = State(row.pop("state"))
    row |= {f"post_{name}": row.pop(f"post__{name}") for name in ("title", "title_en")}
    row |= {name: row.pop(f"{name}__name") or "" for name in _PEOPLE}
    return SessionCard(state=standing(stored, row["on"], on=on), stored=stored, **row)
