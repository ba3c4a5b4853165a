"""Between moments and local days, in the time zone of the installation."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

_DAY = timedelta(days=1)


def overdue_at(due_on: date) -> datetime:
    """The first moment after the last day, in UTC."""
    return datetime.combine(due_on + _DAY, time.min, timezone.get_default_timezone()).astimezone(UTC)


def as_day(stored: date | str | None) -> date | None:
    """What a RETURNING clause gives back: PostgreSQL a date, SQLite its text."""
    return date.fromisoformat(stored) if isinstance(stored, str) else stored
