"""Units, posts and who held them, as everybody may have them: all that were, with their dates."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from hoiam.kit import keyset, opaque
from hoiam.office.models import Holder, Post, Succession, Unit

_UNIT = (
    "code",
    "name",
    "name_en",
    "kind",
    "parent__code",
    "valid_from",
    "valid_until",
    "legal_basis",
    "served",
)
_POST = ("id", "unit__code", "unit__valid_from", "title", "title_en", "is_head", "kind")
_HOLDER = ("id", "post_id", "post__unit__code", "person_id", "person__name", "from_on", "until_on")


def units() -> Iterator[tuple[Any, ...]]:
    """Code, names, kind, the unit above, from, until, basis, whether it is served here, and who followed."""
    followed: dict[int, list[str]] = defaultdict(list)
    rows = Succession.objects.filter(function__in=("all", "part")).order_by("id")
    for before, after in rows.values_list("predecessor_id", "successor__code"):
        followed[before].append(after)
    for number, *row in keyset.rows(Unit.objects.all(), "id", *_UNIT):
        yield (*row, " ".join(followed.get(number, ())))


def posts() -> Iterator[tuple[Any, ...]]:
    """Number, unit and since when that is, titles, whether it heads the unit, kind."""
    yield from keyset.rows(Post.objects.all(), *_POST)


def holders() -> Iterator[tuple[Any, ...]]:
    """Number, post, unit, the person, name, first and last day."""
    for number, post, unit, who, name, since, until in keyset.rows(Holder.objects.all(), *_HOLDER):
        yield (number, post, unit, person(who), name, since, until)


def people() -> Iterator[tuple[str, str]]:
    """Everybody who holds or held a post, once: a name that is always theirs here, and the full name."""
    rows = Holder.objects.order_by("person_id").values_list("person_id", "person__name").distinct()
    for who, name in rows.iterator(keyset.BATCH):
        yield person(who), name


def person(number: int) -> str:
    """The same person under the same letters, which do not tell the number of an account."""
    return opaque.name("person", number)


def since() -> date | None:
    """The first day of any unit that is served."""
    return (
        Unit.objects.filter(served=True).order_by("valid_from").values_list("valid_from", flat=True).first()
    )
