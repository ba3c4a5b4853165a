"""An account: opened by the worker or on demand, counted, written, signed by who holds the post, published."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from hoiam.desk.reports.actions import assembling, record
from hoiam.desk.reports.models import Account
from hoiam.duties import queries as duties
from hoiam.journal import actions as journal, named
from hoiam.kit.moments import local_day
from hoiam.law import accounts
from hoiam.law.accounts import Kind
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office
from hoiam.office.owing import OwingPost

SUBJECT, KEY = "report", "account"
RULE = "account"
BATCH = 100


def keep_up(*, at: datetime) -> int:
    """The worker's part, once a day: the account of each head's year is owed, and drafted once its days are over.

    Gives how many were opened or drafted. Idempotent. It is opened while its year runs, so that the head sees its day
    coming; its figures are there when 30 days are left.
    """
    rule, on = accounts.house_rule(record.pack(), RULE), local_day(at)
    if rule is None:
        return 0
    years = [year for year in (on.year - 1, on.year) if rule.governs(date(year, 12, 31))]
    heads = [post for post in owing.posts(on=on) if post.is_head]
    return sum(_open_year(heads, year, at) for year in years) + _drafted(at)


def _open_year(heads: list[OwingPost], year: int, at: datetime) -> int:
    days = date(year, 1, 1), date(year, 12, 31)
    rows = Account.objects.filter(kind=Kind.YEARLY, first__range=days)
    known = set(rows.values_list("post_id", flat=True))
    spans = {post: accounts.of_year(year, post.days) for post in heads if post.id not in known}
    waiting = [(post, span) for post, span in spans.items() if span is not None][:BATCH]
    for post, span in waiting:
        with journal.recording():
            _owed(post, span, at)
    return len(waiting)


def _drafted(at: datetime) -> int:
    """Figures of those that nobody has counted since their last day; the head may count them anew."""
    on = local_day(at)
    uncounted = Q(counted_on=None) | Q(counted_on__lte=F("last"))
    rows = Account.objects.filter(uncounted, kind=Kind.YEARLY, state=accounts.State.DRAFT, last__lt=on)
    waiting = [pk for pk in rows.order_by("last", "id").values_list("pk", flat=True) if _is_near(pk, on)]
    for pk in waiting[:BATCH]:
        with record.opened(pk) as row:
            accounts.move("recount", row.state)
            _count(row, at)
            record.take(row, "recount", at=at, by=None)
    return len(waiting[:BATCH])


def _is_near(account_id: int, on: date) -> bool:
    row = Account.objects.get(pk=account_id)
    dues = [one.due_on for one in duties.of_subject(SUBJECT, account_id) if one.open and one.key == KEY]
    return any(accounts.to_draft(last=row.last, due=due, counted_on=row.counted_on, on=on) for due in dues)


def _owed(post: OwingPost, span: tuple[date, date], at: datetime) -> None:
    row = _new(post, Kind.YEARLY, *span, at)
    rule = accounts.require_rule(record.pack(), RULE)
    event = date(span[1].year, 12, 31)
    due = record.start(
        subject=SUBJECT, subject_id=row.pk, key=KEY, rule=rule, post_id=post.id, event=event, at=at
    )
    told = {**_days(row), "account-due": due.isoformat(), "account-rule": rule.id}
    entry = record.log(row, "account.owed", told, at=at)
    record.take(row, "owe", at=at, by=None, entry=entry)


def begin(*, post_id: int, first: date, last: date, by: office.Actor, at: datetime) -> int:
    """On demand, of any days that are over. Gives its id; asked for twice, it is the same.

    Refused: no_such_post, not_yours, period_wrong, account_too_long, period_not_over, no_such_days.
    """
    accounts.require_period(first, last, on=local_day(at))
    with journal.recording():
        post = owing.post(post_id)
        require(by, post.unit_id)
        accounts.require_lived(post.days, first, last)
        known = Account.objects.filter(post_id=post_id, kind=Kind.DEMAND, first=first, last=last).first()
        if known is not None:
            return known.pk
        row = _new(post, Kind.DEMAND, first, last, at)
        _count(row, at)
        entry = record.log(row, "account.begun", _days(row), at=at)
        record.take(row, "begin", at=at, by=by.person_id, entry=entry)
    return row.pk


def recount(*, account_id: int, by: office.Actor, at: datetime) -> None:
    """Its figures as they stand today. Refused: no_such_account, not_yours, account_signed."""
    with record.opened(account_id) as row:
        require(by, row.unit_id)
        accounts.move("recount", row.state)
        _count(row, at)
        record.take(row, "recount", at=at, by=by.person_id)


def write(*, account_id: int, version: int, said: Mapping[str, str], by: office.Actor, at: datetime) -> None:
    """What the head says to each part. Refused: no_such_account, not_yours, changed_meanwhile, account_signed,
    words_too_long, unknown_section.
    """
    with record.opened(account_id) as row:
        require(by, row.unit_id)
        accounts.move("write", row.state)
        _same(row, version)
        row.words = accounts.words(said)
        record.take(row, "write", at=at, by=by.person_id)


def sign(*, account_id: int, version: int, by: office.Actor, at: datetime, strongly: bool = False) -> None:
    """Whoever holds the post on this day answers for what stands there; figures and words are frozen.

    Refused: no_such_account, not_yours, former_holder, not_the_holder, changed_meanwhile, account_signed,
    period_not_over, count_first.
    """
    on = local_day(at)
    with record.opened(account_id) as row:
        _require_holder(row, by, on)
        after = accounts.move("sign", row.state)
        _same(row, version)
        accounts.require_period(row.first, row.last, on=on)
        accounts.require_counted(row.counted_on, last=row.last)
        row.state, row.signed_at, row.signed_by_id = after, at, by.person_id
        row.signed_strongly = strongly
        row.digest = assembling.digest(row.figures)
        said = json.dumps(row.words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        factors = "two" if strongly else "one"
        told = {**_days(row), "counted": str(row.counted_on), "factors": factors, "signer": str(row.owner_id)}
        row.signed_entry = record.log(
            row,
            "account.signed",
            told,
            at=at,
            docs={"words": hashlib.sha256(said.encode()).digest()},
            beside=row.figures,
        )
        record.take(row, "sign", at=at, by=by.person_id, entry=row.signed_entry)


def publish(*, account_id: int, by: office.Actor, at: datetime) -> None:
    """Everybody can read it and ask; what was owed is done. Refused: no_such_account, not_yours, wrong_state."""
    with record.opened(account_id) as row:
        require(by, row.unit_id)
        row.state, row.published_at = accounts.move("publish", row.state), at
        row.published_entry = record.log(row, "account.published", _days(row), at=at)
        record.take(row, "publish", at=at, by=by.person_id, entry=row.published_entry)
        record.end(subject=SUBJECT, subject_id=row.pk, key=KEY, at=at)


def require(by: office.Actor, unit_id: int) -> None:
    """The head, or a clerk who prepares it. Refused: not_yours."""
    if not by.roles_in(unit_id) & {Role.HEAD, Role.CLERK}:
        raise Refused("not_yours")


def _require_holder(row: Account, by: office.Actor, on: date) -> None:
    holder = owing.holders([row.owner_id], on=on).get(row.owner_id)
    before = owing.holdings(post_id=row.owner_id, first=date.min, last=on)
    held = any(one.holder == by.person_id for one in before)
    accounts.require_holder(person=by.person_id, holder=holder, held_before=held)


def _same(row: Account, version: int) -> None:
    if row.version != version:
        raise Refused("changed_meanwhile")


def _new(post: OwingPost, kind: Kind, first: date, last: date, at: datetime) -> Account:
    row = Account(
        unit_id=post.unit_id,
        post_id=post.id,
        owner_id=post.id,
        kind=kind,
        first=first,
        last=last,
        made_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused("changed_meanwhile") from None
    return row


def _count(row: Account, at: datetime) -> None:
    on = local_day(at)
    found = assembling.counted(post_id=row.post_id, first=row.first, last=row.last, on=on)
    row.figures = accounts.spelled(
        found, post=named.of_post(row.post_id), first=row.first, last=row.last, on=on
    )
    row.counted_on = on


def _days(row: Account) -> dict[str, str]:
    return {"what": row.kind, "from": row.first.isoformat(), "until": row.last.isoformat()}
