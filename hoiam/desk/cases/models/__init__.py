"""Tables of the cases counter. What people wrote is sealed; the rest is states, dates and codes."""

from hoiam.desk.cases.models.case import OPEN_STATES, Case, Channel, Kind
from hoiam.desk.cases.models.complaint import (
    Absence,
    Decision,
    DecisionKind,
    Dialogue,
    Press,
    Verification,
)
from hoiam.desk.cases.models.letter import LetterNumber
from hoiam.desk.cases.models.reply import Point, Reply
from hoiam.desk.cases.models.step import Step

__all__ = [
    "OPEN_STATES",
    "Absence",
    "Case",
    "Channel",
    "Decision",
    "DecisionKind",
    "Dialogue",
    "Kind",
    "LetterNumber",
    "Point",
    "Press",
    "Reply",
    "Step",
    "Verification",
]
