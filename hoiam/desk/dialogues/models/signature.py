"""Who asks for a conference: counted, hidden from all but the clerk who keeps the list."""

from django.db import models

from hoiam.desk.dialogues.models.conference import Conference


class Signature(models.Model):
    """One voter. `mark` is a keyed hash of the identity number, so that nobody counts twice; the rest is sealed."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="signatures", db_index=False
    )
    mark = models.BinaryField(max_length=32)
    identity = models.ForeignKey(
        "sealed.Identity", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    on_paper = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("conference", "mark"), name="signature_once"),)
        indexes = (models.Index(fields=("conference", "id"), name="signature_list"),)

    def __str__(self) -> str:
        return f"signature {self.pk}"
