"""Tables of this counter."""

from hoiam.desk.dialogues.models.conference import Chair, Conference, Kind, Sitting, Step
from hoiam.desk.dialogues.models.promise import Judged, Promise, What
from hoiam.desk.dialogues.models.question import Channel, Question, Vote
from hoiam.desk.dialogues.models.signature import Signature

__all__ = [
    "Chair",
    "Channel",
    "Conference",
    "Judged",
    "Kind",
    "Promise",
    "Question",
    "Signature",
    "Sitting",
    "Step",
    "Vote",
    "What",
]
