"""People who were refused reception without any case: at the door, or while they were received."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoiam.kit.fields import SealedTextField


class Brought(models.TextChoices):
    """What they came with, as far as it was said. Whoever denounces is received apart."""

    PETITION = "petition", _("Petition")
    REPORT = "report", _("Report")
    COMPLAINT = "complaint", _("Complaint")


class TurnedAway(models.Model):
    """One refusal (Nghị định số 154/2026/NĐ-CP, điều 4); `state` is one of hoiam.law.procedures.reception_refusal.

    `on`: the day on which the ground was established, from which the notice is owed by `post`. `identity` is empty
    where nobody asked who it was. `number`, `signed_on`: of form 01/TCD once it was issued.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    state = models.CharField(max_length=24)
    ground = models.CharField(max_length=24)
    kind = models.CharField(max_length=16, choices=Brought.choices)
    people = models.PositiveSmallIntegerField(default=1)
    identity = models.ForeignKey(
        "sealed.Identity", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    matter = SealedTextField()
    reason = SealedTextField()
    number = models.CharField(max_length=40, default="")
    signed_on = models.DateField(null=True)
    changed_mind = SealedTextField(default="", help_text="why the person was received after all")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    form_key = models.CharField(max_length=64, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="issued", signed_on__isnull=False) & ~Q(number="")
                | ~Q(state="issued") & Q(number="", signed_on=None),
                name="turned_away_issued_with_number",
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="turned_away_somebody"),
        )
        indexes = (
            models.Index(fields=("unit", "-id"), name="turned_away_newest"),
            models.Index(fields=("unit", "on", "id"), name="turned_away_day"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.on} {self.state}"
