"""The small cards that several pages share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import dues
from hoiam.duties import standing
from hoiam.duties.models import STANDS_STILL
from hoiam.duties.queries import ChangeCard, DutyCard
from hoiam.law import clocks, on_paper, packs
from hoiam.law.refusal import Refused
from hoiam.law.rules import Rule
from hoiam.office import calendars, remote

STEP = (
    "event",
    "before",
    "after",
    "at",
    "unit__name",
    "unit__name_en",
    "unit__kind",
    "by__name",
    "note",
    "facts",
    "entry",
)
TOLD = frozenset(
    {
        *(
            "transfer",
            "transfer_out",
            "send_back",
            "refuse",
            "refuse_in_writing",
            "promise",
            "contest",
            "withdraw",
            "add",
        ),
        *("guide", "find_complex", "extend", "halt_contested", "lift_halt", "suspend", "withdraw_part"),
        *("terminate", "continue", "complain_again", "go_on_unsettled", "ask_papers", "give_papers"),
    }
)
"""Of these steps the citizen reads the note."""
REPLY = (
    "id",
    "round",
    "number",
    "points",
    "signed_title",
    "sent_at",
    "letter_id",
    "score",
    "comment",
    "rated_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCard:
    """One clock: its date, the date to work to, and the days that lead there.

    `due` explains the very date that was communicated, by the calendar as it was known then; None where that
    gives another date (a case passed on keeps the date of the unit it came from): then the stored date stands.
    `others`: what other texts give for the same clock. `moves`: what announcements did to the date, or would have
    done had it not been told already. `stopped_on`: it stands still since the decision of that day; the dates are then
    those it would have without that stop. `declared`: by what its place is a remote area.
    """

    key: str
    rule: Rule
    event_on: date
    due_on: date
    safe_on: date
    closed_at: datetime | None
    outcome: str
    late: bool
    due: clocks.Due | None
    moves: tuple["MoveCard", ...] = ()
    others: tuple[clocks.Due, ...] = ()
    stopped_on: date | None = None
    declared: remote.Declared | None = None

    @property
    def running(self) -> bool:
        """Whether the clock still runs."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCard:
    """One announcement or declaration, and a date: `computed` earlier than `before`: the day that was told stands.

    `place`: what was declared of the place, where that is why.
    """

    at: datetime
    before: date
    computed: date
    after: date
    safe_after: date
    document: str
    note: str
    withdrawn: bool
    place: remote.Declared | None = None

    @property
    def told(self) -> bool:
        """Whether the citizen had to be told: not when only the day to work to is another."""
        return self.computed != self.before


@dataclass(frozen=True, slots=True)
class StepCard:
    """One line of the timeline. `who` and `note` are only there for those who may read them."""

    event: str
    before: str
    after: str
    at: datetime
    unit: str
    unit_en: str
    unit_kind: str
    who: str
    note: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PointCard:
    """One numbered point."""

    number: int
    text: str
    decision: str
    ground: str
    next_step: str
    contested: bool = False
    contest_reason: str = ""


@dataclass(frozen=True, slots=True)
class ReplyCard:
    """A reply as it was approved."""

    id: int
    round: int
    number: str
    points: tuple[PointCard, ...]
    signer_title: str
    sent_at: datetime
    letter_id: int | None
    score: int | None
    comment: str
    rated_at: datetime | None


def date_card(duty: DutyCard, *, on: date, path: str) -> DateCard:
    """The card of a duty of the unit of this path, with its explanation computed again from recorded facts."""
    pack = packs.load(settings.HOIAM_PACK)
    rule = pack.rules[duty.rule_id]
    due = _explained(rule, duty, _told_at(duty), path)
    standing_still = duty.due_on == STANDS_STILL
    return DateCard(
        key=duty.key,
        rule=rule,
        event_on=duty.event_on,
        due_on=due.legal_due if due and standing_still else duty.due_on,
        safe_on=due.safe_due if due and standing_still else duty.safe_on,
        closed_at=duty.closed_at,
        outcome=duty.outcome,
        late=duty.late(on=on),
        moves=tuple(_move(change) for change in duty.changes),
        due=due,
        others=() if duty.signs else dues.others(rule.id, duty.event_on, path=path, known_at=_told_at(duty)),
        stopped_on=standing.pauses_of(duty.signs)[-1].stopped_on if standing_still else None,
        declared=remote.one(duty.remote_id) if duty.remote_id else None,
    )


def _told_at(duty: DutyCard) -> datetime:
    """When the date that stands was told: when the clock began, or when an announcement moved it."""
    moved = [change.at for change in duty.changes if change.due_after != change.due_before]
    moved += [datetime.fromisoformat(row["at"]) for row in duty.signs or ()]
    return max(moved, default=duty.opened_at)


def _move(change: ChangeCard) -> MoveCard:
    """A withdrawal is told in the words of what it withdraws."""
    document, note, withdrawn = _cause(change)
    return MoveCard(
        at=change.at,
        before=change.due_before,
        computed=change.due_computed,
        after=change.due_after,
        safe_after=change.safe_after,
        document=document,
        note=note,
        withdrawn=withdrawn,
        place=remote.one(change.remoteness_id) if change.remoteness_id else None,
    )


def _cause(change: ChangeCard) -> tuple[str, str, bool]:
    """Document, note, and whether it was withdrawn."""
    if change.remoteness_id is not None:
        return remote.one(change.remoteness_id).document, "", False
    assert change.announcement_id is not None  # noqa: S101 - one of the two, by a constraint
    said = calendars.announcement(change.announcement_id)
    meant = said if said.withdraws is None else calendars.announcement(said.withdraws)
    return said.document, meant.note, said.withdraws is not None


def _explained(rule: Rule, duty: DutyCard, known_at: datetime, path: str) -> clocks.Due | None:
    """By the days off known when the date was told."""
    try:
        due = _counted(rule, duty, known_at, path)
    except Refused:
        return None
    return due if duty.due_on in {due.legal_due, STANDS_STILL} else None


def _counted(rule: Rule, duty: DutyCard, known_at: datetime, path: str) -> clocks.Due:
    """With the days on which decisions let it stand still, and those they added; a stop that lasts is left out."""
    if rule.amount == 0:
        return clocks.promised(rule, duty.event_on, duty.due_on, calendars.of(path, known_at=known_at))
    if not duty.signs:
        return dues.computed(rule.id, duty.event_on, path=path, known_at=known_at)
    over = tuple(pause for pause in standing.pauses_of(duty.signs) if pause.resumed_on)
    return clocks.run(
        rule,
        duty.event_on,
        calendars.of(path, known_at=known_at),
        pauses=over,
        extensions=standing.granted_of(duty.signs),
    )


def step_card(row: Mapping[str, Any], *, inside: bool) -> StepCard:
    """From the columns STEP; `inside`: for staff, with names and notes; otherwise only what the citizen was told."""
    event = row["event"]
    return StepCard(
        event=event,
        before=row["before"],
        after=row["after"],
        at=row["at"],
        unit=row["unit__name"],
        unit_en=row["unit__name_en"],
        unit_kind=row["unit__kind"],
        who=(row["by__name"] or "") if inside else "",
        note=row["note"] if inside else told(event, row["note"]),
        facts=row["facts"],
    )


def told(event: str, note: str) -> str:
    """What the citizen reads of a note: of originals given back which, not the name of who took them."""
    if event == on_paper.GIVEN_BACK:
        return on_paper.listed(note)
    return note if event in TOLD else ""


def reply_card(row: Mapping[str, Any], of: str = "") -> ReplyCard:
    """From the columns REPLY, with its points as they were frozen; `of` stands before each name."""
    return ReplyCard(
        id=row[f"{of}id"],
        round=row[f"{of}round"],
        number=row[f"{of}number"],
        points=points_of(row[f"{of}points"]),
        signer_title=row[f"{of}signed_title"],
        sent_at=row[f"{of}sent_at"],
        letter_id=row[f"{of}letter_id"],
        score=row[f"{of}score"],
        comment=row[f"{of}comment"],
        rated_at=row[f"{of}rated_at"],
    )


def points_of(rows: Sequence[Mapping[str, Any]]) -> tuple[PointCard, ...]:
    """From the snapshot of a reply."""
    return tuple(
        PointCard(row["number"], row["text"], row["decision"], row["ground"], row["next_step"])
        for row in rows
    )


def number(case: Case) -> str:
    """The number the office speaks of: year and row."""
    return number_of(case.received_on, case.pk)


def number_of(received_on: date, case_id: int) -> str:
    return f"{received_on.year}-{case_id:06d}"
