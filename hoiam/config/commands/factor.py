"""hoiam factor: who signs in with a second factor; and taking one away, on record."""

import click
from django.utils import timezone

from hoiam.config.commands import acting, speaking
from hoiam.law.refusal import Refused
from hoiam.ledger import words
from hoiam.office import factor

STATE = {True: ("đã bật", "set up"), False: ("chưa bật", "not set up")}
DONE = (
    "Đã tắt xác thực hai lớp và kết thúc các lần đăng nhập. Người ấy đăng nhập bằng mật khẩu rồi bật lại.",
    "Taken away; their sessions are ended. They sign in with the password and set it up again.",
)
WHY = {
    "not_yours": ("chỉ người vận hành mới được tắt.", "only an operator may take it away."),
    "reason_needed": ("hãy nêu lý do.", "say why."),
    "reason_too_long": ("lý do quá dài.", "the reason is too long."),
    "no_such_person": ("không có người dùng này.", "there is no such person."),
    "no_second_factor": ("người này chưa bật xác thực hai lớp.", "this person has no second factor."),
}


@click.group(invoke_without_command=True)
@speaking.lang
@click.pass_context
def command(context: click.Context, *, lang: str) -> None:
    """Heads, overseers and operators, and whether each has a second factor; with `reset`, take one away."""
    if context.invoked_subcommand:
        return
    language = words.LANGUAGES[lang]
    rows = factor.standing(timezone.localdate())
    for row in rows:
        click.echo(f"{row.username:<32}  {STATE[row.has_one][language]}")
    click.echo(f"{sum(row.has_one for row in rows)}/{len(rows)}")


@command.command()
@click.argument("username")
@click.option("--by", required=True, help="Your account, an operator's.")
@click.option("--reason", required=True, help="Why, for the record; the person reads it.")
@speaking.lang
def reset(*, username: str, by: str, reason: str, lang: str) -> None:
    """Take the second factor away from somebody who cannot use it any more."""
    language, at = words.LANGUAGES[lang], timezone.now()
    try:
        factor.reset(username=username, by=acting.actor(by, at), reason=reason, at=at)
    except Refused as refused:
        raise click.ClickException(f"{WHY[refused.code][language]} ({refused.code})") from refused
    click.echo(DONE[language])
