"""What a receipt proves, in the words of somebody who never heard of a log."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from hoiam.journal import queries as journal
from hoiam.kit import days
from hoiam.ledger.receipt import Proven

MINUTE = timedelta(minutes=1)


def sentences(proven: Proven, *, short: bool) -> Iterator[str]:
    """When, unaltered, seen by whom; `short`: fewer witnesses than the policy asks for."""
    yield _when(proven)
    yield _("No byte of it was altered since.")
    yield _seen(proven)
    if short:
        yield _(
            "Fewer witnesses have signed than the policy asks for. Get the receipt again later "
            "from the page of the case: it is completed, not replaced."
        )


def moment(at: datetime) -> str:
    """To the minute, on the clocks of this country."""
    local = timezone.localtime(at)
    said = {"time": f"{local:%H:%M}", "day": days.day_text(local, "short")}
    return _("%(time)s on %(day)s") % said


def _when(proven: Proven) -> str:
    after, before = bracket(proven)
    if before is None:
        return _office_says(proven)
    if after is None:
        return _("It was registered by %(before)s at the latest, by the witnesses' clocks.") % {
            "before": moment(before)
        }
    if timezone.localdate(after) == timezone.localdate(before):
        said = {"after": f"{timezone.localtime(after):%H:%M}", "before": moment(before)}
    else:
        said = {"after": moment(after), "before": moment(before)}
    return _("It was registered between %(after)s and %(before)s, by the witnesses' clocks.") % said


def _office_says(proven: Proven) -> str:
    if proven.statement is None:
        return _("No independent witness confirms a time yet.")
    return _(
        "The office itself states that it was at %(at)s; no independent witness confirms the time yet."
    ) % {"at": moment(proven.statement.at)}


def bracket(proven: Proven) -> tuple[datetime | None, datetime | None]:
    """Whole minutes, outwards: never before the first, never after the second. Without a witness both are None."""
    after: datetime | None = None
    before: datetime | None = None
    point = proven.checkpoint
    if point.origin == settings.HOIAM_ORIGIN:
        seen = journal.bracket(index=proven.index, size=point.size)
        after, before = seen.after, seen.before
    carried = [datetime.fromtimestamp(one.time, UTC) for one in proven.cosigned if one.time]
    if carried and (before is None or max(carried) < before):
        before = max(carried)
    return _floor(after), _ceiling(before)


def _floor(at: datetime | None) -> datetime | None:
    return at and at.replace(second=0, microsecond=0)


def _ceiling(at: datetime | None) -> datetime | None:
    down = _floor(at)
    return down if at is None or down is None or down == at else down + MINUTE


def _seen(proven: Proven) -> str:
    count = len(proven.cosigned)
    if not count:
        return _(
            "No independent witness has signed it yet: so far the log's own signature alone speaks for it."
        )
    names = ", ".join(sorted(one.by.name for one in proven.cosigned))
    said = ngettext(
        "%(count)s independent witness saw it: %(names)s.",
        "%(count)s independent witnesses saw it: %(names)s.",
        count,
    )
    return said % {"count": count, "names": names}
