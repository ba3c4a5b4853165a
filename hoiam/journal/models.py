"""Tables of the log: events, the vault of their salts, and the state of the tree."""

from django.db import models
from django.db.models import Q

from hoiam.kit.fields import SealedTextField


class Visibility(models.TextChoices):
    """Who gets the opening of an event."""

    PUBLIC = "public"
    PARTY = "party"
    SEALED = "sealed"
    COVER = "cover"


class Vault(models.Model):
    """One case in the log: its two keys (wrapped by the key named `journal`) and the end of its chain.

    Deleting `doc_key` makes documents unopenable; deleting `stmt_key` makes the statements so. Of a `sealed` case
    every event is sealed that is not said to be otherwise.
    """

    ref = models.CharField(primary_key=True, max_length=32)
    stmt_key = models.BinaryField(null=True)
    doc_key = models.BinaryField(null=True)
    next_seq = models.PositiveIntegerField(default=0)
    last_leaf = models.BinaryField(null=True)
    sealed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.ref


class Event(models.Model):
    """A statement and its 41-byte entry. Without an index it waits for the tree; rows are moved, never watermarked."""

    vault = models.ForeignKey(Vault, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    statement = models.TextField(null=True)  # noqa: DJ001 - erased is not the same as empty
    visibility = models.CharField(max_length=8, choices=Visibility.choices)
    entry = models.BinaryField()
    leaf = models.BinaryField()
    index = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("vault", "seq"), name="event_chain_is_linear"),
            models.UniqueConstraint(
                fields=("index",), condition=Q(index__isnull=False), name="event_one_per_index"
            ),
        )
        indexes = (
            models.Index(fields=("id",), condition=Q(index=None), name="event_waiting"),
            models.Index(fields=("index",), condition=Q(visibility="public"), name="event_public"),
            models.Index(fields=("index",), condition=Q(kind="case.erased"), name="event_erased"),
            models.Index(fields=("index",), condition=Q(kind="data.published"), name="event_edition"),
            models.Index(fields=("index",), condition=Q(kind="duties.told"), name="event_told"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.index}"


class Supplement(models.Model):
    """What is kept beside an event to be published with it.

    `text` is JSON whose SHA-256 the statement names; `opening` is kept only where the key of the case was destroyed.
    """

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.PROTECT, related_name="supplement")
    text = models.TextField(default="")
    opening = models.TextField(default="")

    def __str__(self) -> str:
        return f"beside {self.event_id}"


class Noted(models.Model):
    """That something recorded in another room is in the log: what it was, by table and row. One event each."""

    what = models.CharField(max_length=24)
    number = models.BigIntegerField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("what", "number"), name="noted_once"),)

    def __str__(self) -> str:
        return f"{self.what} {self.number}"


class Pad(models.Model):
    """Numbered slips for days without a network; the log commits to all of them before one is used."""

    unit = models.ForeignKey("office.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    ref = models.CharField(max_length=32)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    printed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("unit", "-id"), name="pad_unit_newest"),)

    def __str__(self) -> str:
        return f"pad {self.pk}"


class StubState(models.TextChoices):
    """What became of a slip."""

    LEFT = "left"
    USED = "used"
    VOID = "void"


class PadStub(models.Model):
    """One slip. Its secret makes the case's code, so it is forgotten once the slip is used or void."""

    pad = models.ForeignKey(Pad, on_delete=models.PROTECT, related_name="stubs", db_index=False)
    number = models.PositiveSmallIntegerField()
    commitment = models.BinaryField()
    secret = SealedTextField(key="journal", null=True)
    state = models.CharField(max_length=8, choices=StubState.choices, default=StubState.LEFT)
    changed_at = models.DateTimeField(null=True)
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("pad", "number"), name="stub_number"),
            models.CheckConstraint(
                condition=Q(state="left", secret__isnull=False, changed_at=None, event=None)
                | Q(state__in=("used", "void"), secret=None, changed_at__isnull=False),
                name="stub_secret_while_left",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pad_id}/{self.number}"


class LogState(models.Model):
    """The one row per log: size, frontier and the signed checkpoint of exactly that size."""

    origin = models.CharField(primary_key=True, max_length=255)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=bytes)
    note = models.TextField(default="")

    def __str__(self) -> str:
        return self.origin


class Inspected(models.Model):
    """That the auditor opened an entry: who, when, which, why. Rows are only ever added."""

    index = models.BigIntegerField()
    by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    why = SealedTextField(key="journal")

    def __str__(self) -> str:
        return f"entry {self.index}"


class Witness(models.Model):
    """What is known of a witness of the policy: the largest size it cosigned for us, and its line over that."""

    vkey = models.CharField(primary_key=True, max_length=512)
    size = models.BigIntegerField(default=0)
    line = models.TextField(default="")
    seen_at = models.DateTimeField(null=True)
    flag = models.CharField(max_length=12, default="")

    def __str__(self) -> str:
        return self.vkey.partition("+")[0]
