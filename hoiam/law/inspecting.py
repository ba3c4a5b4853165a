"""What an inspection needs: its occasion, a team without ties, whole findings, remedies that somebody else accepts.

Where the table of the procedure says which step follows which, this says what each of them must hold.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoiam.law import clearing
from hoiam.law.pack import Pack
from hoiam.law.procedures.inspection import State
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.rules import Confidence


class Kind(StrEnum):
    """On what occasion."""

    PLANNED = "planned"
    TAKING_OFFICE = "taking_office"
    UNSCHEDULED = "unscheduled"


class Severity(StrEnum):
    MINOR = "minor"
    SERIOUS = "serious"
    GRAVE = "grave"


class Remedy(StrEnum):
    """How far what a finding demands has come."""

    DEMANDED = "demanded"
    REPORTED = "reported"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"


class Fault(StrEnum):
    """What a unit may find wrong with itself."""

    LATE = "late"
    UNANSWERED = "unanswered"
    RECEPTION = "reception"
    PROCEDURE = "procedure"
    PUBLICITY = "publicity"
    RECORDS = "records"
    CONDUCT = "conduct"  # at the counter


class Tie(StrEnum):
    """How an inspector is tied to a unit."""

    HELD = "held"  # holds or held a post there
    WORKS = "works"  # works or worked there
    DECLARED = "declared"  # said so themselves
    HOLDER = "holder"  # said so themselves, of whoever holds a post there


class Related(StrEnum):
    """What inspectors say of themselves."""

    FAMILY = "family"  # somebody of their family works there
    WORKED = "worked"
    PROPERTY = "property"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Bound:
    """Somebody who is tied to the inspected unit."""

    person_id: int
    tie: Tie


@dataclass(frozen=True, slots=True)
class Part:
    """What the head had of inspections in person: days present, findings reviewed, decisions signed."""

    inspections: int = 0
    days: int = 0
    findings: int = 0
    reviewed: int = 0
    decisions: int = 0
    signed: int = 0

    @property
    def wholesale(self) -> bool:
        """All of it was handed over: nowhere present, no finding reviewed."""
        return self.inspections > 0 and self.days == 0 and self.reviewed == 0


FINDING = frozenset({State.RUNNING, State.ENDED, State.REPORTED, State.DRAFTED, State.WITH_SUPERIOR})
"""States in which findings are written."""
MOVES: dict[str, tuple[frozenset[Remedy], Remedy]] = {
    "report": (frozenset({Remedy.DEMANDED, Remedy.SENT_BACK}), Remedy.REPORTED),
    "send_back": (frozenset({Remedy.REPORTED}), Remedy.SENT_BACK),
    "accept": (frozenset({Remedy.REPORTED}), Remedy.ACCEPTED),
}


def require_occasion(kind: str, *, ground: str, planned: bool, new_until: date | None, on: date) -> None:
    """`new_until`: the last day on which the head of the unit counts as new.

    Refused: unknown_kind, not_in_programme, head_not_new(until), occasion_needed.
    """
    if kind not in set(Kind):
        raise Refused("unknown_kind")
    if kind == Kind.PLANNED and not planned:
        raise Refused("not_in_programme")
    if kind == Kind.TAKING_OFFICE and (new_until is None or on > new_until):
        raise Refused("head_not_new", until=new_until)
    if kind == Kind.UNSCHEDULED and not ground.strip():
        raise Refused("occasion_needed")


def require_relation(what: str, unit_id: int | None) -> int:
    """Which unit it is of: the one chosen, or that of the post. Refused: unknown_relation, unit_missing."""
    if what not in set(Related):
        raise Refused("unknown_relation")
    if unit_id is None:
        raise Refused("unit_missing")
    return unit_id


def require_team(members: Collection[int], leader: int | None, bound: Iterable[Bound]) -> None:
    """Refused: team_missing, leader_not_in_team, inspector_related(person, tie)."""
    if not members:
        raise Refused("team_missing")
    if leader not in members:
        raise Refused("leader_not_in_team")
    require_untied(members, bound)


def require_untied(members: Collection[int], bound: Iterable[Bound]) -> None:
    """Refused: inspector_related(person, tie)."""
    for one in bound:
        if one.person_id in members:
            raise Refused("inspector_related", person=one.person_id, tie=one.tie.value)


def require_finding(
    *, what: str, evidence: str, ground: str, severity: str, remedy: str, post_id: int | None
) -> None:
    """Refused: finding_without_words, finding_without_evidence, finding_without_ground, unknown_severity,
    finding_without_remedy, finding_without_post, personal_in_text: what was found and what must be done are published.
    """
    for text, lacking in ((what, "words"), (evidence, "evidence"), (ground, "ground"), (remedy, "remedy")):
        if not text.strip():
            raise Refused(f"finding_without_{lacking}")
    if severity not in set(Severity):
        raise Refused("unknown_severity")
    if post_id is None:
        raise Refused("finding_without_post")
    clearing.require_impersonal(what, remedy)


def require_ahead(due_on: date, *, on: date) -> None:
    """Refused: day_in_past."""
    if due_on <= on:
        raise Refused("day_in_past", named=due_on, on=on)


def require_days_ahead(days: Iterable[tuple[int, date]], *, on: date) -> None:
    """When the conclusion is signed, each remedy still has its time. Refused: finding_day_past(number, named)."""
    for number, due_on in days:
        if due_on <= on:
            raise Refused("finding_day_past", number=number, named=due_on)


def moved(event: str, state: str) -> Remedy:
    """Refused: unknown_event, remedy_decided(state)."""
    if event not in MOVES:
        raise Refused("unknown_event", event=event)
    before, after = MOVES[event]
    if state not in before:
        raise Refused("remedy_decided", state=state)
    return after


def require_other(by: int, doer: int | None) -> None:
    """Whoever reported it does not accept it. Refused: own_deed."""
    if by == doer:
        raise Refused("own_deed")


def require_remedied(unsettled: int) -> None:
    """Refused: remedies_open(count)."""
    if unsettled:
        raise Refused("remedies_open", count=unsettled)


def require_fault(*, category: str, what: str, mends: str) -> None:
    """Refused: unknown_category, fault_without_words, fault_without_remedy, personal_in_text."""
    if category not in set(Fault):
        raise Refused("unknown_category")
    if not what.strip():
        raise Refused("fault_without_words")
    if not mends.strip():
        raise Refused("fault_without_remedy")
    clearing.require_impersonal(what, mends)


def require_evidence(text: str) -> None:
    """Refused: evidence_needed."""
    if not text.strip():
        raise Refused("evidence_needed")


def require_draft(text: str) -> None:
    """Refused: draft_empty."""
    if not text.strip():
        raise Refused("draft_empty")


def require_days(days: Collection[date], *, since: date, on: date) -> None:
    """The head notes days on which they were there: of the inspection, and past. Refused: day_missing, day_outside."""
    if not days:
        raise Refused("day_missing")
    for day in days:
        if not since <= day <= on:
            raise Refused("day_outside", named=day, since=since, until=on)


def house_rule(pack: Pack, name: str) -> str:
    """The rule of this system that ends in that name. Refused: unknown_rule."""
    own = (rule.id for rule in pack.rules.values() if rule.confidence is Confidence.HOUSE)
    found = next((one for one in own if one.endswith(name)), None)
    if found is None:
        raise Refused("unknown_rule", rule=name)
    return found


def require_there(ended: date | None, *, on: date) -> None:
    """A unit that is no more is not inspected. Refused: unit_ended(since)."""
    if ended is not None and ended <= on:
        raise Refused("unit_ended", since=ended)


def require_in_person(by: int, holder: int | None) -> None:
    """What the head does in person nobody does for them. Refused: not_the_head."""
    if by != holder:
        raise Refused("not_the_head")


def require_known(people: Collection[int], known: Collection[int]) -> None:
    """Only inspectors of the office. Refused: not_an_inspector(person)."""
    for person in people:
        if person not in known:
            raise Refused("not_an_inspector", person=person)


def require_below(unit_id: int, known: Collection[int]) -> None:
    """Only units under the one that inspects. Refused: unit_not_below."""
    if unit_id not in known:
        raise Refused("unit_not_below")


def require_named(day: date | None, *, on: date) -> None:
    """Where the law has no number, a day is named, today or later. Refused: day_missing, day_in_past."""
    if day is None:
        raise Refused("day_missing")
    if day < on:
        raise Refused("day_in_past", named=day, on=on)


def require_later(day: date | None, *, than: date) -> None:
    """Refused: day_missing, day_not_later(than)."""
    if day is None:
        raise Refused("day_missing")
    if day <= than:
        raise Refused("day_not_later", than=than)


def require_theme(text: str) -> None:
    """Refused: theme_needed."""
    if not text.strip():
        raise Refused("theme_needed")


def require_explanation(text: str, *, before: date | None) -> None:
    """Refused: explained_already(since), explanation_empty."""
    if before is not None:
        raise Refused("explained_already", since=before)
    if not text.strip():
        raise Refused("explanation_empty")


def require_reason(text: str) -> None:
    """Refused: reason_needed."""
    if not text.strip():
        raise Refused("reason_needed")


def require_doer(*, holds: bool, roles: Collection[Role], owed: bool) -> None:
    """The holder of the post reports, or the desk of its unit, once the conclusion is signed.

    Refused: not_yours, not_owed.
    """
    if not holds and not set(roles) & {Role.CLERK, Role.HEAD}:
        raise Refused("not_yours")
    if not owed:
        raise Refused("not_owed")


def require_running(state: str) -> None:
    """Findings are written and taken back between the announcement and the conclusion.

    Refused: findings_closed(state).
    """
    if state not in FINDING:
        raise Refused("findings_closed", state=state)


def require_post(post_id: int | None, known: Collection[int]) -> int:
    """A post of the inspected unit; gives it. Refused: post_elsewhere."""
    if post_id is None or post_id not in known:
        raise Refused("post_elsewhere")
    return post_id


def require_not_mended(since: date | None) -> None:
    """Refused: mended_already(since)."""
    if since is not None:
        raise Refused("mended_already", since=since)


def require_announced(day: date | None) -> date:
    """Gives the day. Refused: not_announced."""
    if day is None:
        raise Refused("not_announced")
    return day
