"""A mail comes in: it becomes one case, one addition to a case, or waits for a clerk. Once, wherever we are killed.

The row of a mail is written in the transaction of what it became; the mailbox is told only after that is on disk.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from itertools import islice

from django.conf import settings
from django.db import IntegrityError

from hoiam.desk.cases.actions import mail_cases, mail_parts
from hoiam.desk.cases.models import Mail, MailState
from hoiam.desk.cases.queries import mail as queries, signers
from hoiam.journal import actions as journal
from hoiam.kit import cipher
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.notices import actions as notices
from hoiam.notices.inbound import letter as letters
from hoiam.notices.inbound.boxes import Box, Raw
from hoiam.notices.inbound.letter import Letter
from hoiam.office import queries as office
from hoiam.sealed import actions as sealed

BATCH = 200
AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 20  # of one sender: two machines that answer each other stop here
LATER = frozenset({"files_busy", "clock_wrong"})
ADVISED = frozenset(
    {"too_large", "too_many_parts", "too_deep", "encrypted", "empty", "malformed", "case_over"}
)
log = logging.getLogger("hoiam.mail")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail; `again` when it had been taken in before."""

    state: str
    reason: str = ""
    mail_id: int | None = None
    case_id: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class _Came:
    """A mail with what it is known by."""

    raw: Raw
    letter: Letter
    key: bytes
    digest: bytes
    sender: bytes
    unit_id: int | None
    closed: bool


def fetch(*, box: Box, clock: Callable[[], datetime], limit: int = BATCH) -> Counter[str]:
    """Take in what waits, each by itself; what fails stays where it is. Gives how many became what.

    Raises BoxError when the mailbox itself cannot be used.
    """
    done: Counter[str] = Counter()
    for key in islice(box.waiting(), limit):
        raw = box.read(key)
        if raw is None:
            continue
        try:
            outcome = take(raw=raw, at=clock())
        except Exception as error:  # noqa: BLE001 - one mail must not hold up the others
            log.error("a mail stays in the mailbox: %s %s", type(error).__name__, getattr(error, "code", ""))  # noqa: TRY400 - no values in logs
            done["failed"] += 1
            continue
        box.taken(key)
        done["again" if outcome.again else outcome.state] += 1
    return done


def take(*, raw: Raw, at: datetime) -> Outcome:
    """One mail. Refused: files_busy, clock_wrong: then it is tried again later."""
    came = _came(raw, at)
    earlier = Mail.objects.filter(key=came.key).defer("raw").first()
    if earlier is not None:
        return _again(earlier)
    try:
        return _decide(came, at)
    except IntegrityError:
        earlier = Mail.objects.filter(key=came.key).defer("raw").first()
        if earlier is None:
            raise
        return _again(earlier)


def _came(raw: Raw, at: datetime) -> _Came:
    letter = letters.read(raw.data, whole=raw.whole)
    digest = hashlib.sha256(raw.data).digest()
    where = queries.address_of(letter.to)
    unit_id = _successor(where.unit_id, at) if where else None
    named = (
        f"{letter.message_id}\n{letter.sender}\n{unit_id}\n{hashlib.sha256(letter.text.encode()).hexdigest()}"
    )
    known = named.encode() if letter.message_id else digest
    return _Came(
        raw,
        letter,
        key=cipher.keyed_hash("codes", b"mail\n" + known),
        digest=cipher.keyed_hash("codes", b"mail bytes\n" + digest),
        sender=cipher.keyed_hash("codes", b"mail sender\n" + letter.sender.encode()),
        unit_id=unit_id,
        closed=where is not None and where.closed_at is not None,
    )


def _successor(unit_id: int, at: datetime) -> int:
    try:
        return office.successor(unit_id=unit_id, function="petitions", on=local_day(at))
    except Refused:
        return unit_id


def _decide(came: _Came, at: datetime) -> Outcome:
    machine = came.letter.robot or ("loop" if _is_ours(came.letter.sender) else "")
    if machine:
        return _keep(came, MailState.MACHINE, machine, at)
    if reason := _why_held(came, at):
        return _keep(came, MailState.HELD, reason, at)
    try:
        return _become(came, at)
    except Refused as refused:
        if refused.code in LATER:
            raise
        reason = "case_over" if refused.code == "wrong_state" else refused.code
        return _keep(came, MailState.HELD, reason[:24], at)


def _is_ours(sender: str) -> bool:
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    return bool(sender) and (sender == own or queries.address_of([sender]) is not None)


def _why_held(came: _Came, at: datetime) -> str:
    """Empty when it can be taken in by itself."""
    if came.letter.problem:
        return came.letter.problem
    if not came.letter.sender:
        return "no_sender"
    if _sent_lately(came.sender, at) >= MOST_AN_HOUR:
        return "too_many"
    return ""


def _sent_lately(sender: bytes, at: datetime) -> int:
    """Counted no further than matters."""
    return Mail.objects.filter(sender=sender, received_at__gt=at - AN_HOUR)[:MOST_AN_HOUR].count()


def _become(came: _Came, at: datetime) -> Outcome:
    """An addition, when a case is named; else a case at the unit it was sent to."""
    case_id = _named_case(came.letter)
    if case_id is None and came.unit_id is None:
        raise Refused("no_address")
    if case_id is None and came.closed:
        raise Refused("address_closed")
    brought = mail_parts.ready(came.letter, at=at)
    with journal.recording():
        row = _row(came, MailState.ADDED if case_id else MailState.TAKEN, "", at)
        row.save(force_insert=True)
        if case_id is not None:
            mail_cases.add(case_id=case_id, brought=brought, at=at)
            row.case_id = case_id
        else:
            case = mail_cases.submit(unit_id=came.unit_id or 0, letter=came.letter, brought=brought, at=at)
            row.case_id, row.identity_id = case.pk, case.identity_id
        row.save(update_fields=("case", "identity"))
    return Outcome(row.state, "", row.pk, row.case_id)


def _named_case(letter: Letter) -> int | None:
    """By a signed reply address, else by a code that opens a case."""
    if (case_id := queries.case_of_reply(letter.to)) is not None:
        return case_id
    for code in mail_parts.codes_in(letter):
        try:
            return signers.case_of_acting(code)
        except Refused:
            continue
    return None


def _keep(came: _Came, state: MailState, reason: str, at: datetime) -> Outcome:
    """It waits for a clerk, whole; who sent it is told what to do, if there is something to do."""
    letter = came.letter
    with journal.recording():
        row = _row(came, state, reason, at)
        row.raw, row.subject, row.text = came.raw.data, letter.subject, letter.text
        advised = state == MailState.HELD and reason in ADVISED and bool(letter.sender)
        if advised and _sent_lately(came.sender, at) < MOST_AN_HOUR:
            person = sealed.Personal(name=letter.sender_name, email=letter.sender)
            row.identity_id = sealed.keep(data=person, at=at)
        row.save(force_insert=True)
        if row.identity_id is not None:
            notices.put(
                person=f"identity:{row.identity_id}",
                event=f"mail:{row.pk}:held",
                channel="email",
                template="cases/mail-held",
                context={"why": reason, "limit": str(letters.LIMIT_MB)},
                language="vi",
                at=at,
            )
    return Outcome(state, reason, row.pk)


def _row(came: _Came, state: MailState, reason: str, at: datetime) -> Mail:
    return Mail(
        key=came.key,
        digest=came.digest,
        sender=came.sender,
        unit_id=came.unit_id,
        state=state,
        reason=reason,
        size=came.raw.size,
        received_at=at,
    )


def _again(earlier: Mail) -> Outcome:
    return Outcome(earlier.state, earlier.reason, earlier.pk, earlier.case_id, again=True)
