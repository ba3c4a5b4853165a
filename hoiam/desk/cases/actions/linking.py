"""A clerk says what two cases are to each other: the same again, another person's, a campaign, or not the same."""

from datetime import datetime

from hoiam.desk.cases.actions import record
from hoiam.desk.cases.models import Case, CaseLink, Relation
from hoiam.desk.cases.queries import firewall, procedures
from hoiam.desk.cases.queries.desk import DESK
from hoiam.journal import actions as journal
from hoiam.law.refusal import Refused
from hoiam.office import queries as office


def link(*, case_id: int, other_id: int, relation: str, by: office.Actor, at: datetime) -> None:
    """Say it once for both; said again, the later word stands. Both keep their own clocks and answers.

    Refused: no_such_case, not_yours, unknown_relation, same_case.
    """
    with record.opened(case_id=case_id) as case:
        if firewall.bars_actor(case, by):
            raise Refused("no_such_case")
        if relation not in Relation.values:
            raise Refused("unknown_relation")
        if case_id == other_id:
            raise Refused("same_case")
        other = (
            Case.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=other_id).first()
        )
        if other is None or other.unit_id != case.unit_id or procedures.held(other.kind):
            raise Refused("no_such_case")
        if procedures.held(case.kind) or not by.roles_in(case.unit_id) & DESK:
            raise Refused("not_yours")
        if firewall.bars_actor(other, by):
            raise Refused("no_such_case")
        for one, two in ((case, other), (other, case)):
            _say(one, two, relation, by, at)


def _say(case: Case, other: Case, relation: str, by: office.Actor, at: datetime) -> None:
    CaseLink.objects.update_or_create(
        case=case, other=other, defaults={"relation": relation, "by_id": by.person_id, "at": at}
    )
    appended = journal.append(
        ref=case.ref, kind="case.linked", unit=case.unit.code, at=at, extra={"as": relation}
    )
    facts = {"other": record.number(other), "relation": relation}
    record.note(case, "link", by=by.person_id, at=at, facts=facts, entry=appended.event_id)
