"""What the citizen sees with the code: three statements, whatever the size of the table."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from hoiam.desk.cases.models import Case, Reply, Step
from hoiam.desk.cases.queries import cards, codes, procedures
from hoiam.duties import queries as duties
from hoiam.kit import prepared
from hoiam.law.refusal import Refused

SHOWN = frozenset(
    {
        "submit",
        "register",
        "classify",
        "accept",
        "assign",
        "transfer",
        "send_back",
        "transfer_out",
        "refuse",
        "promise",
        "propose",
        "approve",
        "rate",
        "contest",
        "close",
        "withdraw",
        "overdue",
        "succeed",
        "recalculated",
        "erase",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCard:
    """One case as its citizen sees it; `earlier` are the replies that were contested, the first one first."""

    id: int
    number: str
    state: str
    kind: str
    field: str
    title: str
    body: str
    unit: str
    unit_en: str
    unit_kind: str
    unit_id: int
    unit_until: date | None
    received_at: datetime
    answer_due_on: date | None
    promised_on: date | None
    holder_title: str
    holder_title_en: str
    late: bool
    dates: tuple[cards.DateCard, ...]
    steps: tuple[cards.StepCard, ...]
    reply: cards.ReplyCard | None
    earlier: tuple[cards.ReplyCard, ...]
    first_event: int | None
    consent: bool


def status(*, code: str, on: date) -> StatusCard:
    """The case a code opens. Refused: no_such_case, the same for a malformed code and an unknown one."""
    case, replies = _case_and_replies(code)
    steps = _STEPS.all(case=case.pk)
    subject = procedures.subject(case.kind)
    dates = tuple(
        cards.date_card(duty, on=on, path=case.unit.path) for duty in duties.of_subject(subject, case.pk)
    )
    return StatusCard(
        id=case.pk,
        number=cards.number(case),
        state=case.state,
        kind=case.kind,
        field=case.field,
        title=case.title,
        body=case.body,
        unit=case.unit.name,
        unit_en=case.unit.name_en,
        unit_kind=case.unit.kind,
        unit_id=case.unit_id,
        unit_until=case.unit.valid_until,
        received_at=case.received_at,
        answer_due_on=case.answer_due_on,
        promised_on=case.promised_on,
        holder_title=_head_title(case),
        holder_title_en=_head_title(case, english=True),
        late=any(card.late and card.running for card in dates),
        dates=dates,
        steps=tuple(cards.step_card(step, inside=False) for step in steps if step.event in SHOWN),
        reply=replies[-1] if replies else None,
        earlier=tuple(replies[:-1]),
        first_event=steps[0].entry if steps else None,
        consent=case.consent,
    )


def _head_title(case: Case, *, english: bool = False) -> str:
    """Annotated by `codes.of_hash`: the title of the unit's head."""
    return str(getattr(case, "head_title_en" if english else "head_title") or "")


def _case_and_replies(code: str) -> tuple[Case, list[cards.ReplyCard]]:
    """One statement. Refused: no_such_case."""
    rows = _CASE.all(code=codes.code_hash(codes.canonical(code)))
    if not rows:
        raise Refused("no_such_case")
    return rows[0], [cards.reply_card(_reply(row)) for row in rows if row.reply_id]


def _case(code: bytes) -> "QuerySet[Case]":
    """A row for each reply, in their order; one row without a reply where there is none."""
    replies = {f"of_reply_{name}": F(f"replies__{name}") for name in _REPLY}
    found = codes.of_hash(code)
    return found.annotate(**replies).order_by("replies__round")


def _reply(row: Case) -> Reply:
    return Reply(**{name: getattr(row, f"of_reply_{name}") for name in _REPLY})


def _steps(case: int) -> "QuerySet[Step]":
    return Step.objects.filter(case_id=case).select_related("unit").order_by("id")


_REPLY = tuple(field.attname for field in Reply._meta.concrete_fields)
_CASE = prepared.Rows(_case, code=b"the hash of a code")
_STEPS = prepared.Rows(_steps, case=-1_000_001)
