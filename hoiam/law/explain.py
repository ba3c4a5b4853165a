"""Why a day: the rule picked, every day counted or skipped, other texts that say otherwise, and all sources."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from hoiam.law import citation, clocks
from hoiam.law.book import RuleBook
from hoiam.law.calendar import Calendar
from hoiam.law.citation import Source
from hoiam.law.clocks import Dates, Due
from hoiam.law.pack import Pack
from hoiam.law.refusal import Refused
from hoiam.law.rules import Direction, Kind, Rule


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the clock has run at the end of a day; `left` is negative when that day is past the limit."""

    until: date
    used: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`due` is the day under the rule picked, None where no number is known; `works_to` the one to keep to.

    `others` are the days under texts that give another number for the same clock.
    """

    asked: str
    rule: Rule
    event: date
    attributes: tuple[str, ...]
    due: Due | None
    others: tuple[Due, ...]
    progress: Progress | None

    def sources(self, lang: str = "vi") -> tuple[str, ...]:
        """The rule's article first, then what says otherwise, then each document of the calendar; once each."""
        rules = (self.rule, *(other.rule for other in self.others))
        lines = [citation.cite(source, lang) for rule in rules for source in _written(rule)]
        days = self.due.days if self.due else ()
        return tuple(dict.fromkeys([*lines, *(row.day.source for row in days if row.day.source)]))

    @property
    def works_to(self) -> Due | None:
        """The stricter one: the earlier day; of a period that may not be cut short, the later."""
        if self.due is None:
            return None
        stricter = max if _may_not_be_cut(self.rule) else min
        return stricter((self.due, *self.others), key=lambda due: (due.safe_due, due.legal_due))


def dates(book: RuleBook, rule: Rule, event: date, calendar: Calendar) -> Dates:
    """The dates of a rule, with the safe day of the strictest text for the same clock. Refused: as clocks.dates."""
    due = clocks.dates(rule, event, calendar)
    others = [clocks.dates(other, event, calendar).safe_due for other in book.standing(rule, event)]
    return due._replace(safe_due=(max if _may_not_be_cut(rule) else min)([due.safe_due, *others]))


def _may_not_be_cut(rule: Rule) -> bool:
    return rule.kind is Kind.MIN and rule.direction is Direction.AFTER


def explain(
    pack: Pack,
    name: str,
    event: date,
    *,
    attributes: Collection[str] = (),
    until: date | None = None,
    calendar: Calendar | None = None,
) -> Explanation:
    """The day of a rule (an id or a family's name) for an event, with its reasons.

    `until`: a day on which the clock still runs; a later text may have a say by then.
    Refused: unknown_rule, unknown_attribute, rule_not_in_force, day_needed.
    """
    days = calendar or pack.calendar
    on = event.date() if isinstance(event, datetime) else event
    picked = pack.rules.pick(name, on, attributes, today=until)
    due = _due(picked.rule, event, days)
    others = tuple(_other(rule, event, days) for rule in picked.alternatives)
    return Explanation(
        asked=name,
        rule=picked.rule,
        event=event,
        attributes=tuple(sorted(attributes)),
        due=due,
        others=others,
        progress=_progress(due, until),
    )


def _due(rule: Rule, event: date, calendar: Calendar) -> Due | None:
    try:
        return clocks.compute(rule, event, calendar)
    except Refused as refused:
        if refused.code != "no_statutory_limit":
            raise
        return None


def _other(rule: Rule, event: date, calendar: Calendar) -> Due:
    """A later text counts from the same event, although that lies before it was in force."""
    first = event.date() if isinstance(event, datetime) else event
    return clocks.compute(replace(rule, applied_from=min(first, rule.in_force_from)), event, calendar)


def _progress(due: Due | None, until: date | None) -> Progress | None:
    if due is None or until is None or due.moment is not None:
        return None
    counted = [row.on for row in due.days if row.counted]
    used = sum(on <= until for on in counted)
    return Progress(
        until, used, len(counted) - used if until <= due.legal_due else (due.legal_due - until).days
    )


def _written(rule: Rule) -> Iterator[Source]:
    """Where the number stands, and where it is written which cases it takes over."""
    yield Source(rule.source_document, rule.article)
    if rule.transition_document:
        yield Source(rule.transition_document, rule.transition_article)
