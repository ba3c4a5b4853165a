"""The case itself."""

from django.db import models
from django.db.models import F, Q

from hoiam.kit.fields import SealedTextField

OPEN_STATES = (
    *("received", "accepted", "proposed", "contested"),
    *("suspended", "withdrawing", "decided", "effective", "executing"),
    *("not_ours", "concluded", "acted", "reached", "refusing"),
)
"""States in which something is still owed, whatever the procedure; an answered petition waits for the citizen."""


class Channel(models.TextChoices):
    """How a case came in."""

    WEB = "web"
    COUNTER = "counter"
    PHONE = "phone"
    PAPER = "paper"
    EMAIL = "email"
    IMPORT = "import"


class Kind(models.TextChoices):
    """What a matter is by its content: which procedure decides it follows (hoiam.law.procedures.kinds)."""

    PETITION = "petition"
    REPORT = "report"
    COMPLAINT = "complaint"
    COMPLAINT_AGAIN = "complaint_again"
    EXPLANATION = "explanation"
    PRESS = "press"
    DENUNCIATION = "denunciation"


class Case(models.Model):
    """One matter of one citizen at one unit; `earlier` is the first instance of a complaint made again.

    `due_on`: the nearest safe date of a running clock, by which the queue is ordered; far away while none runs.
    `answer_due_on`: the legal last day of the answer, unknown while none is set or named, and while
    the clock stands still. `version` rises with every change: who saves from an old page is told so. `guarded`:
    somebody keeps out of it (Party). `passed_on`: how often offices passed it to one another, once that is noted
    (hoiam.law.passing_on). `people`: who stand on it, one unless several signed; `representatives`: how many of them
    act for all, none of a matter of one (Signer, kept in the same transaction). A foreign key has an index of its own
    only where something is asked by it that no wider index answers: each costs every submission a page.
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
    earlier = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    reply = models.ForeignKey("Reply", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    ref = models.CharField(max_length=32, unique=True)
    code_hash = models.BinaryField(unique=True)
    submit_key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    field = models.CharField(max_length=32, blank=True)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    state = models.CharField(max_length=12)
    outcome = models.CharField(max_length=32, blank=True)
    version = models.PositiveIntegerField(default=1)
    title = SealedTextField()
    body = SealedTextField()
    consent = models.BooleanField(default=False)
    guarded = models.BooleanField(default=False)
    passed_on = models.PositiveSmallIntegerField(null=True)
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
    people = models.PositiveSmallIntegerField(default=1)
    representatives = models.PositiveSmallIntegerField(default=0)

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
            models.CheckConstraint(
                condition=~Q(kind=Kind.DENUNCIATION) | Q(cleared_at=None),
                name="case_denunciation_never_public",
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1) & Q(people__gte=F("representatives")), name="case_people_counted"
            ),
            models.UniqueConstraint(
                fields=("earlier",), condition=Q(earlier__isnull=False), name="case_one_second_instance"
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
            models.Index(fields=("-received_on", "-id"), condition=Q(kind=Kind.PRESS), name="case_press"),
            models.Index(
                fields=("-answered_at", "-id"),
                condition=Q(answered_at__isnull=False) & ~Q(kind=Kind.DENUNCIATION),
                name="case_answers",
            ),
            models.Index(
                fields=("unit", "-answered_at", "-id"),
                condition=Q(answered_at__isnull=False) & ~Q(kind=Kind.DENUNCIATION),
                name="case_unit_answers",
            ),
            models.Index(
                fields=("unit", "-received_on", "-id"),
                condition=Q(kind=Kind.DENUNCIATION),
                name="case_held",
            ),
            models.Index(fields=("unit", "id"), condition=Q(guarded=True), name="case_guarded"),
            models.Index(
                fields=("unit", "due_on", "id"),
                condition=Q(passed_on__isnull=False, due_on__isnull=False),
                name="case_passed_on",
            ),
            models.Index(fields=("reply",), condition=Q(reply__isnull=False), name="case_reply"),
        )

    def __str__(self) -> str:
        return f"case {self.pk}"
