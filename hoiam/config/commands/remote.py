"""hoiam remote: units that a document declares remote areas, from a file; complaints there get longer limits."""

from pathlib import Path

import click
from django.utils import timezone

from hoiam.config.commands import acting, speaking
from hoiam.desk.cases.actions import remote as cases
from hoiam.law.refusal import Refused
from hoiam.ledger import words
from hoiam.office import declaring

WHY: dict[str, tuple[str, str]] = {
    "remote_unreadable": (
        "Không đọc được tệp: cần tệp TOML có bảng [[remote]].",
        "The file cannot be read: it must be TOML with tables [[remote]].",
    ),
    "remote_row_wrong": (
        "Bảng [[remote]] thứ {row}: cần units (các mã), from (ngày), document (văn bản); có thể có until (ngày cuối).",
        "Table [[remote]] number {row}: units (codes), from (a day) and document are needed; until (last day) may be.",
    ),
    "no_such_unit": ("Không có đơn vị mã {unit_code}.", "There is no unit with the code {unit_code}."),
    "no_such_person": ("Không có tài khoản này.", "There is no such account."),
    "not_yours": (
        "Tài khoản này không được xác định địa bàn của đơn vị mã {unit_code}.",
        "This account may not say so of the unit {unit_code}.",
    ),
}
SAYINGS: dict[str, tuple[str, str]] = {
    "remote": (
        "{unit}: vùng sâu, vùng xa đi lại khó khăn từ ngày {on} ({document})",
        "{unit}: remote and hard to reach from {on} ({document})",
    ),
    "ends": (
        "{unit}: không còn như vậy từ ngày {on} ({document})",
        "{unit}: no longer so from {on} ({document})",
    ),
    "preview": ("Xem trước, chưa thay đổi gì.", "A preview: nothing has changed."),
    "entered": (
        "Đã ghi {entered} dòng; thời hạn được tính lại: {moved}.",
        "Entered: {entered}; dates counted anew: {moved}.",
    ),
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--by", "username", required=True, help="Your account: an operator's, or that of a province's head."
)
@click.option("--preview", is_flag=True, help="Say what would be entered, and change nothing.")
@speaking.lang
def command(*, file: Path, username: str, preview: bool, lang: str) -> None:
    """Enter which units are remote areas, since when and by which document; all of it or nothing."""
    language, at = words.LANGUAGES[lang], timezone.now()
    try:
        said = declaring.read(file.read_text(encoding="utf-8"))
        for one in said:
            what = "remote" if one.remote else "ends"
            _say(language, what, unit=one.unit_code, on=one.from_on, document=one.document)
        if preview:
            _say(language, "preview")
            return
        entered = declaring.declare(said=said, by=acting.actor(username, at), at=at)
    except Refused as refused:
        why = WHY.get(refused.code, speaking.CANNOT)[language].format(**refused.facts)
        raise click.ClickException(f"{why} ({refused.code})") from refused
    _say(language, "entered", entered=len(entered), moved=cases.recount(at=at))


def _say(language: int, what: str, **facts: object) -> None:
    click.echo(SAYINGS[what][language].format(**facts))
