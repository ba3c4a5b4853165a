"""Staff are told of dates that an announcement counted anew: one letter for a person, with all that concerns them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from hoiam.desk.cases.actions import record
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import cards, firewall, procedures
from hoiam.duties import recounted
from hoiam.duties.models import HELD
from hoiam.duties.recounted import Recounted
from hoiam.kit.moments import local_day
from hoiam.notices import actions as notices
from hoiam.office import calendars, owing

LISTED = 40
"""So many dates stand in a letter, those with the nearest day to work to; of the others it says how many."""
AT_ONCE = 200
_READ = 500
NO_CASE: tuple[str, int | None, bool] = ("", None, False)


@dataclass(slots=True)
class _Letter:
    rows: list[dict[str, str]] = field(default_factory=list)
    count: int = 0


def letters(said: calendars.Announcement, *, at: datetime) -> list[notices.NewNotice]:
    """To the holders of the posts that owe, and to whoever handles a case. Nothing is written.

    What a second look finds makes another letter, of that alone. Its event names announcement and look: put in the
    outbox with the note that it was looked at, a letter is there once, however often this is tried.
    """
    before = recounted.looked_at(said.id)
    found: dict[int, _Letter] = {}
    changes = recounted.since(said.id, before)
    while part := list(islice(changes, _READ)):
        for person_id, row in _addressed(part, at):
            letter = found.setdefault(person_id, _Letter())
            letter.count += 1
            if len(letter.rows) < LISTED:
                letter.rows.append(row)
    event = f"calendar:{said.id}:recounted" + ("" if before is None else ":again")
    return [_notice(person_id, letter, said, event) for person_id, letter in sorted(found.items())]


def put(told: Sequence[notices.NewNotice], *, at: datetime) -> None:
    """In the caller's transaction."""
    for start in range(0, len(told), AT_ONCE):
        notices.put_many(notices=told[start : start + AT_ONCE], at=at)


def _addressed(part: Sequence[Recounted], at: datetime) -> Iterator[tuple[int, dict[str, str]]]:
    """Each change for each person it concerns, in their order; two statements."""
    holders = owing.holders({one.post_id for one in part}, on=local_day(at))
    cases = _cases(one.subject_id for one in part if one.subject == record.SUBJECT)
    for one in part:
        if one.subject == HELD:
            continue
        number, handler_id, guarded = (
            cases.get(one.subject_id, NO_CASE) if one.subject == record.SUBJECT else NO_CASE
        )
        people = {holders.get(one.post_id), handler_id} - {None}
        for person_id in people:
            assert person_id is not None  # noqa: S101 - told to the type checker
            if not (guarded and firewall.bars(case_id=one.subject_id, person_id=person_id, on=local_day(at))):
                yield person_id, _row(one, number)


def _cases(case_ids: Iterable[int]) -> dict[int, tuple[str, int | None, bool]]:
    """Number, handler and whether somebody keeps out of it, by id."""
    rows = Case.objects.filter(pk__in=set(case_ids)).values_list("pk", "received_on", "handler_id", "guarded")
    return {pk: (cards.number_of(on, pk), handler_id, guarded) for pk, on, handler_id, guarded in rows}


def _row(one: Recounted, number: str) -> dict[str, str]:
    return {
        "case": number,
        "event": one.event_on.isoformat(),
        "clock": one.key,
        "what": procedures.clock_of_any(one.key, "vi"),
        "was": one.due_before.isoformat(),
        "due": one.due_after.isoformat(),
        "stands": "yes" if one.computed < one.due_before else "",
        "work": one.safe_after.isoformat(),
    }


def _notice(person_id: int, letter: _Letter, said: calendars.Announcement, event: str) -> notices.NewNotice:
    return notices.NewNotice(
        person=f"person:{person_id}",
        event=event,
        channel="email",
        template="cases/recounted",
        context={
            "document": said.document,
            "count": letter.count,
            "more": letter.count - len(letter.rows),
            "rows": letter.rows,
        },
        language="vi",
    )
