"""What the citizen sees with the code: three statements, four more where there is a complaint file, two of a group.

Of several people each has a code. Who represents them sees what a sender sees; any other signer state, dates, steps and
what was decided, and nothing that somebody of the group wrote or is named in; who left, that they left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from hoiam.desk.cases.models import Case, Step
from hoiam.desk.cases.queries import cards, codes, complaint_file, procedures, signers
from hoiam.duties import queries as duties
from hoiam.kit import prepared
from hoiam.law import passing_on, rating
from hoiam.law.procedures import kinds
from hoiam.law.procedures.moves import CITIZEN
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
        "challenge",
        "hinder",
        "ask_papers",
        "give_papers",
        "refuse_in_writing",
        "notify_refusal",
        "promise",
        "propose",
        "approve",
        "rate",
        "reception",
        "contest",
        "close",
        "withdraw",
        "add",
        "give_back",
        "give_code",
        "scan",
        "import",
        "import_closed",
        "overdue",
        "succeed",
        "recalculated",
        "place",
        "erase",
        "ask",
        "hand_over",
        "tell",
        "say",
        "pass_up",
        "receive",
        "guide",
        "verify",
        "find_complex",
        "extend",
        "halt_contested",
        "lift_halt",
        "plan_dialogue",
        "announce_dialogue",
        "hold_dialogue",
        "suspend",
        "resume",
        "send_stop",
        "withdraw_part",
        "terminate",
        "continue",
        "decide",
        "explain",
        "send",
        "delivered",
        "complain_again",
        "go_on_unsettled",
        "publish",
        "end_posting",
        "take_effect",
        "order_execution",
        "execute",
        "split",
        "join",
        "leave",
        "represent",
        "appoint",
        "sign",
        "serve",
    }
)
WRITTEN = frozenset(
    {
        "contest",
        "withdraw",
        "withdraw_part",
        "add",
        "continue",
        "complain_again",
        "go_on_unsettled",
        "ask_papers",
    }
)
"""Steps whose note somebody of the group wrote."""


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
    may: tuple[str, ...]
    complaint_file: complaint_file.ComplaintFile
    group: signers.GroupCard | None = None

    @property
    def received_by(self) -> int | None:
        """The office of which they may say how they received them, whether they said so already or not."""
        passed = passing_on.last_from([(step.event, step.facts) for step in self.steps])
        return rating.whose(state=self.state, unit=self.unit_id, passed_by=passed)

    @property
    def received_score(self) -> int | None:
        """How they said they were received there."""
        of = str(self.received_by)
        said = [step.facts for step in self.steps if step.event == "reception"]
        return next((int(one["score"]) for one in said if one.get("unit") == of), None)

    @property
    def old_number(self) -> str:
        """Of a matter of an older register, the number it had there."""
        return next((step.facts["old"] for step in self.steps if step.facts.get("old")), "")

    @property
    def signer(self) -> int | None:
        """Whose code it is, of a group."""
        return self.group.me.id if self.group else None

    @property
    def acts(self) -> bool:
        """Whether who looks acts in the case: alone in it, or as a representative."""
        return self.group is None or self.group.acts


def status(*, code: str, on: date) -> StatusCard:
    """The case a code opens. Refused: no_such_case, the same for a malformed code and an unknown one."""
    hashed = codes.code_hash(codes.canonical(code))
    case, replies = _case_and_replies(hashed)
    card = _card(case, replies, on)
    if not case["representatives"]:
        return card
    known = {"people": case["people"], "representatives": case["representatives"]}
    own = hashed == bytes(case["code_hash"])
    group = signers.group(case_id=case["id"], code=None if own else hashed, **known)
    return _seen_by(replace(card, group=group))


def _card(case: dict[str, Any], replies: list[cards.ReplyCard], on: date) -> StatusCard:
    steps = _STEPS.rows(case=case["id"])
    subject, path = procedures.subject(case["kind"]), case["unit__path"]
    dates = tuple(cards.date_card(duty, on=on, path=path) for duty in duties.of_subject(subject, case["id"]))
    return StatusCard(
        id=case["id"],
        number=cards.number_of(case["received_on"], case["id"]),
        state=case["state"],
        kind=case["kind"],
        field=case["field"],
        title=case["title"],
        body=case["body"],
        unit=case["unit__name"],
        unit_en=case["unit__name_en"],
        unit_kind=case["unit__kind"],
        unit_id=case["unit_id"],
        unit_until=case["unit__valid_until"],
        received_at=case["received_at"],
        answer_due_on=case["answer_due_on"],
        promised_on=case["promised_on"],
        holder_title=case["head_title"] or "",
        holder_title_en=case["head_title_en"] or "",
        late=any(card.late and card.running for card in dates),
        dates=dates,
        steps=tuple(cards.step_card(step, inside=False) for step in steps if step["event"] in SHOWN),
        reply=replies[-1] if replies else None,
        earlier=tuple(replies[:-1]),
        first_event=steps[0]["entry"] if steps else None,
        consent=case["consent"],
        may=kinds.ruled(case["kind"]).available(case["state"], CITIZEN, is_assignee=False),
        complaint_file=complaint_file.of(
            case_id=case["id"],
            kind=case["kind"],
            state=case["state"],
            earlier_id=case["earlier_id"],
            inside=False,
        ),
    )


def _seen_by(card: StatusCard) -> StatusCard:
    """What one of the group may see of it."""
    if card.group is None or card.group.acts:
        return card
    if card.group.me.left_on is not None:
        return replace(card, **_NOTHING)
    steps = tuple(replace(one, note="") if one.event in WRITTEN else one for one in card.steps)
    seen = replace(
        card, body="", steps=steps, may=(), complaint_file=complaint_file.without_names(card.complaint_file)
    )
    if seen.reply is None:
        return seen
    earlier = tuple(replace(one, comment="") for one in seen.earlier)
    return replace(seen, reply=replace(seen.reply, comment=""), earlier=earlier)


_NOTHING: Mapping[str, Any] = {
    **dict.fromkeys(("title", "body"), ""),
    **dict.fromkeys(("dates", "steps", "earlier", "may"), ()),
    **dict.fromkeys(("reply", "answer_due_on", "promised_on")),
    "complaint_file": complaint_file.NOTHING,
    "late": False,
}
"""Of the case, for who left it."""


def _case_and_replies(code: bytes) -> tuple[dict[str, Any], list[cards.ReplyCard]]:
    """By the case's own code or that of one of its signers. One statement. Refused: no_such_case."""
    rows = _CASE.rows(code=code)
    if not rows:
        raise Refused("no_such_case")
    return rows[0], [cards.reply_card(row, _OF_REPLY) for row in rows if row[f"{_OF_REPLY}id"]]


def _case(code: bytes) -> "QuerySet[Case, dict[str, Any]]":
    """A row for each reply, in their order; one row without a reply where there is none."""
    found = codes.of_any_hash(code).select_related(None).order_by("replies__round")
    rows: QuerySet[Case, dict[str, Any]]
    rows = found.values(*_COLUMNS, *(f"{_OF_REPLY}{name}" for name in cards.REPLY))
    return rows


def _steps(case: int) -> "QuerySet[Step, dict[str, Any]]":
    rows: QuerySet[Step, dict[str, Any]]
    rows = Step.objects.filter(case_id=case).order_by("id").values(*cards.STEP)
    return rows


_OF_REPLY = "replies__"
_COLUMNS = (
    "id",
    "received_on",
    "state",
    "kind",
    "field",
    "title",
    "body",
    "unit_id",
    "unit__name",
    "unit__name_en",
    "unit__kind",
    "unit__path",
    "unit__valid_until",
    "received_at",
    "answer_due_on",
    "promised_on",
    "head_title",
    "head_title_en",
    "consent",
    "earlier_id",
    "people",
    "representatives",
    "code_hash",
)
_CASE = prepared.Query(_case, code=b"the hash of a code")
_STEPS = prepared.Query(_steps, case=-1_000_001)
