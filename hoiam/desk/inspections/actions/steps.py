"""The steps of an inspection up to the draft: decided, announced, on the spot, reported, drafted, explained."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hoiam.desk.inspections.actions import conflicts, record
from hoiam.desk.inspections.actions.record import Told
from hoiam.desk.inspections.models import Entry, Inspection, Member
from hoiam.desk.inspections.queries import files
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import clocks, inspecting
from hoiam.law.procedures.inspection import Facts
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Step
from hoiam.office import calendars, owing, queries as office, ties


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the decision says. `signed`: by the head in person, or by a deputy. `form_key`: taken in once."""

    target_id: int
    kind: str
    theme: str
    number: str
    leader: int
    members: Sequence[int]
    form_key: str
    signed: bool = True
    ground: str = ""
    entry_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What comes with a step; each reads what it needs. `tokens`: uploads."""

    number: str = ""
    reason: str = ""
    until: date | None = None
    text: str = ""
    signed: bool = True
    tokens: Sequence[str] = ()


def decide(*, unit_id: int, said: Decided, by: office.Actor, at: datetime) -> int:
    """A decision to inspect, with its team; nobody outside reads of it until it is announced. Gives its id.

    Refused: not_yours, decision_needed, no_such_post, theme_needed, unit_not_below, unit_ended; not_in_programme,
    head_not_new, occasion_needed; team_missing, leader_not_in_team, not_an_inspector, inspector_related.
    """
    on = local_day(at)
    step = record.decide("decide", None, by.roles_in(unit_id), Facts(on=on, number=said.number))
    with journal.recording():
        before = Inspection.objects.filter(form_key=said.form_key).first()
        if before is not None:
            return before.pk
        entry = _entry(unit_id, said)
        _require(unit_id, said, entry, at)
        row = _new(unit_id, said, entry, at)
        Member.objects.bulk_create(
            Member(inspection=row, person_id=one) for one in dict.fromkeys(said.members)
        )
        told = Told(
            kind="inspection.decided",
            facts={"what": said.kind, "team": str(len(set(said.members))), "on": on.isoformat()},
            day=on,
            number=said.number,
            hidden=True,
            in_person=said.signed,
        )
        record.take(row, step, told, at=at, by=by)
    return row.pk


def announce(*, inspection_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """Made known to the inspected unit; `until`: the last day on the spot. Refused: not_yours, day_missing."""
    with record.opened(inspection_id) as row:
        on = local_day(at)
        inspecting.require_named(said.until, on=on)
        step = _decided("announce", row, said, by, at)
        row.announced_on, row.until_on = on, said.until
        facts = {"what": row.kind, "decided": row.decided_on.isoformat(), "on": on.isoformat()}
        told = Told(kind="inspection.announced", facts=facts, day=said.until)
        record.take(row, step, told, at=at, by=by, promised=_named(duration=said.until))


def end(*, inspection_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """Over on the spot. Refused: not_yours, wrong_state."""
    with record.opened(inspection_id) as row:
        step = _decided("end", row, said, by, at)
        row.ended_on = local_day(at)
        told = Told(kind="inspection.ended", facts={"on": row.ended_on.isoformat()})
        record.take(row, step, told, at=at, by=by)


def draft(*, inspection_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """The draft conclusion is handed in and goes to the inspected unit, which may explain itself.

    Refused: not_yours, wrong_state, draft_empty, no_recipient.
    """
    with record.opened(inspection_id) as row:
        step = _decided("draft", row, said, by, at)
        inspecting.require_draft(said.text)
        row.draft, row.drafted_on = said.text.strip(), local_day(at)
        facts = {"on": row.drafted_on.isoformat(), "findings": str(row.findings.count())}
        told = Told(kind="inspection.drafted", facts=facts, docs={"draft": said.text})
        record.take(row, step, told, at=at, by=by)


def explain(*, inspection_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """The inspected unit explains itself on the draft, once, with files beside the words.

    Refused: not_yours, explained_already, explanation_empty; as files.attach.
    """
    with record.opened(inspection_id) as row:
        on = local_day(at)
        unit_id = record.inspected(row, on).unit_id
        facts = record.facts(row, at=at)
        step = record.decide("explain", row, by.roles_in(unit_id), facts)
        inspecting.require_explanation(said.text, before=row.explained_on)
        row.explanation, row.explained_on = said.text.strip(), on
        told = Told(
            kind="inspection.explained",
            facts={"on": on.isoformat()},
            docs={"explanation": said.text},
            day=on,
            tokens=said.tokens,
        )
        record.attach(said.tokens, owner=files.EXPLANATION, owner_id=row.pk, at=at)
        record.take(row, step, told, at=at, by=by)


def simple(event: str) -> Callable[..., None]:
    """A step that changes nothing but the state: what it needs stands in the law's table."""

    def act(*, inspection_id: int, said: Said, by: office.Actor, at: datetime) -> None:
        """Refused: not_yours, wrong_state; as the table says."""
        with record.opened(inspection_id) as row:
            step = _decided(event, row, said, by, at)
            docs = {"reason": said.reason} if said.reason.strip() else {}
            told = Told(
                kind=KINDS[event],
                facts={"on": local_day(at).isoformat()},
                docs=docs,
                number=said.number,
                reason=said.reason,
            )
            record.take(row, step, told, at=at, by=by)

    return act


def extend(*, inspection_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """More days on the spot, by a document. Refused: not_yours, extension_too_late, day_missing."""
    with record.opened(inspection_id) as row:
        on = local_day(at)
        inspecting.require_later(said.until, than=row.until_on or on)
        step = _decided("extend", row, said, by, at)
        before, row.until_on = row.until_on, said.until
        facts = {
            "was": before.isoformat() if before else "",
            "duration-due": said.until.isoformat() if said.until else "",
        }
        told = Told(
            kind="inspection.extended", facts=facts, day=said.until, number=said.number, reason=said.reason
        )
        record.take(row, step, told, at=at, by=by)
        record.handed(row, "duration", said.until, at=at)


KINDS = {
    "break_off": "inspection.broken-off",
    "pass_to_police": "inspection.passed-to-police",
    "report": "inspection.reported",
    "ask_superior": "inspection.superior-asked",
    "give_opinion": "inspection.superior-answered",
    "note_silence": "inspection.superior-silent",
}
break_off, pass_to_police, report = simple("break_off"), simple("pass_to_police"), simple("report")
ask_superior, give_opinion = simple("ask_superior"), simple("give_opinion")
note_silence = simple("note_silence")


def _decided(event: str, row: Inspection, said: Said, by: office.Actor, at: datetime) -> Step:
    facts = record.facts(row, at=at, number=said.number, reason=said.reason)
    return record.decide(event, row, by.roles_in(row.unit_id), facts)


def _named(**days: date | None) -> dict[str, date]:
    return {key: day for key, day in days.items() if day is not None}


def _entry(unit_id: int, said: Decided) -> Entry | None:
    """The approved entry that this decision follows. Refused: not_in_programme."""
    if said.entry_id is None:
        return None
    rows = Entry.objects.select_for_update(of=("self",)).filter(
        pk=said.entry_id, removed_at=None, inspection=None, target_id=said.target_id
    )
    entry = rows.filter(programme__unit_id=unit_id, programme__state="approved").first()
    if entry is None:
        raise Refused("not_in_programme")
    return entry


def _require(unit_id: int, said: Decided, entry: Entry | None, at: datetime) -> None:
    on = local_day(at)
    inspecting.require_theme(said.theme)
    conflicts.require_below(unit_id, said.target_id, on=on)
    inspecting.require_there(ties.ended_on(said.target_id), on=on)
    inspecting.require_occasion(
        said.kind,
        ground=said.ground,
        planned=entry is not None,
        new_until=new_until(said.target_id, on=on),
        on=on,
    )
    known = {one.id for one in office.staff(unit_id=unit_id, role=Role.INSPECTOR, on=on)}
    inspecting.require_known(said.members, known)
    bound = conflicts.bound(said.members, target_id=said.target_id, at=at)
    inspecting.require_team(said.members, said.leader, bound)


def new_until(target_id: int, *, on: date) -> date | None:
    """Until when the head of a unit counts as new: a rule of this system. Two statements."""
    since = ties.new_heads([target_id], since=on - timedelta(days=366), on=on).get(target_id)
    if since is None:
        return None
    pack = record.pack()
    rule = pack.rules[inspecting.house_rule(pack, "inspection_taking_office")]
    unit = office.units([target_id], on=on)[target_id]
    return clocks.compute(rule, since, calendars.of(unit.path)).legal_due


def _new(unit_id: int, said: Decided, entry: Entry | None, at: datetime) -> Inspection:
    post = owing.head_of(unit_id)
    if post is None:
        raise Refused("no_such_post")
    return Inspection.objects.create(
        unit_id=unit_id,
        post_id=post.id,
        target_id=said.target_id,
        entry=entry if said.kind == inspecting.Kind.PLANNED else None,
        kind=said.kind,
        state="decided",
        theme=said.theme.strip(),
        ground=said.ground.strip(),
        number=said.number.strip(),
        decided_on=local_day(at),
        leader_id=said.leader,
        made_at=at,
        form_key=said.form_key,
    )
