"""What units chose for their citizens, kept for a minute: it changes seldom, and every notice asks."""

import time

from hoiam.desk.cases.models import UnitChoice

_KEEP_SECONDS = 60


class _Sms:
    """Units that send text messages."""

    def __init__(self) -> None:
        self.kept: tuple[float, frozenset[int]] | None = None

    def get(self) -> frozenset[int]:
        kept = self.kept  # read once: another thread may forget meanwhile
        if kept and time.monotonic() < kept[0]:
            return kept[1]
        found = frozenset(UnitChoice.objects.filter(sms=True).values_list("unit_id", flat=True))
        self.kept = (time.monotonic() + _KEEP_SECONDS, found)
        return found

    def forget(self) -> None:
        self.kept = None


_sms = _Sms()
forget = _sms.forget


def sends_sms(unit_id: int) -> bool:
    """Whether this unit tells its citizens by text message as well; no statement when warm."""
    return unit_id in _sms.get()
