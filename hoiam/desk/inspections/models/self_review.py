"""What a unit found wrong with itself, what it does about it, until when; public from the first."""

from django.db import models
from django.db.models import Q


class SelfReview(models.Model):
    """A duty (subject "self_review") of the head: `post` said it, `owner` owes it now. Late by its date alone."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=12)
    what = models.TextField()
    mends = models.TextField()
    said_on = models.DateField()
    due_on = models.DateField()
    mended_on = models.DateField(null=True)
    evidence = models.TextField(default="")
    link = models.URLField(max_length=300, default="")
    form_key = models.CharField(max_length=64, unique=True)
    logged = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(mended_on=None, evidence="") | (Q(mended_on__isnull=False) & ~Q(evidence="")),
                name="self_review_mended_with_evidence",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "-id"), name="self_review_unit"),
            models.Index(fields=("owner", "due_on"), name="self_review_owner"),
            models.Index(fields=("due_on",), condition=Q(mended_on=None), name="self_review_open"),
        )

    def __str__(self) -> str:
        return f"self-review {self.pk}"
