"""What was learned from confirmed classifications: how often a word stands in matters of a field, by keyed hash."""

from django.db import models


class FieldWord(models.Model):
    """Of each field, in how many confirmed matters a word stands; which word cannot be read from it without the key.

    The number of a row is the keyed hash of its word. One row for all fields: a text asks for some 300 of them.
    """

    counts = models.JSONField()

    def __str__(self) -> str:
        return f"word {self.pk}"


class FieldTotal(models.Model):
    """How many matters were confirmed to be of a field, and how many words they hold."""

    field = models.CharField(max_length=32, unique=True)
    cases = models.IntegerField()
    words = models.IntegerField()

    def __str__(self) -> str:
        return self.field


class Lesson(models.Model):
    """What was learned from a case, so that just this can be taken back.

    `place`: the unit where the matter seemed to lie; `unit`: that took it into work, unknown until one does.
    """

    case = models.OneToOneField("Case", primary_key=True, on_delete=models.CASCADE, related_name="lesson")
    field = models.CharField(max_length=32)
    place = models.ForeignKey(
        "office.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "office.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        indexes = (models.Index(fields=("field", "place", "unit"), name="lesson_taken"),)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.field}"
