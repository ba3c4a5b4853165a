"""Keys by which other programs speak for a unit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """What another program signs in with, for one unit and those under it; only a hash of it is kept.

    `expires_on` is the first day on which it no longer counts; `used_at` is kept to the hour.
    """

    unit = models.ForeignKey(
        "office.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"), db_index=False
    )
    label = models.CharField(_("For what"), max_length=120)
    permissions = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    used_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_token_revoked_by_whom",
            ),
            models.CheckConstraint(condition=~Q(label=""), name="api_token_says_for_what"),
        )
        indexes = (models.Index(fields=("unit", "-id"), name="api_token_unit"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.pk}"
