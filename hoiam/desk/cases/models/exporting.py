"""Registers on their way out: what was asked for, by whom and why, and the file while it is kept."""

from django.db import models
from django.db.models import Q

from hoiam.kit.fields import SealedBytesField, SealedTextField


class ExportWhat(models.TextChoices):
    """Register 03/TCD; receipts for papers 02/TCD; the register with the codes the national database asks for."""

    REGISTER = "register"
    PAPERS = "papers"
    NATIONAL = "national"


class ExportState(models.TextChoices):
    """`waiting` and `writing` are the worker's; the file of a `gone` one is forgotten."""

    WAITING = "waiting"
    WRITING = "writing"
    DONE = "done"
    GONE = "gone"


class Export(models.Model):
    """One file of a unit and a period, both days included. `leased_until`: whoever writes it until then."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=12, choices=ExportWhat.choices)
    kind = models.CharField(max_length=4)
    since = models.DateField()
    until = models.DateField()
    held = models.BooleanField(default=False, help_text="with denunciations: asked for by who keeps them")
    reason = SealedTextField(key="sealed")
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    rows = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("unit", "-id"), name="export_unit_newest"),
            models.Index(
                fields=("id",), condition=Q(state__in=("waiting", "writing")), name="export_at_work"
            ),
            models.Index(fields=("finished_at",), condition=Q(state="done"), name="export_kept"),
        )

    def __str__(self) -> str:
        return f"export {self.pk}"


class ExportPiece(models.Model):
    """A megabyte of the file."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="pieces", db_index=False)
    number = models.PositiveIntegerField()
    data = SealedBytesField(key="sealed")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("export", "number"), name="export_piece"),)

    def __str__(self) -> str:
        return f"{self.export_id} {self.number}"
