"""Cases that may be the same matter: found by what two texts name together, then compared word by word.

Looked up in the full-text index is the sketch of the text (tokens.sketch): two facts that stand in both, or the same
wording. It was written with the case, so that no table of its own is needed and it goes when the case goes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from hoiam.desk.cases.models import Case, CaseLink, Kind
from hoiam.desk.cases.queries import cards, firewall, tokens
from hoiam.desk.cases.queries.desk import DESK
from hoiam.kit import fold, likeness
from hoiam.kit.apart import of_read
from hoiam.kit.likeness import Likeness, Verdict
from hoiam.law.refusal import Refused
from hoiam.office import queries as office

COMPARED, SHOWN = 10, 5
MOST, MOST_WIDE = 30, 60
"""Cases of one mark that are looked at: the newest."""
MOST_PAIRS = 100
LEAST_PAIRS = 6
"""A text shorter than this is like too many."""
_SHARES = 1_000_000
_ONE = (
    "SELECT * FROM (SELECT {n}, rowid FROM cases_search WHERE cases_search MATCH %s "
    "ORDER BY rowid DESC LIMIT %s)"
)
_MANY = "SELECT n, found FROM cases_search_marked(%s::tsquery[], %s::tsquery, %s)"


@dataclass(frozen=True, slots=True)
class Alike:
    """A case and how alike it is; texts are for comparing side by side."""

    id: int
    number: str
    state: str
    received_on: date
    title: str
    body: str
    likeness: Likeness
    decided: str


@dataclass(frozen=True, slots=True)
class Linked:
    """What a clerk said two cases are to each other."""

    id: int
    number: str
    relation: str


def alike(
    *, unit_id: int, text: str, by: office.Actor, on: date, case_id: int | None = None, wide: bool = False
) -> tuple[Alike, ...]:
    """Cases of the unit like this text, the likeliest first; four statements at most. Refused: not_yours.

    `wide`: by the rarest of its pairs as well, which also finds texts that name little in common.
    """
    if not by.roles_in(unit_id) & DESK:
        raise Refused("not_yours")
    read = fold.read(text[: tokens.MOST_TEXT])
    own = of_read(read)
    likely = _likely(unit_id, read, own, wide=wide)
    if not likely:
        return ()
    out = firewall.hidden_ids(person_id=by.person_id, unit_id=unit_id, on=on) | {case_id}
    ids = [pk for pk in likely if pk not in out][:COMPARED]
    known = dict(_decided(case_id)) if case_id else {}
    rows = Case.objects.filter(pk__in=ids, unit_id=unit_id).exclude(kind=Kind.DENUNCIATION)
    found = (_compared(row, own, known) for row in rows.only("state", "received_on", "title", "body"))
    shown = [one for one in found if one.likeness.verdict is not Verdict.OTHER or one.decided]
    return tuple(sorted(shown, key=_order)[:SHOWN])


def links(*, case_id: int) -> tuple[Linked, ...]:
    """What this case was said to be to others, and others to it; guarded ones are not told of. One statement."""
    rows = (
        CaseLink.objects.filter(case_id=case_id, other__guarded=False)
        .exclude(relation="different")
        .order_by("-id")
    )
    found = rows.values_list("other_id", "other__received_on", "relation")
    return tuple(Linked(pk, cards.number_of(on, pk), relation) for pk, on, relation in found)


def _decided(case_id: int) -> list[tuple[int, str]]:
    return list(CaseLink.objects.filter(case_id=case_id).values_list("other_id", "relation"))


def _order(one: Alike) -> tuple[bool, bool, float]:
    same = one.likeness.verdict is Verdict.SAME
    return bool(one.decided), not same, -(one.likeness.telling + one.likeness.facts)


def _compared(row: Case, own: likeness.Text, known: dict[int, str]) -> Alike:
    found = likeness.compare(own, likeness.take_apart(f"{row.title}\n{row.body}"))
    number = cards.number(row)
    return Alike(
        row.pk, number, row.state, row.received_on, row.title, row.body, found, known.get(row.pk, "")
    )


def candidates(*, unit_id: int, text: str, wide: bool = False) -> list[int]:
    """Ids of cases like the text, those that share the most and the rarest first, then the newest. One statement."""
    read = fold.read(text[: tokens.MOST_TEXT])
    return _likely(unit_id, read, of_read(read), wide=wide)


def _likely(unit_id: int, read: fold.Read, apart: likeness.Text, *, wide: bool) -> list[int]:
    pairs = list(dict.fromkeys(fold.pairs(read.words)))
    if len(pairs) < LEAST_PAIRS:
        return []
    marks = tokens.asked(apart, wide=wide)
    if wide:
        marks += sorted(tokens.blind(pairs))[:MOST_PAIRS]
    lists = _lists(tokens.label("unit", unit_id), marks, MOST_WIDE if wide else MOST)
    return weighed(lists)[: COMPARED + 1]


def weighed(lists: Iterable[Sequence[int]]) -> list[int]:
    """Of the cases that hold each mark, those of the rarest marks first, and of the same weight the newest."""
    weights: Counter[int] = Counter()
    for one in lists:
        for pk in one:
            weights[pk] += _SHARES // len(one)
    return sorted(weights, key=lambda pk: (-weights[pk], -pk))


def _lists(unit: str, chosen: list[str], most: int) -> list[list[int]]:
    """The newest cases that hold each of these. One statement."""
    lists: list[list[int]] = [[] for _ in chosen]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = " UNION ALL ".join(_ONE.format(n=n) for n in range(1, len(chosen) + 1))
            values = [value for pair in chosen for value in (f"{unit} AND {pair}", most)]
            cursor.execute(sql, values)
        else:
            cursor.execute(_MANY, ([f"'{pair}'" for pair in chosen], unit, most))
        for n, pk in cursor.fetchall():
            lists[n - 1].append(pk)
    return [one for one in lists if one]
