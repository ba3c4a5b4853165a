"""What can happen at this counter."""

from hoiam.desk.inspections.actions.conclusion import carry_out, conclude, order, publish
from hoiam.desk.inspections.actions.findings import Found, drop, find, judge, report as report_remedy, review
from hoiam.desk.inspections.actions.steps import (
    Decided,
    Said,
    announce,
    ask_superior,
    break_off,
    decide,
    draft,
    end,
    explain,
    extend,
    give_opinion,
    note_silence,
    pass_to_police,
    report,
)

__all__ = [
    "Decided",
    "Found",
    "Said",
    "announce",
    "ask_superior",
    "break_off",
    "carry_out",
    "conclude",
    "decide",
    "draft",
    "drop",
    "end",
    "explain",
    "extend",
    "find",
    "give_opinion",
    "judge",
    "note_silence",
    "order",
    "pass_to_police",
    "publish",
    "report",
    "report_remedy",
    "review",
]
