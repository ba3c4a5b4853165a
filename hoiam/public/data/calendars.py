"""Everything dated that is public, as events of a calendar. Another kind of date is another source here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hoiam.desk.dialogues.queries import open_data as dialogues
from hoiam.desk.dialogues.views import words as dialogue_words
from hoiam.desk.reception.queries import sessions
from hoiam.desk.reception.queries.sessions import SessionCard
from hoiam.desk.reception.views import words
from hoiam.kit import ical
from hoiam.office.cards import UnitCard
from hoiam.public.data import calendars_of_oversight as oversight
from hoiam.public.data.calendars_of_oversight import Span

__all__ = ["PRODUCT", "Span", "events", "reception"]
PRODUCT = "-//Hoi Am//Public//VI"
MOST = 5_000
_MORNING = time(8)
_LASTS = timedelta(hours=4)
"""How long a conference is shown to take: no end is announced."""


Units = Mapping[int, UnitCard]
Source = Callable[[Units, Span], Iterable[ical.Timed | ical.AllDay]]


def events(units: Units, span: Span) -> Iterator[ical.Timed | ical.AllDay]:
    """Of all these units, from every source. One statement for each source."""
    for source in SOURCES:
        yield from source(units, span)


def reception(card: SessionCard, unit: UnitCard) -> ical.Timed:
    """A session that has hours."""
    hours = card.hours
    label, _color = words.state(card)
    lines = [label, card.sittings]
    if card.moved:
        lines.append(_("Moved; it was planned for another day."))
    if card.reason:
        lines.append(_("Reason: %(reason)s") % {"reason": card.reason})
    page = f"{settings.HOIAM_URL}{reverse('public:receptions')}?unit={unit.code}&day={card.on.isoformat()}"
    return ical.Timed(
        uid=_uid(card.uid),
        begins=datetime.combine(card.on, hours[0].starts),
        ends=datetime.combine(card.on, hours[-1].ends),
        summary=_("Citizen reception: %(post)s") % {"post": card.title},
        description="\n".join(lines),
        location=card.place,
        url=page,
        sequence=card.sequence + (1 if card.missed and card.stored != card.state else 0),
        cancelled=card.missed,
        changed=card.changed_at,
    )


def _receptions(units: Units, span: Span) -> Iterator[ical.Timed]:
    found = sessions.public_of_units(unit_ids=list(units), first=span.first, last=span.last, on=span.on)
    return (reception(card, units[card.unit_id]) for card in found if card.hours)


def _dialogues(units: Units, span: Span) -> Iterator[ical.Timed]:
    found = dialogues.dated(unit_ids=tuple(units), first=span.first, last=span.last, limit=MOST)
    for card in found:
        unit = units[card.unit_id]
        assert card.held_on is not None  # noqa: S101 - asked for by its day
        begins = datetime.combine(card.held_on, card.begins or _MORNING)
        yield ical.Timed(
            uid=_uid(f"dialogue-{card.id}"),
            begins=begins,
            ends=begins + _LASTS,
            summary=_("Dialogue with the people: %(unit)s") % {"unit": unit.shown},
            description=f"{card.title}\n{dialogue_words.state(card.state)[0]}",
            location=card.place,
            url=f"{settings.HOIAM_URL}{reverse('dialogues:one', args=(card.id,))}",
            sequence=card.sequence,
            cancelled=False,
            changed=card.changed_at,
        )


def _uid(name: str) -> str:
    return f"{name}@{urlsplit(settings.HOIAM_URL).hostname or 'hoi-am'}"


SOURCES: tuple[Source, ...] = (
    *(_receptions, _dialogues, oversight.tasks, oversight.inspected, oversight.remedies, oversight.mends),
    *(oversight.accounts, oversight.recommendations),
)
