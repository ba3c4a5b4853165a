"""hoiam erase: forget a finished case on a decision; the log keeps that it was, holders keep their receipts."""

import click
from django.utils import timezone

from hoiam.config.commands import acting, speaking
from hoiam.desk.cases.actions import erasing
from hoiam.law.refusal import Refused
from hoiam.ledger import words

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
    "signer_erased": ("Đã xóa từ trước.", "It was erased before."),
    "no_such_signer": (
        "Danh sách không có người mang số này.",
        "Nobody on the list has this number.",
    ),
    "signer_stands": (
        "Vụ việc chưa kết thúc và người này chưa thôi cùng ký: ghi nhận việc thôi trước.",
        "The case is not finished and this person still stands on it: record first that they left.",
    ),
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
SIGNER = (
    "Đã xóa danh tính và mã tra cứu của người này; số người và quá trình xử lý giữ nguyên.",
    "Who this person is, and their code, are gone; how many they are and what happened stays.",
)
LOOK = (
    "Văn bản, tệp và lời đã viết của vụ việc không đổi: nếu có nêu tên người này thì che hoặc xóa riêng (--documents).",
    "Documents, files and words of the case are as before: where they name this person, black out or erase them.",
)
ELSEWHERE = ("Người này còn đứng tên ở:", "The same person still stands on:")

SURE = ("Xóa, không lấy lại được. Tiếp tục?", "This cannot be undone. Go on?")


@click.command()
@click.argument("code")
@click.option("--documents", is_flag=True, help="Only what was written, attached and said of the person.")
@click.option("--signer", type=int, help="Only this one of several signers, by the number on the list.")
@click.option("--by", "username", required=True, help="Your account, an operator's.")
@click.option("--ground", type=click.Choice(erasing.GROUNDS), required=True)
@click.option("--decision", required=True, help="Number and date of the decision.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@speaking.lang
def command(
    *,
    code: str,
    documents: bool,
    signer: int | None,
    username: str,
    ground: str,
    decision: str,
    yes: bool,
    lang: str,
) -> None:
    """Erase a finished case, by its code or number, or one of its signers, on a decision."""
    language = words.LANGUAGES[lang]
    if signer is not None and documents:
        raise click.UsageError("--signer --documents")
    if not yes:
        click.confirm(SURE[language], abort=True)
    on = {"code": code, "ground": ground, "decision": decision}
    try:
        said = _erase(username, on, documents_only=documents, signer=signer, language=language)
    except Refused as refused:
        why = WHY.get(refused.code, speaking.CANNOT)[language]
        raise click.ClickException(f"{why} ({refused.code})") from refused
    erasing.scrub()
    click.echo("\n".join(said))


def _erase(
    username: str, on: dict[str, str], *, documents_only: bool, signer: int | None, language: int
) -> list[str]:
    """What is to be said of it."""
    at = timezone.now()
    by = acting.actor(username, at)
    if signer is None:
        erasing.erase(**on, documents_only=documents_only, by=by, at=at)
        return [DONE[documents_only][language]]
    others = erasing.erase_signer(**on, number=signer, by=by, at=at)
    elsewhere = [f"{ELSEWHERE[language]} {', '.join(others)}."] if others else []
    return [SIGNER[language], LOOK[language], *elsewhere]
