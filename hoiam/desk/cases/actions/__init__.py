"""What can happen at the cases counter. Every function is one sentence in one transaction."""

from hoiam.desk.cases.actions.answer import PointDraft, approve, preview, propose, rework, save_points
from hoiam.desk.cases.actions.citizen import contest, rate, withdraw
from hoiam.desk.cases.actions.handling import (
    accept,
    assign,
    classify,
    close,
    promise,
    refuse,
    send_back,
    transfer,
    transfer_out,
)
from hoiam.desk.cases.actions.intake import Intake, Taken, register, submit
from hoiam.desk.cases.actions.overdue import sweep
from hoiam.desk.cases.actions.privacy import clear_for_public, identity

__all__ = [
    "Intake",
    "PointDraft",
    "Taken",
    "accept",
    "approve",
    "assign",
    "classify",
    "clear_for_public",
    "close",
    "contest",
    "identity",
    "preview",
    "promise",
    "propose",
    "rate",
    "refuse",
    "register",
    "rework",
    "save_points",
    "send_back",
    "submit",
    "sweep",
    "transfer",
    "transfer_out",
    "withdraw",
]
