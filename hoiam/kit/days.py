"""Days and moments in words, in the reader's language and the installation's time zone."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def language() -> str:
    """The reader's language; Vietnamese where none is set."""
    return get_language() or "vi"


def local_date(day: date) -> date:
    """Return the day of a moment at the installation's place; a day stays what it is."""
    if not isinstance(day, datetime):
        return day
    return timezone.localtime(day).date() if timezone.is_aware(day) else day.date()


def day_text(day: date, form: str = "long") -> str:
    """long: thứ Ba, 24/11/2026 | Tue 24 Nov 2026; short: 24/11/2026 | 24 Nov 2026."""
    day = local_date(day)
    if language() == "en":
        text = f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"
        return text if form == "short" else f"{WEEKDAYS_EN[day.weekday()]} {text}"
    text = f"{day.day:02}/{day.month:02}/{day.year}"
    return text if form == "short" else f"{WEEKDAYS_VI[day.weekday()]}, {text}"


def moment_text(moment: datetime, form: str = "long") -> str:
    """14:30, then the day as `day_text` writes it."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{local:%H:%M}, {day_text(local.date(), form)}"


def distance_text(left: int) -> str:
    """Days left, in words: còn 3 ngày | đến hạn hôm nay | quá hạn 2 ngày."""
    if left == 0:
        return gettext("due today")
    if left > 0:
        return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return ngettext("%(n)s day overdue", "%(n)s days overdue", -left) % {"n": -left}


def day_month(day: date) -> str:
    """24/11, short enough for a square of a calendar in either language."""
    return f"{day.day}/{day.month}"
