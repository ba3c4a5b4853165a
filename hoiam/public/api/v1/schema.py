"""What goes in and comes out of version 1. Words are in the asked language; codes are not."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from hoiam.desk.cases.forms import citizen as forms
from hoiam.desk.cases.forms.staff import MOST_TEXT, MOST_TITLE
from hoiam.desk.cases.queries import procedures
from hoiam.desk.cases.views import words

FIELDS = [choice.code for choice in words.pack().fields]
STATES = sorted(
    {key.partition(".state.")[2] for key in words.pack().words if ".state." in key} | {*words.STATES}
)
KINDS = [kind for kind in words.KINDS if not procedures.held(kind)]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LETTER = "[A-Za-z0-9]"
_LABEL = "[A-Za-z0-9]{1,20}(-[A-Za-z0-9]{1,20}){0,2}"


def one_of(codes: list[str]) -> Any:
    """A code of a list of this installation."""
    return Field(pattern=f"^({'|'.join(codes)})$", json_schema_extra={"enum": [*codes]})


def _written(value: object) -> object:
    """Days are written as in ISO 8601; a number is none."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("not_a_day")
    return value


Day = Annotated[date, BeforeValidator(_written)]
UnitCode = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,16}$", examples=["05977"])]
KindCode = Annotated[str, one_of(KINDS)]
OfferedCode = Annotated[str, one_of([kind for kind in words.OFFERED if kind in procedures.known()])]
FieldCode = Annotated[str, one_of(FIELDS)]
StateCode = Annotated[str, one_of(STATES)]
Line = Annotated[str, Field(min_length=1, max_length=300, pattern=_LETTER)]
Title = Annotated[str, Field(min_length=1, max_length=MOST_TITLE, pattern=_LETTER)]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=_LETTER)]
Text = Annotated[
    str,
    Field(
        min_length=forms.LEAST_TEXT,
        max_length=MOST_TEXT,
        pattern=f"({_LETTER}[^A-Za-z0-9]*){{{forms.LEAST_TEXT}}}",
        description="What happened and what is asked for; ten letters or digits of ASCII at least.",
    ),
]
Phone = Annotated[str, Field(pattern=r"^\+?[0-9]([ .-]?[0-9]){7,14}$", examples=["0900 000 001"])]
Email = Annotated[
    str,
    Field(
        max_length=254,
        pattern=rf"^[A-Za-z0-9_+-]{{1,32}}(\.[A-Za-z0-9_+-]{{1,16}}){{0,3}}@({_LABEL}\.){{1,4}}[A-Za-z]{{2,12}}$",
    ),
]
IdNumber = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{6,20}$")]
Address = Annotated[
    str,
    Field(
        max_length=500,
        pattern=rf"^https?://({_LABEL}\.){{1,4}}[A-Za-z]{{2,12}}(/[A-Za-z0-9._-]{{1,60}}){{0,6}}$",
        description="Where it can be read, without a query.",
    ),
]
Cursor = Annotated[
    str, Field(pattern=r"^[1-9][0-9]{5}\.[0-9]{1,15}$", description="As `next` of the page before gave it.")
]
Key = Annotated[
    str,
    Field(
        pattern=r"^[!-~]{8,200}$",
        description="Chosen by you, one for each sending; sent again with the same body, it gets the same answer.",
    ),
]


class _Closed(Schema):
    model_config = ConfigDict(extra="forbid")


class PersonIn(_Closed):
    """Who writes. Sealed apart from the case; no answer of this API ever holds it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"anyOf": [{"required": [way]} for way in forms.WAYS]},
    )

    name: Name
    phone: Phone = ""
    email: Email = ""
    address: Line = ""
    id_number: IdNumber = ""

    @model_validator(mode="after")
    def reachable(self) -> "PersonIn":
        """One way to answer, whichever."""
        if not any(getattr(self, way) for way in forms.WAYS):
            raise ValueError("no_way_to_answer")
        return self


class _MatterIn(_Closed):
    unit: UnitCode
    title: Title
    body: Text
    field: FieldCode = ""
    about_conduct: bool = Field(
        default=False,
        description="It is about the conduct of somebody of this office: they are kept out of it.",
    )
    about_whom: Line = Field(
        default="", description="Name or post, in the person's words; read by the clerk alone."
    )
    language: Literal["vi", "en"] = "vi"


class AgainstIn(_Closed):
    """The decision or act that a complaint is brought against, as far as it is known."""

    number: Annotated[str, Field(max_length=60, description="As on the paper, such as 45/QĐ-UBND.")] = ""
    issuer: Annotated[str, Field(max_length=200)] = ""
    issued_on: Day | None = None
    learned_on: Annotated[
        Day | None,
        Field(
            description="When the decision was received or the act known of: from then on 90 days are counted."
        ),
    ] = None


class CaseIn(_MatterIn):
    """A matter of a person. A complaint names in `against` the decision or act it is about, a request for explanation
    in `body`.

    Denunciations are not taken here: they are sent on the page, to one designated person.
    """

    kind: OfferedCode
    person: PersonIn
    against: AgainstIn | None = None
    consent: bool = Field(default=False, description="The cleared text may be shown to the public.")
    sealed: bool = Field(default=False, description="Receipts tell nothing by themselves.")


class PressIn(_MatterIn):
    """A matter of the press or the public: where it was published and when. Nobody is named as its sender."""

    source: Annotated[
        str,
        Field(min_length=1, max_length=200, pattern=_LETTER, description="Which paper, station or page."),
    ]
    published_on: Day
    address: Address = ""


class Links(Schema):
    """Addresses of the citizen's pages."""

    status: str
    receipt: str
    self: str


class CaseOut(Schema):
    """What was made. The code opens the case: give it to the person, and keep it nowhere."""

    code: str
    number: str
    unit: str
    kind: str
    received_at: datetime
    links: Links


class Worded(Schema):
    """A code and what it is called."""

    code: str
    words: str


class DayOut(Schema):
    """One day on the way to a date. `role`: event, counted, skipped, rolled, promised, paused, extended."""

    on: date
    role: str
    number: int | None
    name: str


class DateOut(Schema):
    """One clock: by when, by which article, and every day that was counted or skipped."""

    clock: str
    title: str
    meaning: str
    event_on: date
    due_on: date
    safe_on: date
    closed_at: datetime | None
    outcome: Worded | None
    late: bool
    rule: str
    source: str
    days: list[DayOut]


class StepOut(Schema):
    """Something that happened."""

    event: str
    title: str
    at: datetime
    unit: str
    text: str


class PointOut(Schema):
    """One numbered point of a reply."""

    number: int
    text: str
    decision: Worded
    ground: str
    next_step: str
    contested: bool


class ReplyOut(Schema):
    """A reply as it was approved; the letter is on the citizen's page."""

    number: str
    signed_by: str
    sent_at: datetime
    score: int | None
    points: list[PointOut]


class StatusOut(Schema):
    """A case as its citizen sees it, without what was sent."""

    number: str
    state: Worded
    now: str
    kind: Worded
    field: Worded | None
    unit: str
    office: str
    post: str
    received_at: datetime
    answer_due_on: date | None
    promised_on: date | None
    late: bool
    contest_until: date | None
    dates: list[DateOut]
    steps: list[StepOut]
    replies: list[ReplyOut]


class RowOut(Schema):
    """One case of the public register: no name, no text that its office has not cleared."""

    number: str
    unit: str
    kind: Worded
    field: Worded | None
    state: Worded
    received_on: date
    answer_due_on: date | None
    answered_at: datetime | None
    late: bool
    title: str


class PageOut(Schema):
    """Newest first. A page may be short and yet have a `next`."""

    items: list[RowOut]
    next: str | None


class PublicOut(RowOut):
    """One case of the public register with its dates and what happened."""

    text: str
    score: int | None
    dates: list[DateOut]
    steps: list[StepOut]


class ServicesOut(Schema):
    """What can be sent, and what it can be about; `public_kinds` are those of the public register."""

    kinds: list[Worded]
    public_kinds: list[Worded]
    fields: list[Worded]


class UnitOut(Schema):
    """An office of this installation. `open`: it can be sent something today."""

    code: str
    name: str
    kind: str
    parent: str | None
    parent_name: str
    open: bool


class UnitsOut(Schema):
    """By name, each province before its parts."""

    items: list[UnitOut]
    next: int | None


class CountsOut(Schema):
    """Counts of duties; shares are of those whose day has come."""

    received: int
    in_time: int
    late: int
    running: int
    running_late: int
    share_in_time: float | None
    share_of_days: float | None


class OfficeOut(CountsOut):
    """One office and the post that owes."""

    unit: str
    name: str
    post: str


class MonthOut(Schema):
    """All these offices in one month."""

    month: date
    received: int
    in_time: int
    late: int


class ScoresOut(Schema):
    """The scoreboard of a period; anyone can do the sums again."""

    period: str
    first: date
    last: date
    total: CountsOut
    offices: list[OfficeOut]
    months: list[MonthOut]


class Problem(Schema):
    """RFC 9457. `code` and `facts` are for programs, `title` is for people, in the asked language."""

    type: str
    title: str
    status: int
    code: str
    facts: dict[str, Any]
