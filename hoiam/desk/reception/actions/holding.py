"""A session is opened and closed, by the head in person or by a deputy; missed; noted afterwards; a note taken back."""

from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.reception.actions import acting, bookings, making
from hoiam.desk.reception.actions.acting import Entry, Mark
from hoiam.desk.reception.actions.making import Where
from hoiam.desk.reception.models import Session, SessionKind
from hoiam.desk.reception.queries import yearly
from hoiam.duties import recurring, taking_back
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import frequencies
from hoiam.law.procedures.reception_session import AHEAD, COUNTS_FOR_HEAD, State
from hoiam.law.refusal import Refused
from hoiam.office import owing, queries as office

MISSED = "missed-session"
_CLOSED = frozenset({State.HELD, State.HELD_DEPUTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chair:
    """Who receives: the holder of the post, or a deputy under a title; `strongly`: signed in with a second factor."""

    deputy: bool = False
    title: str = ""
    strongly: bool = False


def begin(*, session_id: int, version: int | None, chair: Chair, by: office.Actor, at: datetime) -> None:
    """The door is open. Who opened it, and how they signed in, stays with the session.

    Refused: no_such_session, changed_meanwhile, not_yours, wrong_state, day_not_come, holder_gap for the head.
    """
    with acting.opened(session_id=session_id, version=version) as row:
        _open(row, chair, by, at)


def close(
    *, session_id: int, version: int | None, strongly: bool = False, by: office.Actor, at: datetime
) -> None:
    """It is over: the day counts for the head who held it, and is kept where a deputy did.

    `strongly`: whoever closes it signed in with a second factor. Refused: no_such_session, changed_meanwhile,
    not_yours, wrong_state, and as recurring.record.
    """
    with acting.opened(session_id=session_id, version=version) as row:
        _close(row, by, at, strongly=strongly)


def miss(*, session_id: int, version: int | None, reason: str, by: office.Actor, at: datetime) -> None:
    """It was not held, and why; also when the next day has found it missed already.

    Refused: no_such_session, changed_meanwhile, not_yours, wrong_state, reason_needed, day_not_come.
    """
    with acting.opened(session_id=session_id, version=version) as row:
        mark = Mark(post=owing.post(row.post_id), by=by, at=at, reason=reason)
        step = acting.decide("miss", state=row.state, mark=mark, held_on=row.on)
        row.reason = reason.strip()
        acting.record(row, step, mark=mark)
        bookings.drop(row, at=at)
        if note_missed(row, at=at, reason=reason) is None:
            said = Entry(kind="session.explained", facts={"on": row.on.isoformat()}, reason=reason)
            acting.log(row.post_id, row.unit.code, said, at=at)


def note(*, post_id: int, day: date, chair: Chair, by: office.Actor, at: datetime) -> Session:
    """A day on which citizens were received, written down afterwards, whether it had been planned here or not.

    Refused: no_such_post, not_yours, before_post, after_post, day_not_come, day_noted_already, wrong_state, and as
    recurring.record.
    """
    with journal.recording():
        rows = Session.objects.select_for_update(of=("self",)).select_related("unit")
        found = rows.filter(post_id=post_id, on=day, taken_back_at=None).exclude(state=State.MISSED).first()
        if found is None:
            return _noted(post_id, day, chair, by, at)
        if found.state in AHEAD:
            _open(found, chair, by, at)
        elif found.state not in {State.OPEN, State.OPEN_DEPUTY}:
            raise Refused("day_noted_already", day=day)
        _close(found, by, at)
        return found


def take_back(*, post_id: int, note_id: int, reason: str, by: office.Actor, at: datetime) -> None:
    """It was noted by mistake. A session of the schedule is then as before: to be held, or missed by its date.

    Refused: no_such_post, not_yours, session_concluded, and as taking_back.take_back.
    """
    with journal.recording():
        post = owing.post(post_id)
        acting.require_office(post, by, on=local_day(at))
        row = taking_back.take_back(post_id=post.id, note_id=note_id, reason=reason, by=by.person_id, at=at)
        key = recurring.key_of_id(row.frequency_id)
        _take_back_session(note_id, at)
        said = {
            "on": row.on.isoformat(),
            "frequency": row.frequency_id,
            "chaired": "head" if row.by_post_holder else "deputy",
            "noted": local_day(row.recorded_at).isoformat(),
            "by": "holder",
        }
        kind = "dialogue.withdrawn" if key == "dialogue_commune" else "session.withdrawn"
        acting.log(post.id, acting.unit_code(post), Entry(kind=kind, facts=said, reason=reason), at=at)


def take_back_session(
    *, session_id: int, version: int | None, reason: str, by: office.Actor, at: datetime
) -> None:
    """A session was noted as held by mistake, also one of a post that owes no days.

    Refused: no_such_session, changed_meanwhile, session_concluded, and as take_back.
    """
    with acting.opened(session_id=session_id, version=version) as row:
        if row.occurrence_id is not None:
            take_back(post_id=row.post_id, note_id=row.occurrence_id, reason=reason, by=by, at=at)
            return
        on = local_day(at)
        holder = owing.holders([row.post_id], on=on).get(row.post_id) == by.person_id
        frequencies.require_take_back_of(row.on, by_holder=holder, reason=reason, on=on)
        said = {
            "on": row.on.isoformat(),
            "chaired": _chaired(deputy=row.state not in COUNTS_FOR_HEAD),
            "noted": local_day(row.closed_at or at).isoformat(),
            "by": "holder",
        }
        _withdraw(row, at)
        acting.log(
            row.post_id, row.unit.code, Entry(kind="session.withdrawn", facts=said, reason=reason), at=at
        )


def note_dialogue(*, post_id: int, day: date, in_person: bool, by: office.Actor, at: datetime) -> None:
    """A dialogue conference was held that day. Refused: no_such_post, not_yours, and as recurring.record."""
    with journal.recording():
        post = owing.post(post_id)
        acting.require_office(post, by, on=local_day(at))
        row = recurring.record(
            post_id=post_id, key="dialogue_commune", day=day, by_post_holder=in_person, by=by.person_id, at=at
        )
        said = {
            "on": day.isoformat(),
            "frequency": row.frequency_id,
            "chaired": _chaired(deputy=not in_person),
        }
        acting.log(post.id, acting.unit_code(post), Entry(kind="dialogue.held", facts=said), at=at)


def note_missed(row: Session, *, at: datetime, reason: str = "") -> journal.Appended | None:
    """The log says once that nobody received citizens that day; None when it has said so."""
    return journal.append_once(
        what=MISSED,
        number=row.pk,
        ref=acting.ref(row.post_id),
        kind="session.missed",
        unit=row.unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra={"on": row.on.isoformat()},
        docs=acting.committed(reason),
    )


def _open(row: Session, chair: Chair, by: office.Actor, at: datetime) -> None:
    mark = Mark(post=owing.post(row.post_id), by=by, at=at)
    event = "open_by_deputy" if chair.deputy else "open"
    step = acting.decide(event, state=row.state, mark=mark, held_on=row.on, chaired_by_deputy=chair.deputy)
    _seat(row, chair, mark)
    said = {
        "on": row.on.isoformat(),
        "chaired": _chaired(deputy=chair.deputy),
        "opened": _shown(own=row.opened_own),
        "factors": _factors(strongly=row.opened_strongly),
    }
    acting.record(row, step, mark=mark, entry=Entry(kind="session.opened", facts=said))


def _seat(row: Session, chair: Chair, mark: Mark) -> None:
    """Who receives, and who says so."""
    if not chair.deputy:
        owing.require_holder(post_id=row.post_id, on=row.on)
        row.chair_id = owing.holders([row.post_id], on=row.on).get(row.post_id)
    row.chair_title = chair.title if chair.deputy else ""
    row.opened_at, row.opened_by_id = mark.at, mark.by.person_id
    row.opened_own = _by_its_chair(row, mark)
    row.opened_strongly = row.opened_own and chair.strongly


def _by_its_chair(row: Session, mark: Mark) -> bool:
    """Whether the head who receives says so, by their own account, on the day itself."""
    return row.chair_id == mark.by.person_id and row.on == mark.on


def _close(row: Session, by: office.Actor, at: datetime, *, strongly: bool = False) -> None:
    mark = Mark(post=owing.post(row.post_id), by=by, at=at)
    step = acting.decide("close", state=row.state, mark=mark, held_on=row.on)
    row.closed_at, row.closed_own = at, _by_its_chair(row, mark)
    row.closed_strongly = row.closed_own and strongly
    acting.record(row, step, mark=mark, entry=_held(row, mark, deputy=step.after not in COUNTS_FOR_HEAD))


def _held(row: Session, mark: Mark, *, deputy: bool) -> Entry:
    """The day counts for what the post owes, where it owes days. Saves the session's occurrence."""
    said = {
        "on": row.on.isoformat(),
        "chaired": _chaired(deputy=deputy),
        "closed": _shown(own=row.closed_own),
        "factors": _factors(strongly=row.closed_strongly),
    }
    key = yearly.day_key(mark.post)
    if key is not None:
        row.occurrence = recurring.record(
            post_id=row.post_id,
            key=key,
            day=row.on,
            by_post_holder=not deputy,
            by=mark.by.person_id,
            at=mark.at,
        )
        said["frequency"] = row.occurrence.frequency_id
    return Entry(kind="session.held", facts=said)


def _noted(post_id: int, day: date, chair: Chair, by: office.Actor, at: datetime) -> Session:
    mark = Mark(post=owing.post(post_id), by=by, at=at)
    recurring.require_lived(mark.post, day)
    event = "note_by_deputy" if chair.deputy else "note"
    step = acting.decide(event, state=None, mark=mark, held_on=day, chaired_by_deputy=chair.deputy)
    where = Where(sittings="", place="")
    row = making.fresh(
        post=mark.post, on=day, kind=SessionKind.NOTED, state="", where=where, by=by.person_id, at=at
    )
    _seat(row, chair, mark)
    row.closed_at, row.closed_own = at, row.opened_own
    entry = _held(row, mark, deputy=chair.deputy)
    acting.save_once(row)
    acting.record(row, step, mark=mark, entry=entry)
    return row


def _take_back_session(note_id: int, at: datetime) -> None:
    """The session stays as it was noted; one of the schedule begins anew as another row."""
    row = Session.objects.select_for_update().filter(occurrence_id=note_id, taken_back_at=None).first()
    if row is not None:
        _withdraw(row, at)


def _withdraw(row: Session, at: datetime) -> None:
    if row.state not in _CLOSED:
        raise Refused("session_concluded", day=row.on)
    row.taken_back_at = at
    row.save(update_fields=("taken_back_at",))
    if row.kind != SessionKind.NOTED:
        _anew(row, at)


def _anew(row: Session, at: datetime) -> None:
    row.pk, row.taken_back_at, row.occurrence = None, None, None
    row.state = State.POSTED if row.posted_on else State.PLANNED
    row.chair, row.chair_title, row.closed_at = None, "", None
    row.opened_at, row.opened_by, row.opened_own, row.opened_strongly = None, None, False, False
    row.closed_own, row.closed_strongly = False, False
    row.version, row.sequence, row.changed_at = 1, row.sequence + 1, at
    row.save(force_insert=True)


def _chaired(*, deputy: bool) -> str:
    return "deputy" if deputy else "head"


def _shown(*, own: bool) -> str:
    return "holder" if own else "office"


def _factors(*, strongly: bool) -> str:
    """Of the sign-in of whoever showed it."""
    return "2" if strongly else "1"
