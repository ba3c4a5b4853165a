"""What pages show of directives, plans and tasks: frozen, with just that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.law import tasks
from hoiam.office.cards import full_name, page_language


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """A directive in a list; of those who were briefed, how many acknowledged."""

    id: int
    unit_id: int
    number: str
    issuer: str
    issued_on: date
    subject: str
    open: bool
    plans: int
    briefed: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class DirectiveCard:
    """One directive."""

    id: int
    unit_id: int
    number: str
    issuer: str
    issued_on: date
    subject: str
    text: str
    open: bool
    made_at: datetime
    entry: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Tasks of a plan by how they stand on a day; `waiting` are not given out yet."""

    waiting: int = 0
    running: int = 0
    late: int = 0
    reported: int = 0
    done: int = 0
    done_late: int = 0
    cancelled: int = 0

    @property
    def all(self) -> int:
        """Every task."""
        return (
            self.waiting
            + self.running
            + self.late
            + self.reported
            + self.done
            + self.done_late
            + self.cancelled
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCard:
    """One plan; `limit`: the last day of the task that it carries out."""

    id: int
    unit_id: int
    post_id: int
    path: str
    directive_id: int | None
    directive_number: str | None
    task_id: int | None
    task_title: str | None
    limit: date | None
    number: str
    title: str
    signed_on: date
    open: bool
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan in a list with its counts."""

    card: PlanCard
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task in a list."""

    id: int
    plan_id: int
    plan_number: str
    number: int
    title: str
    unit_id: int
    unit_kind: str
    unit_name: str
    unit_name_en: str
    post: str
    post_en: str
    state: str
    first_due_on: date
    due_on: date
    given_on: date | None
    reported_on: date | None
    done_on: date | None

    @property
    def unit(self) -> str:
        """The responsible unit in the page's language."""
        return full_name(self.unit_kind, self.unit_name, self.unit_name_en, page_language())

    @property
    def responsible(self) -> str:
        """The post in the page's language."""
        return self.post_en if page_language() == "en" else self.post

    @property
    def extended(self) -> bool:
        """Whether a decision made its day later."""
        return self.due_on != self.first_due_on

    def late(self, on: date) -> bool:
        """As hoiam.law.tasks.late."""
        return tasks.late(
            state=self.state, due_on=self.due_on, on=on, reported_on=self.reported_on, done_on=self.done_on
        )


@dataclass(frozen=True, slots=True)
class MilestoneCard:
    """A dated step on the way."""

    id: int
    task_id: int
    on: date
    text: str
    done_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard:
    """One task with all that its page shows."""

    row: TaskRow
    post_id: int
    plan_unit_id: int
    plan_title: str
    plan_open: bool
    plan_path: str
    measure: str
    evidence: str
    wanted_on: date | None
    reported_by_id: int | None
    limit: date | None
    milestones: Sequence[MilestoneCard]
    beside: Sequence[str]
    beside_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that shows something."""

    token: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCard:
    """What happened to a task."""

    id: int
    event: str
    at: datetime
    by: str | None
    day: date | None
    number: str
    text: str
    link: str
    entry: int
    files: Sequence[FileRow] = ()


@dataclass(frozen=True, slots=True)
class BriefingCard:
    """One session."""

    id: int
    directive_id: int
    directive_number: str
    directive_subject: str
    unit_id: int
    held_on: date
    place: str


@dataclass(frozen=True, slots=True)
class BriefedRow:
    """A post that was briefed."""

    id: int
    unit_id: int
    unit_kind: str
    unit_name: str
    unit_name_en: str
    post: str
    post_en: str
    acknowledged_at: datetime | None
    reminded_on: date | None

    @property
    def unit(self) -> str:
        """In the page's language."""
        return full_name(self.unit_kind, self.unit_name, self.unit_name_en, page_language())

    @property
    def shown(self) -> str:
        """The post in the page's language."""
        return self.post_en if page_language() == "en" else self.post
