"""A session at which a document was briefed to units (hội nghị quán triệt, phổ biến), and who acknowledged it."""

from django.db import models
from django.db.models import Q

from hoiam.desk.directives.models.directive import Directive


class Briefing(models.Model):
    """One session about one directive."""

    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, related_name="briefings", db_index=False
    )
    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    held_on = models.DateField()
    place = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = (models.Index(fields=("directive", "-id"), name="briefing_directive"),)

    def __str__(self) -> str:
        return f"briefing {self.pk}"


class Briefed(models.Model):
    """A post that was briefed; it acknowledges once. `reminded_on`: the last day on which it was asked to."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="briefed", db_index=False)
    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("briefing", "post"), name="briefed_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="briefed_acknowledged_by",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "id"), condition=Q(acknowledged_at=None), name="briefed_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.briefing_id} {self.post_id}"
