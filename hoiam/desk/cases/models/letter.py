"""Registers of outgoing documents (Decree 30/2020/NĐ-CP, article 15)."""

from django.db import models

from hoiam.desk.cases.models.case import Case
from hoiam.kit.fields import SealedJSONField, SealedTextField


class OutgoingBook(models.Model):
    """A unit's book of a year; who gives a number or closes a day holds this row. Days to `closed_on` are closed."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    closed_on = models.DateField(null=True)
    closed_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "year"), name="outgoing_book"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"


class LetterNumber(models.Model):
    """The last number given to a kind of document of a unit in a year, and the day of that document."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    last = models.PositiveIntegerField(default=0)
    last_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "year", "kind"), name="letter_number_series"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.kind}"


class Outgoing(models.Model):
    """One line of the book: a number that was given, to what, signed by whom, for whom. Lines are never deleted."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    on = models.DateField()
    form = models.CharField(max_length=32, help_text="form of the pack; `reply` for a reply")
    subject = SealedTextField()
    recipients = SealedJSONField()
    signer = models.CharField(max_length=200)
    by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "year", "kind", "number"), name="outgoing_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="outgoing_from_one"),
        )
        indexes = (models.Index(fields=("unit", "year", "-id"), name="outgoing_newest"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.code}"
