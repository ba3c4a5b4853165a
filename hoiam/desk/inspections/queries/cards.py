"""What pages show of this counter: frozen, with just that."""

from dataclasses import dataclass
from datetime import date, datetime

from hoiam.files.queries import FileCard
from hoiam.law import remedies
from hoiam.office.cards import full_name, page_language


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as pages name it."""

    id: int
    code: str
    kind: str
    name: str
    name_en: str

    @property
    def shown(self) -> str:
        """With its kind, in the page's language."""
        return full_name(self.kind, self.name, self.name_en, page_language())


@dataclass(frozen=True, slots=True)
class PostName:
    """A post as pages name it."""

    id: int
    title: str
    title_en: str

    @property
    def shown(self) -> str:
        """In the page's language."""
        return self.title_en if page_language() == "en" else self.title


@dataclass(frozen=True, slots=True)
class PersonName:
    """Somebody of the office."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCard:
    """One unit of a programme; `inspection_id` once it is decided on."""

    id: int
    target: UnitName
    theme: str
    reason: str
    why: str
    begins_on: date
    days: int
    inspection_id: int | None
    inspection_state: str
    inspectors: tuple[PersonName, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCard:
    """A change after the approval."""

    target: UnitName
    what: str
    number: str
    reason: str
    at: datetime
    logged: int


@dataclass(frozen=True, slots=True)
class LoadCard:
    """What one inspector has in a year."""

    name: str
    inspections: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeCard:
    """A year's programme; nothing of it is there yet when `id` is None."""

    id: int | None
    unit_id: int
    year: int
    state: str
    number: str = ""
    approved_on: date | None = None
    entries: tuple[EntryCard, ...] = ()
    changes: tuple[ChangeCard, ...] = ()
    loads: tuple[LoadCard, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A unit that may be next."""

    target: UnitName
    last: date | None
    years: float
    reason: str
    new_head: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An inspection in a list."""

    id: int
    target: UnitName
    kind: str
    state: str
    theme: str
    number: str
    decided_on: date
    published_on: date | None
    findings: int = 0
    remedied: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionCard:
    """One inspection. `draft`, `explanation`, `conclusion` are for those who take part; `published` for everybody."""

    id: int
    unit_id: int
    post: PostName
    target: UnitName
    entry_id: int | None
    kind: str
    state: str
    theme: str
    ground: str
    number: str
    decided_on: date
    leader_id: int
    announced_on: date | None
    until_on: date | None
    ended_on: date | None
    draft: str
    drafted_on: date | None
    explanation: str
    explained_on: date | None
    conclusion: str
    conclusion_number: str
    concluded_on: date | None
    published: str
    published_on: date | None
    posted_until: date | None
    order_number: str
    ordered_on: date | None
    members: tuple[PersonName, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class StepCard:
    """What happened to an inspection; `logged` is the log's event."""

    event: str
    at: datetime
    day: date | None
    number: str
    reason: str
    in_person: bool | None
    logged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCard:
    """One finding; `evidence` is for those who take part. `owner`: who owes the remedy now."""

    id: int
    inspection_id: int
    inspecting_id: int
    target: UnitName
    number: int
    what: str
    evidence: str
    ground: str
    severity: str
    remedy: str
    post: PostName
    owner: PostName
    owner_unit_id: int
    due_on: date
    state: str
    owed_since: date | None
    settled_on: date | None
    accepted_on: date | None
    reviewed_on: date | None

    def standing(self, on: date) -> str:
        """As law.remedies says."""
        since, due, done = self.owed_since, self.due_on, self.settled_on
        return remedies.of_finding(state=self.state, since=since, due=due, done=done, on=on)


@dataclass(frozen=True, slots=True)
class ReportCard:
    """What was reported as done, and what the inspectorate said."""

    at: datetime
    evidence: str
    link: str
    by: str
    accepted: bool | None
    judged_at: datetime | None
    judged_by: str
    reason: str
    files: tuple[FileCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """What a unit found wrong with itself."""

    id: int
    unit: UnitName
    post: PostName
    owner: PostName
    owner_unit_id: int
    category: str
    what: str
    mends: str
    said_on: date
    due_on: date
    mended_on: date | None
    evidence: str
    link: str
    logged: int

    def standing(self, on: date) -> str:
        """As law.remedies says."""
        return remedies.standing(due=self.due_on, done=self.mended_on, on=on)


@dataclass(frozen=True, slots=True)
class RelationCard:
    """That an inspector is tied to a unit; `post`: only to whoever holds it."""

    id: int
    unit: UnitName
    what: str
    said_at: datetime
    post: PostName | None = None
