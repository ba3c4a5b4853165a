"""A session of citizen reception: one per post and day, and what happened to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoiam.desk.reception.models.regulation import Regulation
from hoiam.kit.fields import SealedTextField


class SessionKind(models.TextChoices):
    """How it came about."""

    REGULAR = "regular", _("In the schedule")
    UNSCHEDULED = "unscheduled", _("Unscheduled")
    NOTED = "noted", _("Noted afterwards")


class Session(models.Model):
    """Where it stands is a state of hoiam.law.procedures.reception_session; `planned` keeps its posting duty.

    `nominal_on`: the day for which it was first planned, also after it was moved. `announced`: who held the post when
    the day was posted; `chair`: who received, where that is a person of this system, `chair_title` of a deputy.
    `opened_own`: by the account of the head who receives; `opened_strongly`: with a second factor shown just then; so
    for closing. `reason` is public: why it was moved or missed.
    What was noted by mistake stays as `taken_back`, and a session of the schedule then begins anew as another row.
    `sequence` counts what calendar programs must be told (RFC 5545, 3.8.7.4), `changed_at` when it last was.
    """

    uid = models.CharField(max_length=32)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    nominal_on = models.DateField()
    kind = models.CharField(max_length=12, choices=SessionKind.choices)
    state = models.CharField(max_length=20)
    ground = models.CharField(max_length=16, default="")
    sittings = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    slot_minutes = models.PositiveSmallIntegerField()
    slot_places = models.PositiveSmallIntegerField()
    regulation = models.ForeignKey(
        Regulation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    planned = models.ForeignKey(
        "duties.PlannedDay", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    occurrence = models.ForeignKey(
        "duties.Occurrence", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    posted_on = models.DateField(null=True)
    announced = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    chair = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    chair_title = models.CharField(max_length=120, default="")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    opened_own = models.BooleanField(default=False)
    opened_strongly = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    closed_own = models.BooleanField(default=False)
    closed_strongly = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, default="")
    online = models.BooleanField(default=False)
    link = SealedTextField(default="")
    recording = models.CharField(max_length=120, default="")
    recording_sha256 = models.CharField(max_length=64, default="")
    taken_back_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    sequence = models.IntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("post", "on"),
                condition=Q(taken_back_at=None) & ~Q(state="missed"),
                name="session_one_live_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind="unscheduled") | Q(ground=""), name="session_ground_of_unscheduled"
            ),
        )
        indexes = (
            models.Index(fields=("post", "on", "id"), name="session_post_day"),
            models.Index(fields=("unit", "on", "id"), name="session_unit_day"),
            models.Index(
                fields=("on", "id"),
                condition=Q(state__in=("planned", "posted"), taken_back_at=None),
                name="session_ahead",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post_id} {self.on} {self.state}"


class SessionStep(models.Model):
    """One thing that happened to a session: the history that staff and citizens read. Rows are only added."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="steps", db_index=False)
    event = models.CharField(max_length=24)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300, default="")
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=("session", "id"), name="session_step"),)

    def __str__(self) -> str:
        return f"{self.session_id} {self.event}"
