"""Accounts: lists, one, what stands behind a figure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from hoiam.desk.reports.models import Account, Step
from hoiam.desk.reports.queries.cards import AccountCard, AccountRow, StepCard
from hoiam.duties import kept
from hoiam.duties.kept import Ended
from hoiam.law import accounts
from hoiam.law.refusal import Refused
from hoiam.office import owing

PAGE = 25
_ROW = (
    *("id", "unit_id", "post__title", "post__title_en", "kind", "first", "last", "state", "published_at"),
    *("asked", "told"),
)
_SAME = (
    *(
        "id",
        "unit_id",
        "post_id",
        "owner_id",
        "kind",
        "first",
        "last",
        "state",
        "version",
        "words",
        "figures",
    ),
    *("counted_on", "digest", "signed_at", "signed_strongly", "signed_entry", "published_at"),
    "published_entry",
)
Cursor = tuple[date, int]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page, and after what the next begins."""

    rows: tuple[AccountRow, ...]
    next: Cursor | None


def published(*, unit_ids: Collection[int] | None = None, after: Cursor | None = None) -> Listed:
    """What everybody reads, the latest days first; of these units or all. One statement."""
    rows = Account.objects.filter(state=accounts.State.PUBLISHED)
    return _listed(rows if unit_ids is None else rows.filter(post__unit_id__in=unit_ids), after)


def listed(*, unit_id: int, after: Cursor | None = None) -> Listed:
    """All that a unit gives or owes, the latest days first. One statement."""
    return _listed(Account.objects.filter(unit_id=unit_id), after)


def one(account_id: int) -> AccountCard:
    """One statement. Refused: no_such_account."""
    row = Account.objects.filter(pk=account_id)
    found = row.values(*_SAME, "post__title", "post__title_en", "signed_by__name").first()
    if found is None:
        raise Refused("no_such_account")
    return _card(found)


def public(account_id: int) -> AccountCard:
    """One that is published. One statement. Refused: no_such_account."""
    card = one(account_id)
    if card.state != accounts.State.PUBLISHED:
        raise Refused("no_such_account")
    return card


def own(card: AccountCard) -> dict[date, str]:
    """Who held the post, by the first day of each period; nothing of a gap. One statement."""
    held = owing.holders_over([card.post_id])
    return {
        period.first: next((one.name for one in held if one.days.holds(period.first)), "")
        for period in card.periods
        if period.holder is not None
    }


def steps(account_id: int) -> tuple[StepCard, ...]:
    """Oldest first. One statement."""
    rows = Step.objects.filter(account_id=account_id).order_by("id")
    return tuple(StepCard(*row) for row in rows.values_list("event", "at", "entry"))


def evidence(
    card: AccountCard, *, key: str, first: date, last: date, after: Cursor | None = None, limit: int = PAGE
) -> tuple[Ended, ...]:
    """The duties behind a figure, one by one, as they stand now. One statement."""
    span = max(first, card.first), min(last, card.last)
    return kept.listed(post_id=card.post_id, key=key, first=span[0], last=span[1], after=after, limit=limit)


def _listed(rows: "QuerySet[Account]", after: Cursor | None) -> Listed:
    if after is not None:
        day, pk = after
        rows = rows.filter(Q(last__lt=day) | Q(last=day, id__lt=pk), last__lte=day)
    counted = rows.annotate(
        asked=Count("questions"), told=Count("questions", filter=Q(questions__state="answered"))
    )
    found = [AccountRow(*row) for row in counted.order_by("-last", "-id").values_list(*_ROW)[: PAGE + 1]]
    page = tuple(found[:PAGE])
    return Listed(page, (page[-1].last, page[-1].id) if len(found) > PAGE else None)


def _card(found: dict[str, Any]) -> AccountCard:
    return AccountCard(
        **{name: found[name] for name in _SAME},
        title=found["post__title"],
        title_en=found["post__title_en"],
        signer=found["signed_by__name"],
        periods=accounts.read(found["figures"]),
    )
