"""What office and citizen write to each other inside a case."""

from django.db import models
from django.db.models import Q

from hoiam.desk.cases.models.case import Case
from hoiam.kit.fields import SealedTextField


class Message(models.Model):
    """One message. `by` is empty for the citizen; `answered_at`: when the citizen first wrote after a question.

    Files sent with it belong to the case, under the purpose that `purpose_of` names.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages", db_index=False)
    side = models.CharField(max_length=8)
    kind = models.CharField(max_length=12)
    by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    text = SealedTextField(default="")
    hoped_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    entry = models.BigIntegerField(null=True, help_text="journal event")
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(side="office", by__isnull=False) | Q(side="citizen", by=None),
                name="message_by_office_or_citizen",
            ),
            models.CheckConstraint(
                condition=Q(hoped_on=None) | Q(side="office", kind__in=("question", "document")),
                name="message_hoped_with_question",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(side="office", kind__in=("question", "document")),
                name="message_answered_question",
            ),
        )
        indexes = (
            models.Index(fields=("case", "id"), name="message_case"),
            models.Index(fields=("at",), condition=Q(side="citizen"), name="message_from_citizen"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


def purpose_of(message_id: int) -> str:
    """Under which purpose the files of a message are kept."""
    return f"{PURPOSE}{message_id}"


PURPOSE = "msg-"
