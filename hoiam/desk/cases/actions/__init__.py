"""What can happen at the cases counter. Every function is one sentence in one transaction."""

from hoiam.desk.cases.actions.answer import PointDraft, approve, preview, propose, rework, save_points
from hoiam.desk.cases.actions.challenging import Against, challenge, hinder
from hoiam.desk.cases.actions.citizen import contest, go_on, rate, rate_reception, withdraw, withdraw_part
from hoiam.desk.cases.actions.complaint_file import Participant, Said
from hoiam.desk.cases.actions.conflict import lift, name, recuse
from hoiam.desk.cases.actions.handling import (
    accept,
    assign,
    classify,
    close,
    promise,
    send_back,
    transfer,
    transfer_out,
)
from hoiam.desk.cases.actions.intake import Intake, PressSource, Taken, register, submit
from hoiam.desk.cases.actions.linking import link
from hoiam.desk.cases.actions.overdue import sweep
from hoiam.desk.cases.actions.privacy import clear_for_public, identity
from hoiam.desk.cases.actions.procedure import take
from hoiam.desk.cases.actions.refusing import notify_refusal, refuse
from hoiam.desk.cases.actions.second import complain_again, to_court

__all__ = [
    "Against",
    "Intake",
    "Participant",
    "PointDraft",
    "PressSource",
    "Said",
    "Taken",
    "accept",
    "approve",
    "assign",
    "challenge",
    "classify",
    "clear_for_public",
    "close",
    "complain_again",
    "contest",
    "go_on",
    "hinder",
    "identity",
    "lift",
    "link",
    "name",
    "notify_refusal",
    "preview",
    "promise",
    "propose",
    "rate",
    "rate_reception",
    "recuse",
    "refuse",
    "register",
    "rework",
    "save_points",
    "send_back",
    "submit",
    "sweep",
    "take",
    "to_court",
    "transfer",
    "transfer_out",
    "withdraw",
    "withdraw_part",
]
