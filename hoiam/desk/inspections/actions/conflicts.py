"""Who may not inspect a unit: whoever holds or held a post there, works or worked there, or said they are related
to it or to whoever holds a post there.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from hoiam.desk.inspections.models import Relation
from hoiam.kit.moments import local_day
from hoiam.law import inspecting
from hoiam.law.inspecting import Bound, Tie
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import owing, passing, queries as office, ties


def bound(person_ids: Collection[int], *, target_id: int, at: datetime) -> tuple[Bound, ...]:
    """Of these, with their tie, to the unit or to one that it followed.

    Five statements, and four for each such unit.
    """
    earlier = [one.id for one in passing.predecessors(unit_id=target_id, on=local_day(at))]
    return tuple(one for unit_id in (target_id, *earlier) for one in _bound(person_ids, unit_id))


def _bound(person_ids: Collection[int], unit_id: int) -> tuple[Bound, ...]:
    said = Relation.objects.filter(person_id__in=set(person_ids), ended_at=None)
    to_posts = said.filter(Q(unit_id=unit_id) | Q(post__unit_id=unit_id), post__isnull=False)
    found = (
        (Tie.HELD, ties.held(person_ids, unit_id=unit_id)),
        (Tie.WORKS, ties.worked(person_ids, unit_id=unit_id)),
        (Tie.DECLARED, said.filter(unit_id=unit_id, post=None).values_list("person_id", flat=True)),
        (Tie.HOLDER, to_posts.values_list("person_id", flat=True)),
    )
    return tuple(Bound(person_id, tie) for tie, people in found for person_id in people)


def require_below(unit_id: int, target_id: int, *, on: date) -> None:
    """Refused: unit_not_below."""
    inspecting.require_below(target_id, {one.id for one in office.children(unit_id=unit_id, on=on)})


def declare(
    *, what: str, by: office.Actor, at: datetime, unit_id: int | None = None, post_id: int | None = None
) -> None:
    """An inspector says that they are tied to a unit, or to whoever holds one post of it. Said twice it is there once.

    Refused: not_yours, unknown_relation, unit_missing, no_such_post.
    """
    require_inspector(by)
    unit = inspecting.require_relation(what, unit_id if post_id is None else _unit_of(post_id))
    try:
        with transaction.atomic():
            Relation.objects.create(
                person_id=by.person_id, unit_id=unit, post_id=post_id, what=what, said_at=at
            )
    except IntegrityError:
        return


def _unit_of(post_id: int) -> int:
    """Refused: no_such_post."""
    found = owing.named([post_id]).get(post_id)
    if found is None:
        raise Refused("no_such_post")
    return found.unit_id


def take_back(*, relation_id: int, by: office.Actor, at: datetime) -> None:
    """It holds no longer. Refused: not_yours, no_such_relation."""
    require_inspector(by)
    own = Relation.objects.filter(pk=relation_id, person_id=by.person_id, ended_at=None)
    if not own.update(ended_at=at):
        raise Refused("no_such_relation")


def require_inspector(by: office.Actor) -> None:
    """Refused: not_yours."""
    if not by.holds(Role.INSPECTOR, Role.HEAD):
        raise Refused("not_yours")
