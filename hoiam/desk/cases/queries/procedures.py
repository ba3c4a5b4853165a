"""A case and the procedure that decides it: its clocks as law reads them, and what is counted as its answer."""

from collections.abc import Iterable, Mapping

from django.conf import settings

from hoiam.duties.models import HELD, STANDS_STILL
from hoiam.duties.queries import DutyCard
from hoiam.law import packs
from hoiam.law.procedures import kinds
from hoiam.law.procedures.moves import Move, Running

CASE = "case"
SUBJECTS = (CASE, HELD)
PETITION = "petition"
ANSWERS: Mapping[str, str] = {
    "petition": "answer",
    "complaint_first": "settle",
    "complaint_second": "settle",
    "accountability_report": "explain",
}
"""By procedure, the clock whose end is the answer; a denunciation has none here yet."""


def name(kind: str) -> str:
    """Of the procedure that decides a kind; a kind nobody knows has none."""
    return kinds.BY_KIND[kind].procedure.name if kind in kinds.BY_KIND else ""


def known() -> tuple[str, ...]:
    """Kinds that this installation has a procedure for."""
    return kinds.of(packs.load(settings.HOIAM_PACK))


def moves(kind: str) -> tuple[Move, ...]:
    """The table of a kind."""
    return kinds.ruled(kind).procedure.moves


def held(kind: str) -> bool:
    return kind in kinds.HELD


def subject(kind: str) -> str:
    return HELD if held(kind) else CASE


def answer_key(kind: str) -> str:
    return ANSWERS.get(name(kind), "")


def is_petition(kind: str) -> bool:
    """Whether points are answered and may be contested."""
    return name(kind) == PETITION


def running(duties: Iterable[DutyCard]) -> Mapping[str, Running]:
    """The clocks that have not ended, by key."""
    return {
        duty.key: Running(
            rule_id=duty.rule_id,
            due=None if duty.due_on == STANDS_STILL else duty.due_on,
            stopped=duty.stopped,
            extended=sum(row["sign"] == "extend" and bool(row["amount"]) for row in duty.signs or ()),
        )
        for duty in duties
        if duty.open
    }


def word(kind: str, part: str, language: str) -> str:
    """What the procedure of a kind calls a state, an event or a clock ("state.received"); nothing for no word."""
    choice = packs.load(settings.HOIAM_PACK).words.get(f"{name(kind)}.{part}")
    return "" if choice is None else choice.en if language == "en" else choice.vi


def clock_word(kind: str, key: str, language: str) -> str:
    """What a clock is called, by its key."""
    pack = packs.load(settings.HOIAM_PACK)
    mine = f"{name(kind)}."
    found = (clock for clock, spec in pack.clocks.items() if clock.startswith(mine) and spec.key == key)
    return word(kind, f"clock.{next(found, mine).removeprefix(mine)}", language)


def clock_of_any(key: str, language: str) -> str:
    """The same without knowing the kind: procedures that share a key call it alike."""
    found = (clock_word(kind, key, language) for kind in kinds.BY_KIND)
    return next((one for one in found if one), key)
