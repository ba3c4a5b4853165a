"""What can be asked at this counter; answers are frozen cards."""

from hoiam.desk.dialogues.queries.cards import (
    ChairCard,
    ConferenceCard,
    PromiseCard,
    QuestionCard,
    Row,
    SittingCard,
    StepCard,
)
from hoiam.desk.dialogues.queries.conferences import before, by_room, listed, one, steps
from hoiam.desk.dialogues.queries.figures import chaired_between, figures, of_heads, table
from hoiam.desk.dialogues.queries.promises import of_conference as promises_of, one as promised
from hoiam.desk.dialogues.queries.questions import (
    asked,
    counts,
    decided,
    followed,
    public,
    question,
    room,
    waiting,
    wanted_by,
)

__all__ = [
    "ChairCard",
    "ConferenceCard",
    "PromiseCard",
    "QuestionCard",
    "Row",
    "SittingCard",
    "StepCard",
    "asked",
    "before",
    "by_room",
    "chaired_between",
    "counts",
    "decided",
    "figures",
    "followed",
    "listed",
    "of_heads",
    "one",
    "promised",
    "promises_of",
    "public",
    "question",
    "room",
    "steps",
    "table",
    "waiting",
    "wanted_by",
]
