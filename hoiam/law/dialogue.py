"""Questions and promises of a dialogue conference: when one may ask, what becomes of a question, who judges a promise.

The steps of the conference itself are in hoiam.law.procedures.dialogue_conference.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from hoiam.law.pack import Pack
from hoiam.law.procedures.dialogue_conference import State as Stage
from hoiam.law.refusal import Refused
from hoiam.law.rules import Confidence


class Phase(StrEnum):
    """When a question came, seen from the conference."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class State(StrEnum):
    """Of a question."""

    WAITING = "waiting"
    SHOWN = "shown"
    MERGED = "merged"
    ASIDE = "aside"
    ANSWERED = "answered"
    LATER = "later"


class Ground(StrEnum):
    """Why a question is set aside; there is no other, and none about what it thinks."""

    ABUSE = "abuse"
    PERSONAL = "personal"
    ELSEWHERE = "elsewhere"


class Verdict(StrEnum):
    """Of those to whom a promise was made."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"


PUBLIC = frozenset({State.SHOWN, State.ANSWERED, State.LATER})
"""States in which everybody can read a question."""
UNSETTLED = frozenset({State.WAITING, State.SHOWN})
MOVES: Mapping[str, tuple[frozenset[State], State]] = MappingProxyType(
    {
        "show": (frozenset({State.WAITING, State.ASIDE, State.MERGED}), State.SHOWN),
        "wait": (frozenset({State.SHOWN, State.ASIDE, State.MERGED}), State.WAITING),
        "merge": (UNSETTLED, State.MERGED),
        "set_aside": (UNSETTLED, State.ASIDE),
        "answer": (frozenset({State.WAITING, State.SHOWN, State.LATER}), State.ANSWERED),
        "defer": (UNSETTLED, State.LATER),
    }
)
MOST_LETTERS = 1_000
MOST_OF_ONE_DEVICE = 5
VERDICTS_SHOWN = 5
"""So many verdicts of one promise must be there before their counts are shown."""
PROMISE = "_promise"
"""How the name of that rule of a pack ends."""
CITIZEN_NUMBER = 12
OLD_NUMBER = 9
ASKABLE = frozenset({Stage.PLANNED, Stage.ANNOUNCED})

_PHONE = re.compile(r"(?<![\d.])(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)")
_ID_NUMBER = re.compile(r"(?<![\d.])\d(?:[ .-]?\d){11}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_PATTERNS = (("phone", _PHONE), ("id_number", _ID_NUMBER), ("email", _EMAIL))


def phase(*, state: str, announced: bool, held_on: date | None, on: date) -> Phase | None:
    """None while nobody may ask: before the first announcement, and once the results are out."""
    if state == Stage.HELD:
        return Phase.AFTER
    if state not in ASKABLE or not announced:
        return None
    return (
        Phase.DURING if state == Stage.ANNOUNCED and held_on is not None and on >= held_on else Phase.BEFORE
    )


def require_question(text: str) -> None:
    """Refused: question_empty, question_too_long(limit)."""
    if not text.strip():
        raise Refused("question_empty")
    if len(text.strip()) > MOST_LETTERS:
        raise Refused("question_too_long", limit=MOST_LETTERS)


def require_device(*, asked: int) -> None:
    """Refused: too_many_questions(most), after so many of one device."""
    if asked >= MOST_OF_ONE_DEVICE:
        raise Refused("too_many_questions", most=MOST_OF_ONE_DEVICE)


def pointed_out(text: str, rude: Iterable[str]) -> tuple[str, ...]:
    """What whoever moderates is shown of a text: abuse, phone, id_number, email. Nothing is decided by it."""
    plain = " ".join(text.casefold().split())
    found = [name for name, pattern in _PATTERNS if pattern.search(text)]
    abusive = any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain) for word in rude)
    return ("abuse", *found) if abusive else tuple(found)


def decide(event: str, *, state: str, stage: str) -> State:
    """The state after. Refused: unknown_event, question_decided(state), conference_over.

    Once the results are out, only what was put off is answered.
    """
    if event not in MOVES:
        raise Refused("unknown_event", event=event)
    before, after = MOVES[event]
    if state not in before:
        raise Refused("question_decided", state=state)
    if stage == Stage.PUBLISHED and state != State.LATER:
        raise Refused("conference_over")
    return after


def require_merge(*, question_id: int, into_id: int, state: str | None) -> None:
    """Grouped under a question of the same conference that stands by itself. Refused: cannot_merge."""
    if state is None or question_id == into_id or state in (State.MERGED, State.ASIDE):
        raise Refused("cannot_merge")


def require_ground(ground: str) -> None:
    """Refused: unknown_ground."""
    if ground not in set(Ground):
        raise Refused("unknown_ground")


def require_settled(*, unsettled: int) -> None:
    """Results name an answer, or an owner and a day, for each question. Refused: questions_open(count)."""
    if unsettled:
        raise Refused("questions_open", count=unsettled)


def require_words(text: str) -> None:
    """Refused: words_needed."""
    if not text.strip():
        raise Refused("words_needed")


def require_day(due_on: date, *, on: date) -> None:
    """A promise names a day to come. Refused: day_in_past."""
    if due_on <= on:
        raise Refused("day_in_past", named=due_on, on=on)


def require_verdict(verdict: str, *, due_on: date, kept_on: date | None, on: date) -> None:
    """Judged once it is said to be kept, or its day is past. Refused: verdict_unknown, verdict_too_early(until)."""
    if verdict not in set(Verdict):
        raise Refused("verdict_unknown")
    if kept_on is None and on <= due_on:
        raise Refused("verdict_too_early", until=due_on)


def id_number(text: str) -> str:
    """The digits of an identity card, twelve or, of an old one, nine. Refused: id_number_wrong."""
    digits = re.sub(r"[ .-]", "", text)
    if not digits.isascii() or not digits.isdecimal() or len(digits) not in (CITIZEN_NUMBER, OLD_NUMBER):
        raise Refused("id_number_wrong")
    return digits


def needed(voters: int, pack: Pack) -> int:
    """How many must ask for a conference, of so many voters: the share is reached, never rounded down."""
    return -(-voters * pack.thresholds["thr.dialogue_request"].value // 100)


def promise_rule(pack: Pack) -> str:
    """The rule that the duty of a promise names: one of this system, no text sets a limit. Refused: unknown_rule."""
    own = (rule.id for rule in pack.rules.values() if rule.confidence is Confidence.HOUSE)
    found = next((name for name in own if name.endswith(PROMISE)), None)
    if found is None:
        raise Refused("unknown_rule", rule=PROMISE)
    return found


def require_voters(voters: int) -> None:
    """Whether enough ask can be said only of a known number of voters. Refused: voters_needed."""
    if voters <= 0:
        raise Refused("voters_needed")
