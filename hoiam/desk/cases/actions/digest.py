"""The daily letter to staff: what is due, late, new and answered. Once a day, on working days, none about nothing."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import translation

from hoiam.desk.cases.models import Case, Message, StaffChoice, Step
from hoiam.desk.cases.queries import firewall
from hoiam.desk.cases.queries.duty_names import KINDS
from hoiam.duties import owed
from hoiam.kit.moments import local_day
from hoiam.law.messages import Side
from hoiam.law.procedures import kinds
from hoiam.law.roles import Role
from hoiam.notices import actions as notices
from hoiam.office import calendars
from hoiam.office.models import Post, Role as RoleRow

DESK = frozenset({Role.CLERK.value, Role.HEAD.value})
STAFF = (*sorted(DESK), Role.HANDLER.value)
DAY = timedelta(days=1)
GIVEN = ("assign", "hand_over")
AT_ONCE = 200
LANGUAGE = "vi"
AHEAD = timedelta(days=7)
MOST_OWED = 60
"""How many duties of their posts a letter looks at: the most overdue, then the nearest."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one person's cases; and what the posts of their units owe, late or due within a week, in words."""

    today: int
    late: int
    new: int
    answered: int
    owed: tuple[dict[str, str], ...] = ()

    @property
    def nothing(self) -> bool:
        """Then no letter is sent."""
        return not (self.today or self.late or self.new or self.answered or self.owed)


def send(*, at: datetime) -> int:
    """Put today's letters into the outbox; gives how many. Run again on the same day, nothing is doubled."""
    on = local_day(at)
    letters = [
        _letter(person_id, figures, on)
        for person_id, scope in _people(on)
        if not (figures := _figures(scope, person_id, on, at)).nothing
    ]
    for start in range(0, len(letters), AT_ONCE):
        notices.put_many(notices=letters[start : start + AT_ONCE], at=at)
    return len(letters)


def _people(on: date) -> Iterator[tuple[int, dict[int, bool]]]:
    """Who works today and wants it, and at which units; True where they answer for the whole unit."""
    rows = RoleRow.objects.filter(role__in=STAFF, person__is_active=True, from_on__lte=on)
    current = rows.filter(Q(until_on=None) | Q(until_on__gte=on)).exclude(person__email="")
    refused = set(StaffChoice.objects.filter(digest=False).values_list("person_id", flat=True))
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    for person_id, unit_id, path, role in current.values_list("person_id", "unit_id", "unit__path", "role"):
        if person_id in refused or not calendars.of(path).is_working(on):
            continue
        found[person_id][unit_id] = found[person_id].get(unit_id, False) or role in DESK
    yield from found.items()


def _scope(scope: dict[int, bool], person_id: int) -> Q:
    whole = [unit_id for unit_id, all_of_it in scope.items() if all_of_it]
    own = [unit_id for unit_id, all_of_it in scope.items() if not all_of_it]
    return Q(unit_id__in=whole) | Q(unit_id__in=own, handler_id=person_id)


def _figures(scope: dict[int, bool], person_id: int, on: date, at: datetime) -> Figures:
    """Seven statements for a person, five for who owes nothing."""
    here = Case.objects.filter(_scope(scope, person_id), due_on__isnull=False)
    own = Case.objects.filter(handler_id=person_id, unit_id__in=list(scope), due_on__isnull=False)
    open_here, ids = (_open(rows, person_id, on) for rows in (here, own))
    given = Step.objects.filter(case__in=ids, event__in=GIVEN, at__gte=at - DAY)
    wrote = Message.objects.filter(side=Side.CITIZEN, at__gte=at - DAY, case__in=ids)
    received = open_here.filter(state="received", received_on__gte=on - DAY)
    return Figures(
        today=open_here.filter(due_on=on).count(),
        late=open_here.filter(due_on__lt=on).count(),
        new=given.values("case").distinct().count() + (received.count() if any(scope.values()) else 0),
        answered=wrote.values("case").distinct().count(),
        owed=_owed([unit_id for unit_id, whole in scope.items() if whole], person_id, on),
    )


def _owed(units: Collection[int], person_id: int, on: date) -> tuple[dict[str, str], ...]:
    """Day, what is owed, how many: of the posts of units for which somebody answers. Two statements."""
    posts = list(Post.objects.filter(unit_id__in=units).values_list("pk", flat=True)) if units else []
    hidden = firewall.hidden(person_id=person_id, units=units, on=on)
    found = owed.nearest(post_ids=posts, limit=MOST_OWED, hidden=hidden)
    many = Counter((duty.due_on, duty.key) for duty in found if duty.due_on <= on + AHEAD)
    with translation.override(LANGUAGE):
        return tuple(
            {"on": day.isoformat(), "what": str(KINDS.get(key, key)), "n": str(n)}
            for (day, key), n in sorted(many.items())
        )


def _open(rows: "QuerySet[Case]", person_id: int, on: date) -> "QuerySet[Case]":
    """Neither what is held nor what they keep out of."""
    return firewall.open_to(rows.exclude(kind__in=kinds.HELD), person_id=person_id, on=on)


def _letter(person_id: int, figures: Figures, on: date) -> notices.NewNotice:
    return notices.NewNotice(
        person=f"person:{person_id}",
        event=f"digest:{on.isoformat()}",
        channel="email",
        template="cases/digest",
        context={
            "day": on.isoformat(),
            "today": figures.today,
            "late": figures.late,
            "new": figures.new,
            "answered": figures.answered,
            "owed": list(figures.owed),
        },
        language=LANGUAGE,
    )
