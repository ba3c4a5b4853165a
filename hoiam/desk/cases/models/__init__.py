"""Tables of the cases counter. What people wrote is sealed; the rest is states, dates and codes."""

from hoiam.desk.cases.models.case import OPEN_STATES, Case, Channel, Kind
from hoiam.desk.cases.models.letter import LetterNumber
from hoiam.desk.cases.models.reply import Point, Reply
from hoiam.desk.cases.models.step import Step

__all__ = ["OPEN_STATES", "Case", "Channel", "Kind", "LetterNumber", "Point", "Reply", "Step"]
