"""Between moments (aware, UTC) and the local days that the law counts."""

from datetime import date, datetime

from django.utils import timezone


def local_day(at: datetime) -> date:
    """The day a moment falls on where the office is (settings.TIME_ZONE)."""
    return timezone.localtime(at).date()
