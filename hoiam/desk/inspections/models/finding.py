"""What an inspection found, what is to be done about it, by whom and until when; and what was reported as done."""

from django.db import models
from django.db.models import Q

from hoiam.desk.inspections.models.inspection import Inspection
from hoiam.kit.fields import SealedTextField

STAFF_KEY = 64


class Finding(models.Model):
    """One finding: from the conclusion on, a duty (subject "finding") of `owner`.

    `post` is the one it names; `owner` owes the remedy now. `evidence` is for the office; `what` and `remedy` become
    public with the conclusion. `reviewed_by`: the head's post, when its holder looked at it in person.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="findings", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    what = models.TextField()
    evidence = SealedTextField()
    ground = models.CharField(max_length=300)
    severity = models.CharField(max_length=8)
    remedy = models.TextField()
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="demanded")
    owed_since = models.DateField(null=True, help_text="day of the conclusion")
    settled_on = models.DateField(null=True, help_text="day of the report that was accepted")
    accepted_on = models.DateField(null=True)
    reviewed_by = models.ForeignKey(
        "office.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reviewed_on = models.DateField(null=True)
    form_key = models.CharField(max_length=STAFF_KEY, unique=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("inspection", "number"), name="finding_number"),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_on__isnull=False, settled_on__isnull=False)
                | (~Q(state="accepted") & Q(accepted_on=None, settled_on=None)),
                name="finding_accepted_on",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_on=None)
                | Q(reviewed_by__isnull=False, reviewed_on__isnull=False),
                name="finding_reviewed_by",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_on", "id"),
                condition=Q(owed_since__isnull=False, accepted_on=None),
                name="finding_open",
            ),
            models.Index(fields=("post", "owed_since"), name="finding_post"),
            models.Index(fields=("owner", "due_on"), name="finding_owner"),
        )

    def __str__(self) -> str:
        return f"finding {self.pk}"


class RemedyReport(models.Model):
    """What was reported as done, with what shows it, and what the inspectorate said to it."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="reports", db_index=False)
    evidence = models.TextField()
    link = models.URLField(max_length=300, default="")
    by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    form_key = models.CharField(max_length=STAFF_KEY, unique=True)
    accepted = models.BooleanField(null=True)
    judged_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    judged_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted=None, judged_by=None, judged_at=None)
                | Q(accepted__isnull=False, judged_by__isnull=False, judged_at__isnull=False),
                name="remedy_judged_whole",
            ),
            models.CheckConstraint(
                condition=Q(judged_by=None) | ~Q(judged_by=models.F("by")), name="remedy_judged_by_another"
            ),
            models.UniqueConstraint(fields=("finding",), condition=Q(accepted=None), name="remedy_one_waits"),
        )
        indexes = (models.Index(fields=("finding", "id"), name="remedy_of_finding"),)

    def __str__(self) -> str:
        return f"remedy report {self.pk}"
