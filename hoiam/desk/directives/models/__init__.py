"""Tables of this counter."""

from hoiam.desk.directives.models.briefing import Briefed, Briefing
from hoiam.desk.directives.models.directive import Directive, Plan
from hoiam.desk.directives.models.task import Beside, Milestone, Step, Task

__all__ = ["Beside", "Briefed", "Briefing", "Directive", "Milestone", "Plan", "Step", "Task"]
