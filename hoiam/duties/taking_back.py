"""A day that was noted by mistake is taken back: the note stays, it counts no more, and its period is settled anew."""

from datetime import date, datetime

from hoiam.duties import recurring, settling
from hoiam.duties.models import Occurrence
from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law import frequencies
from hoiam.law.refusal import Refused
from hoiam.office import owing
from hoiam.office.owing import OwingPost


def take_back(*, post_id: int, note_id: int, reason: str, by: int, at: datetime) -> Occurrence:
    """It joins the caller's transaction.

    Refused: no_such_post, no_such_note, already_taken_back, not_the_holder, reason_needed, period_closed.
    """
    on = local_day(at)
    with db.writing():
        post = owing.post(post_id)
        row = Occurrence.objects.select_for_update().filter(pk=note_id, post_id=post.id).first()
        if row is None:
            raise Refused("no_such_note")
        if row.taken_back_at is not None:
            raise Refused("already_taken_back", since=local_day(row.taken_back_at))
        key = recurring.key_of_id(row.frequency_id)
        period = recurring.period_of(post, key, row.on)
        holders = owing.holdings(post_id=post.id, first=on, last=on)
        frequencies.require_take_back(
            period, by_holder=by in {one.holder for one in holders}, reason=reason, on=on
        )
        row.taken_back_at, row.taken_back_by_id, row.taken_back_reason = at, by, reason.strip()
        row.save(update_fields=("taken_back_at", "taken_back_by", "taken_back_reason"))
        recurring.catch_up(post, key, at=at)
        settling.settle(post.id, key, period, at=at)
    return row


def until(post: OwingPost, *, key: str, day: date) -> date:
    """The last day on which the note of a day can be taken back."""
    return frequencies.take_back_until(recurring.period_of(post, key, day))
