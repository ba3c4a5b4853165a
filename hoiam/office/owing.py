"""Which posts owe what recurs, when they exist, and who held them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from hoiam.kit import prepared
from hoiam.law.frequencies import Holding, Span
from hoiam.law.refusal import Refused
from hoiam.office.models import Holder, Post, UnitKind

_DAY = timedelta(days=1)
_COLUMNS = (
    "id",
    "unit_id",
    "unit__path",
    "unit__kind",
    "unit__valid_from",
    "unit__valid_until",
    "kind",
    "is_head",
)
_NAMED = ("id", "unit_id", "unit__code", "title", "title_en")
_OWING = Q(is_head=True) | ~Q(kind="")
_CHAIRS = {
    UnitKind.WARD: "commune_chair",
    UnitKind.COMMUNE: "commune_chair",
    UnitKind.SPECIAL_ZONE: "commune_chair",
    UnitKind.PROVINCE: "province_chair",
    UnitKind.CITY: "province_chair",
}


@dataclass(frozen=True, slots=True)
class OwingPost:
    """A post that heads a unit or has a kind of its own.

    `kind` is a word of the rules' `post_kinds`, empty for none of them.
    """

    id: int
    unit_id: int
    path: str
    kind: str
    days: Span
    is_head: bool


@dataclass(frozen=True, slots=True)
class NamedPost:
    """A post as figures name it."""

    id: int
    unit_id: int
    unit_code: str
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class NamedHolding:
    """Who held a post, and when."""

    post_id: int
    name: str
    days: Span


def posts(*, on: date) -> tuple[OwingPost, ...]:
    """Of served units in force on that day. One statement."""
    rows = Post.objects.filter(_OWING, unit__served=True, unit__valid_from__lte=on)
    rows = rows.filter(Q(unit__valid_until=None) | Q(unit__valid_until__gt=on)).order_by("id")
    return tuple(_owing(*row) for row in rows.values_list(*_COLUMNS))


def post(post_id: int) -> OwingPost:
    """One statement. Refused: no_such_post."""
    row = _POST.first(post_id=post_id)
    if row is None:
        raise Refused("no_such_post")
    return _owing(*(row[column] for column in _COLUMNS))


def _post_of(*, post_id: int) -> "QuerySet[Post, Any]":
    found: QuerySet[Post, Any] = Post.objects.filter(_OWING, pk=post_id).values(*_COLUMNS)
    return found


_POST = prepared.Query(_post_of, post_id=-1_000_001)


def head_of(unit_id: int) -> OwingPost | None:
    """The post that heads a unit, if there is one. One statement."""
    row = Post.objects.filter(unit_id=unit_id, is_head=True).values_list(*_COLUMNS).first()
    return _owing(*row) if row else None


def of_unit(unit_id: int) -> tuple[OwingPost, ...]:
    """All of a unit, its head first. One statement."""
    rows = Post.objects.filter(_OWING, unit_id=unit_id).order_by("-is_head", "id")
    return tuple(_owing(*row) for row in rows.values_list(*_COLUMNS))


def ended(post_ids: Collection[int], *, on: date) -> frozenset[int]:
    """Those of a unit that is no longer there on that day. One statement."""
    rows = Post.objects.filter(pk__in=set(post_ids), unit__valid_until__lte=on)
    return frozenset(rows.values_list("pk", flat=True))


def holdings(*, post_id: int, first: date, last: date) -> tuple[Holding, ...]:
    """Who held a post on some of these days, the first one first. One statement."""
    return tuple(
        Holding(row["person_id"], Span(row["from_on"], row["until_on"]))
        for row in _HOLDINGS.rows(post_id=post_id, first=first, last=last)
    )


def _held(*, post_id: int, first: date, last: date) -> "QuerySet[Holder, Any]":
    rows = Holder.objects.filter(
        Q(until_on=None) | Q(until_on__gte=first), post_id=post_id, from_on__lte=last
    )
    return rows.order_by("from_on").values("person_id", "from_on", "until_on")


_HOLDINGS = prepared.Query(_held, post_id=-1_000_001, first=date(1, 1, 1), last=date(1, 1, 2))


def holders(post_ids: Collection[int], *, on: date) -> dict[int, int]:
    """Who holds each of these posts on a day, by post; a vacant one is left out. One statement."""
    rows = Holder.objects.filter(Q(until_on=None) | Q(until_on__gte=on), from_on__lte=on)
    return dict(rows.filter(post_id__in=set(post_ids)).values_list("post_id", "person_id"))


def units_of(person_id: int, *, on: date) -> tuple[int, ...]:
    """Units in which this person holds a post that owes, on a day. One statement."""
    rows = Holder.objects.filter(Q(until_on=None) | Q(until_on__gte=on), person_id=person_id, from_on__lte=on)
    owed = rows.filter(Q(post__is_head=True) | ~Q(post__kind=""))
    return tuple(owed.order_by("post__unit_id").values_list("post__unit_id", flat=True).distinct())


def named(post_ids: Collection[int]) -> dict[int, NamedPost]:
    """These posts with their titles and the codes of their units. One statement."""
    rows = Post.objects.filter(pk__in=set(post_ids)).values_list(*_NAMED)
    return {row[0]: NamedPost(*row) for row in rows}


def named_of(unit_ids: Collection[int]) -> dict[int, NamedPost]:
    """All posts of these units, as `named`. One statement."""
    rows = Post.objects.filter(unit_id__in=set(unit_ids)).values_list(*_NAMED)
    return {row[0]: NamedPost(*row) for row in rows}


def holders_over(post_ids: Collection[int]) -> tuple[NamedHolding, ...]:
    """Everybody who ever held one of these posts, with their days, the earliest first. One statement."""
    rows = Holder.objects.filter(post_id__in=set(post_ids)).order_by("from_on", "id")
    found = rows.values_list("post_id", "person__name", "from_on", "until_on")
    return tuple(NamedHolding(post_id, name, Span(since, until)) for post_id, name, since, until in found)


def require_holder(*, post_id: int, on: date) -> None:
    """One statement while somebody holds it. Refused: holder_gap with the days on which nobody does."""
    if holdings(post_id=post_id, first=on, last=on):
        return
    rows = Holder.objects.filter(post_id=post_id)
    before = rows.filter(until_on__lt=on).order_by("-until_on").values_list("until_on", flat=True).first()
    after = rows.filter(from_on__gt=on).order_by("from_on").values_list("from_on", flat=True).first()
    gap = {"since": before + _DAY if before else None, "until": after - _DAY if after else None}
    raise Refused("holder_gap", post=post_id, **gap)


def _owing(
    post_id: int,
    unit_id: int,
    path: str,
    unit_kind: str,
    since: date,
    until: date | None,
    kind: str,
    is_head: bool,  # noqa: FBT001 - a column
) -> OwingPost:
    days = Span(since, until - _DAY if until else None)
    known = kind or _CHAIRS.get(UnitKind(unit_kind), "")
    return OwingPost(post_id, unit_id, path, known, days, is_head)
