"""The account that the holder of a post gives of a year, or of a time asked for, and what people ask about it."""

from django.db import models
from django.db.models import F, Q

from hoiam.kit.fields import SealedTextField


class Account(models.Model):
    """One account (báo cáo giải trình). All of it is public once it is published.

    `post`: whose account it is; `owner`: who owes and signs it now: the same, or whoever followed in a reform of
    units; `unit`: of the owner. `words`: what the head wrote, by section. `figures`: as hoiam.law.accounts.spelled,
    counted on `counted_on`, frozen when it is signed; `digest` is their SHA-256. `…_entry`: events of the log.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=10, default="draft")
    version = models.PositiveIntegerField(default=1)
    words = models.JSONField(default=dict)
    figures = models.TextField(default="")
    counted_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, default="")
    made_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    signed_strongly = models.BooleanField(default=False)
    signed_entry = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("post", "kind", "first", "last"), name="account_once"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="account_has_days"),
            models.CheckConstraint(
                condition=Q(state="draft", signed_at=None)
                | (~Q(state="draft") & ~Q(digest="") & Q(signed_at__isnull=False, signed_by__isnull=False)),
                name="account_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="account_published_at",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "-last", "-id"), name="account_unit_newest"),
            models.Index(fields=("-last", "-id"), condition=Q(state="published"), name="account_public"),
            models.Index(
                fields=("post", "-last", "-id"), condition=Q(state="published"), name="account_public_post"
            ),
            models.Index(fields=("owner",), condition=~Q(state="published"), name="account_owed"),
        )

    def __str__(self) -> str:
        return f"account {self.pk}"


class Step(models.Model):
    """What happened to it. `entry`: the log's event, of what stands there."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="steps", db_index=False)
    event = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    entry = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=("account", "id"), name="account_step"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.event}"


class Question(models.Model):
    """A public question about a published account. `identity`: who may be told of the answer, sealed.

    `ground`: why it is hidden; that it is, and why, everybody sees. `version` rises with every decision.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="questions", db_index=False)
    number = models.PositiveIntegerField()
    text = SealedTextField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="open")
    ground = models.CharField(max_length=12, default="")
    version = models.PositiveIntegerField(default=1)
    form_key = models.CharField(max_length=64, unique=True)
    identity = models.ForeignKey(
        "sealed.Identity", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    language = models.CharField(max_length=2, default="vi")
    answer = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "office.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    entry = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "number"), name="account_question_number"),
            models.CheckConstraint(
                condition=(Q(state="hidden") & ~Q(ground="")) | (~Q(state="hidden") & Q(ground="")),
                name="account_question_on_ground",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="account_question_answered",
            ),
        )

    def __str__(self) -> str:
        return f"account question {self.pk}"
