"""Supervision from outside the office: who supervises what, when they came, what they recommend, what became of it."""

from django.db import models
from django.db.models import Q


class By(models.TextChoices):
    """Who supervises."""

    FRONT = "front"
    COUNCIL = "council"
    ORGANISATION = "organisation"
    INSPECTION_BOARD = "inspection_board"
    INVESTMENT_BOARD = "investment_board"


class Programme(models.Model):
    """A programme of supervision of one unit; `number` is that of its document. All of it is public."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.CharField(max_length=20, choices=By.choices)
    body = models.CharField(max_length=200, help_text="name of who supervises")
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=60)
    issued_on = models.DateField()
    first = models.DateField()
    last = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    form_key = models.CharField(max_length=64, unique=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(first__lte=models.F("last")), name="supervision_programme_days"
            ),
        )
        indexes = (models.Index(fields=("unit", "-id"), name="supervision_unit"),)

    def __str__(self) -> str:
        return f"programme {self.pk}"


class Visit(models.Model):
    """A day on which they came. `present`: how many by role, no names."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="visits", db_index=False)
    on = models.DateField()
    place = models.CharField(max_length=300)
    present = models.CharField(max_length=500)
    form_key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("programme", "on", "id"), name="supervision_visit"),)

    def __str__(self) -> str:
        return f"visit {self.pk}"


class Recommendation(models.Model):
    """What is recommended to a post (duty, subject "recommendation"): answered in time, and done by the day named.

    `owner` owes it now: `post`, or whoever followed in a reform of units.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="recommendations", db_index=False
    )
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=2000)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    received_on = models.DateField()
    due_on = models.DateField()
    rule_id = models.CharField(max_length=48)
    state = models.CharField(max_length=10, default="open")
    version = models.PositiveIntegerField(default=1)
    form_key = models.CharField(max_length=64, unique=True)
    answer = models.TextField(default="")
    answered_on = models.DateField(null=True)
    done_by = models.DateField(null=True, help_text="the day that the answer names")
    done_on = models.DateField(null=True)
    evidence = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "number"), name="recommendation_number"),
            models.CheckConstraint(
                condition=Q(answered_on=None, answer="") | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="recommendation_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, evidence="") | (Q(done_on__isnull=False) & ~Q(evidence="")),
                name="recommendation_done_whole",
            ),
        )
        indexes = (models.Index(fields=("owner",), condition=~Q(state="done"), name="recommendation_owed"),)

    def __str__(self) -> str:
        return f"recommendation {self.pk}"
