"""hoiam import: an older register from a spreadsheet. Says rows, columns and what is wrong; never what stands there."""

import itertools
import sys
from pathlib import Path
from typing import NoReturn

import click
from django.utils import timezone, translation

from hoiam.config.commands import speaking
from hoiam.desk.cases.actions import import_columns, importing
from hoiam.desk.cases.queries import importing as queries
from hoiam.desk.cases.views import import_words
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.office.models import Person

WHY: dict[str, tuple[str, str]] = {
    "no_such_person": ("Không có tài khoản này.", "There is no such account."),
    "no_such_unit": ("Không có đơn vị mang mã này.", "No unit that works with us has this code."),
    "not_yours": ("Tài khoản này không tiếp dân ở đơn vị ấy.", "This account receives nobody at that unit."),
    "no_recipient": ("Đơn vị chưa có cán bộ tiếp dân.", "The unit has no clerk."),
    "already_imported": ("Tệp này đã được nhập rồi.", "This file was taken in already."),
    "column_needed": (
        "Không thấy cột bắt buộc: dùng --column.",
        "A needed column was not found: use --column.",
    ),
    "column_twice": ("Một cột được dùng hai lần.", "One column is used twice."),
    "file_too_large": ("Tệp lớn quá 100 MB.", "The file is larger than 100 MB."),
    "file_empty": ("Tệp rỗng.", "The file is empty."),
    "table_empty": ("Bảng không có dòng nào.", "The table has no row."),
    "file_type_refused": ("Chỉ nhận xlsx và csv.", "Only xlsx and csv are taken."),
    "file_old_office": (
        "Định dạng Office cũ: hãy lưu lại thành xlsx.",
        "An old office format: save it as xlsx.",
    ),
    "macro_refused": ("Tệp chứa macro: hãy lưu thành xlsx.", "It holds macros: save it as xlsx without."),
    "file_encrypted": ("Tệp bị khóa bằng mật khẩu.", "The file is locked with a password."),
    "file_damaged": ("Tệp bị hỏng.", "The file is damaged."),
    "archive_bomb": ("Khi giải nén, tệp sẽ quá lớn.", "Unpacked, the file would be far too large."),
    "table_encoding": (
        "Bảng mã chữ không đọc được: hãy lưu lại bằng Unicode (UTF-8).",
        "The text cannot be read: save it as Unicode (UTF-8).",
    ),
    "too_many_rows": ("Quá 200.000 dòng: hãy chia tệp.", "More than 200,000 rows: divide the file."),
    "no_rows": ("Không có dòng nào để nhập.", "There is no row to take in."),
}
DONE = ("Đã nhập {n} vụ việc.", "{n} cases were taken in.")
FINE = ("{n} dòng đều đúng; chưa nhập gì.", "All {n} rows are right; nothing was taken in.")
WRONG = ("{n} trong {all} dòng sai; chưa nhập gì.", "{n} of {all} rows are wrong; nothing was taken in.")
_MOST = 100


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", "unit_code", required=True, help="Code of the unit whose register it is.")
@click.option("--by", "username", required=True, help="Your account, a clerk's or the head's of that unit.")
@click.option("--column", "named", multiple=True, metavar="FIELD=LETTER", help="Correct a guess, as body=F.")
@click.option(
    "--kind",
    type=click.Choice(list(import_columns.KINDS)),
    default="petition",
    help="Of rows that name none.",
)
@click.option("--dry-run", is_flag=True, help="Check every row, take nothing in.")
@speaking.lang
def command(
    *, file: Path, unit_code: str, username: str, named: tuple[str, ...], kind: str, dry_run: bool, lang: str
) -> None:
    """Check an older register row by row, then take all of it in, or nothing."""
    translation.activate(lang)
    try:
        actor, import_id = _uploaded(file, unit_code, username)
        card = _checked(import_id, _columns(import_id, named), kind, actor)
        if card.wrong or dry_run:
            importing.drop(import_id=import_id, by=actor)
            _tell(WRONG if card.wrong else FINE, lang, n=card.wrong or card.rows, all=card.rows)
            sys.exit(1 if card.wrong else 0)
        importing.run(import_id=import_id, by=actor)
        while queries.one(import_id=import_id).state == "running":
            importing.work(at=timezone.now())
    except Refused as refused:
        _refuse(refused.code, lang)
    _tell(DONE, lang, n=card.rows)


def _uploaded(file: Path, unit_code: str, username: str) -> tuple[office.Actor, int]:
    at = timezone.now()
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise Refused("no_such_person")
    unit = next((unit for unit in office.served() if unit.code == unit_code), None)
    if unit is None:
        raise Refused("no_such_unit")
    actor = office.actor(person=person, on=local_day(at))
    with file.open("rb") as opened:
        import_id = importing.upload(file=opened, name=file.name, unit_id=unit.id, by=actor, at=at)
    return actor, import_id


def _columns(import_id: int, named: tuple[str, ...]) -> dict[str, int]:
    """As guessed, but for what was said."""
    columns = dict(queries.one(import_id=import_id).columns)
    for one in named:
        field, _equals, letter = one.partition("=")
        number = next((n for n in range(1, 101) if queries.letter(n) == letter.strip().upper()), 0)
        if field not in import_columns.FIELDS or not number:
            raise click.UsageError(f"--column {one}: {', '.join(import_columns.FIELDS)} = A…")
        columns = {name: place for name, place in columns.items() if place != number} | {field: number}
    return columns


def _checked(import_id: int, columns: dict[str, int], kind: str, actor: office.Actor) -> queries.ImportCard:
    importing.name_columns(import_id=import_id, columns=columns, kind=kind, by=actor)
    while (card := queries.one(import_id=import_id)).state == "checking":
        importing.work(at=timezone.now())
    if card.error:
        raise Refused(str(card.error["code"]))
    for fault in itertools.islice(queries.all_faults(card=card), _MOST):
        click.echo(f"{fault.row}\t{fault.letter}\t{fault.heading}\t{import_words.fault(fault.code)}")
    return card


def _tell(said: tuple[str, str], lang: str, **facts: int) -> None:
    click.echo(said[lang == "en"].format(**facts))


def _refuse(code: str, lang: str) -> NoReturn:
    said = WHY.get(code, ("Không nhập được.", "This cannot be taken in."))
    raise click.ClickException(f"{said[lang == 'en']} ({code})")
