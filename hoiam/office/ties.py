"""Who is tied to a unit by a post or a role, and since when its head holds the post."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import F, Q

from hoiam.office.models import Holder, Person, Post, Role as RoleRow, Unit


def held(person_ids: Collection[int], *, unit_id: int) -> frozenset[int]:
    """Those who hold or ever held a post of this unit. One statement."""
    rows = Holder.objects.filter(post__unit_id=unit_id, person_id__in=set(person_ids))
    return frozenset(rows.values_list("person_id", flat=True))


def worked(person_ids: Collection[int], *, unit_id: int) -> frozenset[int]:
    """Those who have or ever had a role in this unit. One statement."""
    rows = RoleRow.objects.filter(unit_id=unit_id, person_id__in=set(person_ids))
    return frozenset(rows.values_list("person_id", flat=True))


def heads_since(unit_ids: Collection[int], *, on: date) -> Mapping[int, date]:
    """Since when whoever heads each unit on that day does, where somebody does. One statement."""
    rows = Holder.objects.filter(
        Q(until_on=None) | Q(until_on__gte=on),
        post__unit_id__in=set(unit_ids),
        post__is_head=True,
        from_on__lte=on,
    )
    return dict(rows.order_by("from_on").values_list("post__unit_id", "from_on"))


def new_heads(unit_ids: Collection[int], *, since: date, on: date) -> Mapping[int, date]:
    """Of `heads_since`, those who followed somebody, on that day or later. One statement."""
    rows = Holder.objects.filter(
        Q(until_on=None) | Q(until_on__gte=on),
        post__unit_id__in=set(unit_ids),
        post__is_head=True,
        from_on__lte=on,
        from_on__gte=since,
    )
    followed = rows.filter(post__holders__from_on__lt=F("from_on"))
    return dict(followed.order_by("from_on").values_list("post__unit_id", "from_on"))


def ended_on(unit_id: int) -> date | None:
    """The first day on which a unit is no longer there. One statement."""
    return Unit.objects.values_list("valid_until", flat=True).get(pk=unit_id)


def began(unit_ids: Collection[int]) -> Mapping[int, date]:
    """The first day of each unit. One statement."""
    return dict(Unit.objects.filter(pk__in=set(unit_ids)).values_list("pk", "valid_from"))


def posts(unit_ids: Collection[int]) -> Mapping[int, tuple[tuple[int, str, str], ...]]:
    """Posts of each unit as id, title, English title; its head first. One statement."""
    found: dict[int, tuple[tuple[int, str, str], ...]] = {}
    rows = Post.objects.filter(unit_id__in=set(unit_ids)).order_by("-is_head", "title")
    for unit_id, pk, title, title_en in rows.values_list("unit_id", "id", "title", "title_en"):
        found[unit_id] = (*found.get(unit_id, ()), (pk, title, title_en))
    return found


def names(person_ids: Collection[int]) -> Mapping[int, str]:
    """Of people of the office. One statement."""
    return dict(Person.objects.filter(pk__in=set(person_ids)).values_list("pk", "name"))
