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
    `moved` are their ids. `begun_at`, `ended_at`: when that was done. `capacity`, `title`, `document`: the
    substitute signs for the absent head, with which office of their own and by which document.
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
    capacity = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=120, blank=True)
    document = models.CharField(max_length=200, blank=True)
    moved = models.JSONField(default=list)
    named_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    named_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="substitution_days"),
            models.CheckConstraint(condition=~Q(person=F("substitute")), name="substitution_not_oneself"),
            models.CheckConstraint(
                condition=Q(capacity="", title="", document="")
                | (~Q(capacity="") & ~Q(title="") & ~Q(document="")),
                name="substitution_signs_whole",
            ),
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


class BulkReply(models.Model):
    """One text for many cases of a unit: each gets its own points, letter, number and log entry."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    head = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    form_key = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12)
    decision = models.CharField(max_length=24)
    ground = SealedTextField()
    next_step = SealedTextField()
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=("sending", "done")) | Q(head__isnull=False, decided_at__isnull=False),
                name="bulk_reply_signed_by_somebody",
            ),
        )
        indexes = (
            models.Index(fields=("unit", "-id"), name="bulk_reply_unit"),
            models.Index(
                fields=("id",), condition=Q(state__in=("drafting", "sending")), name="bulk_reply_at_work"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class BulkRow(models.Model):
    """One case of a list. `waits`: the worker has yet to do with it what the state of the list says."""

    bulk = models.ForeignKey(BulkReply, on_delete=models.CASCADE, related_name="rows", db_index=False)
    case = models.ForeignKey("Case", on_delete=models.CASCADE, related_name="+")
    waits = models.BooleanField(default=True)
    drafted = models.BooleanField(default=False)
    sent = models.BooleanField(default=False)
    code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("bulk", "case"), name="bulk_row_once"),
            models.CheckConstraint(condition=~Q(sent=True) | Q(drafted=True), name="bulk_row_sent_drafted"),
        )
        indexes = (models.Index(fields=("bulk", "id"), condition=Q(waits=True), name="bulk_row_waits"),)

    def __str__(self) -> str:
        return f"{self.bulk_id} {self.case_id}"


class UnitChoice(models.Model):
    """What a unit chose for its citizens; no row means the usual."""

    unit = models.OneToOneField("office.Unit", on_delete=models.CASCADE, related_name="+")
    sms = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.unit_id}"
