"""Which units are remote areas (hoiam.office.remote)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Remoteness(models.Model):
    """From a day on a unit is a remote area that is hard to reach, or no longer: a document says so. Only added.

    `looked_at`, `done_at`: when open clocks were looked at for it, and for the last time (hoiam.office.remote).
    """

    unit = models.ForeignKey(
        "office.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Unit"), db_index=False
    )
    from_on = models.DateField(_("First day"))
    remote = models.BooleanField(_("Is remote and hard to reach"), default=True)
    document = models.CharField(_("Document"), max_length=200)
    entered_at = models.DateTimeField(_("Entered at"), editable=False)
    entered_by = models.ForeignKey(
        "office.Person",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Entered by"),
        db_index=False,
        editable=False,
    )
    looked_at = models.DateTimeField(null=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("Remote area")
        verbose_name_plural = _("Remote areas")
        constraints = (models.CheckConstraint(condition=~Q(document=""), name="remoteness_names_document"),)
        indexes = (models.Index(fields=("id",), condition=Q(done_at=None), name="remoteness_waits"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.from_on}"
