"""The programme of a year: which units are inspected, on what, why, and by whom."""

from django.db import models
from django.db.models import Q


class Programme(models.Model):
    """Of one inspecting unit and year. `post`: the head who approved it."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="draft")
    number = models.CharField(max_length=40, default="")
    approved_on = models.DateField(null=True)
    post = models.ForeignKey(
        "office.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("unit", "year"), name="programme_once_a_year"),
            models.CheckConstraint(
                condition=Q(state="draft", number="", approved_on=None, post=None)
                | (Q(state="approved", approved_on__isnull=False, post__isnull=False) & ~Q(number="")),
                name="programme_approved_whole",
            ),
        )
        indexes = (models.Index(fields=("-year", "unit"), name="programme_newest"),)

    def __str__(self) -> str:
        return f"programme {self.unit_id} {self.year}"


class Entry(models.Model):
    """One unit to be inspected. One that was taken out stays, with `removed_at`."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="entries", db_index=False)
    target = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    theme = models.CharField(max_length=300)
    reason = models.CharField(max_length=16)
    why = models.CharField(max_length=500, default="")
    begins_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    form_key = models.CharField(max_length=64, unique=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("programme", "target"), condition=Q(removed_at=None), name="entry_unit_once"
            ),
        )
        indexes = (models.Index(fields=("programme", "begins_on", "id"), name="entry_of_programme"),)

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Assigned(models.Model):
    """An inspector of the office who is to take part."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="assigned", db_index=False)
    person = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("entry", "person"), name="assigned_once"),)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.person_id}"


class Change(models.Model):
    """What was changed after the approval, by which document and why; public."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="changes", db_index=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="changes", db_index=False)
    what = models.CharField(max_length=8)
    number = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    logged = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("programme", "id"), name="change_of_programme"),)

    def __str__(self) -> str:
        return f"change {self.pk}"
