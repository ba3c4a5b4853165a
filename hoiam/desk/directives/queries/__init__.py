"""What can be asked at this counter; answers are frozen cards."""

from hoiam.desk.directives.queries import choices, directives, plans, tasks
from hoiam.desk.directives.queries.cards import (
    BriefedRow,
    BriefingCard,
    Counts,
    DirectiveCard,
    DirectiveRow,
    MilestoneCard,
    PlanCard,
    PlanRow,
    StepCard,
    TaskCard,
    TaskRow,
)

__all__ = [
    "BriefedRow",
    "BriefingCard",
    "Counts",
    "DirectiveCard",
    "DirectiveRow",
    "MilestoneCard",
    "PlanCard",
    "PlanRow",
    "StepCard",
    "TaskCard",
    "TaskRow",
    "choices",
    "directives",
    "plans",
    "tasks",
]
