"""The history of a case."""

from django.db import models

from hoiam.desk.cases.models.case import Case
from hoiam.kit.fields import SealedTextField


class Step(models.Model):
    """One thing that happened to a case: the history that staff and citizen read."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps", db_index=False)
    event = models.CharField(max_length=24)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    note = SealedTextField(default="")
    facts = models.JSONField(default=dict)
    entry = models.BigIntegerField(null=True, help_text="journal event")

    class Meta:
        indexes = (models.Index(fields=("case", "id"), name="step_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.event}"
