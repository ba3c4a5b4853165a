"""An incoming directive (văn bản chỉ đạo), and the plan (kế hoạch) that a unit makes of it or by itself."""

from django.db import models
from django.db.models import Q


class Directive(models.Model):
    """As it came in; only a text that is `open` is shown to everybody. Attachments: files of owner "directive"."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=200)
    issued_on = models.DateField()
    subject = models.CharField(max_length=300)
    text = models.TextField(default="")
    open = models.BooleanField(default=False, help_text="its text may be read by everybody")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    form_key = models.CharField(max_length=64, unique=True)
    entry = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "number", "issued_on"), name="directive_once"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(issuer="") & ~Q(subject=""), name="directive_named"
            ),
        )
        indexes = (
            models.Index(fields=("unit", "-id"), name="directive_unit_newest"),
            models.Index(fields=("-id",), condition=Q(open=True), name="directive_open_newest"),
        )

    def __str__(self) -> str:
        return f"directive {self.pk}"


class Plan(models.Model):
    """Tasks of one unit for itself and those below. `task`: the task of a plan above that this one carries out.

    `post` heads the unit; `unit` and `post` follow a reform. Once `issued_at` is set its tasks are duties. `open`:
    the words of its tasks may be read by everybody; that they exist, whose they are and their days always may.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    directive = models.ForeignKey(
        Directive, null=True, on_delete=models.PROTECT, related_name="plans", db_index=False
    )
    task = models.ForeignKey(
        "directives.Task", null=True, on_delete=models.PROTECT, related_name="plans", db_index=False
    )
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    signed_on = models.DateField()
    open = models.BooleanField(default=False)
    issued_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(number="") & ~Q(title=""), name="plan_named"),
            models.CheckConstraint(
                condition=Q(task=None) | Q(directive=None), name="plan_of_a_directive_or_of_a_task"
            ),
        )
        indexes = (
            models.Index(fields=("unit", "-id"), name="plan_unit_newest"),
            models.Index(
                fields=("directive", "id"), condition=Q(directive__isnull=False), name="plan_directive"
            ),
            models.Index(fields=("task", "id"), condition=Q(task__isnull=False), name="plan_task"),
        )

    def __str__(self) -> str:
        return f"plan {self.pk}"
