"""What the office answers: numbered points, and replies as they went out."""

from django.db import models
from django.db.models import Q

from hoiam.desk.cases.models.case import Case
from hoiam.kit.fields import SealedJSONField, SealedTextField


class Point(models.Model):
    """One numbered point of a petition and what the reply will say to it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="points", db_index=False)
    number = models.PositiveSmallIntegerField()
    text = SealedTextField()
    decision = models.CharField(max_length=24, blank=True)
    ground = SealedTextField(default="")
    next_step = SealedTextField(default="")
    contested = models.BooleanField(default=False)
    contest_reason = SealedTextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "number"), name="point_number"),)

    def __str__(self) -> str:
        return f"{self.case_id}.{self.number}"


class Reception(models.Model):
    """How somebody says they were received who got no answer: refused, guided or passed on. Once for each office."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="receptions", db_index=False)
    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    after = models.CharField(max_length=12)
    score = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="reception_score_range"),
            models.UniqueConstraint(fields=("case", "unit"), name="reception_once"),
        )
        indexes = (models.Index(fields=("unit", "at"), name="reception_unit"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.score}"


class Reply(models.Model):
    """A reply as it was approved: its points are a snapshot and never change."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies", db_index=False)
    round = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40)
    points = SealedJSONField()
    signed_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    signed_title = models.CharField(max_length=160)
    sent_at = models.DateTimeField()
    letter = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(null=True)
    comment = SealedTextField(default="")
    rated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "round"), name="reply_round"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=1, score__lte=5), name="reply_score_range"
            ),
            models.CheckConstraint(
                condition=Q(score=None, rated_at=None) | Q(score__isnull=False, rated_at__isnull=False),
                name="reply_rated_at_with_score",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.round}"
