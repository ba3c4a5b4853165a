"""Who brought a matter together: each with an identity and a code of their own, hidden from each other."""

from django.db import models
from django.db.models import Q

from hoiam.desk.cases.models.case import Case
from hoiam.kit.fields import SealedTextField


class Signer(models.Model):
    """One of the people of a group, `number` as on the list. Rows are only added; who left stays with the day.

    Number 1 sent it: identity and code are the case's own. Every other code is drawn by itself; nothing leads from one
    to another. `joined_paper`, `left_paper`: by what. `origin`: the same person in the case that this one is made from.
    `mark`: a keyed hash, of this case alone, by which the same person is not put on its list twice.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="signers", db_index=False)
    number = models.PositiveSmallIntegerField()
    identity = models.ForeignKey(
        "sealed.Identity", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    code_hash = models.BinaryField(null=True, unique=True)
    mark = models.BinaryField(null=True)
    representative = models.BooleanField(default=False)
    signed = models.BooleanField(default=False)
    joined_on = models.DateField()
    joined_paper = SealedTextField(default="")
    left_on = models.DateField(null=True)
    left_paper = SealedTextField(default="")
    origin = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="signer_number"),
            models.UniqueConstraint(fields=("case", "mark"), condition=Q(left_on=None), name="signer_once"),
            models.CheckConstraint(
                condition=Q(number=1, code_hash=None) | Q(number__gt=1, code_hash__isnull=False),
                name="signer_own_code",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"


class Appointment(models.Model):
    """The writing by which a group appoints its representatives; `file` where it was scanned.

    The one that stands has no `ended_at`: when others represent, it ends.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="appointments", db_index=False)
    on = models.DateField()
    file = models.ForeignKey("files.File", null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(ended_at=None), name="appointment_one_stands"
            ),
        )
        indexes = (models.Index(fields=("case", "id"), name="appointment_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"


class Served(models.Model):
    """That one of a group has a reply or a decision, since which day."""

    signer = models.ForeignKey(Signer, on_delete=models.CASCADE, related_name="served", db_index=False)
    reply = models.ForeignKey("Reply", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    decision = models.ForeignKey(
        "Decision", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    on = models.DateField()
    by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reply=None, decision__isnull=False) | Q(reply__isnull=False, decision=None),
                name="served_with_one",
            ),
            models.UniqueConstraint(
                fields=("signer", "reply"), condition=Q(reply__isnull=False), name="served_reply_once"
            ),
            models.UniqueConstraint(
                fields=("signer", "decision"),
                condition=Q(decision__isnull=False),
                name="served_decision_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.signer_id} {self.on}"
