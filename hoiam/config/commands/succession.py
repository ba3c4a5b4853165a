"""hoiam succession: units that merge, split, end, change or hand over a function, from a file; cases follow."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click
from django.utils import timezone

from hoiam.config.commands import speaking
from hoiam.desk.cases.actions import succession as cases
from hoiam.desk.dialogues.actions import succession as conferences
from hoiam.desk.directives.actions import succession as tasks
from hoiam.desk.inspections.actions import succession as remedies
from hoiam.desk.reception.actions import succession as sessions
from hoiam.desk.reports.actions import succession as accounts
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.ledger import words
from hoiam.office import reform
from hoiam.office.reform import Reform

FOLLOWING = (
    ("talks", conferences.follow),
    ("sessions", sessions.follow),
    ("tasks", tasks.follow),
    ("remedies", remedies.follow),
    ("accounts", accounts.follow),
)
WHY: dict[str, tuple[str, str]] = {
    "no_such_unit": ("Không có đơn vị mã {unit_code}.", "There is no unit with the code {unit_code}."),
    "unit_not_begun": (
        "Ngày {on} không sau ngày bắt đầu ({began}) của đơn vị mã {unit_code}.",
        "{on} is not after the day ({began}) on which the unit {unit_code} began.",
    ),
    "unit_ended_already": (
        "Đơn vị mã {unit_code} đã kết thúc hoạt động từ ngày {ended}.",
        "The unit {unit_code} ended already, on {ended}.",
    ),
    "unit_ends_later": (
        "Đơn vị mã {unit_code} đã được ghi kết thúc từ ngày khác: {ended}.",
        "The unit {unit_code} is on record to end on another day: {ended}.",
    ),
    "successor_missing": (
        "Đơn vị kế thừa mã {unit_code} chưa có vào ngày {on}.",
        "The successor {unit_code} does not exist on {on}.",
    ),
    "successor_ended": (
        "Đơn vị kế thừa mã {unit_code} đã kết thúc hoạt động từ ngày {ended}.",
        "The successor {unit_code} ended on {ended}.",
    ),
    "successor_itself": (
        "Đơn vị mã {unit_code} không thể kế thừa chính mình.",
        "The unit {unit_code} cannot succeed itself.",
    ),
    "lead_not_among": (
        "Đơn vị chủ trì mã {unit_code} không nằm trong các đơn vị kế thừa.",
        "The leading unit {unit_code} is not among the successors.",
    ),
    "function_not_held": (
        "Đơn vị mã {unit_code} không có nhiệm vụ “{function}” để bàn giao.",
        "The unit {unit_code} does not have the function “{function}” to hand over.",
    ),
    "unit_kind_unknown": (
        "Loại của đơn vị mã {unit_code} không có trong danh mục.",
        "The kind given for the unit {unit_code} is not known.",
    ),
    "unit_dates_overlap": (
        "Ngày của đơn vị mã {unit_code} trùng với dòng đã có.",
        "The dates of the unit {unit_code} overlap with a row that is there.",
    ),
    "reform_unreadable": (
        "Không đọc được tệp: sai cú pháp TOML.",
        "The file cannot be read: it is not TOML.",
    ),
    "reform_row_wrong": (
        "Bảng [[{table}]], dòng thứ {row}: thiếu hoặc sai nội dung.",
        "Table [[{table}]], row {row}: something is missing or wrong.",
    ),
}
WAITS: dict[str, tuple[str, str]] = {
    "split_waits": (
        "được chia tách: chạy lại lệnh này với tệp để phân vụ việc",
        "was split: run this command with its file to say which case goes where",
    ),
    "no_recipient": (
        "đơn vị kế thừa chưa có chức vụ người đứng đầu",
        "its successor has no post of a head yet",
    ),
    "nobody_above": (
        "có vụ việc về chính đơn vị kế thừa mà cấp trên chưa có người giải quyết",
        "a case is about the successor itself, and nobody above can decide on it yet",
    ),
    "no_such_unit": ("đơn vị kế thừa chưa được phục vụ", "its successor is not served yet"),
    "successor_not_unique": ("có hơn một đơn vị kế thừa", "more than one unit is named as its successor"),
}
SAYINGS: dict[str, tuple[str, str]] = {
    "done": ("Đơn vị mới: {units}; thay đổi: {changes}", "New units: {units}; changes: {changes}"),
    "nobody_heads": (
        "Chú ý: {unit}, {on}: chưa có người giữ chức vụ người đứng đầu (holder_gap)",
        "Note: {unit}, {on}: nobody heads it (holder_gap)",
    ),
    "no_post": (
        "Chú ý: {unit}, {on}: chưa có chức vụ người đứng đầu (holder_gap)",
        "Note: {unit}, {on}: it has no post of a head (holder_gap)",
    ),
    "preview": ("Xem trước, chưa thay đổi gì.", "A preview: nothing has changed."),
    "later": ("{units}: vụ việc chuyển vào ngày {on}", "{units}: cases follow on {on}"),
    "moved": ("Vụ việc đã chuyển: {count}", "Cases moved: {count}"),
    "remedies": (
        "Việc thanh tra, khắc phục đã chuyển: {count}",
        "Inspections and remedies moved: {count}",
    ),
    "talks": ("Hội nghị đối thoại đã chuyển: {count}", "Dialogue conferences moved: {count}"),
    "tasks": ("Nhiệm vụ và kế hoạch đã chuyển: {count}", "Tasks and plans moved: {count}"),
    "sessions": (
        "Buổi tiếp công dân và lời hẹn đã chuyển: {count}",
        "Sessions of reception and promises moved: {count}",
    ),
    "accounts": (
        "Báo cáo giải trình và kiến nghị giám sát đã chuyển: {count}",
        "Accounts and recommendations moved: {count}",
    ),
    "by_default": ("{number}: theo đơn vị chủ trì", "{number}: went to the leading unit"),
    "waiting": ("Còn chờ: {unit}: {why}", "Waiting: {unit}: {why}"),
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="Say what would happen, and change nothing.")
@speaking.lang
def command(*, file: Path, preview: bool, lang: str) -> None:
    """Apply a reform of units from a TOML file; cases follow on its day."""
    language, at = words.LANGUAGES[lang], timezone.now()
    try:
        found = reform.parse(file.read_text(encoding="utf-8"))
        applied = reform.apply(found, preview=preview)
    except Refused as refused:
        raise click.ClickException(worded(refused, language)) from refused
    _say(language, "done", units=applied.units, changes=applied.changes)
    for gap in applied.gaps:
        _say(language, "nobody_heads" if gap.post_id else "no_post", unit=gap.unit_code, on=gap.on)
    if preview:
        _say(language, "preview")
        return
    _follow(found, language, at)


def worded(refused: Refused, language: int) -> str:
    """In one language, with the code."""
    return f"{WHY.get(refused.code, speaking.CANNOT)[language].format(**refused.facts)} ({refused.code})"


def _say(language: int, what: str, **facts: object) -> None:
    click.echo(SAYINGS[what][language].format(**facts))


def _follow(found: Reform, language: int, at: datetime) -> None:
    """Batch by batch, until nothing moves."""
    later = [change for change in found.changes if change.on > local_day(at)]
    for change in later:
        _say(language, "later", units=", ".join(change.units), on=change.on)
    chosen = _chosen(found)
    total, by_default = 0, list[str]()
    while True:
        followed = cases.follow(at=at, chosen=chosen)
        total += followed.moved
        by_default += followed.by_default
        if not followed.moved:
            break
    _say(language, "moved", count=total)
    for what, follow in FOLLOWING:
        moved = 0
        while done := follow(at=at):
            moved += done
        _say(language, what, count=moved)
    for number in by_default:
        _say(language, "by_default", number=number)
    for code, why in (followed.waiting or {}).items():
        _say(language, "waiting", unit=code, why=WAITS.get(why, (why, why))[language])


def _chosen(found: Reform) -> Mapping[str, str] | None:
    """What a split says of single cases; None while the file has no split: then splits wait."""
    splits = [change for change in found.changes if change.kind == "split"]
    return {number: code for change in splits for number, code in change.cases.items()} if splits else None
