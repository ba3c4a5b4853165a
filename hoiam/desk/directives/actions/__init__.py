"""What can happen at this counter."""

from hoiam.desk.directives.actions.briefings import Session, acknowledge, hold, remind
from hoiam.desk.directives.actions.directive import Incoming, open_text, register
from hoiam.desk.directives.actions.late import keep_up
from hoiam.desk.directives.actions.plans import Drawn, Wanted, draw, drop, give_out, rewrite, write
from hoiam.desk.directives.actions.record import NOTHING, Said
from hoiam.desk.directives.actions.work import (
    approve,
    ask_for_time,
    grant_time,
    hand_on,
    note_progress,
    report,
    step,
)

__all__ = [
    "NOTHING",
    "Drawn",
    "Incoming",
    "Said",
    "Session",
    "Wanted",
    "acknowledge",
    "approve",
    "ask_for_time",
    "draw",
    "drop",
    "give_out",
    "grant_time",
    "hand_on",
    "hold",
    "keep_up",
    "note_progress",
    "open_text",
    "register",
    "remind",
    "report",
    "rewrite",
    "step",
    "write",
]
