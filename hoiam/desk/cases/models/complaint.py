"""What a procedure with decisions leaves in the file: decisions with number and day, verifications, dialogues."""

from django.db import models
from django.db.models import F, Q

from hoiam.desk.cases.models.case import Case
from hoiam.desk.cases.models.document import Document
from hoiam.kit.fields import SealedJSONField, SealedTextField


class DecisionKind(models.TextChoices):
    """What a numbered document decides or gives notice of."""

    ACCEPT = "accept"  # notice of acceptance (form 03 of Decree 124/2020/NĐ-CP)
    REFUSE = "refuse"  # notice that it is not accepted (form 04)
    GUIDE = "guide"
    COMPLEX = "complex"  # the written finding (article 3a)
    HALT = "halt"  # the contested decision is not carried out for now (form 11)
    LIFT = "lift"  # and the end of that (form 12)
    SUSPEND = "suspend"  # form 14a
    RESUME = "resume"  # form 14b
    EXTEND = "extend"
    TERMINATE = "terminate"
    SETTLE = "settle"  # the decision of this instance (forms 15, 16), or the explanation given
    EXECUTE = "execute"


class Absence(models.TextChoices):
    """Whether the complainant was at the dialogue (Decree 155/2026/NĐ-CP, article 11)."""

    NONE = ""
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


class Decision(models.Model):
    """A numbered document of a case. `on`: the day it was signed; what follows it has a day of its own.

    Of a decision that settles: `sent_on`, `delivered_on` (the complainant has it), `effective_on`; in second instance
    `published_on`, `published_where` and `posted_until`. `until`: the day by which it is to be carried out.
    `document`: where it was issued here; its number and day are the document's then.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions", db_index=False)
    kind = models.CharField(max_length=12, choices=DecisionKind.choices)
    number = models.CharField(max_length=60)
    on = models.DateField()
    reason = SealedTextField(default="")
    content = SealedTextField(default="")
    criteria = models.JSONField(default=list)
    recipients = SealedTextField(default="")
    signed_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    signed_title = models.CharField(max_length=160)
    recorded_at = models.DateTimeField()
    sent_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    until = models.DateField(null=True)
    published_on = models.DateField(null=True)
    published_where = models.CharField(max_length=200, blank=True)
    posted_until = models.DateField(null=True)
    document = models.OneToOneField(Document, null=True, on_delete=models.PROTECT, related_name="decision")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(posted_until=None) | Q(published_on__isnull=False), name="decision_posted"
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(sent_on__gte=F("on")), name="decision_sent_after"
            ),
        )
        indexes = (models.Index(fields=("case", "id"), name="decision_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.number}"


class Verification(models.Model):
    """Ordered by a numbered document (form 05): who looks into what by when; then the report of it (form 13)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="verifications", db_index=False)
    number = models.CharField(max_length=60)
    on = models.DateField()
    document = models.OneToOneField(
        Document, null=True, on_delete=models.PROTECT, related_name="verification"
    )
    verifier = models.CharField(max_length=200)
    plan = SealedTextField(default="")
    until = models.DateField(null=True)
    ordered_by = models.ForeignKey(
        "office.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reported_on = models.DateField(null=True)
    reported_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    findings = SealedTextField(default="")
    differs = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reported_on=None, differs=None)
                | Q(reported_on__isnull=False, differs__isnull=False),
                name="verification_reported_whole",
            ),
        )
        indexes = (models.Index(fields=("case", "id"), name="verification_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.number}"


class Dialogue(models.Model):
    """A dialogue with the complainant: planned for a day, announced in writing, held with minutes (form 14).

    `participants` are the people who took part, each with a role; sealed, as what was said. One that gave way to
    another day has `given_up`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dialogues", db_index=False)
    on = models.DateField()
    time = models.CharField(max_length=5, blank=True)
    place = models.CharField(max_length=200, blank=True)
    planned_at = models.DateTimeField()
    given_up = models.BooleanField(default=False)
    notice_number = models.CharField(max_length=60, blank=True)
    announced_on = models.DateField(null=True)
    held_on = models.DateField(null=True)
    minutes_number = models.CharField(max_length=60, blank=True)
    chaired_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    participants = SealedJSONField(default=list)
    absence = models.CharField(max_length=12, choices=Absence.choices, blank=True)
    agreed = SealedTextField(default="")
    disputed = SealedTextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(given_up=False, held_on=None), name="dialogue_one_ahead"
            ),
        )
        indexes = (models.Index(fields=("case", "id"), name="dialogue_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"


class Press(models.Model):
    """Where a matter of the press or the public was published, and when."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="press")
    source = models.CharField(max_length=200)
    published_on = models.DateField()
    address = models.URLField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.published_on}"
