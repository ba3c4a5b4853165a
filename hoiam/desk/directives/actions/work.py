"""The steps of a task that is given: taken up, worked on, reported, looked at, closed; more time asked and granted."""

from collections.abc import Collection
from datetime import datetime

from hoiam.desk.directives.actions import record
from hoiam.desk.directives.actions.record import NOTHING, Said
from hoiam.desk.directives.models import Milestone, Step, Task
from hoiam.desk.directives.queries import choices
from hoiam.duties import actions as duties, standing, stepping
from hoiam.kit.moments import local_day
from hoiam.law import tasks
from hoiam.law.procedures.directive_task import ENDED, Facts
from hoiam.law.refusal import Refused
from hoiam.law.step import Step as LawStep
from hoiam.office import queries as office

KINDS = {
    "take_up": "directive.task-taken-up",
    "note_progress": "directive.task-progress",
    "deny_time": "directive.time-denied",
    "return": "directive.report-returned",
    "cancel": "directive.task-cancelled",
}
"""Steps that change nothing but the state."""


def step(*, task_id: int, event: str, by: office.Actor, at: datetime, said: Said = NOTHING) -> None:
    """One of KINDS. Refused: no_such_task, not_yours, wrong_state, reason_needed, decision_needed."""
    with record.opened(task_id) as row:
        _take(row, event, KINDS[event], by, at, said)


def note_progress(
    *, task_id: int, said: Said, by: office.Actor, at: datetime, reached: Collection[int] = ()
) -> None:
    """What was done so far, and which dated steps are reached.

    Refused: no_such_task, not_yours, wrong_state, words_needed.
    """
    with record.opened(task_id) as row:
        tasks.require_words(said.text)
        open_ones = Milestone.objects.filter(task=row, pk__in=set(reached), done_on=None)
        count = open_ones.update(done_on=local_day(at))
        _take(row, "note_progress", KINDS["note_progress"], by, at, said, more={"steps": str(count)})


def hand_on(*, task_id: int, post_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """To another post of the same unit; the day stays.

    Refused: no_such_task, not_yours, wrong_state, reason_needed, no_such_post.
    """
    with record.opened(task_id) as row:
        if choices.post(post_id).unit_id != row.unit_id:
            raise Refused("no_such_post")
        decided = _decide("hand_on", row, by, at, said)
        duties.move(
            subject=record.SUBJECT,
            subject_id=row.pk,
            post_id=post_id,
            unit_id=row.unit_id,
            at=at,
            keys=decided.moves,
        )
        told = {"from": str(row.post_id), "post": str(post_id)}
        row.post_id, row.state = post_id, decided.after
        record.note(row, "hand_on", kind="directive.task-handed-on", facts=told, by=by, at=at, said=said)


def report(*, task_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """It is done, as these words, this address, these files show.

    Refused: no_such_task, not_yours, wrong_state, evidence_needed; as files.attach.
    """
    with record.opened(task_id) as row:
        row.reported_by_id, row.reported_on = by.person_id, local_day(at)
        more = {"due": row.due_on.isoformat()}
        _take(row, "report", "directive.task-reported", by, at, said, more=more)


def approve(*, task_id: int, by: office.Actor, at: datetime, said: Said = NOTHING) -> None:
    """What was reported is accepted by somebody else; the duty is met, or late by its day.

    Refused: no_such_task, not_yours, wrong_state, doer_may_not_close.
    """
    with record.opened(task_id) as row:
        decided = _decide("approve", row, by, at, said)
        row.state, row.done_on = decided.after, row.reported_on
        stepping.apply(decided, owner=record.owner(row), at=_reported_at(row, at))
        told = {"due": row.due_on.isoformat(), "done": row.done_on.isoformat() if row.done_on else ""}
        record.note(row, "approve", kind="directive.task-done", facts=told, by=by, at=at, said=said)


def ask_for_time(*, task_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """Until `said.day`, for the reason in `said.text`, before the last day is past.

    Refused: no_such_task, not_yours, wrong_state, reason_needed, asked_too_late, day_missing, day_not_later.
    """
    with record.opened(task_id) as row:
        row.wanted_on = said.day
        more = {"due": row.due_on.isoformat(), "wanted": said.day.isoformat() if said.day else ""}
        _take(row, "ask_for_time", "directive.time-asked", by, at, said, more=more)


def grant_time(*, task_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """A later day by a numbered decision; the duty keeps both on record.

    Refused: no_such_task, not_yours, wrong_state, decision_needed, day_missing, day_in_past, day_not_later,
    after_task_above.
    """
    with record.opened(task_id) as row:
        decided = _decide("grant_time", row, by, at, said)
        assert said.day is not None  # noqa: S101 - the law's table asks for it
        signed = standing.Signed(
            subject=record.SUBJECT,
            subject_id=row.pk,
            keys=decided.extends,
            number=said.number,
            on=local_day(at),
            at=at,
        )
        standing.name_day(signed, said.day)
        told = {
            "was": row.due_on.isoformat(),
            "due": said.day.isoformat(),
            "document": record.coded(said.number),
        }
        row.state, row.due_on, row.wanted_on, row.told_at = decided.after, said.day, None, None
        record.note(row, "grant_time", kind="directive.time-granted", facts=told, by=by, at=at, said=said)


def _take(
    row: Task,
    event: str,
    kind: str,
    by: office.Actor,
    at: datetime,
    said: Said,
    *,
    more: dict[str, str] | None = None,
) -> None:
    decided = _decide(event, row, by, at, said)
    row.state = decided.after
    if event == "deny_time":
        row.wanted_on = None
    stepping.apply(decided, owner=record.owner(row), at=at)
    record.note(row, event, kind=kind, facts=more or {}, by=by, at=at, said=said)


def _decide(event: str, row: Task, by: office.Actor, at: datetime, said: Said) -> LawStep:
    facts = Facts(
        on=local_day(at),
        is_assignee=by.person_id in choices.holders(row.post_id, on=local_day(at)),
        reason=said.text,
        number=said.number,
        until=said.day,
        clocks=record.running(row),
        by=by.person_id,
        reported_by=row.reported_by_id,
        evidence=said.shown,
        limit=row.plan.task.due_on if row.plan.task else None,
        parts_open=_parts_open(row) if event == "report" else 0,
    )
    return record.decide(event, row, by, facts)


def _parts_open(row: Task) -> int:
    """Tasks of plans below that carry this one out and have not ended."""
    return Task.objects.filter(plan__task_id=row.pk).exclude(state__in=ENDED).count()


def _reported_at(row: Task, at: datetime) -> datetime:
    """What is accepted was done when it was reported, not when somebody looked at it."""
    moments = Step.objects.filter(task=row, event="report").order_by("-id").values_list("at", flat=True)
    return moments.first() or at
