"""The table of attachments; their bytes lie encrypted in the files folder."""

from django.db import models
from django.db.models import Q

from hoiam.kit.fields import SealedTextField


class File(models.Model):
    """An attachment: staged by an upload, then attached to an owner."""

    token = models.CharField(max_length=32, unique=True)
    owner = models.CharField(max_length=16, blank=True)
    owner_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=16, default="evidence")
    name = SealedTextField(key="files")
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField()
    has_clean_copy = models.BooleanField(default=False)
    clean_size = models.PositiveIntegerField(default=0)
    staged_at = models.DateTimeField()
    attached_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(attached_at=None, owner_id=None)
                | Q(attached_at__isnull=False, owner_id__isnull=False),
                name="file_attached_to_something",
            ),
        )
        indexes = (
            models.Index(fields=("owner", "owner_id", "id"), name="file_owner"),
            models.Index(fields=("staged_at",), condition=Q(attached_at=None), name="file_staged"),
        )

    def __str__(self) -> str:
        return self.token
