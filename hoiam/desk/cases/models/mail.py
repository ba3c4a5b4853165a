"""Mail that came in, and the addresses it comes to."""

from django.db import models
from django.db.models import Q

from hoiam.desk.cases.models.case import Case
from hoiam.kit.fields import SealedBytesField, SealedTextField


class MailAddress(models.Model):
    """An address of a unit: what is sent there becomes its cases. Closed ones stay: mail still finds its unit."""

    address = models.CharField(max_length=254, unique=True)
    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"address {self.pk}"


class MailState(models.TextChoices):
    """What became of a mail. `machine`: a bounce or an automatic answer; `held`: a clerk decides."""

    TAKEN = "taken"
    ADDED = "added"
    HELD = "held"
    MACHINE = "machine"
    DISMISSED = "dismissed"


class Mail(models.Model):
    """One mail, remembered by its Message-ID so that it is taken in once.

    Who wrote it stands in `raw` (under the key of identities) and, once it is a case, in the case's identity; `key`
    and `sender` are keyed hashes. Of what was taken in or dismissed neither words nor bytes are kept here.
    """

    key = models.BinaryField(unique=True)
    digest = models.BinaryField()
    sender = models.BinaryField()
    unit = models.ForeignKey(
        "office.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    identity = models.ForeignKey(
        "sealed.Identity", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    state = models.CharField(max_length=12, choices=MailState.choices)
    reason = models.CharField(max_length=24, blank=True)
    size = models.BigIntegerField()
    subject = SealedTextField(default="")
    text = SealedTextField(default="")
    raw = SealedBytesField(key="sealed", null=True)
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    note = SealedTextField(default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("held", "machine"), raw__isnull=False, decided_at=None)
                | Q(state__in=("taken", "added", "dismissed"), raw=None),
                name="mail_kept_while_undecided",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "state", "-id"), name="mail_unit_state"),
            models.Index(fields=("sender", "received_at"), name="mail_sender"),
            models.Index(fields=("identity",), condition=Q(identity__isnull=False), name="mail_identity"),
        )

    def __str__(self) -> str:
        return f"mail {self.pk}"
