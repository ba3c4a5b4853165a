"""Words for days off, and for what an announcement of some would move."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from hoiam.desk.cases.actions.calendar import Preview, RuleCount
from hoiam.desk.cases.queries import duty_names
from hoiam.desk.cases.queries.procedures import CASE
from hoiam.desk.cases.views import words
from hoiam.desk.cases.views.words import Words
from hoiam.duties.recompute import Touched
from hoiam.kit import days
from hoiam.law.calendar import CalendarDay, DayKind
from hoiam.office import calendars, queries as office

KINDS: dict[str, Words] = {
    "closure": gettext_lazy("Announce days off"),
    "swap": gettext_lazy("Announce a swapped day"),
}
DAY_KINDS: dict[DayKind, tuple[Words, str]] = {
    DayKind.HOLIDAY: (gettext_lazy("Day off"), "info"),
    DayKind.SWAPPED_OFF: (gettext_lazy("Day off, worked on another day"), "info"),
    DayKind.MAKE_UP: (gettext_lazy("Worked instead"), "warning"),
    DayKind.WORKING: (gettext_lazy("Working day"), "neutral"),
    DayKind.WEEKEND: (gettext_lazy("Weekend"), "neutral"),
}


def years(today: date) -> tuple[int, ...]:
    """Those the law room or an announcement knows days of, and this one."""
    known = {day.on.year for day in words.pack().calendar.entries}
    announced = {day.on.year for one in calendars.announcements() for day in one.days}
    return tuple(sorted(known | announced | {today.year}))


def days_off(path: str, year: int) -> list[dict[str, Any]]:
    """Every day of the year that is not what its weekday says, in this unit."""
    late = {day.on: one for one in calendars.standing() if path.startswith(one.path) for day in one.days}
    entries = sorted(calendars.of(path).entries, key=lambda day: day.on)
    return [_day(day, late.get(day.on)) for day in entries if day.on.year == year]


def _day(day: CalendarDay, said: calendars.Announcement | None) -> dict[str, Any]:
    label, color = DAY_KINDS[day.kind]
    return {
        "on": day.on,
        "name": words.in_language(day.name_vi, day.name_en),
        "kind": label,
        "color": color,
        "source": day.source,
        "confirmed": day.confirmed,
        "late": said is not None,
        "where": where(said) if said else "",
    }


def where(said: calendars.Announcement) -> str:
    return said.unit or _("The whole country")


def of_year(path: str, year: int) -> list[calendars.Announcement]:
    """What was announced of this year for the unit, those above it and those under it; the newest first."""
    return [
        one
        for one in reversed(calendars.announcements())
        if one.withdraws is None
        and (path.startswith(one.path) or one.path.startswith(path))
        and any(day.on.year == year for day in one.days)
    ]


def announced(one: calendars.Announcement) -> dict[str, Any]:
    """One announcement with who withdrew it."""
    back = next((other for other in calendars.announcements() if other.withdraws == one.id), None)
    return {
        "id": one.id,
        "document": one.document,
        "note": one.note,
        "reason": one.reason,
        "where": where(one),
        "days": ", ".join(f"{days.day_text(day.on)} ({DAY_KINDS[day.kind][0]})" for day in one.days),
        "entered_at": one.entered_at,
        "entered_by": one.entered_by,
        "withdrawn": back,
    }


def preview(shown: Preview) -> dict[str, Any]:
    """Counts by rule and the first dates; `rest` is how many more there are."""
    ids = {touched.effect.unit_id for touched in shown.first}
    units = office.units(ids, on=timezone.localdate()) if ids else {}
    return {
        "count": shown.count,
        "rules": [_rule(one) for one in shown.rules],
        "rows": [_row(touched, shown, units[touched.effect.unit_id]) for touched in shown.first],
        "rest": max(shown.count - len(shown.first), 0),
    }


def _rule(one: RuleCount) -> dict[str, Any]:
    rule = words.pack().rules[one.rule_id]
    return {
        "name": words.in_language(rule.action_vi, rule.action),
        "id": one.rule_id,
        "count": one.count,
        "later": one.later,
        "stands": one.stands,
        "safe_only": one.safe_only,
    }


def _row(touched: Touched, shown: Preview, unit: office.UnitCard) -> dict[str, Any]:
    effect = touched.effect
    return {
        "number": _number(touched, shown),
        "unit": unit.shown,
        "clock": duty_names.KINDS.get(touched.key, touched.key),
        "before": effect.due_on,
        "after": effect.due_after,
        "computed": effect.computed,
        "stands": effect.stands,
        "safe_only": effect.computed == effect.due_on,
        "safe": effect.safe_after,
    }


def _number(touched: Touched, shown: Preview) -> str:
    """Of its case; what belongs to none (a session, a refusal of reception) says so."""
    number = shown.numbers.get(touched.subject_id, "") if touched.subject == CASE else ""
    return number or _("of no case")


def recounted(facts: Mapping[str, str]) -> str:
    """What an announcement or a declaration did to a date, for the history; of a clock that stands still, by what."""
    clock, document = words.clock(facts.get("clock", "")), facts.get("document", "")
    if "was" not in facts:
        return f"{clock}: {document}"
    was, computed, due = (date.fromisoformat(facts[name]) for name in ("was", "computed", "due"))
    told = {
        "clock": clock,
        "was": days.day_text(was),
        "due": days.day_text(due),
        "computed": days.day_text(computed),
        "document": document,
    }
    if computed > was:
        return _("%(clock)s: until now %(was)s, from now on %(due)s. Reason: %(document)s") % told
    if computed < was:
        return (
            _(
                "%(clock)s: %(due)s stands, as it was told; counted anew it would be %(computed)s. "
                "Reason: %(document)s"
            )
            % told
        )
    return _("%(clock)s: still %(due)s; only the day to work to is another. Reason: %(document)s") % told
