"""hoiam law: the time rules, asked one at a time: why this day, and where it is written."""

import html
import json
from datetime import date, datetime

import click
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from hoiam.config.commands import law_draw, speaking
from hoiam.law import explain, packs, telling
from hoiam.law.refusal import Refused

REFUSALS = {
    "unknown_rule": (
        "Không có quy định mang mã {rule}. Danh sách: hoiam law rules",
        "No rule has the id {rule}. The list: hoiam law rules",
    ),
    "unknown_attribute": (
        "Không có đặc điểm {attributes}; dùng được: {known}",
        "No such attribute: {attributes}; known are: {known}",
    ),
    "rule_not_in_force": (
        "Quy định {rule} không áp dụng cho ngày {event}: có hiệu lực từ {in_force_from} đến {in_force_until}",
        "Rule {rule} does not govern {event}: in force from {in_force_from} to {in_force_until}",
    ),
    "day_needed": (
        "Quy định {rule} tính theo ngày: ghi ngày, không ghi giờ",
        "Rule {rule} counts days: give a day, not a moment",
    ),
}
BAD_DATE = (
    "Không đọc được ngày {value}; viết năm-tháng-ngày, như 2026-11-17",
    "Not a date: {value}; write 2026-11-17",
)
OPEN_END = ("nay", "now")


@click.group()
def command() -> None:
    """The time rules of this installation's pack."""


command.add_command(law_draw.command)


@command.command("explain")
@click.option("--rule", "name", required=True, help="A rule's id, or the name its versions share.")
@click.option(
    "--event",
    required=True,
    metavar="DATE",
    help="Day of the event; for rules in hours a moment, 2026-02-14T10:30.",
)
@click.option("--remote", is_flag=True, help="In a remote area that is hard to reach.")
@click.option("--complex", "complicated", is_flag=True, help="Found to be complex, in writing.")
@click.option("--with", "more", multiple=True, metavar="WORD", help="Any other attribute of the case.")
@click.option(
    "--until", metavar="DATE", help="A day on which the clock still runs: how much is used by its end."
)
@click.option("--pack", "pack_name", help="Another pack than the installation's own.")
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@speaking.lang
def why(
    *,
    name: str,
    event: str,
    remote: bool,
    complicated: bool,
    more: tuple[str, ...],
    until: str | None,
    pack_name: str | None,
    as_json: bool,
    lang: str,
) -> None:
    """Each day counted or skipped and why, the legal and the safe date, the article."""
    attributes = {*more, *(["remote"] if remote else []), *(["complex"] if complicated else [])}
    try:
        found = explain.explain(
            packs.load(pack_name or settings.HOIAM_PACK),
            name,
            _read(event, lang),
            attributes=attributes,
            until=_read(until, lang) if until else None,
        )
    except Refused as refused:
        raise _worded(refused, lang) from None
    if as_json:
        click.echo(json.dumps(telling.plain(found, lang), ensure_ascii=False, indent=1))
    else:
        for line in telling.lines(found, lang):
            click.echo(line)


@command.command("rules")
@click.argument("words", nargs=-1)
@speaking.lang
def listed(*, words: tuple[str, ...], lang: str) -> None:
    """Ids and duties of all rules, or of those whose id begins with one of WORDS."""
    for rule in packs.load(settings.HOIAM_PACK).rules.values():
        if not words or rule.id.startswith(words):
            click.echo(f"{rule.id:<34} {rule.action_vi if lang == 'vi' else rule.action}")


def _read(text: str, lang: str) -> date:
    """A day, or a moment if a time stands with it."""
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(BAD_DATE[lang == "en"].format(value=text)) from None


def _worded(refused: Refused, lang: str) -> click.ClickException:
    """Exit code 2, as for every wrong use of a command; what is not about its use, as pages word it."""
    if refused.code not in REFUSALS:
        with translation.override(lang):
            said = render_to_string("cases/refusal.html", {"refused": refused})
        return click.UsageError(html.unescape(said).strip())
    facts = {
        name: ", ".join(map(str, fact)) if isinstance(fact, list | tuple) else fact
        for name, fact in {"in_force_until": None, **refused.facts}.items()
    }
    facts["in_force_until"] = facts["in_force_until"] or OPEN_END[lang == "en"]
    return click.UsageError(REFUSALS[refused.code][lang == "en"].format(**facts))
