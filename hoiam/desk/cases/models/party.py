"""Who keeps out of a case."""

from django.db import models
from django.db.models import Q

from hoiam.desk.cases.models.case import Case
from hoiam.kit.fields import SealedTextField


class Why(models.TextChoices):
    """Said by the sender and not yet settled; named by the office; recused; follows a unit that is named."""

    SAID = "said"
    NAMED = "named"
    RECUSED = "recused"
    HEIR = "heir"


class Party(models.Model):
    """Somebody complained of, or who recused themselves: kept out of the case while the entry stands.

    A person, or a unit with all who work for it. `said`: in the sender's own words, read only by the clerk who
    settles whom it means. Rows are only added and lifted.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties", db_index=False)
    why = models.CharField(max_length=8, choices=Why.choices)
    person = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post = models.ForeignKey(
        "office.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "office.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    said = SealedTextField(default="")
    note = SealedTextField(default="")
    by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lifted_note = SealedTextField(default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(why="said", person=None, unit=None)
                | (~Q(why="said") & (Q(person__isnull=False) | Q(unit__isnull=False))),
                name="party_settled_names_somebody",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="party_lifted_by_whom",
            ),
        )
        indexes = (models.Index(fields=("case", "id"), name="party_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.why}"
