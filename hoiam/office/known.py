"""A unit and a post as everybody may look them up: with their dates, before and after a reform, and who held what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hoiam.office import queries
from hoiam.office.cards import UnitCard, full_name, page_language
from hoiam.office.models import Holder, Post, Succession, Unit


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A unit before or after another one, from a day on, by a document."""

    code: str
    name: str
    on: date
    basis: str


@dataclass(frozen=True, slots=True)
class HolderCard:
    """Who held a post, and when; `until` is the last day."""

    id: int
    post_id: int
    name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post with everybody who held it, the newest first."""

    id: int
    unit_code: str
    title: str
    is_head: bool
    holders: tuple[HolderCard, ...]

    def holder(self, on: date) -> HolderCard | None:
        """Who holds it on a day."""
        held = (one for one in self.holders if one.since <= on and (one.until is None or on <= one.until))
        return next(held, None)


@dataclass(frozen=True, slots=True)
class UnitShown:
    """A unit, the one of that code that is there now or was there last; `until`: the first day without it."""

    card: UnitCard
    since: date
    until: date | None
    basis: str
    before: tuple[Neighbour, ...]
    after: tuple[Neighbour, ...]
    posts: tuple[PostShown, ...]


def unit(code: str, *, on: date) -> UnitShown | None:
    """None for a code that no unit had. Six statements."""
    row = Unit.objects.filter(code=code, valid_from__lte=on).order_by("-valid_from").first()
    if row is None:
        return None
    found = Post.objects.filter(unit_id=row.pk).order_by("-is_head", "title", "id")
    return UnitShown(
        card=queries.units([row.pk], on=row.valid_until or on)[row.pk],
        since=row.valid_from,
        until=row.valid_until,
        basis=row.legal_basis,
        before=_neighbours("predecessor", successor_id=row.pk),
        after=_neighbours("successor", predecessor_id=row.pk),
        posts=_posts(list(found.select_related("unit"))),
    )


def post(number: int) -> PostShown | None:
    """None for a number that no post has. Two statements."""
    return next(iter(_posts(list(Post.objects.filter(pk=number).select_related("unit")))), None)


def _posts(rows: Collection[Post]) -> tuple[PostShown, ...]:
    held = Holder.objects.filter(post__in=[one.pk for one in rows]).order_by("-from_on", "-id")
    names = ("id", "post_id", "person__name", "from_on", "until_on")
    cards = [HolderCard(*row) for row in held.values_list(*names)]
    english = page_language() == "en"
    return tuple(
        PostShown(
            id=one.pk,
            unit_code=one.unit.code,
            title=one.title_en if english else one.title,
            is_head=one.is_head,
            holders=tuple(card for card in cards if card.post_id == one.pk),
        )
        for one in rows
    )


def _neighbours(side: str, **of: int) -> tuple[Neighbour, ...]:
    """Those it followed or that followed it, in everything or in part, the first change first. One statement."""
    rows = Succession.objects.filter(function__in=("all", "part"), **of).order_by("on", "id")
    names = [f"{side}__{name}" for name in ("code", "kind", "name", "name_en")]
    return tuple(
        Neighbour(code, full_name(kind, name, name_en, page_language()), day, basis)
        for code, kind, name, name_en, day, basis in rows.values_list(*names, "on", "legal_basis")
    )
