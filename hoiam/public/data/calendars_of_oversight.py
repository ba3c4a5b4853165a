"""Days of oversight in a calendar: tasks, inspections, remedies, self-reviews, accounts, recommendations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hoiam.desk.directives.queries import open_data as directives
from hoiam.desk.directives.views import words as directive_words
from hoiam.desk.inspections.queries import open_data as inspections
from hoiam.desk.inspections.views import words as inspection_words
from hoiam.desk.reports.queries import open_data as reports
from hoiam.duties import open_data as owed, queries as duties
from hoiam.kit.ical import AllDay
from hoiam.office.cards import UnitCard

MOST = 5_000
Units = Mapping[int, UnitCard]


@dataclass(frozen=True, slots=True)
class Span:
    """Days that a calendar shows, both included, as seen on a day."""

    first: date
    last: date
    on: date


def tasks(units: Units, span: Span) -> Iterator[AllDay]:
    """Last days of tasks that were given out. One statement."""
    found = directives.due(unit_ids=tuple(units), first=span.first, last=span.last, limit=MOST)
    for card in found:
        words = card.title or _("Task %(n)s") % {"n": card.number}
        yield _day(
            f"task-{card.id}",
            card.due_on,
            _("Task due: %(plan)s, %(n)s") % {"plan": card.plan_number, "n": card.number},
            (words, units[card.unit_id].shown, directive_words.state(card.state)[0]),
            reverse("directives:task", args=(card.id,)),
            card.told,
        )


def inspected(units: Units, span: Span) -> Iterator[AllDay]:
    """Announced inspections by or in these units: their days on the spot, and the clocks that run. Two statements."""
    found = inspections.dated(unit_ids=tuple(units), first=span.first, last=span.last, limit=MOST)
    for card in found:
        days = {
            "announced": (card.announced_on, _("Inspection announced: %(theme)s")),
            "ended": (card.ended_on or card.until_on, _("Inspection on the spot ends: %(theme)s")),
        }
        for name, (on, words) in days.items():
            if on is not None and span.first <= on <= span.last:
                yield _inspection(card, f"{card.id}-{name}", on, words % {"theme": card.theme}, units)
    known = {card.id: card for card in found}
    for duty in duties.of_subjects("inspection", list(known)) if known else ():
        if duty.open and duty.key in inspection_words.CLOCKS and span.first <= duty.due_on <= span.last:
            card = known[duty.subject_id]
            said = f"{inspection_words.CLOCKS[duty.key]}: {card.theme}"
            yield _inspection(card, f"{card.id}-{duty.key}", duty.due_on, said, units)


def remedies(units: Units, span: Span) -> Iterator[AllDay]:
    """Last days of remedies of published conclusions. One statement."""
    found = inspections.remedies(unit_ids=tuple(units), first=span.first, last=span.last, limit=MOST)
    for card in found:
        done = _("Remedied") if card.accepted_on else ""
        yield _day(
            f"finding-{card.id}",
            card.due_on,
            _("Remedy due: finding %(n)s of an inspection") % {"n": card.number},
            (units[card.unit_id].shown, done),
            f"{reverse('inspections:one', args=(card.inspection_id,))}#f{card.number}",
            card.told,
        )


def mends(units: Units, span: Span) -> Iterator[AllDay]:
    """Last days of what units mend by themselves. One statement."""
    found = inspections.mends(unit_ids=tuple(units), first=span.first, last=span.last, limit=MOST)
    for card in found:
        yield _day(
            f"self-review-{card.id}",
            card.due_on,
            _("To be mended, from self-review"),
            (units[card.unit_id].shown, _("Mended") if card.mended_on else ""),
            reverse("inspections:review", args=(card.id,)),
            _morning(card.mended_on or card.said_on),
        )


def accounts(units: Units, span: Span) -> Iterator[AllDay]:
    """Days by which heads owe their account. One statement."""
    for card in owed.dated(
        keys=("account",), unit_ids=tuple(units), first=span.first, last=span.last, limit=MOST
    ):
        unit = units[card.unit_id]
        yield _day(
            f"duty-{card.name}",
            card.due_on,
            _("Account of the head due: %(unit)s") % {"unit": unit.shown},
            (_("Published") if card.ended else "",),
            f"{reverse('reports:accounts')}?unit={unit.code}",
            card.changed,
        )


def recommendations(units: Units, span: Span) -> Iterator[AllDay]:
    """Days by which a recommendation is to be answered, and what was promised to be done. One statement."""
    found = reports.dated(unit_ids=tuple(units), first=span.first, last=span.last, limit=MOST)
    for card in found:
        page = f"{reverse('reports:programme', args=(card.programme_id,))}#r{card.number}"
        days = (
            ("answer", card.due_on, card.answered_on, _("Answer due: recommendation %(n)s of supervision")),
            ("deed", card.done_by, card.done_on, _("Promised to supervision: recommendation %(n)s")),
        )
        for name, on, done, words in days:
            if on is not None and span.first <= on <= span.last:
                yield _day(
                    f"recommendation-{card.id}-{name}",
                    on,
                    words % {"n": card.number},
                    (units[card.unit_id].shown, _("Done") if done else ""),
                    page,
                    _morning(done or card.answered_on or card.received_on),
                )


def _inspection(card: inspections.DatedCard, uid: str, on: date, words: str, units: Units) -> AllDay:
    where = [units[one].shown for one in (card.target_id, card.unit_id) if one in units][:1]
    page = reverse("inspections:one", args=(card.id,))
    return _day(
        f"inspection-{uid}", on, words, (*where, inspection_words.state(card.state)[0]), page, card.told
    )


def _day(uid: str, on: date, summary: str, lines: tuple[str, ...], page: str, changed: datetime) -> AllDay:
    return AllDay(
        uid=f"{uid}@{urlsplit(settings.HOIAM_URL).hostname or 'hoi-am'}",
        on=on,
        summary=summary,
        description="\n".join(filter(None, lines)),
        url=f"{settings.HOIAM_URL}{page}",
        changed=changed,
    )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())
