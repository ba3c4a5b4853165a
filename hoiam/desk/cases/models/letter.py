"""Registers of outgoing letters."""

from django.db import models


class LetterNumber(models.Model):
    """The last number given to an outgoing letter of a unit in a year (Decree 30/2020/NĐ-CP, article 15)."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "year"), name="letter_number_series"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"
