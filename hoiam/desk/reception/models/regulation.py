"""A unit's own regulation on when a post receives citizens."""

from django.db import models
from django.db.models import F, Q


class Regulation(models.Model):
    """In force from a day to a day; one at a time for a post.

    `pattern`, `off_day`: as hoiam.law.schedules spells them; `sittings`: 07:30-11:30, 13:30-16:30, local;
    `exempted`: days that the unit itself moved or left out, [{"on", "to", "reason"}], ISO days, `to` empty for none.
    """

    post = models.ForeignKey("office.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    pattern = models.CharField(max_length=48)
    off_day = models.CharField(max_length=12)
    sittings = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    slot_minutes = models.PositiveSmallIntegerField()
    slot_places = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=120)
    document_on = models.DateField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    exempted = models.JSONField(default=list)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        "office.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("post", "from_on"), name="regulation_one_from_a_day"),
            models.UniqueConstraint(
                fields=("post",), condition=Q(until_on=None), name="regulation_one_without_end"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="regulation_days_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.post_id} {self.pattern} {self.from_on}"
