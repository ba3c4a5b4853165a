"""A matter that an older register holds: it goes on where it stands, or is over and owes nothing.

Its clocks count from the day that register says. Decree 154/2026/NĐ-CP, article 27.1: the register is kept, on paper
or electronically.
"""

import dataclasses
from collections.abc import Mapping

from hoiam.law.refusal import Refused
from hoiam.law.step import Step

OPEN, OVER = "import", "import_closed"
ENDS: Mapping[str, str] = {
    "petition": "closed",
    "complaint_first": "executed",
    "complaint_second": "executed",
    "accountability_report": "explained",
    "denunciation": "settled",
}
"""By procedure, the state of what was settled elsewhere."""


def brought_over(step: Step, *, procedure: str, over: bool) -> Step:
    """From the step that registers it here. Refused: no_such_end."""
    if not over:
        return dataclasses.replace(step, event=OPEN)
    if procedure not in ENDS:
        raise Refused("no_such_end", procedure=procedure)
    return Step(OVER, step.before, ENDS[procedure], opens=(), closes=(), source=step.source)
