"""Two wards with their heads, and clocks that run there."""

from datetime import UTC, date, datetime

from hoiam.duties import actions as duties
from hoiam.office.models import Post, Unit

EVENT = date(2026, 3, 2)
DUE = date(2026, 3, 16)
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def at(day, hour=2):
    """Nine in the morning there, unless told otherwise."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def post(code):
    unit = Unit.objects.create(
        code=code,
        name=f"Phường {code}",
        name_en=f"Ward {code}",
        kind="ward",
        path=f"/20/{code}/",
        legal_basis="72/2025/QH15",
        valid_from=date(2025, 7, 1),
        served=True,
    )
    return Post.objects.create(unit=unit, title="Chủ tịch", title_en="Chairman", is_head=True)


def new(post, subject_id=1, key="answer", **changes):
    said = {
        "unit_id": post.unit_id,
        "post_id": post.pk,
        "subject": "case",
        "subject_id": subject_id,
        "key": key,
        "rule_id": "tcd.petition_idle_discipline",
        "event_on": EVENT,
        "due_on": DUE,
        "safe_on": DUE,
        "counts_receipt": key == "answer",
    }
    return duties.NewDuty(**{**said, **changes})


def opened(post, subject_id=1, key="answer", at=AT, **changes):
    duties.open_many(specs=[new(post, subject_id, key, **changes)], at=at)


def closed(subject_id=1, key="answer", outcome="met", at=AT, on=None):
    return duties.close(
        subject="case",
        subject_id=subject_id,
        keys=[key],
        outcome=outcome,
        at=at,
        on=on or duties.local_day(at),
    )
