"""A task of a plan (nhiệm vụ): who is responsible, until when, what shows that it is done, and what happened to it."""

from django.db import models
from django.db.models import Q

from hoiam.desk.directives.models.directive import Plan

ENDED = ("done", "cancelled")


class Task(models.Model):
    """A duty (subject "task") from when it is given; `state` is a state of the law's table, empty before that.

    `first_due_on`: the day as it was given; `due_on` the day that runs, by the latest decision. `wanted_on`: the day
    that is asked for. `unit` and `post` follow a reform. `told_at`: the head above was told that it is late.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=500)
    measure = models.CharField(max_length=500, default="")
    evidence = models.CharField(max_length=500, default="", help_text="what is expected to show it")
    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, default="", blank=True)
    first_due_on = models.DateField()
    due_on = models.DateField()
    wanted_on = models.DateField(null=True)
    given_on = models.DateField(null=True)
    reported_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reported_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    told_at = models.DateTimeField(null=True)
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("plan", "number"), name="task_numbered"),
            models.CheckConstraint(condition=~Q(title=""), name="task_worded"),
            models.CheckConstraint(
                condition=Q(state="", given_on=None) | (~Q(state="") & Q(given_on__isnull=False)),
                name="task_given_on",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on=None)),
                name="task_done_on",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", wanted_on__isnull=False) | (~Q(state="asked") & Q(wanted_on=None)),
                name="task_wanted_on",
            ),
            models.CheckConstraint(
                condition=~Q(state="reported") | Q(reported_by__isnull=False, reported_on__isnull=False),
                name="task_reported_by",
            ),
        )
        indexes = (
            models.Index(fields=("plan", "state", "number"), name="task_plan_state"),
            models.Index(fields=("plan", "unit", "number"), name="task_plan_unit"),
            models.Index(fields=("plan", "due_on", "number"), name="task_plan_due"),
            models.Index(fields=("unit", "due_on", "id"), name="task_unit_due"),
            models.Index(
                fields=("due_on", "id"),
                condition=Q(state__in=("assigned", "in_work", "asked", "reported")),
                name="task_running_due",
            ),
        )

    def __str__(self) -> str:
        return f"task {self.pk}"


class Beside(models.Model):
    """A unit that works on a task together with the responsible one."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="beside", db_index=False)
    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("task", "unit"), name="beside_once"),)
        indexes = (models.Index(fields=("unit", "task"), name="beside_unit"),)

    def __str__(self) -> str:
        return f"{self.task_id} {self.unit_id}"


class Milestone(models.Model):
    """A dated step on the way of a task."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="milestones", db_index=False)
    on = models.DateField()
    text = models.CharField(max_length=300)
    done_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("task", "on", "text"), name="milestone_once"),)

    def __str__(self) -> str:
        return f"{self.task_id} {self.on}"


class Step(models.Model):
    """What happened to a task. Files: of owner "task-step". `number`: of the decision. `entry`: the log's event."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="steps", db_index=False)
    event = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField(null=True)
    number = models.CharField(max_length=60, default="")
    text = models.TextField(default="")
    link = models.URLField(max_length=300, default="")
    files = models.PositiveIntegerField(default=0)
    entry = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("task", "id"), name="task_step"),)

    def __str__(self) -> str:
        return f"{self.task_id} {self.event}"
