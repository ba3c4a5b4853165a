"""A dialogue conference (hội nghị đối thoại), from the first who asks for it to its published results."""

from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """Why it is held (Luật Tổ chức chính quyền địa phương số 72/2025/QH15, điều 43)."""

    YEARLY = "yearly"
    ASKED = "asked"
    THEMATIC = "thematic"


class Conference(models.Model):
    """One conference. `state` is a state of the law's table; what stands here is public, but for who keeps signatures.

    `announced_on`: of the first announcement, which a postponement does not undo. `room`: the short address that is
    shown in the room. `held_by`: the post that headed the unit on its day; `unit` and `post` follow a reform of
    units. `asking` counts the voters who ask for it; `voters` those of the unit, from `voters_source`.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    programme = models.TextField(default="")
    held_on = models.DateField(null=True)
    begins = models.TimeField(null=True)
    place = models.CharField(max_length=300, default="")
    link = models.URLField(max_length=300, default="")
    room = models.CharField(max_length=8, unique=True)
    announced_on = models.DateField(null=True)
    closed_on = models.DateField(null=True, help_text="day on which it was recorded as held")
    in_person = models.BooleanField(null=True, help_text="whether the head chaired it")
    held_by = models.ForeignKey(
        "office.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    present = models.PositiveIntegerField(null=True)
    results = models.TextField(default="")
    published_at = models.DateTimeField(null=True)
    current = models.ForeignKey(
        "dialogues.Question", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    asking = models.PositiveIntegerField(default=0)
    voters = models.PositiveIntegerField(default=0)
    voters_source = models.CharField(max_length=200, default="")
    voters_on = models.DateField(null=True)
    keeper = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("demanded", "owed", "declined")) | Q(held_on__isnull=False),
                name="conference_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("held", "published"))
                | Q(closed_on__isnull=False, in_person__isnull=False, held_by__isnull=False),
                name="conference_held_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="conference_published_at",
            ),
            models.CheckConstraint(
                condition=Q(voters=0) | (~Q(voters_source="") & Q(voters_on__isnull=False)),
                name="conference_voters_sourced",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "-id"), name="conference_unit_newest"),
            models.Index(
                fields=("unit", "-published_at"), condition=Q(state="published"), name="conference_published"
            ),
            models.Index(
                fields=("-published_at", "-id"), condition=Q(state="published"), name="conference_results"
            ),
            models.Index(fields=("unit", "held_on", "id"), name="conference_unit_day"),
        )

    def __str__(self) -> str:
        return f"conference {self.pk}"


class Chair(models.Model):
    """A post that chairs it together with others: of the People's Committee, of the Council's standing."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="chairs", db_index=False
    )
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("conference", "post"), name="conference_chair_once"),)

    def __str__(self) -> str:
        return f"{self.conference_id} {self.post_id}"


class Sitting(models.Model):
    """One of several sittings, for a cluster of villages."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="sittings", db_index=False
    )
    villages = models.CharField(max_length=300)
    on = models.DateField()
    begins = models.TimeField()
    place = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("conference", "on", "begins", "villages"), name="sitting_once"),
        )

    def __str__(self) -> str:
        return f"{self.conference_id} {self.on}"


class Step(models.Model):
    """What happened to it; `reason` is public. `entry`: the log's event."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="steps", db_index=False)
    event = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField(null=True)
    reason = models.CharField(max_length=500, default="")
    entry = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("conference", "id"), name="conference_step"),)

    def __str__(self) -> str:
        return f"{self.conference_id} {self.event}"
