"""Words for what posts owe: of cases, and of what recurs."""

from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy as _

from hoiam.desk.cases.views import words
from hoiam.desk.cases.views.words import Words
from hoiam.duties import words as recurring
from hoiam.duties.owed import Owed
from hoiam.law.rules import Confidence, Rule

OWED = (
    *("accept", "settle", "dialogue_notice", "stop_send", "send", "publish", "implement"),
    *("explain", "refusal_notice"),
)
"""Clocks of complaints, of requests for explanation and of refusals that a post owes."""


def _name(key: str) -> str:
    return str(words.clock(key))


_clock = lazy(_name, str)
KINDS: dict[str, Words] = {
    **words.CLOCKS,
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
CALLED: dict[str, Words] = {"refusal": _("Refusal of reception"), "task": _("Task")}
"""Of what is no case and has a page, by the subject of its duty."""
GROUPS: dict[str, Words] = {
    "late": _("Past their date"),
    "today": _("Due today"),
    "week": _("This week"),
    "later": _("Later"),
}


def kinds() -> list[tuple[str, Words]]:
    """For a form: keys and words."""
    return list(KINDS.items())


def title(duty: Owed) -> str:
    """What is to be done."""
    return str(KINDS.get(duty.key, duty.key))


def remark(duty: Owed) -> str:
    """How often it recurs; or that no text sets the limit, and what is the date instead."""
    pack = words.pack()
    frequency = pack.frequencies.get(duty.rule_id)
    if frequency is not None:
        return recurring.how_often(frequency)
    rule = pack.rules.get(duty.rule_id)
    if rule is not None and rule.confidence is Confidence.HOUSE:
        return _of_the_house(duty, rule)
    if rule is not None and rule.amount == 0:
        return _unread(duty)
    return ""


def _of_the_house(duty: Owed, rule: Rule) -> str:
    if rule.case_type == "directive_task":
        return gettext("no statutory limit: the day set in the plan")
    if rule.amount == 0 and rule.case_type == "supervision":
        return gettext("no statutory limit: the day named in the answer")
    if rule.amount == 0 and duty.subject != "promise":
        return gettext("no statutory limit: the day that was named")
    if rule.amount == 0:
        return gettext("no statutory limit: the day named at the conference")
    return gettext("no statutory limit: the rule of this system")


def _unread(duty: Owed) -> str:
    if duty.subject == "inspection":
        return gettext("no statutory limit found: the day that the decision names")
    return gettext("no statutory limit found: the day that the head promised")
