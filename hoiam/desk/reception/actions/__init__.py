"""What can happen at the reception counter. Every function is one sentence in one transaction."""

from hoiam.desk.reception.actions.changing import call_unscheduled, change, plan, post, postpone
from hoiam.desk.reception.actions.generating import generate, generate_all
from hoiam.desk.reception.actions.holding import (
    Chair,
    begin,
    close,
    miss,
    note,
    note_dialogue,
    take_back,
    take_back_session,
)
from hoiam.desk.reception.actions.making import Where
from hoiam.desk.reception.actions.regulating import NewRegulation, enter

__all__ = [
    "Chair",
    "NewRegulation",
    "Where",
    "begin",
    "call_unscheduled",
    "change",
    "close",
    "enter",
    "generate",
    "generate_all",
    "miss",
    "note",
    "note_dialogue",
    "plan",
    "post",
    "postpone",
    "take_back",
    "take_back_session",
]
