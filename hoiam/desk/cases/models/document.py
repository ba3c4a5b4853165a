"""Documents of a case on the forms of the procedures, and what of a case's papers was published."""

from django.db import models
from django.db.models import F, Q

from hoiam.desk.cases.models.case import Case
from hoiam.desk.cases.models.letter import Outgoing
from hoiam.kit.fields import SealedJSONField


class DocumentState(models.TextChoices):
    """A draft can be changed; what was issued cannot."""

    DRAFT = "draft"
    ISSUED = "issued"


class SignedAs(models.TextChoices):
    """How the signature came: detached CMS over the issued file, or a copy of the paper signed by hand."""

    CMS = "cms"
    COPY = "copy"


class Document(models.Model):
    """A form filled in for a case. `values` and `recipients` hold what the clerk typed, sealed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents", db_index=False)
    form = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=DocumentState.choices, default=DocumentState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    values = SealedJSONField()
    recipients = SealedJSONField()
    made_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    outgoing = models.OneToOneField(Outgoing, null=True, on_delete=models.PROTECT, related_name="document")
    issued_on = models.DateField(null=True)
    issued_at = models.DateTimeField(null=True)
    entry = models.BigIntegerField(null=True, help_text="journal event that commits to the file")
    pdf = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    signed = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=8, choices=SignedAs.choices, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=200, blank=True, help_text="name in the signer's certificate")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft", issued_at=None, issued_on=None, outgoing=None, pdf=None)
                | Q(state="issued", issued_at__isnull=False, issued_on__isnull=False),
                name="document_issued_with_day",
            ),
            models.CheckConstraint(
                condition=Q(signed_as="", signed_at=None) | Q(state="issued", signed_at__isnull=False),
                name="document_signed_after_issue",
            ),
        )
        indexes = (models.Index(fields=("case", "id"), name="document_case"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.form}"


class RedactedCopy(models.Model):
    """A flattened copy of a case's paper without what was blacked out; published only once it was checked."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="redacted", db_index=False)
    source = models.ForeignKey("files.File", null=True, on_delete=models.SET_NULL, related_name="+")
    copy = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    boxes = models.JSONField(
        default=list, help_text="page, left, top, right, bottom in thousandths of the page"
    )
    pages = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(checked_at__isnull=False, checked_at__lte=F("published_at")),
                name="redacted_checked_before_published",
            ),
        )
        indexes = (
            models.Index(fields=("case", "id"), name="redacted_case"),
            models.Index(
                fields=("-published_at", "-id"),
                condition=Q(published_at__isnull=False),
                name="redacted_published",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} redacted"
