"""Whose duties somebody may read: the posts of their own units, and for heads and inspectors the heads below."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from hoiam.law.roles import Role
from hoiam.office.cards import Actor, full_name, page_language
from hoiam.office.models import Post
from hoiam.office.queries import served

DESK = frozenset({Role.CLERK, Role.HEAD})
ABOVE = frozenset({Role.HEAD, Role.INSPECTOR})


@dataclass(frozen=True, slots=True)
class BoardPost:
    """A post whose duties may be read; `own`: the reader works for its unit and may open its cases."""

    id: int
    unit_id: int
    unit: str
    title: str
    title_en: str
    own: bool

    @property
    def shown(self) -> str:
        """In the page's language."""
        return self.title_en if page_language() == "en" else self.title


def posts(*, by: Actor, on: date) -> tuple[BoardPost, ...]:
    """Own ones first, each group by unit. One statement; none for who owes and oversees nothing.

    A unit that has ended still has its own people's posts: what runs is owed until somebody takes it over.
    """
    own = {path for path, roles in by.roles_by_path.items() if roles & DESK}
    above = {path for path, roles in by.roles_by_path.items() if roles & ABOVE}
    asked = [Q(unit__path=path) for path in own]
    asked += [_unit_exists(on) & Q(unit__path__startswith=path, is_head=True) for path in above]
    if not asked:
        return ()
    columns = (
        "id",
        "unit_id",
        "title",
        "title_en",
        "unit__path",
        "unit__kind",
        "unit__name",
        "unit__name_en",
    )
    rows = Post.objects.filter(reduce(or_, asked), unit__served=True)
    found = [
        BoardPost(
            row["id"],
            row["unit_id"],
            full_name(row["unit__kind"], row["unit__name"], row["unit__name_en"], page_language()),
            row["title"],
            row["title_en"],
            row["unit__path"] in own,
        )
        for row in rows.order_by("unit__path", "-is_head", "title", "id").values(*columns)
    ]
    return tuple(sorted(found, key=lambda post: not post.own))


def overseen(*, by: Actor) -> frozenset[int]:
    """Served units that this person heads or inspects, and all below them. No statement while those are known."""
    paths = tuple(path for path, roles in by.roles_by_path.items() if roles & ABOVE)
    return frozenset(unit.id for unit in served() if paths and unit.path.startswith(paths))


def _unit_exists(on: date) -> Q:
    return Q(unit__valid_from__lte=on) & (Q(unit__valid_until=None) | Q(unit__valid_until__gt=on))
