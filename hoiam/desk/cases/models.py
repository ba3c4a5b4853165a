"""Tables of the cases counter. What people wrote is sealed; the rest is states, dates and codes."""

from django.db import models
from django.db.models import Q

from hoiam.kit.fields import SealedJSONField, SealedTextField

OPEN_STATES = ("received", "accepted", "proposed", "contested")


class Channel(models.TextChoices):
    """How a case came in."""

    WEB = "web"
    COUNTER = "counter"
    PHONE = "phone"
    PAPER = "paper"


class Kind(models.TextChoices):
    """Petition (kiến nghị) or report (phản ánh)."""

    PETITION = "petition"
    REPORT = "report"


class Case(models.Model):
    """One matter of one citizen at one unit.

    `due_on`: the nearest safe date of a running clock, by which the queue is ordered. `answer_due_on`: the legal
    last day of the answer, unknown while the law sets none and the head named none. `version` rises with every
    change: who saves from an old page is told so. A foreign key has an index of its own only where something is
    asked by it that no wider index answers: each costs every submission a page.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    came_from = models.ForeignKey(
        "office.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    handler = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    identity = models.ForeignKey(
        "sealed.Identity", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    reply = models.ForeignKey("Reply", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    ref = models.CharField(max_length=32, unique=True)
    code_hash = models.BinaryField(unique=True)
    submit_key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    field = models.CharField(max_length=32, blank=True)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    state = models.CharField(max_length=12)
    outcome = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(default=1)
    title = SealedTextField()
    body = SealedTextField()
    consent = models.BooleanField(default=False)
    public_title = models.CharField(max_length=200, blank=True)
    public_text = models.TextField(blank=True)
    cleared_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=8, default="vi")
    received_at = models.DateTimeField()
    received_on = models.DateField()
    due_on = models.DateField(null=True)
    answer_due_on = models.DateField(null=True)
    promised_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    rounds = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(state__in=OPEN_STATES) & Q(due_on__isnull=False))
                | (~Q(state__in=OPEN_STATES) & Q(due_on=None)),
                name="case_due_while_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("answered",)) | Q(answered_at__isnull=False, reply__isnull=False),
                name="case_answered_with_reply",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None, public_text="", public_title="")
                | Q(consent=True, cleared_at__isnull=False),
                name="case_public_text_with_consent",
            ),
        )
        indexes = (
            models.Index(
                fields=("unit", "due_on", "id"), condition=Q(due_on__isnull=False), name="case_queue"
            ),
            models.Index(
                fields=("unit", "state", "due_on", "id"),
                condition=Q(due_on__isnull=False),
                name="case_queue_state",
            ),
            models.Index(
                fields=("unit", "handler", "due_on", "id"),
                condition=Q(due_on__isnull=False),
                name="case_queue_mine",
            ),
            models.Index(fields=("unit", "-received_on", "-id"), name="case_unit_newest"),
            models.Index(fields=("-received_on", "-id"), name="case_newest"),
            models.Index(fields=("reply",), condition=Q(reply__isnull=False), name="case_reply"),
        )

    def __str__(self) -> str:
        return f"case {self.pk}"


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


class LetterNumber(models.Model):
    """The last number given to an outgoing letter of a unit in a year (Decree 30/2020/NĐ-CP, article 15)."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "year"), name="letter_number_series"),)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"


class Step(models.Model):
    """One thing that happened to a case: the history that staff and citizen read."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps", db_index=False)
    event = models.CharField(max_length=16)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    note = SealedTextField(default="")
    facts = models.JSONField(default=dict)
    entry = models.BigIntegerField(null=True, help_text="journal event")

    class Meta:
        indexes = (models.Index(fields=("case", "id"), name="step_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.event}"
