"""The outbox."""

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where a notice is. `unsure`: the sender was killed between handing over and noting it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    DROPPED = "dropped"


class Notice(models.Model):
    """One message for one person about one event on one channel.

    `person` names a protected identity (`identity:7`) or a person of the office (`person:3`); `template` a room and a
    wording of it (`cases/received`); `context` holds only numbers, codes and dates.
    """

    person = models.CharField(max_length=32)
    event = models.CharField(max_length=64)
    channel = models.CharField(max_length=12)
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=8, default="vi")
    context = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "event", "channel"), name="notice_once"),
            models.CheckConstraint(
                condition=(Q(state="sent") & Q(sent_at__isnull=False)) | (~Q(state="sent") & Q(sent_at=None)),
                name="notice_sent_at_when_sent",
            ),
        )
        indexes = (
            models.Index(fields=("next_at", "id"), condition=Q(state="waiting"), name="notice_due"),
            models.Index(fields=("leased_until", "id"), condition=Q(state="sending"), name="notice_leased"),
            models.Index(fields=("id",), condition=Q(state="unsure"), name="notice_unsure"),
            models.Index(fields=("id",), condition=Q(state="failed"), name="notice_failed"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.channel}"
