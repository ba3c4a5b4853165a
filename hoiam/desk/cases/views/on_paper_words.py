"""What the history says of papers that came over the counter, to staff and citizen alike."""

from collections.abc import Mapping
from datetime import date

from hoiam.desk.cases.forms.staff_on_paper import PAPERS, RECEIVERS
from hoiam.kit import days


def withdrawn(facts: Mapping[str, str]) -> str:
    """Of a withdrawal on paper: which, and of which day; the citizen's own press of the button needs no more words."""
    paper = dict(PAPERS).get(facts.get("paper", ""))
    return f"{paper} · {_day(facts['written'])}" if paper else ""


def given_back(facts: Mapping[str, str]) -> str:
    """To whom originals went, and when."""
    return f"{dict(RECEIVERS)[facts['receiver']]} · {_day(facts['given'])}"


def note(event: str, text: str) -> str:
    """What was noted beside it; each paper that was given back on a line, its parts as one reads them."""
    return text.replace(" | ", " · ") if event == "give_back" else text


def _day(text: str) -> str:
    return days.day_text(date.fromisoformat(text))


DETAILS = {"withdraw": withdrawn, "withdraw_part": withdrawn, "give_back": given_back}
