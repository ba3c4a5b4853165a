"""Words for what posts owe."""

from django.utils.translation import gettext, gettext_lazy as _

from hoiam.desk.cases.queries.duty_names import KINDS
from hoiam.desk.cases.views import words
from hoiam.desk.cases.views.words import Words
from hoiam.duties import words as recurring
from hoiam.duties.owed import Owed
from hoiam.law.rules import Confidence, Rule

CALLED: dict[str, Words] = {
    "refusal": _("Refusal of reception"),
    "task": _("Task"),
    "conference": _("Dialogue conference"),
    "promise": _("Promise"),
    "session": _("Reception day"),
    "inspection": _("An inspection"),
    "finding": _("Finding of an inspection"),
    "self_review": _("Self-review"),
    "report": _("Account"),
    "account_question": _("Question"),
    "recommendation": _("Recommendation"),
}
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
