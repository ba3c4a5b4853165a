"""Tables of duties: one row per clock, the tallies that scoreboards read, and what was done of what recurs."""

from datetime import date
from enum import StrEnum

from django.db import models
from django.db.models import Q

from hoiam.kit.fields import SealedTextField
from hoiam.law import counting
from hoiam.law.counting import Measure
from hoiam.law.step import Outcome

__all__ = ["HELD", "STANDS_STILL", "Measure", "Outcome"]

STANDS_STILL = date(9999, 12, 1)
"""The last day of a clock that a decision stopped: after every other, never past."""
HELD = counting.HELD


def _choices(of: type[StrEnum]) -> list[tuple[str, str]]:
    return [(one.value, one.name.replace("_", " ").title()) for one in of]


class Duty(models.Model):
    """Something a post owes by a day that follows from a rule.

    `due_on` is the legal last day (rolled), `safe_on` the last working day on or before the unrolled limit;
    `overdue_at` is the first moment after the legal last day. `received_on` stands on the one duty that
    counts a case as received; it goes with the duty when that is moved or handed over. What `lapses` may pass
    without anybody being late: a right that ends, a shortest period that is kept. `signs` are the decisions
    that stopped, resumed and extended the clock, in their order; while it stands still its dates are `STANDS_STILL`.
    `remote`: the declaration by which its rule is that of a remote area. `opened_by`, `ended_by`: the events of its
    procedure that did; `field`: of the matter, once that is classified.

    `told`: whether the log has the row as it stands now; every change of it says no, and only the telling says yes.
    `token` is its name there, drawn when it is first told: numbers that count up would tell how many rows are held.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="duties", db_index=False)
    subject = models.CharField(max_length=16)
    subject_id = models.BigIntegerField()
    key = models.CharField(max_length=24)
    rule_id = models.CharField(max_length=48)
    event_on = models.DateField()
    due_on = models.DateField()
    safe_on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    lapses = models.BooleanField(default=False)
    signs = models.JSONField(null=True, blank=True)
    remote = models.ForeignKey(
        "office.Remoteness", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    overdue_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=_choices(Outcome), blank=True)
    noticed_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.CharField(max_length=32, blank=True, default="", db_default="")
    ended_by = models.CharField(max_length=32, blank=True, default="", db_default="")
    field = models.CharField(max_length=32, blank=True, default="", db_default="")
    told = models.BooleanField(default=False, db_default=False)
    token = models.CharField(max_length=16, blank=True, default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "subject_id", "key"), condition=Q(closed_at=None), name="duty_one_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="duty_outcome_when_closed",
            ),
        )
        indexes = (
            models.Index(fields=("subject", "subject_id", "id"), name="duty_subject"),
            models.Index(
                fields=("overdue_at", "id"),
                condition=Q(closed_at=None, noticed_at=None, lapses=False),
                name="duty_unnoticed",
            ),
            models.Index(fields=("post", "due_on", "id"), condition=Q(closed_at=None), name="duty_post_open"),
            models.Index(
                fields=("post", "key", "due_on", "id"),
                condition=Q(closed_at=None),
                name="duty_post_key_open",
            ),
            models.Index(
                fields=("id",), condition=Q(told=False, lapses=False) & ~Q(subject="held"), name="duty_untold"
            ),
            models.Index(fields=("post", "due_on", "id"), name="duty_post_due"),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id} {self.key}"


class Gone(models.Model):
    """A duty that the log was told of and whose row was deleted: as it was told last, and counted as that for ever.

    `told_in`: the entry of the log that told it; `entry`: the event that says it is gone. If the row is there again,
    this one goes.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    token = models.CharField(max_length=16, unique=True)
    key = models.CharField(max_length=24)
    event_on = models.DateField()
    due_on = models.DateField()
    received_on = models.DateField(null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    opened_by = models.CharField(max_length=32, blank=True)
    ended_by = models.CharField(max_length=32, blank=True)
    field = models.CharField(max_length=32, blank=True)
    told_in = models.BigIntegerField()
    noticed_on = models.DateField()
    entry = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("unit", "-noticed_on", "-id"), name="gone_unit_newest"),)

    def __str__(self) -> str:
        return f"{self.key} {self.token}"


class Tally(models.Model):
    """Counts kept in the same transaction as what they count.

    `measure`: open (day = the legal last day), or what came, ended or was done in a month (day = its first).
    `used` and `allowed` are sums of calendar days, of what was met or late; `last` of these ended on their last day.
    Of what was `spent`, `bucket` is the number of days within which it was done (hoiam.law.scores.bucket).
    What lapses, and what is held, is in none of them.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=24)
    measure = models.CharField(max_length=12, choices=_choices(Measure))
    day = models.DateField()
    field = models.CharField(max_length=32, blank=True, default="")
    bucket = models.SmallIntegerField(default=0)
    n = models.IntegerField(default=0)
    used = models.IntegerField(default=0)
    allowed = models.IntegerField(default=0)
    last = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("key", "measure", "day", "unit", "post", "field", "bucket"), name="tally_cell"
            ),
        )
        indexes = (
            models.Index(
                fields=("key", "unit", "post", "day"),
                condition=Q(measure="open", n__gt=0),
                name="tally_running",
            ),
            models.Index(fields=("unit", "measure", "day"), name="tally_unit"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.measure} {self.day}"


class Occurrence(models.Model):
    """A day on which something that recurs was done: a reception held, a dialogue, a report sent.

    One row per day: the law counts days, not sittings. What a deputy held is kept and does not count for the
    post (Luật Tiếp công dân 42/2013/QH13 has no clause of delegation). `frequency_id`: the version of that day.
    A note that was wrong is taken back, with who, when and why, and stays; the day can then be noted anew.
    """

    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    frequency_id = models.CharField(max_length=48)
    on = models.DateField()
    by_post_holder = models.BooleanField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        "office.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    taken_back_reason = SealedTextField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("post", "frequency_id", "on"),
                condition=Q(taken_back_at=None),
                name="occurrence_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None, taken_back_reason=None)
                | Q(
                    taken_back_at__isnull=False,
                    taken_back_by__isnull=False,
                    taken_back_reason__isnull=False,
                ),
                name="occurrence_taken_back_whole",
            ),
        )
        indexes = (models.Index(fields=("post", "-on", "-id"), name="occurrence_newest"),)

    def __str__(self) -> str:
        return f"{self.post_id} {self.frequency_id} {self.on}"


class PlannedDay(models.Model):
    """A day on which a post will receive citizens; `posted_on`: since when people can read so."""

    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        "office.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    posted_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("post", "on"), name="planned_day_once"),)

    def __str__(self) -> str:
        return f"{self.post_id} {self.on}"


class DateChange(models.Model):
    """A date that was told and then moved: an announcement changed the calendar, or a declaration the place's rule.

    Rows are only added. `due_computed` is what is counted now: when that is earlier than the day that was told, the
    day stands and only `safe_after` comes forward.
    """

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="changes", db_index=False)
    announcement = models.ForeignKey(
        "office.CalendarAnnouncement", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    remoteness = models.ForeignKey(
        "office.Remoteness", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    due_before = models.DateField()
    safe_before = models.DateField()
    due_computed = models.DateField()
    due_after = models.DateField()
    safe_after = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("duty", "announcement"), name="date_change_once"),
            models.UniqueConstraint(fields=("duty", "remoteness"), name="date_change_of_place_once"),
            models.CheckConstraint(
                condition=Q(due_after__gte=models.F("due_before")), name="date_change_never_earlier"
            ),
            models.CheckConstraint(
                condition=Q(announcement=None, remoteness__isnull=False)
                | Q(announcement__isnull=False, remoteness=None),
                name="date_change_for_one_cause",
            ),
        )
        indexes = (models.Index(fields=("announcement", "id"), name="date_change_announced"),)

    def __str__(self) -> str:
        return f"{self.duty_id} {self.due_before} {self.due_after}"


class Recount(models.Model):
    """That the open duties were counted anew for an announcement; `done_at` after the second look."""

    announcement = models.OneToOneField(
        "office.CalendarAnnouncement", on_delete=models.PROTECT, related_name="recount"
    )
    looked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.announcement_id}"
