"""Tables of this counter."""

from hoiam.desk.inspections.models.finding import Finding, RemedyReport
from hoiam.desk.inspections.models.inspection import Inspection, Member, Presence, Relation, Step
from hoiam.desk.inspections.models.programme import Assigned, Change, Entry, Programme
from hoiam.desk.inspections.models.self_review import SelfReview

__all__ = [
    "Assigned",
    "Change",
    "Entry",
    "Finding",
    "Inspection",
    "Member",
    "Presence",
    "Programme",
    "Relation",
    "RemedyReport",
    "SelfReview",
    "Step",
]
