"""Tables of the cases counter. What people wrote is sealed; the rest is states, dates and codes."""

from hoiam.desk.cases.models.case import OPEN_STATES, Case, Channel, Kind
from hoiam.desk.cases.models.challenged import Challenged
from hoiam.desk.cases.models.complaint import (
    Absence,
    Decision,
    DecisionKind,
    Dialogue,
    Press,
    Verification,
)
from hoiam.desk.cases.models.document import Document, DocumentState, RedactedCopy, SignedAs
from hoiam.desk.cases.models.draft import CounterDraft
from hoiam.desk.cases.models.exporting import Export, ExportPiece, ExportState, ExportWhat
from hoiam.desk.cases.models.importing import Import, ImportFault, ImportPiece, ImportState
from hoiam.desk.cases.models.learned import FieldTotal, FieldWord, Lesson
from hoiam.desk.cases.models.letter import LetterNumber, Outgoing, OutgoingBook
from hoiam.desk.cases.models.link import CaseLink, Relation
from hoiam.desk.cases.models.mail import Mail, MailAddress, MailState
from hoiam.desk.cases.models.message import Message, purpose_of
from hoiam.desk.cases.models.outside import SentOnce
from hoiam.desk.cases.models.party import Party, Why
from hoiam.desk.cases.models.reply import Point, Reception, Reply
from hoiam.desk.cases.models.signer import Appointment, Served, Signer
from hoiam.desk.cases.models.split import Part
from hoiam.desk.cases.models.step import Step
from hoiam.desk.cases.models.turned_away import Brought, TurnedAway
from hoiam.desk.cases.models.work import (
    BulkReply,
    BulkRow,
    SavedFilter,
    StaffChoice,
    Substitution,
    UnitChoice,
)

__all__ = [
    "OPEN_STATES",
    "Absence",
    "Appointment",
    "Brought",
    "BulkReply",
    "BulkRow",
    "Case",
    "CaseLink",
    "Challenged",
    "Channel",
    "CounterDraft",
    "Decision",
    "DecisionKind",
    "Dialogue",
    "Document",
    "DocumentState",
    "Export",
    "ExportPiece",
    "ExportState",
    "ExportWhat",
    "FieldTotal",
    "FieldWord",
    "Import",
    "ImportFault",
    "ImportPiece",
    "ImportState",
    "Kind",
    "Lesson",
    "LetterNumber",
    "Mail",
    "MailAddress",
    "MailState",
    "Message",
    "Outgoing",
    "OutgoingBook",
    "Part",
    "Party",
    "Point",
    "Press",
    "Reception",
    "RedactedCopy",
    "Relation",
    "Reply",
    "SavedFilter",
    "SentOnce",
    "Served",
    "SignedAs",
    "Signer",
    "StaffChoice",
    "Step",
    "Substitution",
    "TurnedAway",
    "UnitChoice",
    "Verification",
    "Why",
    "purpose_of",
]
