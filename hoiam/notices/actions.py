"""What can happen to a notice: put in the outbox with what it tells of, sent afterwards, at most once.

Decision 0010 says why a notice that may have gone out is never sent again by itself.
"""

import dataclasses
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from hoiam.kit import db, prepared
from hoiam.law.refusal import Refused
from hoiam.notices import mail, queries, render, sms
from hoiam.notices.backoff import ATTEMPTS, wait_after
from hoiam.notices.models import Notice, State
from hoiam.notices.transports import NotTakenError, Transport

SMS = "sms"
LEASE = timedelta(minutes=30)  # longer than a batch can last: 50 messages, 20 s each
log = logging.getLogger("hoiam.notices")


Context = Mapping[str, str | int | Sequence[Mapping[str, str]]]


@dataclasses.dataclass(frozen=True, kw_only=True)
class NewNotice:
    """One message to be; `context` holds only numbers, codes and formatted dates, or rows of them."""

    person: str
    event: str
    channel: str
    template: str
    context: Context
    language: str


@dataclasses.dataclass(frozen=True, repr=False)
class Recipient:
    """Where a notice goes, the link its words carry, and where an answer to it goes, if anywhere."""

    address: str
    link: str = ""
    reply_to: str = ""

    def __repr__(self) -> str:
        return "Recipient(…)"


@dataclasses.dataclass(frozen=True)
class Report:
    """What became of a batch. `stopped`: the other side could not be reached, the rest waits."""

    sent: int = 0
    again: int = 0
    failed: int = 0
    unsure: int = 0
    dropped: int = 0
    stopped: bool = False


AddressOf = Callable[[str], Recipient | None]


def put(
    *,
    person: str,
    event: str,
    channel: str,
    template: str,
    context: Context,
    language: str,
    at: datetime,
) -> None:
    """Put a notice in the outbox, in the caller's transaction (one INSERT); the same one put twice is there once."""
    one = NewNotice(
        person=person, event=event, channel=channel, template=template, context=context, language=language
    )
    put_many(notices=[one], at=at)


def put_many(*, notices: Sequence[NewNotice], at: datetime) -> None:
    """Several in one INSERT."""
    if any("/" not in notice.template for notice in notices):
        raise ValueError("a template is named room/wording")
    rows = [
        Notice(
            person=notice.person,
            event=notice.event,
            channel=notice.channel,
            template=notice.template,
            context=dict(notice.context),
            language=notice.language,
            next_at=at,
        )
        for notice in notices
    ]
    prepared.insert_once(rows)


def withdraw(*, person: str, event: str) -> None:
    """What still waits of it is not sent any more: what it tells is no longer so."""
    with db.writing():
        waiting = Notice.objects.filter(person=person, event=event, state=State.WAITING)
        waiting.update(state=State.DROPPED, error="withdrawn")


def send_due(*, at: datetime, limit: int, transport: Transport, address_of: AddressOf) -> Report:
    """Send what is due, one claim each. Not inside a transaction: claims must be on disk before anything leaves."""
    db.stand_alone()
    outcomes: Counter[str] = Counter()
    stopped = False
    try:
        for notice_id in queries.due(at=at, channel=transport.channel, limit=limit):
            notice = _claim(notice_id, at=at)
            if notice is not None:
                outcome, stopped = _deliver(notice, transport, address_of, at=at)
                outcomes[outcome] += 1
            if stopped:
                break
    finally:
        transport.close()
    return Report(
        sent=outcomes[State.SENT],
        again=outcomes[State.WAITING],
        failed=outcomes[State.FAILED],
        unsure=outcomes[State.UNSURE],
        dropped=outcomes[State.DROPPED],
        stopped=stopped,
    )


def reap(*, at: datetime) -> int:
    """Mark what a killed sender left behind: it may have gone out. Returns how many."""
    with db.writing():
        return Notice.objects.filter(state=State.SENDING, leased_until__lt=at).update(
            state=State.UNSURE, leased_until=None, error="sender_gone"
        )


def again(*, notice_id: int, at: datetime) -> None:
    """The operator decides to send a failed or unsure notice (again). Refused: notice_not_stuck."""
    _decide(notice_id, state=State.WAITING, attempts=0, next_at=at, error="")


def again_failed(*, at: datetime) -> int:
    """The same for every failed notice: it surely went nowhere. Returns how many."""
    with db.writing():
        failed = Notice.objects.filter(state=State.FAILED)
        return failed.update(state=State.WAITING, attempts=0, next_at=at, error="")


def let_be(*, notice_id: int) -> None:
    """The operator decides to leave a failed or unsure notice. Refused: notice_not_stuck."""
    _decide(notice_id, state=State.DROPPED)


def _decide(notice_id: int, **changes: object) -> None:
    with db.writing():
        stuck = Notice.objects.filter(pk=notice_id, state__in=(State.FAILED, State.UNSURE))
        if not stuck.update(**changes):
            raise Refused("notice_not_stuck")


def _claim(notice_id: int, *, at: datetime) -> Notice | None:
    """Compare-and-swap: only one sender gets it, and that is on disk before it is used."""
    with db.writing(durable=True):
        claimed = _CLAIMED.made(notice_id=notice_id, at=at, until=at + LEASE)
        return _ROW.first(notice_id=notice_id) if claimed else None


def _row(*, notice_id: int) -> "QuerySet[Notice]":
    return Notice.objects.filter(pk=notice_id)


def _waiting(*, notice_id: int, at: datetime, **_: Any) -> "QuerySet[Notice]":
    return Notice.objects.filter(pk=notice_id, state=State.WAITING, next_at__lte=at)


def _sending(*, until: datetime, **_: Any) -> dict[str, Any]:
    return {"state": State.SENDING, "leased_until": until, "attempts": F("attempts") + 1}


_ROW = prepared.Rows(_row, notice_id=-1_000_001)
_CLAIMED = prepared.Change(
    _waiting,
    _sending,
    notice_id=-1_000_001,
    at=datetime(1, 1, 2, tzinfo=UTC),
    until=datetime(1, 1, 3, tzinfo=UTC),
)


def _deliver(
    notice: Notice, transport: Transport, address_of: AddressOf, *, at: datetime
) -> tuple[State, bool]:
    """What became of it, and whether the batch should stop."""
    try:
        message = _message(notice, address_of, at=at)
    except Refused as refusal:
        return _note(notice, State.DROPPED, error=refusal.code), False
    except Exception as error:  # noqa: BLE001 - one broken notice must not hold up the others
        log.error("notice %s: %s", notice.pk, type(error).__name__)  # noqa: TRY400 - no values in logs
        return _retry(notice, "not_prepared", at=at), False
    try:
        transport.send(message)
    except NotTakenError as error:
        return _retry(notice, error.reason, at=at), error.stop
    except Exception as error:  # noqa: BLE001 - whatever it was, the message may be on its way
        log.error("notice %s: unsure, %s", notice.pk, type(error).__name__)  # noqa: TRY400 - no values in logs
        return _note(notice, State.UNSURE, error=type(error).__name__), False
    return _note(notice, State.SENT, sent_at=at), False


def _message(notice: Notice, address_of: AddressOf, *, at: datetime) -> EmailMessage | sms.Sms:
    recipient = address_of(notice.person)
    if recipient is None:
        raise Refused("no_address")
    sender = settings.DEFAULT_FROM_EMAIL
    context = {
        **notice.context,
        "link": recipient.link,
        "reply_to": recipient.reply_to,
        "site": settings.HOIAM_URL,
    }
    words = render.render(template=notice.template, language=notice.language, context=context)
    known = {"person": notice.person, "event": notice.event, "channel": notice.channel}
    message_id = mail.message_id(**known, sender=sender)
    if notice.channel == SMS:
        return sms.compose(body=words.body, number=recipient.address, message_id=message_id)
    return mail.compose(
        words=words,
        address=recipient.address,
        sender=sender,
        message_id=message_id,
        language=notice.language,
        at=at,
        reply_to=recipient.reply_to,
    )


def _retry(notice: Notice, reason: str, *, at: datetime) -> State:
    if notice.attempts >= ATTEMPTS:
        return _note(notice, State.FAILED, error=reason)
    pause = wait_after(notice_id=notice.pk, attempts=notice.attempts)
    return _note(notice, State.WAITING, error=reason, next_at=at + pause)


def _note(notice: Notice, state: State, **changes: Any) -> State:
    """Note the end of an attempt, even when the lease ran out meanwhile: who sent it knows best.

    Not durable: lost in a power cut, the notice is found with its lease and becomes unsure.
    """
    mine = {"notice_id": notice.pk, "attempts": notice.attempts}
    with db.writing(durable=False):
        if state == State.SENT:
            _SENT.made(**mine, **changes)
        else:
            _mine(**mine).update(state=state, leased_until=None, **{"error": "", **changes})
    return state


def _mine(*, notice_id: int, attempts: int, **_: Any) -> "QuerySet[Notice]":
    return Notice.objects.filter(pk=notice_id, attempts=attempts, state__in=(State.SENDING, State.UNSURE))


def _sent(*, sent_at: datetime, **_: Any) -> dict[str, Any]:
    return {"state": State.SENT, "leased_until": None, "error": "", "sent_at": sent_at}


_SENT = prepared.Change(
    _mine, _sent, notice_id=-1_000_001, attempts=31_999, sent_at=datetime(1, 1, 4, tzinfo=UTC)
)
