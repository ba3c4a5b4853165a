"""What people hand over or get back at the counter in a matter that is there: who records it, and what must be said.

A withdrawal, whole or in part, is a letter or is written down in minutes that the person signs (Law 02/2011/QH13,
article 10, as amended by Law 136/2025/QH15): the office records what the citizen does, so the paper stands for it.
Originals go back with guidance or when a matter is not handled (Circular 05/2021/TT-TTCP, article 6).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hoiam.law.handling import CIRCULAR
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.step import Step

DESK = frozenset({Role.CLERK, Role.HEAD})
WHOLE, PART = "withdraw", "withdraw_part"
GIVEN_BACK, SCANNED = "give_back", "scan"


class Paper(StrEnum):
    """How a withdrawal stands on paper."""

    LETTER = "letter"
    MINUTES = "minutes"


class Receiver(StrEnum):
    """To whom originals go back."""

    SENDER = "sender"
    REPRESENTATIVE = "representative"  # or whoever was authorised
    POST = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day of a paper, and the days it must lie between: that of receipt and today."""

    on: date
    received_on: date
    today: date


def may(roles: frozenset[Role], *, is_assignee: bool = False) -> bool:
    """Clerk and head; whoever handles the matter has its papers in hand, too."""
    return bool(roles & DESK) or (is_assignee and Role.HANDLER in roles)


def withdraw(*, roles: frozenset[Role], paper: str, day: Day, scans: int, event: str, parts: str) -> None:
    """The office records that the citizen withdrew; whether the matter can still be withdrawn its procedure says.

    Refused: not_yours, unknown_paper, day_not_yet, day_before_receipt(since), scan_needed, reason_needed.
    """
    if not roles & DESK:
        raise Refused("not_yours", allowed=tuple(sorted(DESK)))
    if paper not in set(Paper):
        raise Refused("unknown_paper")
    _between(day)
    if not scans:
        raise Refused("scan_needed")
    if event == PART and not parts.strip():
        raise Refused("reason_needed")


def give_back(*, allowed: bool, state: str, day: Day, receiver: str, name: str, papers: str) -> Step:
    """The step of a return: no state changes and no clock. `papers`: a line for each; `name`: of who stands in.

    Refused: not_yours, day_not_yet, day_before_receipt(since), papers_needed, receiver_needed.
    """
    if not allowed:
        raise Refused("not_yours", allowed=tuple(sorted(DESK)))
    _between(day)
    if not papers.strip():
        raise Refused("papers_needed")
    if receiver not in set(Receiver) or (receiver != Receiver.SENDER and not name.strip()):
        raise Refused("receiver_needed")
    return _stays(GIVEN_BACK, state, CIRCULAR)


def scanned(*, allowed: bool, state: str, again: bool) -> Step:
    """The step of a scan put into the file. `again`: the very same file lies there. Refused: not_yours, scan_there."""
    if not allowed:
        raise Refused("not_yours", allowed=tuple(sorted(DESK)))
    if again:
        raise Refused("scan_there")
    return _stays(SCANNED, state, "")


def noted(papers: str, name: str) -> str:
    """A return as the history keeps it: the papers, a line each, and apart from them who took them."""
    return "\n\n".join(filter(None, ("\n".join(filter(None, papers.split("\n"))), name.strip())))


def listed(note: str) -> str:
    """The papers alone."""
    return note.partition("\n\n")[0]


def _between(day: Day) -> None:
    if day.on > day.today:
        raise Refused("day_not_yet")
    if day.on < day.received_on:
        raise Refused("day_before_receipt", since=day.received_on)


def _stays(event: str, state: str, source: str) -> Step:
    return Step(event, state, state, opens=(), closes=(), source=source)
