"""Words for refusals of reception: states, grounds with their articles."""

from django.utils.translation import gettext

from hoiam.desk.cases.views import words
from hoiam.kit.days import language
from hoiam.law import citation
from hoiam.law.procedures.reception_refusal import PROCEDURE, State

COLORS: dict[State, str] = {
    State.ESTABLISHED: "warning",
    State.ISSUED: "neutral",
    State.EXPLAINED: "neutral",
    State.RECEIVED_AFTER_ALL: "success",
}


def state(found: State) -> tuple[str, str]:
    """As the pack words it, with its colour."""
    choice = words.pack().words[f"{PROCEDURE.name}.state.{found}"]
    return words.in_language(choice.vi, choice.en), COLORS[found]


def ground(code: str) -> str:
    """In words, with the article."""
    found = next((one for one in words.pack().refusal_grounds if one.code == code), None)
    if found is None:
        return code
    return f"{words.in_language(found.vi, found.en)} ({citation.cite(found, language())})"


def grounds() -> list[tuple[str, str]]:
    """Those of the law, for a form; those that need a written notice say so."""
    written = gettext("written notice within 3 working days")
    return [
        (one.code, f"{ground(one.code)} – {written}" if one.written else ground(one.code))
        for one in words.pack().refusal_grounds
    ]
