"""Second factors that an operator took away, because whoever had them cannot use them any more."""

from django.db import models
from django.db.models import Q


class FactorReset(models.Model):
    """Whose, by whom, when and why. Rows are only added; the person reads the last one on their own page."""

    person = models.ForeignKey(
        "office.Person", on_delete=models.PROTECT, related_name="factor_resets", db_index=False
    )
    by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="factor_reset_says_why"),)
        indexes = (models.Index(fields=("person", "-id"), name="factor_reset_person"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.pk}"
