"""Open cases around a swap that is announced late, and a walker that counts the days on its fingers."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hoiam.desk.cases.actions import calendar
from hoiam.office import announcing
from tests import cast as people

OFF, WORKED = date(2026, 11, 23), date(2026, 11, 28)
DOCUMENT = "Công văn 999/VPCP-KGVX (trình diễn) ngày 19/11/2026"
RESTS = {date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24), date(2027, 1, 1)}
WORKS = {date(2026, 8, 22)}
NOTICE_DAYS, ANSWER_DAYS = 10, 45
ONE = timedelta(days=1)


def moment(on, hour=9):
    return timezone.make_aware(datetime.combine(on, time(hour)))


def swap(**changes):
    said = {
        "path": "",
        "days": announcing.swap(
            OFF, WORKED, name_vi="Hoán đổi ngày làm việc (trình diễn)", name_en="Swapped day (demonstration)"
        ),
        "document": DOCUMENT,
        "note": "Dồn ngày nghỉ",
        "reason": "Thông báo muộn.",
    }
    return announcing.NewAnnouncement(**{**said, **changes})


def closure(path, *days, **changes):
    said = [announcing.day_off(on, name_vi="Nghỉ tránh bão", name_en="Storm closure") for on in days]
    return swap(path=path, days=tuple(said), document="Công điện 12/CĐ-UBND (trình diễn)", **changes)


def announce(cast, said=None, *, at=None, confirmed=True):
    at = at or moment(date(2026, 11, 19))
    return calendar.announce(said=said or swap(), confirmed=confirmed, by=people.actor(cast.operator), at=at)


def received_on(cast, *days):
    return {on: people.received(cast, at=moment(on)) for on in days}


# The walker


def works(on, *, swapped):
    if swapped and on in {OFF, WORKED}:
        return on == WORKED
    return on in WORKS or (on.weekday() < 5 and on not in RESTS)


def roll(on, step, **how):
    while not works(on, **how):
        on += step
    return on


def notice_due(on, *, swapped):
    """Ten working days by the law; ten days by the procedure sheet, which is stricter and so the day to work to."""
    left, sheet = NOTICE_DAYS, roll(on + NOTICE_DAYS * ONE, -ONE, swapped=swapped)
    while left:
        on += ONE
        left -= works(on, swapped=swapped)
    return on, min(on, sheet)


def answer_due(on, *, swapped):
    last = on + timedelta(days=ANSWER_DAYS)
    return roll(last, ONE, swapped=swapped), roll(last, -ONE, swapped=swapped)


WALKED = {"notice": notice_due, "answer": answer_due}


def dates_told(key, on):
    """What must stand on the page: told before, counted anew, standing now, to work to."""
    before, safe = WALKED[key](on, swapped=False)
    computed, new_safe = WALKED[key](on, swapped=True)
    if computed < before:
        return before, computed, before, min(safe, new_safe)
    return before, computed, computed, new_safe
