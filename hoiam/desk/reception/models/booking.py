"""People who come to a session: booked ahead or not, called by number; and what each of them came away with."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoiam.desk.reception.models.session import Session
from hoiam.kit.fields import SealedTextField


class Channel(models.TextChoices):
    """How somebody came to stand on the list."""

    WEB = "web", _("Booked on the website")
    COUNTER = "counter", _("Booked at the counter")
    PHONE = "phone", _("Booked by phone")
    WALK_IN = "walk_in", _("Came without a booking")


class Booking(models.Model):
    """One person, or those who represent several, at one session; `state` is one of hoiam.law.booking.

    `number` is all that is shown in the room. `slot_at` is empty for whoever came without a booking. `mark` is a keyed
    hash of the telephone or identity number, by which bookings ahead are counted; it goes once the day is over.
    `needs` are codes of NEEDS. `cases`: those the person named, by their own codes.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    number = models.PositiveSmallIntegerField()
    slot_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    state = models.CharField(max_length=10)
    people = models.PositiveSmallIntegerField(default=1)
    representatives = models.PositiveSmallIntegerField(default=0)
    needs = models.JSONField(default=list)
    matter = SealedTextField(default="")
    identity = models.ForeignKey(
        "sealed.Identity", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    code_hash = models.BinaryField(max_length=32, unique=True)
    submit_key = models.CharField(max_length=64, unique=True)
    mark = models.BinaryField(max_length=32, null=True)
    language = models.CharField(max_length=8, default="vi")
    cases = models.ManyToManyField("cases.Case", related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "office.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    arrived_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "number"), name="booking_number"),
            models.UniqueConstraint(
                fields=("session", "mark"),
                condition=Q(
                    mark__isnull=False, state__in=("waiting", "booked", "arrived", "called", "with_head")
                ),
                name="booking_one_a_session",
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1) & Q(people__gte=F("representatives")), name="booking_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(began_at__isnull=False, ended_at__isnull=False),
                name="booking_done_was_received",
            ),
        )
        indexes = (
            models.Index(fields=("session", "state", "number"), name="booking_queue"),
            models.Index(fields=("mark",), condition=Q(mark__isnull=False), name="booking_mark"),
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.number}"


class Content(models.Model):
    """One thing that was brought up, with the head's direction: it is a case, an earlier one or a new one.

    `unit`: which is to see to it. `promised_on`: the day announced for the answer, a duty of the post with the subject
    "content" (Luật Tiếp công dân số 42/2013/QH13, điều 18.4). `answered_on`: when that answer was given.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="contents", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    direction = SealedTextField()
    unit = models.ForeignKey(
        "office.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    promised_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    form_key = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("office.Person", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(promised_on__isnull=False), name="content_answers_a_promise"
            ),
        )
        indexes = (
            models.Index(fields=("booking", "id"), name="content_booking"),
            models.Index(fields=("case",), name="content_case"),
            models.Index(
                fields=("id",), condition=Q(promised_on__isnull=False, answered_on=None), name="content_owed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.booking_id} {self.pk}"
