"""What can happen at this counter."""

from hoiam.desk.dialogues.actions.conference import (
    Called,
    announce,
    call,
    decline,
    demand,
    hold,
    postpone,
    publish,
)
from hoiam.desk.dialogues.actions.promises import judge, keep, keep_up, promise
from hoiam.desk.dialogues.actions.questions import Asked, answer, ask, defer, merge, move, put_on_screen, want
from hoiam.desk.dialogues.actions.signatures import count_voters, name_keeper, open_list, sign, sign_on_paper

__all__ = [
    "Asked",
    "Called",
    "announce",
    "answer",
    "ask",
    "call",
    "count_voters",
    "decline",
    "defer",
    "demand",
    "hold",
    "judge",
    "keep",
    "keep_up",
    "merge",
    "move",
    "name_keeper",
    "open_list",
    "postpone",
    "promise",
    "publish",
    "put_on_screen",
    "sign",
    "sign_on_paper",
    "want",
]
