"""An explanation in words, Vietnamese or English, and as plain data for other programs."""

from collections.abc import Iterator
from datetime import date, datetime

from hoiam.law.calendar import WEEKDAYS_EN, WEEKDAYS_VI, DayKind
from hoiam.law.citation import cite
from hoiam.law.clocks import CountedDay, DayRole, Due
from hoiam.law.explain import Explanation, Progress
from hoiam.law.rules import Confidence, Direction, Kind, Rule, TimeUnit

Words = dict[str, tuple[str, str]]  # Vietnamese, English

HEADS: Words = {
    "rule": ("Quy định", "Rule"),
    "duty": ("Việc phải làm", "Duty"),
    "written": ("Căn cứ", "Written in"),
    "read": ("Mức độ kiểm chứng", "How surely read"),
    "event": ("Ngày bắt đầu", "Event"),
    "period": ("Thời hạn", "Period"),
    "legal": ("Hạn theo luật", "Legal date"),
    "safe": ("Ngày an toàn", "Safe date"),
    "works": ("Làm theo ngày", "Work to"),
    "other": ("Văn bản khác cho", "Another text gives"),
    "until": ("Tính đến hết", "By the end of"),
    "days": ("Từng ngày", "Day by day"),
    "sources": ("Nguồn", "Sources"),
    "note": ("Ghi chú", "Note"),
}
UNITS: dict[TimeUnit, tuple[str, str, str]] = {
    TimeUnit.DAYS: ("ngày", "day", "days"),
    TimeUnit.WORKING_DAYS: ("ngày làm việc", "working day", "working days"),
    TimeUnit.HOURS: ("giờ", "hour", "hours"),
    TimeUnit.MONTHS: ("tháng", "month", "months"),
}
KINDS: dict[Kind, tuple[str, str]] = {
    Kind.MAX: ("chậm nhất", "at most"),
    Kind.MIN: ("ít nhất", "at least"),
    Kind.LIMITATION: ("thời hiệu", "limitation period of"),
    Kind.WINDOW: ("trong vòng", "within"),
}
ROLES: dict[DayRole, tuple[str, str]] = {
    DayRole.EVENT: ("ngày bắt đầu, không tính", "day it began, not counted"),
    DayRole.COUNTED: ("ngày được tính", "counted"),
    DayRole.SKIPPED: ("ngày nghỉ, không tính", "day off, not counted"),
    DayRole.ROLLED: ("dời qua ngày nghỉ", "moved past days off"),
    DayRole.PROMISED: ("ngày người đứng đầu đã hẹn", "day promised by the head of office"),
    DayRole.PAUSED: (
        "thời hạn tạm dừng theo quyết định, không tính",
        "clock stopped by a decision, not counted",
    ),
    DayRole.EXTENDED: ("tính, do gia hạn", "counted, by an extension"),
}
"""The part of a day in a count: the one wording for terminal and pages."""
CONFIDENCE: dict[Confidence, tuple[str, str]] = {
    Confidence.TWO_TEXTS: ("con số đọc thấy ở hai bản lưu khác nhau", "same number read in two stored texts"),
    Confidence.ONE_TEXT: ("mới đọc thấy ở một bản", "read in one text only"),
    Confidence.NOT_READ: (
        "chưa đọc được văn bản: không dùng nếu chưa có ý kiến pháp chế",
        "text not read: not to be used before a lawyer has seen it",
    ),
    Confidence.HOUSE: (
        "quy tắc của hệ thống: không văn bản nào ấn định",
        "a rule of this system: no text sets it",
    ),
}
NO_LIMIT = (
    "Không tìm thấy thời hạn luật định; thời hạn là ngày người đứng đầu hẹn.",
    "No statutory limit was found; the day that binds is the one the head of office names.",
)
UNCONFIRMED = (
    "Lịch nghỉ của năm này chưa được công bố chính thức; ngày có thể thay đổi.",
    "The official days off of that year were not announced yet; the date may move.",
)
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def lines(explanation: Explanation, lang: str = "vi") -> Iterator[str]:
    """For a terminal. `lang` is vi or en."""
    index = 0 if lang == "vi" else 1
    rule, due = explanation.rule, explanation.due
    yield _line(
        "rule", f"{rule.id}" + (f" ({explanation.asked})" if explanation.asked != rule.id else ""), index
    )
    yield _line("duty", _duty(rule, index), index)
    yield _line("written", cite(rule, lang), index)
    yield _line("read", CONFIDENCE[rule.confidence][index], index)
    yield _line("event", _moment(explanation.event, index), index)
    if due is None:
        yield NO_LIMIT[index]
    else:
        yield from _dates(explanation, due, index, lang)
    if note := (rule.note_vi or rule.note if index == 0 else rule.note):
        yield _line("note", note, index)
    yield f"{HEADS['sources'][index]}:"
    yield from (f"  {source}" for source in explanation.sources(lang))


def _dates(explanation: Explanation, due: Due, index: int, lang: str) -> Iterator[str]:
    yield _line("period", _period(explanation.rule, index), index)
    yield _line("legal", _moment(due.moment or due.legal_due, index), index)
    yield _line("safe", _day(due.safe_due, index), index)
    for other in explanation.others:
        words = f"{_day(other.legal_due, index)}: {_period(other.rule, index)}, {cite(other.rule, lang)}"
        yield _line("other", words, index)
    if explanation.others and explanation.works_to:
        yield _line("works", _day(explanation.works_to.safe_due, index), index)
    if explanation.progress:
        yield _line("until", _progress(explanation.progress, index), index)
    if not due.confirmed:
        yield UNCONFIRMED[index]
    yield f"{HEADS['days'][index]}:"
    yield from (f"  {_row(row, index)}" for row in due.days)


def _line(head: str, words: str, index: int) -> str:
    return f"{HEADS[head][index]}: {words}"


def _duty(rule: Rule, index: int) -> str:
    if index == 0:
        return f"{rule.actor_vi or rule.actor}: {rule.action_vi or rule.action}"
    return f"{rule.actor}: {rule.action}"


def _period(rule: Rule, index: int) -> str:
    vietnamese, one, many = UNITS[rule.unit]
    unit = vietnamese if index == 0 else (one if rule.amount == 1 else many)
    start = (rule.event_from_vi or rule.event_from) if index == 0 else rule.event_from
    before = rule.direction is Direction.BEFORE
    word = (("trước khi" if before else "kể từ khi"), ("before" if before else "from"))[index]
    return f"{KINDS[rule.kind][index]} {rule.amount} {unit} {word}: {start}"


def _progress(progress: Progress, index: int) -> str:
    day = _day(progress.until, index)
    if progress.left < 0:
        late = -progress.left
        return f"{day}: " + (f"quá hạn {late} ngày", f"{late} days late")[index]
    words = ("đã dùng {used}, còn {left}", "{used} used, {left} left")[index]
    return f"{day}: " + words.format(used=progress.used, left=progress.left)


def _row(row: CountedDay, index: int) -> str:
    number = f"{row.number:>3}" if row.number is not None else "   "
    name = (row.day.name_vi, row.day.name_en)[index]
    special = row.day.kind not in {DayKind.WORKING, DayKind.WEEKEND}
    reason = ROLES[row.role][index] + (f" ({name}; {row.day.source})" if special and row.day.source else "")
    return f"{number}  {_day(row.on, index)}  {reason}"


def _day(on: date, index: int) -> str:
    weekday = (WEEKDAYS_VI, WEEKDAYS_EN)[index][on.weekday()]
    if index == 0:
        return f"{weekday} {on.day:02}/{on.month:02}/{on.year}"
    return f"{weekday} {on.day} {MONTHS_EN[on.month - 1]} {on.year}"


def _moment(on: date, index: int) -> str:
    return f"{on:%H:%M} {_day(on, index)}" if isinstance(on, datetime) else _day(on, index)


def plain(explanation: Explanation, lang: str = "vi") -> dict[str, object]:
    """For other programs: days in ISO 8601, words of the pack's own lists, no key missing."""
    due, works_to = explanation.due, explanation.works_to
    return {
        "rule": explanation.rule.id,
        "asked": explanation.asked,
        "event": explanation.event.isoformat(),
        "attributes": list(explanation.attributes),
        "legal_due": (due.moment or due.legal_due).isoformat() if due else None,
        "safe_due": due.safe_due.isoformat() if due else None,
        "works_to": works_to.safe_due.isoformat() if works_to else None,
        "confirmed": due.confirmed if due else None,
        "confidence": explanation.rule.confidence.value,
        "alternatives": [_other(other, lang) for other in explanation.others],
        "until": explanation.progress and _left(explanation.progress),
        "days": [_plain_day(row, lang) for row in due.days] if due else [],
        "sources": list(explanation.sources(lang)),
    }


def _other(other: Due, lang: str) -> dict[str, object]:
    days = {"legal_due": other.legal_due.isoformat(), "safe_due": other.safe_due.isoformat()}
    return {"rule": other.rule.id, **days, "source": cite(other.rule, lang)}


def _left(progress: Progress) -> dict[str, object]:
    return {"on": progress.until.isoformat(), "used": progress.used, "left": progress.left}


def _plain_day(row: CountedDay, lang: str) -> dict[str, object]:
    return {
        "on": row.on.isoformat(),
        "role": row.role.value,
        "number": row.number,
        "kind": row.day.kind.value,
        "name": row.day.name_vi if lang == "vi" else row.day.name_en,
        "source": row.day.source,
    }
