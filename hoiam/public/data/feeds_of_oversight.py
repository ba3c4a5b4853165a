"""News of oversight: conclusions of inspections, accounts, plans given out, answers to recommendations."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hoiam.desk.directives.queries import open_data as directives
from hoiam.desk.inspections.queries import open_data as inspections
from hoiam.desk.reports.queries import open_data as reports
from hoiam.desk.reports.views import words
from hoiam.kit.atom import Entry
from hoiam.kit.days import language
from hoiam.office import queries as office
from hoiam.office.cards import UnitCard

MOST = 50
Units = Mapping[str, UnitCard]


def inspected(units: Units) -> Iterator[Entry]:
    """Conclusions that were published, by or about these offices. One statement."""
    for card in inspections.published(unit_ids=_ids(units), limit=MOST):
        unit = units.get(card.unit_code) or units[card.target_code]
        about = units.get(card.target_code)
        yield entry(
            title=_("Conclusion of an inspection published: %(theme)s") % {"theme": card.theme},
            at=card.at,
            url=_at("inspections:one", card.id),
            unit=unit,
            kind="inspection",
            summary=". ".join(filter(None, (office.committee(about) if about else "", card.number))),
        )


def accounts(units: Units) -> Iterator[Entry]:
    """Accounts of heads that were published. One statement."""
    for card in reports.published(unit_ids=_ids(units), limit=MOST):
        unit = units.get(card.unit_code)
        if unit is None:
            continue
        post = card.title_en if language() == "en" else card.title
        yield entry(
            title=_("%(kind)s published: %(post)s") % {"kind": words.KINDS[card.kind], "post": post},
            at=card.at,
            url=_at("reports:account", card.id),
            unit=unit,
            kind="account",
            summary=f"{card.first:%d/%m/%Y} – {card.last:%d/%m/%Y}",
        )


def plans(units: Units) -> Iterator[Entry]:
    """Plans that were given out; the title where everybody may read it. One statement."""
    for card in directives.issued(unit_ids=_ids(units), limit=MOST):
        unit = units[card.unit_code]
        yield entry(
            title=_("Plan %(number)s given out") % {"number": card.number},
            at=card.issued_at,
            url=_at("directives:plan", card.id),
            unit=unit,
            kind="plan",
            summary=". ".join(filter(None, (card.title, office.committee(unit)))),
        )


def answers(units: Units) -> Iterator[Entry]:
    """Answers to recommendations of supervision; news of the morning of the day they bear. One statement."""
    for card in reports.answered(unit_ids=_ids(units), limit=MOST):
        unit = units[card.unit_code]
        in_time = _("answered after the last day") if card.late else _("answered in time")
        yield entry(
            title=_("Recommendation answered: %(body)s") % {"body": card.body},
            at=datetime.combine(card.on, time(), timezone.get_current_timezone()),
            url=f"{_at('reports:programme', card.programme_id)}#r{card.number}",
            unit=unit,
            kind="recommendation",
            summary=". ".join((card.text.rstrip("."), office.committee(unit), in_time)),
        )


def entry(*, title: str, at: datetime, url: str, unit: UnitCard, kind: str, summary: str = "") -> Entry:
    """One piece of news of an office, named by its address and moment."""
    return Entry(
        id=f"{url}{'@' if '#' in url else '#'}{at:%Y%m%dT%H%M%S}",
        title=title,
        at=at,
        url=url,
        author=office.committee(unit),
        summary=summary,
        kind=kind,
    )


def _ids(units: Units) -> tuple[int, ...]:
    return tuple(unit.id for unit in units.values())


def _at(name: str, *args: int) -> str:
    return f"{settings.HOIAM_URL}{reverse(name, args=args)}"
