"""Whether it is too late or too early to disturb people, by the local clock.

The hours are dated rows of the jurisdiction, unless HOIAM_QUIET_HOURS says others for this installation.
"""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from hoiam.law import packs, quiet


def holds(at: datetime, channel: str) -> bool:
    """Nothing is sent then; what waits goes out afterwards, in its order. No notice is urgent enough."""
    return quiet.holds(timezone.localtime(at).time(), hours(at, channel))


def hours(at: datetime, channel: str) -> quiet.Hours:
    """Those of a channel on the local day of a moment; None for none."""
    if settings.HOIAM_QUIET_HOURS is not None:
        return quiet.hours(settings.HOIAM_QUIET_HOURS)
    return quiet.of(packs.load(settings.HOIAM_PACK).quiet, channel, timezone.localdate(at))
