"""The third line of every action here: row, clocks, log entry, history, all or none."""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.conf import settings

from hoiam.desk.cases.actions import logbook
from hoiam.desk.reports.models import Account, Step
from hoiam.duties import actions as duties, stepping
from hoiam.duties.models import Outcome
from hoiam.journal import actions as journal
from hoiam.journal.models import Visibility
from hoiam.kit.moments import local_day
from hoiam.law import packs
from hoiam.law.refusal import Refused
from hoiam.law.rules import Rule
from hoiam.law.step import ClockSpec, Step as LawStep
from hoiam.office import owing, queries as office


@contextlib.contextmanager
def opened(account_id: int) -> Iterator[Account]:
    """The row, locked, in one transaction with all that is recorded. Refused: no_such_account."""
    with journal.recording():
        row = Account.objects.select_for_update().filter(pk=account_id).first()
        if row is None:
            raise Refused("no_such_account")
        yield row


def pack() -> packs.Pack:
    """The rules of this installation."""
    return packs.load(settings.HOIAM_PACK)


def start(
    *, subject: str, subject_id: int, key: str, rule: Rule, post_id: int, event: date, at: datetime
) -> date:
    """A clock of that rule begins for a post; gives its last day. Refused: as hoiam.law.clocks.compute."""
    step = LawStep(key, None, key, opens=(ClockSpec(key, rule.id),), closes=(), source="")
    owner = owner_of(post_id, subject, subject_id)
    return stepping.apply(step, owner=owner, at=at, events={key: event})[key].legal_due


def owner_of(post_id: int, subject: str, subject_id: int) -> stepping.Owner:
    """Refused: no_such_post."""
    post = owing.post(post_id)
    return stepping.Owner(
        unit_id=post.unit_id, post_id=post.id, path=post.path, subject=subject, subject_id=subject_id
    )


def end(*, subject: str, subject_id: int, key: str, at: datetime, outcome: str = Outcome.MET) -> None:
    """The clock of this key ends, in time or late by its date."""
    duties.close(subject=subject, subject_id=subject_id, keys=[key], outcome=outcome, at=at, on=local_day(at))


def take(row: Account, event: str, *, at: datetime, by: int | None, entry: int | None = None) -> None:
    """The row as it is by now, one version on, and its history."""
    row.version += 1
    row.save()
    Step.objects.create(account=row, event=event, at=at, by_id=by, entry=entry)


def log(
    row: Account,
    kind: str,
    facts: Mapping[str, str],
    *,
    at: datetime,
    docs: Mapping[str, bytes] | None = None,
    beside: str = "",
) -> int:
    """An entry in the chain of this account, open to all; gives the event's id."""
    return append(
        f"hoiam account {row.pk}",
        row.unit_id,
        kind,
        {"account": str(row.pk), "post": str(row.post_id), **facts},
        at=at,
        docs=docs,
        beside=beside,
    )


def append(
    chain: str,
    unit_id: int,
    kind: str,
    facts: Mapping[str, str],
    *,
    at: datetime,
    docs: Mapping[str, bytes] | None = None,
    beside: str = "",
) -> int:
    """An entry, open to all, in the chain that is named; gives the event's id."""
    unit = office.units([unit_id], on=local_day(at))[unit_id]
    appended = journal.append(
        ref=logbook.ref(chain),
        kind=kind,
        unit=unit.code,
        at=at,
        visibility=Visibility.PUBLIC,
        extra=facts,
        docs=docs,
        beside=beside,
    )
    return appended.event_id
