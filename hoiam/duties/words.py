"""Words for what recurs: what it is, how often, how a period stands and for whom it is counted."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext

from hoiam.duties.recurring_cards import PeriodCard
from hoiam.law.catalogue import CountUnit, Frequency, Period
from hoiam.law.frequencies import Reason, Verdict

Words = str | Promise
KINDS: dict[str, Words] = {
    "commune_chair": _("Receive citizens in person"),
    "province_chair": _("Receive citizens in person (head of a province)"),
    "agency_head": _("Receive citizens in person (head of an agency)"),
    "public_unit_head": _("Receive citizens in person (head of a public service unit)"),
    "party_province": _("Receive citizens in person (Party secretary of a province)"),
    "party_commune": _("Receive citizens in person (Party secretary of a commune)"),
    "dialogue_commune": _("Hold the dialogue conference"),
    "schedule_posting": _("Post the schedule of reception"),
    "online_notice": _("Announce the online reception"),
    "online_test": _("Test the connection of the online reception"),
    "online_connect": _("Connect all sites of the online reception"),
    "replies": _("Give the replies promised at a reception"),
    "party_report": _("Report on reception to the Party committee above"),
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
