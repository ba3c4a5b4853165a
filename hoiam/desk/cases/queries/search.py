"""Finding a case: by its code, its number, or words of its text or of what was answered, with or without accents."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hoiam.desk.cases.models import Case, Kind, Reply
from hoiam.desk.cases.queries import asked as typed, document_texts, excerpts, firewall, hits, ranking, tokens
from hoiam.desk.cases.queries.asked import Asked
from hoiam.desk.cases.queries.codes import case_of_any
from hoiam.desk.cases.queries.desk import DESK, LINE, PAGE, QueueRow, queue_row
from hoiam.kit import fold
from hoiam.law.procedures import kinds
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import queries as office

_NUMBER = re.compile(r"^\s*(\d{4})-(\d{1,9})\s*$")
FIRST, LAST = date(1975, 1, 1), date(2199, 12, 31)
"""Beyond these no day is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter:
    """What is looked for and where. `wide`: words in any order. `best`: best match first, else newest first.

    `after`: the last case seen or, with `best`, how many were.
    """

    unit_id: int
    text: str
    state: str = ""
    kind: str = ""
    field: str = ""
    handler_id: int | None = None
    since: date | None = None
    until: date | None = None
    wide: bool = False
    best: bool = False
    after: int | None = None


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A line of the queue with what was found in it; `where`: in the petition, a reply, or another document."""

    row: QueueRow
    title: excerpts.Marked
    excerpt: excerpts.Marked | None
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """`total` hits, `more` than that when counting stopped. `loose`: not in a row, but all in the case.

    `divides`: a looser reading can be asked for. `ranked`: how many of the newest hits the best were chosen from.
    """

    rows: tuple[FoundRow, ...] = ()
    next: int | None = None
    total: int = 0
    more: bool = False
    loose: bool = False
    divides: bool = False
    ranked: int = 0


def find(*, chosen: SearchFilter, by: office.Actor, on: date) -> SearchPage:
    """Cases of a unit that hold what was typed. At most ten statements. Refused: not_yours."""
    roles = by.roles_in(chosen.unit_id)
    if not roles & (DESK | {Role.HANDLER}):
        raise Refused("not_yours")
    asked = typed.read(chosen.text)
    if not asked.parts:
        return SearchPage()
    handler = chosen.handler_id if roles & DESK else by.person_id
    labels = _labels(chosen, handler)
    loose = chosen.wide and asked.divides
    seen = hits.count(typed.match(asked, labels, loose=loose))
    if not seen.ids and asked.divides and not loose:
        loose = True
        seen = hits.count(typed.match(asked, labels, loose=loose))
    out = (
        firewall.hidden_ids(person_id=by.person_id, unit_id=chosen.unit_id, on=on)
        if seen.ids
        else frozenset()
    )
    match = typed.match(asked, labels, loose=loose)
    page, following, ranked = _page(asked, match, seen, chosen)
    return SearchPage(
        rows=_rows([pk for pk in page if pk not in out], asked, chosen.unit_id, handler, on=on, loose=loose),
        next=following,
        total=len(set(seen.ids) - out),
        more=seen.more,
        loose=loose,
        divides=asked.divides,
        ranked=ranked,
    )


def find_by_code(*, code: str) -> int:
    """The row behind a code on a receipt. Refused: no_such_case."""
    return case_of_any(code).pk


def named(*, codes: Iterable[str], unit_id: int) -> tuple[int, ...]:
    """Cases of an office behind codes that whoever holds them gave it. One statement each.

    Refused: no_such_case, also for one of another office and for what is held.
    """
    found = [case_of_any(code) for code in codes]
    if any(case.unit_id != unit_id or case.kind in kinds.HELD for case in found):
        raise Refused("no_such_case")
    return tuple(dict.fromkeys(case.pk for case in found))


def find_by_number(*, text: str) -> int | None:
    """The row of a number such as 2026-000123, or None when the text is no number."""
    match = _NUMBER.match(text)
    return int(match[2]) if match else None


def _labels(chosen: SearchFilter, handler: int | None) -> list[list[str]]:
    wanted: dict[str, int | str] = {"unit": chosen.unit_id}
    named = {"state": chosen.state, "kind": chosen.kind, "field": chosen.field}
    wanted |= {name: value for name, value in named.items() if value}
    if handler is not None:
        wanted["handler"] = handler
    groups = [[tokens.label(name, value)] for name, value in wanted.items()]
    if chosen.since or chosen.until:
        since, until = max(chosen.since or FIRST, FIRST), min(chosen.until or LAST, LAST)
        groups.append(tokens.period(since, until) or ["xnever"])
    return groups


def _page(
    asked: Asked, match: tuple[str, ...], seen: hits.Hits, chosen: SearchFilter
) -> tuple[list[int], int | None, int]:
    """Ids of this page, the cursor of the next, and out of how many the best were chosen."""
    if not chosen.best:
        ids = hits.newest(match, seen, before=chosen.after, most=PAGE + 1)
        return ids[:PAGE], ids[PAGE - 1] if len(ids) > PAGE else None, 0
    if not seen.ids:
        return [], None, 0
    ranked = ranking.best(asked, match)
    order, start = _exact_first(asked, ranked.ids), chosen.after or 0
    end = start + PAGE
    return order[start:end], end if end < len(order) else None, ranked.among if ranked.more else 0


def _exact_first(asked: Asked, ids: Sequence[int]) -> list[int]:
    """Who typed accents meant them: of the best, those that hold the very words stand first."""
    wanted = [_plain(part) for part in re.split(r"[\"“”«»]", asked.text) if part.strip()]
    if all(one == fold.fold(one) for one in wanted):
        return list(ids)
    texts = {pk: _plain(f"{title}\n{body}") for pk, title, body in _texts(ids)}
    return sorted(ids, key=lambda pk: not all(one in texts.get(pk, "") for one in wanted))


def _texts(ids: Sequence[int]) -> Sequence[tuple[int, str, str]]:
    return list(Case.objects.filter(pk__in=ids).values_list("pk", "title", "body"))


def _plain(text: str) -> str:
    """Marks kept, but each tone at one place: hòa and hoà are the same word."""
    return " ".join(fold.one_tone_place(unicodedata.normalize("NFC", text).casefold()).split())


def _rows(
    ids: Sequence[int], asked: Asked, unit_id: int, handler: int | None, *, on: date, loose: bool
) -> tuple[FoundRow, ...]:
    """The index only says where to look: whose cases they are is asked of the cases themselves."""
    cases = Case.objects.filter(pk__in=ids, unit_id=unit_id).exclude(kind=Kind.DENUNCIATION)
    if handler is not None:
        cases = cases.filter(handler_id=handler)
    found = {row["id"]: row for row in cases.values(*LINE, "body")}
    texts = _Texts(asked, loose=loose)
    shown = {pk: texts.of_case(row) for pk, row in found.items()}
    elsewhere = _elsewhere([pk for pk, (title, body) in shown.items() if not title.hits + body.hits])
    return tuple(texts.row(found[pk], shown[pk], elsewhere.get(pk, ()), on) for pk in ids if pk in found)


def _elsewhere(ids: list[int]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Of cases whose own words do not hold it: where it may stand, and the text there; replies first."""
    texts: dict[int, list[tuple[str, str]]] = {}
    rows = Reply.objects.filter(case_id__in=ids).order_by("-id")
    for case_id, number, points in rows.values_list("case_id", "number", "points"):
        texts.setdefault(case_id, []).append(("reply", excerpts.reply_text(number, points)))
    for case_id, found in document_texts.texts(ids).items():
        texts.setdefault(case_id, []).extend(("document", text) for text in found)
    return texts


class _Texts:
    """Marks what was asked for."""

    def __init__(self, asked: Asked, *, loose: bool) -> None:
        self._asked, self._loose = asked, loose

    def _marked(self, text: str, *, whole: bool = False) -> excerpts.Marked:
        return excerpts.marked(text, self._asked, loose=self._loose, whole=whole)

    def of_case(self, row: Mapping[str, Any]) -> tuple[excerpts.Marked, excerpts.Marked]:
        return self._marked(row["title"], whole=True), self._marked(row["body"])

    def row(
        self,
        row: Mapping[str, Any],
        own: tuple[excerpts.Marked, excerpts.Marked],
        elsewhere: Sequence[tuple[str, str]],
        on: date,
    ) -> FoundRow:
        title, body = own
        line = queue_row(row, on)
        if title.hits + body.hits:
            return FoundRow(line, title, body, "petition")
        marked = ((where, self._marked(text)) for where, text in elsewhere)
        where, excerpt = next(((where, one) for where, one in marked if one.hits), ("document", body))
        return FoundRow(line, title, excerpt, where)
