"""Words for what posts owe: of cases, and of what recurs."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from hoiam.desk.cases.views import words
from hoiam.desk.cases.views.words import Words
from hoiam.duties.owed import Owed
from hoiam.duties.recurring_cards import PeriodCard
from hoiam.law.catalogue import CountUnit, Frequency, Period
from hoiam.law.frequencies import Reason, Verdict

OWED = (
    *("accept", "settle", "dialogue_notice", "stop_send", "send", "publish", "implement"),
    "explain",
)
"""Clocks of complaints and of requests for explanation that a post owes."""


def _name(key: str) -> str:
    return str(words.clock(key))


_clock = lazy(_name, str)
KINDS: dict[str, Words] = {
    **words.CLOCKS,
    **{key: _clock(key) for key in OWED},
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

VERDICTS: dict[Verdict, tuple[Words, str]] = {
    Verdict.MET: (_("met"), "success"),
    Verdict.RUNNING: (_("still running"), "accent"),
    Verdict.MISSED: (_("not held"), "danger"),
    Verdict.NOT_ASSESSABLE: (_("not assessed"), "neutral"),
}
REASONS: dict[Reason, Words] = {
    Reason.NO_WORKING_DAY: _("The period has no working day."),
    Reason.PART_OF_RULE: _("The rule began or ended within the period."),
    Reason.PART_OF_POST: _("The post began or ended within the period."),
    Reason.SEVERAL_HOLDERS: _(
        "The post changed hands within the period: it is shown for the post and counted for no person."
    ),
    Reason.HOLDER_GAP: _(
        "Nobody held the post on some working day: it is shown for the post and counted for no person."
    ),
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


def period(card: PeriodCard) -> dict[str, Any]:
    """One period of what recurs, with its state in words and, where it is counted for nobody, why."""
    label, color = VERDICTS[card.verdict]
    reason = card.answerable.reason
    return {
        "card": card,
        "what": KINDS.get(card.key, card.key),
        "often": how_often(card.period.frequency),
        "label": label,
        "color": color,
        "reason": REASONS[reason] if reason else "",
    }
