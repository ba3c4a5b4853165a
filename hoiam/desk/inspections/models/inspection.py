"""An inspection of a unit, from the decision to the last remedy; and how inspectors say they are tied to units."""

from django.db import models
from django.db.models import Q

from hoiam.kit.fields import SealedTextField


class Inspection(models.Model):
    """One inspection. `state` is a state of the law's table.

    `unit` and `post` inspect; `target` is inspected and follows no reform: what was found stays with it, what is owed
    passes on. `draft` and `conclusion` hold passages marked as protected, so they are sealed; `published` is public.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    entry = models.OneToOneField(
        "inspections.Entry", null=True, on_delete=models.PROTECT, related_name="inspection"
    )
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    theme = models.CharField(max_length=300)
    ground = models.CharField(max_length=500, default="")
    number = models.CharField(max_length=40)
    decided_on = models.DateField()
    leader = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    announced_on = models.DateField(null=True)
    until_on = models.DateField(null=True, help_text="last day on the spot, as the decision says")
    ended_on = models.DateField(null=True)
    draft = SealedTextField(default="")
    drafted_on = models.DateField(null=True)
    explanation = SealedTextField(default="")
    explained_on = models.DateField(null=True)
    conclusion = SealedTextField(default="")
    conclusion_number = models.CharField(max_length=40, default="")
    concluded_on = models.DateField(null=True)
    published = models.TextField(default="")
    published_on = models.DateField(null=True)
    posted_until = models.DateField(null=True)
    order_number = models.CharField(max_length=40, default="")
    ordered_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    form_key = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(concluded_on=None, conclusion_number=""))
                | (Q(concluded_on__isnull=False) & ~Q(conclusion_number="")),
                name="inspection_concluded_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None, published="", posted_until=None)
                | (Q(published_on__isnull=False, posted_until__isnull=False) & ~Q(published="")),
                name="inspection_published_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind="planned") | Q(entry__isnull=False), name="inspection_planned_by_entry"
            ),
        )
        indexes = (
            models.Index(fields=("unit", "-id"), name="inspection_unit_newest"),
            models.Index(fields=("target", "-id"), name="inspection_target"),
            models.Index(fields=("post", "decided_on"), name="inspection_post"),
        )

    def __str__(self) -> str:
        return f"inspection {self.pk}"


class Member(models.Model):
    """Somebody of the team; who leads it stands in the inspection."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="members", db_index=False
    )
    person = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("inspection", "person"), name="member_once"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.person_id}"


class Step(models.Model):
    """What happened; `reason` is public once the inspection is. `logged`: the log's event.

    `signed_by`: the post that signed, of a decision; `in_person`: whether its holder did, or a deputy for them.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="steps", db_index=False)
    event = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField(null=True)
    number = models.CharField(max_length=40, default="")
    reason = models.CharField(max_length=500, default="")
    signed_by = models.ForeignKey(
        "office.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    in_person = models.BooleanField(null=True)
    logged = models.BigIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(signed_by=None, in_person=None)
                | Q(signed_by__isnull=False, in_person__isnull=False),
                name="inspection_step_signed",
            ),
        )
        indexes = (
            models.Index(fields=("inspection", "id"), name="inspection_step"),
            models.Index(
                fields=("signed_by",), condition=Q(signed_by__isnull=False), name="inspection_step_signer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.event}"


class Presence(models.Model):
    """A day on which the head of the inspecting unit was there in person."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.CASCADE, related_name="presences", db_index=False
    )
    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    logged = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("inspection", "on"), name="presence_once"),)
        indexes = (models.Index(fields=("post", "on"), name="presence_post"),)

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.on}"


class Relation(models.Model):
    """That an inspector is tied to a unit, or to whoever holds one post of it, as they say themselves; only inspectors
    and heads read it.
    """

    person = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(
        "office.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    what = models.CharField(max_length=12)
    said_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "unit"), condition=Q(ended_at=None, post=None), name="relation_once"
            ),
            models.UniqueConstraint(
                fields=("person", "post"),
                condition=Q(ended_at=None, post__isnull=False),
                name="relation_post_once",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "person"), name="relation_unit"),
            models.Index(fields=("post", "person"), condition=Q(post__isnull=False), name="relation_post"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.unit_id}"
