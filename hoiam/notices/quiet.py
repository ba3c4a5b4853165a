"""Whether it is too late or too early to disturb people, by HOIAM_QUIET_HOURS and the local clock."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from hoiam.law import quiet


def holds(at: datetime) -> bool:
    """Nothing is sent then; what waits goes out afterwards, in its order. No notice is urgent enough."""
    return quiet.holds(timezone.localtime(at).time(), quiet.hours(settings.HOIAM_QUIET_HOURS))
