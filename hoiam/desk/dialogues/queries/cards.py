"""What pages show of conferences: frozen, with just that."""

from dataclasses import dataclass
from datetime import date, datetime, time

from hoiam.law.dialogue import VERDICTS_SHOWN
from hoiam.office.cards import page_language


@dataclass(frozen=True, slots=True)
class Row:
    """A conference in a list."""

    id: int
    unit_id: int
    kind: str
    state: str
    title: str
    held_on: date | None
    begins: time | None
    place: str
    asking: int
    promises: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class SittingCard:
    """One of several sittings."""

    villages: str
    on: date
    begins: time
    place: str


@dataclass(frozen=True, slots=True)
class ChairCard:
    """A post that chairs it."""

    post_id: int
    title: str
    title_en: str

    @property
    def shown(self) -> str:
        """In the page's language."""
        return self.title_en if page_language() == "en" else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class ConferenceCard:
    """One conference. All of it is public but `keeper_id`."""

    id: int
    unit_id: int
    post_id: int
    kind: str
    state: str
    title: str
    programme: str
    held_on: date | None
    begins: time | None
    place: str
    link: str
    room: str
    announced_on: date | None
    closed_on: date | None
    in_person: bool | None
    present: int | None
    results: str
    published_at: datetime | None
    current_id: int | None
    asking: int
    voters: int
    voters_source: str
    voters_on: date | None
    keeper_id: int | None
    chairs: tuple[ChairCard, ...]
    sittings: tuple[SittingCard, ...]


@dataclass(frozen=True, slots=True)
class StepCard:
    """What happened to a conference; `entry` is the log's event."""

    event: str
    at: datetime
    day: date | None
    reason: str
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCard:
    """One question. `text` is for staff and its asker until it is shown; who asked is nowhere here."""

    id: int
    conference_id: int
    number: int | None
    text: str
    channel: str
    phase: str
    asked_at: datetime
    state: str
    ground: str
    pointed_out: tuple[str, ...]
    into_id: int | None
    votes: int
    version: int
    answer: str
    answered_by: str
    answered_by_en: str
    answered_at: datetime | None
    merged: int = 0

    @property
    def answering(self) -> str:
        """The post that answered, in the page's language."""
        return self.answered_by_en if page_language() == "en" else self.answered_by


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCard:
    """One promise, and what those say to whom it was made; `owner`: who owes it now."""

    id: int
    conference_id: int
    unit_id: int
    question_id: int | None
    number: int | None
    what: str
    text: str
    post: str
    post_en: str
    owner: str
    owner_en: str
    due_on: date
    kept_on: date | None
    evidence: str
    link: str
    said_kept: int
    said_partly: int
    said_not_kept: int

    @property
    def shown(self) -> str:
        """The post that promised, in the page's language."""
        return self.post_en if page_language() == "en" else self.post

    @property
    def owed_by(self) -> str:
        """Who owes it now, where that is another post; in the page's language."""
        if self.owner == self.post:
            return ""
        return self.owner_en if page_language() == "en" else self.owner

    @property
    def said(self) -> int:
        """How many judged it."""
        return self.said_kept + self.said_partly + self.said_not_kept

    @property
    def counts_shown(self) -> bool:
        """Whether so many judged it that nobody is recognised by the counts."""
        return self.said >= VERDICTS_SHOWN

    def state(self, on: date) -> str:
        """kept, kept_late, late or open on that day."""
        if self.kept_on is not None:
            return "kept" if self.kept_on <= self.due_on else "kept_late"
        return "late" if on > self.due_on else "open"
