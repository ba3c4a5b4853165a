"""What people ask, and which of it others want to hear answered."""

from django.db import models
from django.db.models import F, Q

from hoiam.desk.dialogues.models.conference import Conference
from hoiam.kit.fields import SealedTextField


class Channel(models.TextChoices):
    """How a question came."""

    WEB = "web"
    ROOM = "room"
    PAPER = "paper"
    PHONE = "phone"


class Question(models.Model):
    """One question. Public in law's PUBLIC states; else only staff and its asker read it.

    `number` is given when it is first shown. `device` is a keyed hash that is erased with the results. `identity`:
    of who asked, sealed, if they wished to be told. `version` rises with every decision.
    """

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="questions", db_index=False
    )
    number = models.PositiveIntegerField(null=True)
    text = SealedTextField()
    channel = models.CharField(max_length=8, choices=Channel.choices)
    phase = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting")
    ground = models.CharField(max_length=12, default="")
    pointed_out = models.CharField(max_length=48, default="")
    into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    votes = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    code_hash = models.BinaryField(max_length=32, unique=True)
    form_key = models.CharField(max_length=64, unique=True)
    device = models.BinaryField(max_length=32, null=True)
    identity = models.ForeignKey(
        "sealed.Identity", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answer = models.TextField(default="")
    answered_by = models.ForeignKey(
        "office.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("conference", "number"), name="question_number"),
            models.CheckConstraint(
                condition=Q(state="merged", into__isnull=False) | (~Q(state="merged") & Q(into=None)),
                name="question_merged_into",
            ),
            models.CheckConstraint(condition=~Q(into=F("id")), name="question_not_into_itself"),
            models.CheckConstraint(
                condition=(Q(state="aside") & ~Q(ground="")) | (~Q(state="aside") & Q(ground="")),
                name="question_aside_on_ground",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False, answered_by__isnull=False)
                | (~Q(state="answered") & Q(answered_at=None, answered_by=None)),
                name="question_answered_by",
            ),
        )
        indexes = (
            models.Index(fields=("conference", "state", "-votes", "id"), name="question_wanted"),
            models.Index(fields=("conference", "id"), name="question_newest"),
            models.Index(
                fields=("conference", "device"), condition=Q(device__isnull=False), name="question_device"
            ),
        )

    def __str__(self) -> str:
        return f"question {self.pk}"


class Vote(models.Model):
    """That one device wants this answered; erased with the results, its count stays with the question."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="wanted", db_index=False)
    device = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("question", "device"), name="vote_once"),)

    def __str__(self) -> str:
        return f"vote {self.pk}"
