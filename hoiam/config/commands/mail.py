"""hoiam mail: mail that came in becomes cases. Nobody's name or address is shown."""

import sys

import click
from django.utils import timezone

from hoiam.config.addresses import mailbox
from hoiam.config.commands import speaking
from hoiam.desk.cases.actions import mail_in
from hoiam.ledger import words
from hoiam.notices.inbound import boxes

WHY: dict[str, tuple[str, str]] = {
    "unknown_address": (
        "HOIAM_MAIL_IN phải là maildir:///thư-mục, imaps://… hoặc imap+tls://…",
        "HOIAM_MAIL_IN must be maildir:///folder, imaps://… or imap+tls://…",
    ),
    "no_maildir": ("Không có thư mục maildir này.", "There is no such maildir."),
    "no_mailbox": (
        "Không đăng nhập được vào hộp thư (máy chủ, chứng chỉ, tên hay mật khẩu).",
        "The mailbox cannot be opened (server, certificate, name or password).",
    ),
    "no_folder": ("Hộp thư không có thư mục này.", "The mailbox has no such folder."),
    "mailbox_lost": ("Mất liên lạc với máy chủ thư.", "The mail server was lost."),
    "mailbox_refused": ("Máy chủ thư từ chối.", "The mail server refused."),
}


@click.group()
def command() -> None:
    """Mail that comes in becomes cases."""


@command.command()
@click.option("--limit", default=mail_in.BATCH, show_default=True, help="At most so many in one go.")
@speaking.lang
def fetch(*, limit: int, lang: str) -> None:
    """Take in what waits in the mailbox of HOIAM_MAIL_IN."""
    try:
        box = mailbox()
        if box is None:
            raise click.ClickException("HOIAM_MAIL_IN is not set; see docs/howto/mail.md")
        try:
            done = mail_in.fetch(box=box, clock=timezone.now, limit=limit)
        finally:
            box.close()
    except boxes.BoxError as error:
        why = WHY.get(str(error), ("Không đọc được hộp thư.", "The mailbox cannot be read."))
        raise click.ClickException(f"{why[words.LANGUAGES[lang]]} ({error})") from error
    click.echo(", ".join(f"{count} {what}" for what, count in sorted(done.items())) or "nothing waits")
    sys.exit(1 if done["failed"] else 0)
