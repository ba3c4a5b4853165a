"""What can happen at this counter."""

from hoiam.desk.reports.actions.accounting import begin, keep_up, publish, recount, sign, write
from hoiam.desk.reports.actions.asking import Asked, answer, ask, hide
from hoiam.desk.reports.actions.paper import pdf
from hoiam.desk.reports.actions.supervising import (
    Came,
    Recommended,
    Said,
    answer as reply,
    finish,
    may_enter,
    plan,
    recommend,
    visit,
)

__all__ = [
    "Asked",
    "Came",
    "Recommended",
    "Said",
    "answer",
    "ask",
    "begin",
    "finish",
    "hide",
    "keep_up",
    "may_enter",
    "pdf",
    "plan",
    "publish",
    "recommend",
    "recount",
    "reply",
    "sign",
    "visit",
    "write",
]
