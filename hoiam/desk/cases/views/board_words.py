"""Words for what posts owe: of cases, and of what recurs."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy as _, ngettext

from hoiam.desk.cases.views import words
from hoiam.desk.cases.views.words import Words
from hoiam.duties.owed import Owed
from hoiam.law.catalogue import CountUnit, Frequency, Period

KINDS: dict[str, Words] = {
    **words.CLOCKS,
    "commune_chair": _("Receive citizens in person"),
    "province_chair": _("Receive citizens in person (head of a province)"),
    "agency_head": _("Receive citizens in person (head of an agency)"),
    "dialogue_commune": _("Hold the dialogue conference"),
    "schedule_posting": _("Post the schedule of reception"),
    "party_report": _("Report on reception to the Party committee above"),
}
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
    """How often it recurs; or that no statutory limit was found and the head's promise is the date."""
    pack = words.pack()
    frequency = pack.frequencies.get(duty.rule_id)
    if frequency is not None:
        return how_often(frequency)
    rule = pack.rules.get(duty.rule_id)
    if rule is not None and rule.amount == 0:
        return gettext("no statutory limit found: the day that the head promised")
    return ""


def how_often(frequency: Frequency) -> str:
    n = frequency.min_count
    said: dict[tuple[Any, Any], str] = {
        (CountUnit.DAY, Period.WEEK): ngettext(
            "at least %(n)s day per week", "at least %(n)s days per week", n
        ),
        (CountUnit.DAY, Period.MONTH): ngettext(
            "at least %(n)s day per month", "at least %(n)s days per month", n
        ),
        (CountUnit.TIME, Period.YEAR): ngettext(
            "at least %(n)s time per year", "at least %(n)s times per year", n
        ),
        (CountUnit.REPORT, Period.MONTH): ngettext(
            "at least %(n)s report per month", "at least %(n)s reports per month", n
        ),
    }
    return said.get((frequency.count_unit, frequency.per), "") % {"n": n}
