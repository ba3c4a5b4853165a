"""What was learned from confirmed classifications: how often a word stands in matters of a field, by keyed hash."""

from django.db import models


class FieldWord(models.Model):
    """In how many confirmed matters of a field a word stands; which word cannot be read from it without the key."""

    field = models.CharField(max_length=32)
    token = models.CharField(max_length=10)
    n = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("token", "field"), name="field_word_once"),)

    def __str__(self) -> str:
        return f"{self.field} {self.token}"


class FieldTotal(models.Model):
    """How many matters were confirmed to be of a field, and how many words they hold."""

    field = models.CharField(max_length=32, unique=True)
    cases = models.IntegerField()
    words = models.IntegerField()

    def __str__(self) -> str:
        return self.field
