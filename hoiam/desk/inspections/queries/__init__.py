"""What can be asked at this counter; answers are frozen cards."""

from hoiam.desk.inspections.queries.cards import (
    EntryCard,
    FindingCard,
    InspectionCard,
    ProgrammeCard,
    ProposalCard,
    ReviewCard,
    Row,
    StepCard,
)
from hoiam.desk.inspections.queries.figures import OfPost, of_post, part, part_between, part_of
from hoiam.desk.inspections.queries.findings import (
    of_inspection as findings_of,
    one as finding,
    owed,
    reports,
)
from hoiam.desk.inspections.queries.inspections import listed, one, relations, steps
from hoiam.desk.inspections.queries.programme import approved, entry, programme, proposals, waiting, years
from hoiam.desk.inspections.queries.self_reviews import listed as self_reviews, one as self_review

__all__ = [
    "EntryCard",
    "FindingCard",
    "InspectionCard",
    "OfPost",
    "ProgrammeCard",
    "ProposalCard",
    "ReviewCard",
    "Row",
    "StepCard",
    "approved",
    "entry",
    "finding",
    "findings_of",
    "listed",
    "of_post",
    "one",
    "owed",
    "part",
    "part_between",
    "part_of",
    "programme",
    "proposals",
    "relations",
    "reports",
    "self_review",
    "self_reviews",
    "steps",
    "waiting",
    "years",
]
