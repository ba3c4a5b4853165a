"""The conclusion: signed, published in full without what the law protects, ordered to be carried out, carried out."""

from collections.abc import Sequence
from datetime import date, datetime

from hoiam.desk.inspections.actions import findings, record
from hoiam.desk.inspections.actions.record import Told
from hoiam.desk.inspections.actions.steps import Said
from hoiam.desk.inspections.models import Inspection
from hoiam.kit.moments import local_day
from hoiam.law import clearing, clocks, inspecting
from hoiam.law.refusal import Refused
from hoiam.office import calendars, queries as office


def conclude(*, inspection_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """The conclusion is signed: its findings become duties. `until`: the day by which it is to be published.

    Refused: not_yours, wrong_state, decision_needed, explanation_open, draft_empty, passage_not_closed, protected_left,
    day_missing, day_in_past, finding_day_past.
    """
    with record.opened(inspection_id) as row:
        on = local_day(at)
        facts = record.facts(row, at=at, number=said.number)
        step = record.decide("conclude", row, by.roles_in(row.unit_id), facts)
        inspecting.require_draft(said.text)
        inspecting.require_named(said.until, on=on)
        clearing.require_marked(said.text)
        found = list(row.findings.order_by("number"))
        inspecting.require_days_ahead(((one.number, one.due_on) for one in found), on=on)
        row.conclusion, row.conclusion_number, row.concluded_on = said.text.strip(), said.number.strip(), on
        told = Told(
            kind="inspection.concluded",
            facts={"on": on.isoformat(), "findings": str(len(found))},
            docs={"conclusion": said.text},
            day=on,
            number=said.number,
            in_person=said.signed,
        )
        named = {"publish_conclusion": said.until} if said.until else {}
        record.take(row, step, told, at=at, by=by, promised=named)
        for one in found:
            findings.owe(row, one, at=at)


def publish(*, inspection_id: int, grounds: Sequence[str], by: office.Actor, at: datetime) -> None:
    """For everybody, in full. `grounds`: for each marked passage, what protects it, or that nothing does.

    Refused: not_yours, wrong_state, published_already, passage_open.
    """
    with record.opened(inspection_id) as row:
        on = local_day(at)
        step = record.decide("publish", row, by.roles_in(row.unit_id), record.facts(row, at=at))
        if row.published_on is not None:
            raise Refused("published_already", since=row.published_on)
        row.published = clearing.cleared(row.conclusion, grounds, clearing.BLANKS)
        row.published_on, row.posted_until = on, _posted_until(row, on)
        facts = {
            "on": on.isoformat(),
            "until": row.posted_until.isoformat(),
            "left-out": str(sum(one != clearing.Ground.SHOWN for one in grounds)),
        }
        told = Told(kind="inspection.published", facts=facts, docs={"text": row.published}, day=on)
        record.take(row, step, told, at=at, by=by)


def order(*, inspection_id: int, said: Said, by: office.Actor, at: datetime) -> None:
    """The head orders the conclusion to be carried out. Refused: not_yours, wrong_state, decision_needed."""
    with record.opened(inspection_id) as row:
        facts = record.facts(row, at=at, number=said.number)
        step = record.decide("order", row, by.roles_in(row.unit_id), facts)
        row.order_number, row.ordered_on = said.number.strip(), local_day(at)
        told = Told(
            kind="inspection.ordered",
            facts={"on": row.ordered_on.isoformat()},
            day=row.ordered_on,
            number=said.number,
            in_person=said.signed,
        )
        record.take(row, step, told, at=at, by=by)


def carry_out(*, inspection_id: int, said: Said, by: office.Actor, at: datetime) -> None:  # noqa: ARG001 - as every step
    """All of it is done: every remedy was accepted. Refused: not_yours, wrong_state, remedies_open."""
    with record.opened(inspection_id) as row:
        step = record.decide("carry_out", row, by.roles_in(row.unit_id), record.facts(row, at=at))
        inspecting.require_remedied(row.findings.filter(accepted_on=None).count())
        told = Told(kind="inspection.carried-out", facts={"on": local_day(at).isoformat()})
        record.take(row, step, told, at=at, by=by)


def _posted_until(row: Inspection, on: date) -> date:
    """A rule of this system; the page stays after that too."""
    pack = record.pack()
    rule = pack.rules[inspecting.house_rule(pack, "inspection_posted")]
    unit = office.units([row.unit_id], on=on)[row.unit_id]
    return clocks.compute(rule, on, calendars.of(unit.path)).legal_due
