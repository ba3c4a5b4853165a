"""A head's account of a year or of a time asked for: its steps, its figures, who signs it, questions about it.

Figures are counted by period of one holder: what fell due under one is never added to what fell due under another.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from hoiam.law.frequencies import Holding, Span
from hoiam.law.pack import Pack
from hoiam.law.refusal import Refused
from hoiam.law.rules import Confidence, Rule

FORMAT = "hoiam.account/v1"
LONGEST = timedelta(days=366)
MOST_WORDS = 4_000
MOST_LETTERS = 1_000
_DAY = timedelta(days=1)
DRAFTED_WITHIN = timedelta(days=30)
"""How long before its day the draft of a year's account is put together by itself."""


class State(StrEnum):
    """Of an account."""

    DRAFT = "draft"
    SIGNED = "signed"
    PUBLISHED = "published"


class Kind(StrEnum):
    """Why it is given."""

    YEARLY = "yearly"
    DEMAND = "demand"


class Section(StrEnum):
    """Parts of an account, in the order a reader meets them."""

    RECEPTION = "reception"
    DIALOGUE = "dialogue"
    CASES = "cases"
    PROMISES = "promises"
    TASKS = "tasks"
    INSPECTION = "inspection"
    SUPERVISION = "supervision"
    ACCOUNTS = "accounts"
    OTHER = "other"


class Asked(StrEnum):
    """State of a public question about an account."""

    OPEN = "open"
    ANSWERED = "answered"
    HIDDEN = "hidden"


class Ground(StrEnum):
    """Why a question is hidden; there is no other, and none about what it thinks."""

    ABUSE = "abuse"
    PERSONAL = "personal"


MOVES: Mapping[str, tuple[State, State]] = MappingProxyType(
    {
        "write": (State.DRAFT, State.DRAFT),
        "recount": (State.DRAFT, State.DRAFT),
        "sign": (State.DRAFT, State.SIGNED),
        "publish": (State.SIGNED, State.PUBLISHED),
    }
)
QUESTIONS: Mapping[str, tuple[frozenset[Asked], Asked]] = MappingProxyType(
    {
        "answer": (frozenset({Asked.OPEN}), Asked.ANSWERED),
        "hide": (frozenset({Asked.OPEN, Asked.ANSWERED}), Asked.HIDDEN),
    }
)
SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "reception_days": Section.RECEPTION,
        "commune_chair": Section.RECEPTION,
        "province_chair": Section.RECEPTION,
        "agency_head": Section.RECEPTION,
        "public_unit_head": Section.RECEPTION,
        "party_province": Section.RECEPTION,
        "party_commune": Section.RECEPTION,
        "schedule_posting": Section.RECEPTION,
        "dialogues": Section.DIALOGUE,
        "dialogue_commune": Section.DIALOGUE,
        "call": Section.DIALOGUE,
        "announce": Section.DIALOGUE,
        "results": Section.DIALOGUE,
        "cases": Section.CASES,
        "notice": Section.CASES,
        "answer": Section.CASES,
        "accept": Section.CASES,
        "settle": Section.CASES,
        "explain": Section.CASES,
        "promised": Section.PROMISES,
        "replies": Section.PROMISES,
        "promise": Section.PROMISES,
        "promised_answer": Section.PROMISES,
        "task": Section.TASKS,
        "inspections": Section.INSPECTION,
        "remedy": Section.INSPECTION,
        "mend": Section.INSPECTION,
        "recommendation": Section.SUPERVISION,
        "recommendation_done": Section.SUPERVISION,
        "account": Section.ACCOUNTS,
        "account_answer": Section.ACCOUNTS,
    }
)
"""Where a line stands; a kind of duty that is not named here stands under OTHER."""


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of one kind. `evidence`: whether the duties counted can be listed one by one."""

    key: str
    counts: Mapping[str, int]
    evidence: bool = True

    @property
    def section(self) -> Section:
        """The part it stands in."""
        return section(self.key)


@dataclass(frozen=True, slots=True)
class Period:
    """Days under one holder of the post, both included; `holder`: their number, None while nobody held it."""

    first: date
    last: date
    holder: int | None
    lines: tuple[Line, ...] = ()


def section(key: str) -> Section:
    """Where a line of this key stands."""
    return SECTIONS.get(key, Section.OTHER)


def move(event: str, state: str) -> State:
    """The state after. Refused: unknown_event, account_signed (it is frozen), wrong_state(state)."""
    if event not in MOVES:
        raise Refused("unknown_event", event=event)
    before, after = MOVES[event]
    if state == before:
        return after
    if before is State.DRAFT:
        raise Refused("account_signed", state=state)
    raise Refused("wrong_state", state=state)


def require_period(first: date, last: date, *, on: date) -> None:
    """Refused: period_wrong, period_too_long(days), period_not_over(last)."""
    if last < first:
        raise Refused("period_wrong")
    if last - first >= LONGEST:
        raise Refused("account_too_long", days=LONGEST.days)
    if last >= on:
        raise Refused("period_not_over", last=last)


def require_lived(lived: Span, first: date, last: date) -> None:
    """The post exists on all of these days. Refused: no_such_days(since, until)."""
    if not (lived.holds(first) and lived.holds(last)):
        raise Refused("no_such_days", since=lived.first, until=lived.last)


def require_holder(*, person: int, holder: int | None, held_before: bool) -> None:
    """Only who holds the post on that day signs. Refused: former_holder, not_the_holder."""
    if person == holder:
        return
    if held_before:
        raise Refused("former_holder")
    raise Refused("not_the_holder")


def require_counted(counted_on: date | None, *, last: date) -> None:
    """What is signed was counted after its last day. Refused: count_first."""
    if counted_on is None or counted_on <= last:
        raise Refused("count_first")


def periods(held: Iterable[Holding], first: date, last: date) -> tuple[Period, ...]:
    """The days from first to last, divided by who held the post; gaps have no holder."""
    found: list[Period] = []
    day = first
    for one in sorted(held, key=lambda one: one.days.first or date.min):
        begin, end = max(one.days.first or first, day), min(one.days.last or last, last)
        if end < begin:
            continue
        if day < begin:
            found.append(Period(day, begin - _DAY, None))
        found.append(Period(begin, end, one.holder))
        day = end + _DAY
    return (*found, Period(day, last, None)) if day <= last else tuple(found)


def spelled(found: Iterable[Period], *, post: str, first: date, last: date, on: date) -> str:
    """The figures of an account as they stand on a day: JSON, sorted keys, no spaces, one line.

    Holders are told apart by their place in the account, not named.
    """
    said = {
        "format": FORMAT,
        "post": post,
        "from": first.isoformat(),
        "until": last.isoformat(),
        "on": on.isoformat(),
        "periods": [_period(one) for one in found],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def read(text: str) -> tuple[Period, ...]:
    """What `spelled` wrote; nothing of nothing. Who held the post is not in it."""
    if not text:
        return ()
    return tuple(
        Period(
            date.fromisoformat(one["from"]),
            date.fromisoformat(one["until"]),
            0 if one["held"] else None,
            tuple(Line(line["key"], line["counts"], line["evidence"]) for line in one["lines"]),
        )
        for one in json.loads(text)["periods"]
    )


def _period(one: Period) -> dict[str, object]:
    return {
        "from": one.first.isoformat(),
        "until": one.last.isoformat(),
        "held": one.holder is not None,
        "lines": [
            {"key": line.key, "counts": dict(line.counts), "evidence": line.evidence} for line in one.lines
        ],
    }


def words(said: Mapping[str, str]) -> dict[str, str]:
    """What the head wrote, by section. Refused: unknown_section, words_too_long(section, limit)."""
    known = {one.value for one in Section} | {"summary"}
    for name, text in said.items():
        if name not in known:
            raise Refused("unknown_section", section=name)
        if len(text) > MOST_WORDS:
            raise Refused("words_too_long", section=name, limit=MOST_WORDS)
    return {name: text.strip() for name, text in said.items() if text.strip()}


def of_year(year: int, lived: Span) -> tuple[date, date] | None:
    """The days of a year on which the post existed; None when it did on none."""
    first = max(date(year, 1, 1), lived.first or date.min)
    last = min(date(year, 12, 31), lived.last or date.max)
    return (first, last) if first <= last else None


def to_draft(*, last: date, due: date, counted_on: date | None, on: date) -> bool:
    """Whether the draft of a year is put together by itself: its days are over, no figures of all of them are there
    yet, and no more than 30 days are left (a rule of this system).
    """
    fresh = counted_on is None or counted_on <= last
    return fresh and last < on and due - on <= DRAFTED_WITHIN


def require_asked(text: str, found: Iterable[str]) -> None:
    """A question is shown at once. `found`: what dialogue.pointed_out saw in it; a rude word decides nothing here.

    Refused: question_empty, question_too_long(limit), personal_in_text (a number or an address).
    """
    if not text.strip():
        raise Refused("question_empty")
    if len(text.strip()) > MOST_LETTERS:
        raise Refused("question_too_long", limit=MOST_LETTERS)
    if set(found) - {"abuse"}:
        raise Refused("personal_in_text")


def decide(event: str, *, state: str, ground: str = "") -> Asked:
    """The state of a question after. Refused: unknown_event, unknown_ground, question_decided(state)."""
    if event not in QUESTIONS:
        raise Refused("unknown_event", event=event)
    before, after = QUESTIONS[event]
    if state not in before:
        raise Refused("question_decided", state=state)
    if event == "hide" and ground not in set(Ground):
        raise Refused("unknown_ground")
    return after


def house_rule(pack: Pack, name: str) -> Rule | None:
    """A rule of this system by its name, or the end of it; None in a pack that has none."""
    own = (rule for rule in pack.rules.values() if rule.confidence is Confidence.HOUSE)
    return next((one for one in own if one.id == f"house.{name}" or one.id.endswith(f"_{name}")), None)


def require_rule(pack: Pack, name: str) -> Rule:
    """Refused: unknown_rule."""
    found = house_rule(pack, name)
    if found is None:
        raise Refused("unknown_rule", rule=name)
    return found
