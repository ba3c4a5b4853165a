"""What pages show of accounts and of supervision: frozen, with just that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.law.accounts import Period
from hoiam.office.cards import page_language


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in a list."""

    id: int
    unit_id: int
    title: str
    title_en: str
    kind: str
    first: date
    last: date
    state: str
    published_at: datetime | None
    questions: int = 0
    answered: int = 0

    @property
    def shown(self) -> str:
        """The post, in the page's language."""
        return self.title_en if page_language() == "en" else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCard:
    """One account; `signer`: the person who signed."""

    id: int
    unit_id: int
    post_id: int
    owner_id: int
    title: str
    title_en: str
    kind: str
    first: date
    last: date
    state: str
    version: int
    words: Mapping[str, str]
    figures: str
    periods: tuple[Period, ...]
    counted_on: date | None
    digest: str
    signed_at: datetime | None
    signer: str | None
    signed_strongly: bool
    signed_entry: int | None
    published_at: datetime | None
    published_entry: int | None

    @property
    def shown(self) -> str:
        """The post, in the page's language."""
        return self.title_en if page_language() == "en" else self.title


@dataclass(frozen=True, slots=True)
class StepCard:
    """What happened to an account; `entry` is the log's event."""

    event: str
    at: datetime
    entry: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCard:
    """A public question; of one that is hidden there are no words. Who asked is nowhere here."""

    id: int
    account_id: int
    number: int
    text: str
    asked_at: datetime
    state: str
    ground: str
    version: int
    answer: str
    answered_at: datetime | None
    post: str | None
    post_en: str | None
    entry: int | None
    contact: bool

    @property
    def answering(self) -> str:
        """The post that answered, in the page's language."""
        return (self.post_en if page_language() == "en" else self.post) or ""


@dataclass(frozen=True, slots=True)
class ProgrammeCard:
    """A programme of supervision; counts of what it recommended."""

    id: int
    unit_id: int
    by: str
    body: str
    title: str
    number: str
    issued_on: date
    first: date
    last: date
    made: int = 0
    answered: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class VisitCard:
    """A day on which they came."""

    on: date
    place: str
    present: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationCard:
    """What was recommended to a post and what became of it; `owner`: who owes it now."""

    id: int
    programme_id: int
    number: int
    text: str
    unit_id: int
    post: str
    post_en: str
    owner: str
    owner_en: str
    received_on: date
    due_on: date
    rule_id: str
    state: str
    version: int
    answer: str
    answered_on: date | None
    done_by: date | None
    done_on: date | None
    evidence: str

    @property
    def shown(self) -> str:
        """To which post, in the page's language."""
        return self.post_en if page_language() == "en" else self.post

    @property
    def owed_by(self) -> str:
        """Who owes it now, where that is another post; in the page's language."""
        if self.owner == self.post:
            return ""
        return self.owner_en if page_language() == "en" else self.owner

    def how(self, on: date) -> str:
        """running, overdue, in_time or late: of the answer."""
        if self.answered_on is None:
            return "overdue" if on > self.due_on else "running"
        return "late" if self.answered_on > self.due_on else "in_time"

    def deed(self, on: date) -> str:
        """The same of what the answer promised; nothing when it promised no day."""
        if self.done_by is None:
            return ""
        if self.done_on is None:
            return "overdue" if on > self.done_by else "running"
        return "late" if self.done_on > self.done_by else "in_time"
