"""What can happen to a notice: put in the outbox with the event, sent after it, retried, never doubled.

Delivery is at most once (docs/decisions/0010): a notice whose sender was killed between handing it over and noting
that becomes `unsure` and is left to a person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from hoiam.kit import db
from hoiam.notices import render, transports
from hoiam.notices.models import Notice, State

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 12
_JITTER = 30


@dataclass(frozen=True, slots=True, repr=False)
class Recipient:
    """Where to send, and the link that opens the case; prints as nothing."""

    address: str
    link: str = ""

    def __repr__(self) -> str:
        return "Recipient(…)"


@dataclass(frozen=True, slots=True)
class Report:
    """What one round of sending did."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0


AddressOf = Callable[[str], Recipient | None]


def put(
    *,
    person: str,
    event: str,
    channel: str,
    template: str,
    context: Mapping[str, str],
    language: str,
    at: datetime,
) -> None:
    """Put a notice in the outbox, in the caller's transaction; the same person, event and channel only once."""
    Notice.objects.bulk_create(
        [
            Notice(
                person=person,
                event=event,
                channel=channel,
                template=template,
                context=dict(context),
                language=language,
                next_at=at,
            )
        ],
        ignore_conflicts=True,
    )


def send_due(*, at: datetime, limit: int, transport: transports.Transport, address_of: AddressOf) -> Report:
    """Send what is due. Claimed by compare-and-swap, handed over outside any transaction, then noted."""
    counts = dict.fromkeys(("sent", "postponed", "failed"), 0)
    with transport.connected():
        for notice_id in _due(at, limit):
            notice = _claim(notice_id, at)
            if notice is not None:
                counts[_send(notice, at, transport, address_of)] += 1
    return Report(**counts)


def reap(*, at: datetime) -> int:
    """Leases that ran out: whether the message left, nobody knows; gives how many."""
    with db.writing():
        rows = Notice.objects.filter(state=State.SENDING, leased_until__lt=at)
        return rows.update(state=State.UNSURE, leased_until=None, error="killed_while_sending")


def retry(*, notice_id: int, at: datetime) -> bool:
    """A person decided to send an unsure or failed notice again; gives whether it was one."""
    with db.writing():
        rows = Notice.objects.filter(pk=notice_id, state__in=(State.UNSURE, State.FAILED))
        return rows.update(state=State.WAITING, next_at=at, attempts=0, error="") == 1


def pause_after(attempts: int, notice_id: int) -> timedelta:
    """1, 2, 4 … minutes, at most six hours, and up to half a minute that differs per notice."""
    pause = min(FIRST_PAUSE * 2 ** min(attempts, 20), LONGEST_PAUSE)
    return pause + timedelta(seconds=notice_id % _JITTER)


def _due(at: datetime, limit: int) -> list[int]:
    rows = Notice.objects.filter(state=State.WAITING, next_at__lte=at).order_by("next_at", "id")
    return list(rows.values_list("pk", flat=True)[:limit])


def _claim(notice_id: int, at: datetime) -> Notice | None:
    """Ours if it is still waiting; the claim is on disk before anything is handed over."""
    with db.writing():
        rows = Notice.objects.filter(pk=notice_id, state=State.WAITING)
        if not rows.update(state=State.SENDING, leased_until=at + LEASE, attempts=F("attempts") + 1):
            return None
    return Notice.objects.get(pk=notice_id)


def _send(notice: Notice, at: datetime, transport: transports.Transport, address_of: AddressOf) -> str:
    recipient = address_of(notice.person)
    if recipient is None:
        return _note(notice, State.FAILED, error="no_address")
    message = render.message(notice, address=recipient.address, link=recipient.link)
    try:
        transport.send(message)
    except transports.Refused as refused:
        return (
            _postpone(notice, at, refused.code)
            if refused.again
            else _note(notice, State.FAILED, error=refused.code)
        )
    return _note(notice, State.SENT, sent_at=at)


def _postpone(notice: Notice, at: datetime, error: str) -> str:
    if notice.attempts >= MOST_ATTEMPTS:
        return _note(notice, State.FAILED, error=error)
    with db.writing():
        Notice.objects.filter(pk=notice.pk, state=State.SENDING).update(
            state=State.WAITING,
            leased_until=None,
            next_at=at + pause_after(notice.attempts - 1, notice.pk),
            error=error,
        )
    return "postponed"


def _note(notice: Notice, state: State, *, sent_at: datetime | None = None, error: str = "") -> str:
    with db.writing():
        Notice.objects.filter(pk=notice.pk, state=State.SENDING).update(
            state=state, leased_until=None, sent_at=sent_at, error=error
        )
    return "sent" if state is State.SENT else "failed"
