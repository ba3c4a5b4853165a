"""Tables of the log: events, the vault of their salts, and the state of the tree."""

from django.db import models
from django.db.models import Q


class Visibility(models.TextChoices):
    """Who gets the opening of an event."""

    PUBLIC = "public"
    PARTY = "party"
    SEALED = "sealed"
    COVER = "cover"


class Vault(models.Model):
    """One case in the log: its two keys (wrapped by the key named `journal`) and the end of its chain.

    Deleting `doc_key` makes documents unopenable; deleting `stmt_key` makes the statements so.
    """

    ref = models.CharField(primary_key=True, max_length=32)
    stmt_key = models.BinaryField(null=True)
    doc_key = models.BinaryField(null=True)
    next_seq = models.PositiveIntegerField(default=0)
    last_leaf = models.BinaryField(null=True)

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
        indexes = (models.Index(fields=("id",), condition=Q(index=None), name="event_waiting"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.index}"


class LogState(models.Model):
    """The one row per log: size, frontier and the signed checkpoint of exactly that size."""

    origin = models.CharField(primary_key=True, max_length=255)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=bytes)
    note = models.TextField(default="")

    def __str__(self) -> str:
        return self.origin
