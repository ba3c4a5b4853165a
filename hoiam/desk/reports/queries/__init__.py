"""What can be asked at this counter; answers are frozen cards."""

from hoiam.desk.reports.queries.accounts import evidence, listed, one, own, public, published, steps
from hoiam.desk.reports.queries.cards import (
    AccountCard,
    AccountRow,
    ProgrammeCard,
    QuestionCard,
    RecommendationCard,
    StepCard,
    VisitCard,
)
from hoiam.desk.reports.queries.questions import of_account, question
from hoiam.desk.reports.queries.supervision import (
    programme,
    programmes,
    recommendation,
    recommendations,
    visits,
)

__all__ = [
    "AccountCard",
    "AccountRow",
    "ProgrammeCard",
    "QuestionCard",
    "RecommendationCard",
    "StepCard",
    "VisitCard",
    "evidence",
    "listed",
    "of_account",
    "one",
    "own",
    "programme",
    "programmes",
    "public",
    "published",
    "question",
    "recommendation",
    "recommendations",
    "steps",
    "visits",
]
