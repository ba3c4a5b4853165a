"""Answers promised at receptions, as everybody may know of them: days and whether they were kept, no word of what."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import ExtractYear

from hoiam.desk.reception.models import Content
from hoiam.duties import kept
from hoiam.duties.models import Duty, Outcome
from hoiam.office.cards import page_language

SUBJECTS, KEYS = ("content",), ("promised",)
"""Of the duties that these promises are."""
KEPT, LATE, RUNNING = "kept", "late", "running"


@dataclass(frozen=True, slots=True)
class PostYear:
    """What a post promised at receptions for a day of that year."""

    title: str
    year: int
    kept: int
    late: int
    running: int

    @property
    def promised(self) -> int:
        """All of them."""
        return self.kept + self.late + self.running


@dataclass(frozen=True, slots=True)
class Promise:
    """One of them: the session's day, its post, the day named, when it was answered; `state`: kept, late or running."""

    id: int
    on: date
    title: str
    promised_on: date
    answered_on: date | None
    state: str


def by_year(unit_id: int, *, on: date) -> tuple[PostYear, ...]:
    """Post by post, the latest year first: as duties.kept counts them for all units. One statement."""
    rows = kept.due(subjects=SUBJECTS, keys=KEYS).filter(post__unit_id=unit_id)
    years = rows.annotate(of=ExtractYear("due_on")).values_list(_title("post"), "of", "post_id")
    found = years.annotate(**kept.counts(on)).order_by("-of", "post_id")
    return tuple(
        PostYear(title, year, in_time, late + overdue, running)
        for title, year, _post, in_time, late, running, overdue in found
        if in_time or late or running or overdue
    )


def listed(unit_id: int, *, on: date, limit: int, before: int | None = None) -> tuple[Promise, ...]:
    """The newest first; `before`: the last one shown. One statement."""
    rows = _promises(unit_id, on).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    columns = (
        "id",
        "booking__session__on",
        _title("booking__session__post"),
        "promised_on",
        "answered_on",
        "state",
    )
    return tuple(Promise(*row) for row in rows.values_list(*columns)[:limit])


def _promises(unit_id: int, on: date) -> "QuerySet[Content]":
    """As their duties stand on that day."""
    mine = Duty.objects.filter(subject="content", subject_id=OuterRef("pk"))
    state = Case(
        When(Exists(mine.filter(outcome=Outcome.MET)), then=Value(KEPT)),
        When(
            Exists(mine.filter(Q(outcome=Outcome.LATE) | Q(closed_at=None, due_on__lt=on))), then=Value(LATE)
        ),
        default=Value(RUNNING),
        output_field=CharField(),
    )
    rows = Content.objects.filter(promised_on__isnull=False, booking__session__unit_id=unit_id)
    return rows.annotate(state=state)


def _title(post: str) -> F:
    return F(f"{post}__title{'_en' if page_language() == 'en' else ''}")
