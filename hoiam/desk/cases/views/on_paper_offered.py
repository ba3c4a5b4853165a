"""What can be recorded from papers in a case, by whom: links of its page."""

from typing import Any

from hoiam.desk.cases.actions import on_paper as actions
from hoiam.desk.cases.queries import CaseCard
from hoiam.law import on_paper
from hoiam.law.procedures import bringing_over, kinds
from hoiam.law.roles import Role
from hoiam.office import queries as office

CITIZEN = frozenset({Role.CITIZEN})
KEPT = frozenset({actions.WITHDRAWAL, actions.RECEIPT})
"""Files that stand beside the history, not among what the citizen sent."""


def offered(card: CaseCard, actor: office.Actor) -> dict[str, Any]:
    """What the page of a case says of it: the links, and the papers that are there."""
    return {
        "may_withdraw": bool(withdrawable(card, actor)),
        "may_give_back": may_give_back(card, actor),
        "may_give_code": may_give_code(card, actor),
        "on_paper": [file for file in card.files if file.purpose in KEPT],
    }


def withdrawable(card: CaseCard, actor: office.Actor) -> tuple[str, ...]:
    """What the citizen may take back now, and this person may record."""
    if not kinds.acting(card.kind, actor.roles_in(card.unit_id)) & on_paper.DESK:
        return ()
    events = kinds.ruled(card.kind).available(card.state, CITIZEN, is_assignee=False)
    return tuple(event for event in (on_paper.WHOLE, on_paper.PART) if event in events)


def may_give_back(card: CaseCard, actor: office.Actor) -> bool:
    """Clerk, head, and who handles it."""
    roles = kinds.acting(card.kind, actor.roles_in(card.unit_id))
    return on_paper.may(roles, is_assignee=card.handler_id == actor.person_id)


def may_give_code(card: CaseCard, actor: office.Actor) -> bool:
    """Clerk and head, of a matter of an older register whose person is known."""
    roles = kinds.acting(card.kind, actor.roles_in(card.unit_id))
    return card.has_identity and bringing_over.may_give_code(roles=roles, channel=card.channel)
