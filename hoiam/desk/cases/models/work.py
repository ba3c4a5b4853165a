"""How staff arrange their work: saved filters, substitutes, what each wants to be told."""

from django.db import models
from django.db.models import F, Q

from hoiam.kit.fields import SealedTextField


class SavedFilter(models.Model):
    """A part of the queue that somebody looks at again and again: a name and the words after `?` of its address."""

    person = models.ForeignKey("office.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=40)
    query = SealedTextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "name"), name="saved_filter_name"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.pk}"


class Substitution(models.Model):
    """Days, both included, on which one works in another's place at a unit.

    `with_cases`: open cases go to the substitute on the first day and what is still open comes back after the last;
    `moved` are their ids. `begun_at`, `ended_at`: when that was done.
    """

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    substitute = models.ForeignKey(
        "office.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    from_on = models.DateField()
    until_on = models.DateField()
    reason = SealedTextField(default="")
    with_cases = models.BooleanField(default=False)
    moved = models.JSONField(default=list)
    named_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    named_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="substitution_days"),
            models.CheckConstraint(condition=~Q(person=F("substitute")), name="substitution_not_oneself"),
        )
        indexes = (
            models.Index(fields=("person", "until_on"), name="substitution_person"),
            models.Index(fields=("unit", "until_on"), name="substitution_unit"),
            models.Index(
                fields=("from_on",), condition=Q(ended_at=None, with_cases=True), name="substitution_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.from_on}"


class StaffChoice(models.Model):
    """What somebody of the office wants to be told; no row means the usual."""

    person = models.OneToOneField("office.Person", on_delete=models.CASCADE, related_name="+")
    digest = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.person_id}"
