"""Older registers on their way into the cases: the file as it came, its rows as understood, what is wrong."""

from django.db import models
from django.db.models import Q

from hoiam.kit.fields import SealedBytesField, SealedJSONField, SealedTextField


class ImportState(models.TextChoices):
    """`checking` and `running` are the worker's; nothing is taken in before every row was found right."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    DROPPED = "dropped"


class Import(models.Model):
    """One file of an older register. `done` counts the rows that are cases: where a killed import goes on.

    `digest` is a keyed hash of the file, so that the same one is not taken in twice; headings and name are sealed.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    name = SealedTextField()
    digest = models.BinaryField()
    form = models.JSONField()
    headings = SealedJSONField()
    heading_row = models.PositiveIntegerField()
    columns = models.JSONField(default=dict)
    kind = models.CharField(max_length=16, default="petition")
    rows = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    error = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "digest"), condition=Q(state__in=("running", "done")), name="import_file_once"
            ),
        )
        indexes = (
            models.Index(fields=("unit", "-id"), name="import_unit_newest"),
            models.Index(
                fields=("id",), condition=Q(state__in=("checking", "running")), name="import_at_work"
            ),
        )

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportPiece(models.Model):
    """A piece of the file (`file`), or some hundred rows as they were understood (`rows`)."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces", db_index=False)
    what = models.CharField(max_length=4)
    number = models.PositiveIntegerField()
    data = SealedBytesField(key="sealed")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("batch", "what", "number"), name="import_piece"),)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.what} {self.number}"


class ImportFault(models.Model):
    """What is wrong with a row: its number in the file, the column from 1 (0: the whole row), a code."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults", db_index=False)
    row = models.PositiveIntegerField()
    column = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24)

    class Meta:
        indexes = (models.Index(fields=("batch", "id"), name="import_fault"),)

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row}/{self.column} {self.code}"
