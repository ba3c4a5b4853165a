"""Tables of this counter."""

from hoiam.desk.reports.models.account import Account, Question, Step
from hoiam.desk.reports.models.supervision import By, Programme, Recommendation, Visit

__all__ = ["Account", "By", "Programme", "Question", "Recommendation", "Step", "Visit"]
