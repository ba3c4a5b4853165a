"""What every duty is called, of all counters: on boards, in reminders, on scoreboards."""

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, gettext_lazy as _

from hoiam.desk.cases.queries import procedures
from hoiam.duties import words as recurring

Words = str | Promise
CLOCKS: dict[str, Words] = {"notice": _("Say what becomes of it"), "answer": _("Answer")}
OWED = (
    *("accept", "settle", "dialogue_notice", "stop_send", "send", "publish", "implement"),
    *("explain", "refusal_notice", "papers", "posting"),
)
"""Clocks of complaints, of requests for explanation and of refusals that a post owes."""


def _name(key: str) -> str:
    return str(CLOCKS.get(key) or procedures.clock_of_any(key, "en" if get_language() == "en" else "vi"))


_clock = lazy(_name, str)
KINDS: dict[str, Words] = {
    **CLOCKS,
    **{key: _clock(key) for key in OWED},
    **recurring.KINDS,
    "promised": _("Give the answer promised at a reception"),
    "call": _("Set the day of the dialogue conference that voters ask for"),
    "announce": _("Announce the dialogue conference"),
    "results": _("Publish the results of the dialogue conference"),
    "promise": _("Keep a promise made at a dialogue conference"),
    "promised_answer": _("Answer what was put off at a dialogue conference"),
    "task": _("Do a task of a plan and report it"),
    "remedy": _("Remedy what an inspection found"),
    "mend": _("Mend what the unit found wrong with itself"),
    "duration": _("End the inspection on the spot"),
    "explanation": _("Explain the unit on a draft conclusion"),
    "conclusion": _("Sign the conclusion of an inspection"),
    "superior_opinion": _("Answer what an inspection asked"),
    "publish_conclusion": _("Publish the conclusion of an inspection"),
    "implement_order": _("Order that a conclusion is carried out"),
    "account": _("Publish the account of the year"),
    "account_answer": _("Answer a public question about an account"),
    "recommendation": _("Answer a recommendation of supervision"),
    "recommendation_done": _("Do what was promised in answer to a recommendation"),
}
