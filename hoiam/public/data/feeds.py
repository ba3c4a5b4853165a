"""News of offices, feed by feed: what they published, concluded, answered, accounted for and planned."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from hoiam.desk.cases.queries import open_data as cases
from hoiam.desk.cases.views import words
from hoiam.desk.dialogues.queries import open_data as dialogues
from hoiam.journal import open_data as log
from hoiam.kit.atom import Entry
from hoiam.kit.days import language
from hoiam.ledger import kinds, statement
from hoiam.office import queries as office
from hoiam.office.cards import UnitCard
from hoiam.public.data import feeds_of_oversight as oversight
from hoiam.public.data.feeds_of_oversight import entry
from hoiam.public.data.table import Words

MOST = 50
WINDOW = 1_000
"""Public entries of the log that are looked at for those that are news; a feed is no archive, the dataset is."""
PUBLISHED = frozenset(
    {
        *("publication.made", "session.regulated", "session.concluded", "dialogue.announced"),
        *("dialogue.results", "report.snapshot", "rule.signed-off", "rule.withdrawn"),
        *("calendar.announced", "calendar.withdrawn"),
    }
)
CONCLUDED = frozenset({"session.concluded"})
Units = Mapping[str, UnitCard]
Source = Callable[[Units], Iterator[Entry]]


@dataclass(frozen=True, slots=True)
class Feed:
    """One of them. Another source of entries is another function here."""

    title: Words
    sources: tuple[Source, ...]


def entries(feed: Feed, units: Units) -> list[Entry]:
    """The newest of these offices, from all sources. One statement for each."""
    found = (one for source in feed.sources for one in source(units))
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)[:MOST]


def _published(units: Units) -> Iterator[Entry]:
    return _of_log(units, PUBLISHED)


def _concluded(units: Units) -> Iterator[Entry]:
    return _of_log(units, CONCLUDED)


def _of_log(units: Units, wanted: Iterable[str]) -> Iterator[Entry]:
    for index, at, kind, text in log.newest(most=WINDOW):
        if kind not in wanted:
            continue
        unit = units.get(statement.parse(text).unit)
        if unit is not None:
            yield entry(
                title=f"{_named(kind)}: {office.committee(unit)}",
                at=at,
                url=_at("log:opening", index),
                unit=unit,
                kind=kind,
            )


def _results(units: Units) -> Iterator[Entry]:
    for card in dialogues.results(unit_ids=_ids(units), limit=MOST):
        unit = units[card.unit_code]
        if card.published_at is not None:
            yield entry(
                title=_("Results of a dialogue: %(title)s") % {"title": card.title},
                at=card.published_at,
                url=_at("dialogues:one", card.id),
                unit=unit,
                kind="dialogue",
                summary=office.committee(unit),
            )


def _papers(units: Units) -> Iterator[Entry]:
    for card in cases.papers(unit_ids=_ids(units), limit=MOST):
        unit = units[card.unit_code]
        yield entry(
            title=_("Paper of complaint %(number)s published") % {"number": card.number},
            at=card.published_at,
            url=_at("public:paper", card.case_id, card.id),
            unit=unit,
            kind="complaint",
            summary=office.committee(unit),
        )


def _answers(units: Units) -> Iterator[Entry]:
    for card in cases.answered(unit_ids=_ids(units), limit=MOST):
        unit = units[card.unit_code]
        said = {"kind": words.KINDS.get(card.kind, ""), "number": card.number}
        in_time = _("answered after the last day") if card.late else _("answered in time")
        yield entry(
            title=_("%(kind)s %(number)s answered") % said,
            at=card.answered_at,
            url=_at("public:case", card.case_id),
            unit=unit,
            kind=card.kind,
            summary=". ".join(filter(None, (card.title, office.committee(unit), in_time))),
        )


def _named(kind: str) -> str:
    name = kinds.KINDS.get(kind, (kind, kind))[1 if language() == "en" else 0]
    return name[:1].upper() + name[1:]


def _ids(units: Units) -> tuple[int, ...]:
    return tuple(unit.id for unit in units.values())


def _at(name: str, *args: int) -> str:
    return f"{settings.HOIAM_URL}{reverse(name, args=args)}"


FEEDS: dict[str, Feed] = {
    "publications": Feed(gettext_lazy("Documents and information made public"), (_published,)),
    "conclusions": Feed(
        gettext_lazy("Conclusions and results"), (_concluded, _results, _papers, oversight.inspected)
    ),
    "replies": Feed(gettext_lazy("Answers given"), (_answers, oversight.answers)),
    "accounts": Feed(gettext_lazy("Accounts of heads"), (oversight.accounts,)),
    "plans": Feed(gettext_lazy("Plans given out"), (oversight.plans,)),
    "recommendations": Feed(gettext_lazy("Answers to recommendations of supervision"), (oversight.answers,)),
}
