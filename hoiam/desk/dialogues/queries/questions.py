"""Questions: for whoever moderates, for the room, for everybody, and for the one who asked."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from hoiam.desk.dialogues.models import Conference, Judged, Question, Vote
from hoiam.desk.dialogues.queries import codes, promises
from hoiam.desk.dialogues.queries.cards import PromiseCard, QuestionCard
from hoiam.kit import fold, likeness
from hoiam.law.dialogue import PUBLIC, State
from hoiam.law.refusal import Refused

PAGE = 50
NEXT = 4
COMPARED, SUGGESTED = 300, 3
SHARED = 0.5
"""Share of the syllables of the shorter question from which on two are suggested as one."""
_COLUMNS = (
    *("id", "conference_id", "number", "text", "channel", "phase", "asked_at", "state", "ground"),
    *("pointed_out", "into_id", "votes", "version", "answer", "answered_by__title", "answered_by__title_en"),
    *("answered_at", "gathered"),
)


@dataclass(frozen=True, slots=True)
class Room:
    """What the room looks at: the question in hand, the next ones, how many are shown and answered."""

    current: QuestionCard | None
    next: tuple[QuestionCard, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Followed:
    """A question for its asker: what became of it, what it was grouped under, promises, which of them they judged."""

    own: QuestionCard
    into: QuestionCard | None
    promises: tuple[PromiseCard, ...]
    judged: frozenset[int]


@dataclass(frozen=True, slots=True)
class Alike:
    """A question that may ask the same."""

    card: QuestionCard
    share: float


def waiting(conference_id: int, *, after: int = 0, limit: int = PAGE) -> tuple[QuestionCard, ...]:
    """Not decided on yet, in the order they came. One statement."""
    rows = _of(conference_id).filter(state=State.WAITING, pk__gt=after).order_by("id")
    return _cards(rows[:limit])


def decided(conference_id: int, *, after: int | None = None, limit: int = PAGE) -> tuple[QuestionCard, ...]:
    """Set aside, grouped, answered or put off, the newest first. One statement."""
    rows = _of(conference_id).exclude(state__in=(State.WAITING, State.SHOWN)).order_by("-id")
    return _cards((rows.filter(pk__lt=after) if after else rows)[:limit])


def asked(conference_id: int, *, limit: int = PAGE) -> tuple[QuestionCard, ...]:
    """Shown and not answered yet, the most wanted first. One statement."""
    rows = _of(conference_id).filter(state=State.SHOWN).order_by("-votes", "id")
    return _cards(rows[:limit])


def public(conference_id: int, *, after: int = 0, limit: int = PAGE) -> tuple[QuestionCard, ...]:
    """All that everybody may read, by number. One statement."""
    rows = _of(conference_id).filter(state__in=PUBLIC, number__gt=after).order_by("number")
    return _cards(rows[:limit])


def question(question_id: int) -> QuestionCard:
    """One statement. Refused: no_such_question."""
    found = _cards(_with_gathered(Question.objects.filter(pk=question_id)))
    if not found:
        raise Refused("no_such_question")
    return found[0]


def room(conference_id: int) -> Room:
    """Two statements. Refused: no_such_conference."""
    shown = Count("questions", filter=Q(questions__state=State.SHOWN))
    found = (
        Conference.objects.filter(pk=conference_id)
        .annotate(shown=shown)
        .values("current_id", "shown")
        .first()
    )
    if found is None:
        raise Refused("no_such_conference")
    wanted = Q(state=State.SHOWN) | Q(pk=found["current_id"])
    first = Case(When(pk=found["current_id"], then=Value(0)), default=Value(1), output_field=IntegerField())
    cards = _cards(_of(conference_id).filter(wanted).order_by(first, "-votes", "id")[: NEXT + 1])
    now = next((card for card in cards if card.id == found["current_id"]), None)
    others = tuple(card for card in cards if card is not now)[:NEXT]
    waiting = found["shown"] - (now is not None and now.state == State.SHOWN)
    return Room(now, others, max(waiting - len(others), 0))


def counts(conference_id: int) -> dict[str, int]:
    """Questions by state. One statement."""
    rows = Question.objects.filter(conference_id=conference_id).values_list("state").annotate(n=Count("id"))
    return dict(rows.order_by())


def wanted_by(conference_id: int, device: bytes) -> frozenset[int]:
    """What this device wants answered. One statement."""
    rows = Vote.objects.filter(question__conference_id=conference_id, device=device)
    return frozenset(rows.values_list("question_id", flat=True))


def followed(code: str) -> Followed:
    """By the code that its asker has. Three statements, four when it was grouped. Refused: no_such_question."""
    found = _cards(_with_gathered(Question.objects.filter(code_hash=codes.of(code))))
    if not found:
        raise Refused("no_such_question")
    own = found[0]
    into = question(own.into_id) if own.into_id else None
    made = promises.of_questions([own.id, *([own.into_id] if own.into_id else [])])
    judged = Judged.objects.filter(question_id=own.id).values_list("promise_id", flat=True)
    return Followed(own, into, made, frozenset(judged))


def alike(card: QuestionCard) -> tuple[Alike, ...]:
    """Questions of the same conference that may ask the same, the likeliest first: people decide. One statement."""
    rows = _of(card.conference_id).exclude(state__in=(State.MERGED, State.ASIDE)).exclude(pk=card.id)
    own = likeness.take_apart(card.text)
    found = (_compared(one, own, card.text) for one in _cards(rows.order_by("-id")[:COMPARED]))
    return tuple(sorted((one for one in found if one), key=lambda one: -one.share)[:SUGGESTED])


def _compared(other: QuestionCard, own: likeness.Text, text: str) -> Alike | None:
    """The same by what both name, or by the words they share: a question is short."""
    mine, theirs = set(fold.syllables(text)), set(fold.syllables(other.text))
    fewest = min(len(mine), len(theirs))
    share = len(mine & theirs) / fewest if fewest else 0.0
    verdict = likeness.compare(own, likeness.take_apart(other.text)).verdict
    alike = verdict is likeness.Verdict.SAME or share >= SHARED
    return Alike(other, share) if alike else None


def _of(conference_id: int) -> "QuerySet[Question]":
    return _with_gathered(Question.objects.filter(conference_id=conference_id))


def _with_gathered(rows: "QuerySet[Question]") -> "QuerySet[Question]":
    return rows.annotate(gathered=Count("merged"))


def _cards(rows: "QuerySet[Question]") -> tuple[QuestionCard, ...]:
    return tuple(_card(*row) for row in rows.values_list(*_COLUMNS))


def _card(*row: Any) -> QuestionCard:
    said: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    return QuestionCard(
        answered_by=said.pop("answered_by__title") or "",
        answered_by_en=said.pop("answered_by__title_en") or "",
        pointed_out=tuple(str(said.pop("pointed_out")).split()),
        merged=said.pop("gathered"),
        **said,
    )
