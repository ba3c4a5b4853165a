"""Tickets of the corpus in django-helpdesk; Django is set up. The first `texts` cases repeat, as in bench.stock."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from helpdesk.models import FollowUp, Queue, Ticket

from bench import corpus

BATCH = 2000
PASSWORD = "staffpw"  # noqa: S105 - in the scenario


def make(size: int, texts: int) -> None:
    """Everything from nothing."""
    call_command("migrate", interactive=False, verbosity=0)
    staff = get_user_model().objects.create_superuser("staff", "staff@example.invalid", PASSWORD)
    queue = Queue.objects.create(title="Q1", slug="q1", allow_public_submission=True)
    for first in range(0, size, BATCH):
        said = [(number, corpus.case(number % texts)) for number in range(first, min(first + BATCH, size))]
        tickets = Ticket.objects.bulk_create(_ticket(queue, number, case) for number, case in said)
        FollowUp.objects.bulk_create(
            _answer(ticket, staff) for ticket in tickets if ticket.status not in {1, 2}
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _ticket(queue: Queue, number: int, case: dict[str, Any]) -> Ticket:
    shift = timezone.now() - timezone.make_aware(corpus.NOW)
    created = timezone.make_aware(datetime.fromisoformat(case["created"])) + shift - timedelta(hours=1)
    return Ticket(
        queue=queue,
        title=case["title"],
        description=case["body"],
        submitter_email=f"cd{number}@example.invalid",
        created=created,
        modified=created,
        due_date=timezone.make_aware(datetime.fromisoformat(case["due"])) + shift,
        status=Ticket.OPEN_STATUS if case["closed"] is None else Ticket.CLOSED_STATUS,
        priority=case["priority"],
        secret_key=f"k{number:030d}",
    )


def _answer(ticket: Ticket, staff: object) -> FollowUp:
    return FollowUp(
        ticket=ticket,
        user=staff,
        date=ticket.created,
        title="Closed",
        comment="Khắc phục trong 15 ngày.",
        public=True,
    )
