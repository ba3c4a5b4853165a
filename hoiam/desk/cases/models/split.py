"""What was split, and into what."""

from django.db import models

from hoiam.desk.cases.models.case import Case


class Part(models.Model):
    """One case made from a part of another, which was closed as split; `number` counts from 1."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="part")
    origin = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("origin", "number"), name="part_number"),)

    def __str__(self) -> str:
        return f"{self.origin_id}/{self.number}"
