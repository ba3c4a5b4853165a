"""hoiam erase: forget a finished case on a decision; the log keeps that it was, holders keep their receipts."""

from datetime import datetime

import click
from django.utils import timezone

from hoiam.config.commands import speaking
from hoiam.desk.cases.actions import erasing
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.ledger import words
from hoiam.office import queries as office
from hoiam.office.models import Person

WHY: dict[str, tuple[str, str]] = {
    "no_such_person": ("Không có tài khoản này.", "There is no such account."),
    "not_operator": ("Chỉ quản trị viên được xóa.", "Only an operator may erase."),
    "unknown_ground": ("Căn cứ không có trong danh mục.", "The ground is not one of those known."),
    "reason_needed": ("Thiếu số quyết định.", "The number of the decision is missing."),
    "reason_too_long": ("Số quyết định quá dài.", "The number of the decision is too long."),
    "no_such_case": ("Không có vụ việc mang mã hoặc số này.", "No case has this code or number."),
    "wrong_state": (
        "Vụ việc chưa kết thúc nên chưa được xóa.",
        "The case is not finished: it cannot be erased.",
    ),
    "erased": ("Đã xóa từ trước.", "It was erased before."),
}
DONE = {
    True: (
        "Đã xóa nội dung, tệp và danh tính; loại việc và ngày tháng vẫn mở được.",
        "What was written, attached and said of the person is gone; kinds and dates can still be opened.",
    ),
    False: (
        "Đã xóa vụ việc: cơ quan không còn mở được mục nào; biên nhận trong tay người dân vẫn đúng.",
        "The case is gone: the office can open none of its entries; receipts that people hold still verify.",
    ),
}

SURE = ("Xóa, không lấy lại được. Tiếp tục?", "This cannot be undone. Go on?")


@click.command()
@click.argument("code")
@click.option("--documents", is_flag=True, help="Only what was written, attached and said of the person.")
@click.option("--by", "username", required=True, help="Your account, an operator's.")
@click.option("--ground", type=click.Choice(erasing.GROUNDS), required=True)
@click.option("--decision", required=True, help="Number and date of the decision.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@speaking.lang
def command(
    *, code: str, documents: bool, username: str, ground: str, decision: str, yes: bool, lang: str
) -> None:
    """Erase a finished case, by its code or number, on a decision."""
    language, at = words.LANGUAGES[lang], timezone.now()
    if not yes:
        click.confirm(SURE[language], abort=True)
    try:
        erasing.erase(
            code=code,
            documents_only=documents,
            ground=ground,
            decision=decision,
            by=_actor(username, at),
            at=at,
        )
    except Refused as refused:
        why = WHY.get(refused.code, speaking.CANNOT)[language]
        raise click.ClickException(f"{why} ({refused.code})") from refused
    erasing.scrub()
    click.echo(DONE[documents][language])


def _actor(username: str, at: datetime) -> office.Actor:
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise Refused("no_such_person")
    return office.actor(person=person, on=local_day(at))
