"""Pieces of markup that stand on nearly every page, made in Python because they are made so often."""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from hoiam.kit import days
from hoiam.kit.context import Language

Icon = Callable[[str], str]


def escaped(text: Any) -> str:
    """Django's conditional_escape for what is put into a page at once: nothing is left for later."""
    return str(text.__html__()) if hasattr(text, "__html__") else escape(str(text))


def timeline(entries: Iterable[Mapping[str, Any]], *, icon: Icon) -> SafeString:
    """List items: title, at (or on), and if there are any: icon, color, by, text, source. `icon` draws one by name."""
    return SafeString("".join(_entry(entry, icon) for entry in entries))


def _entry(entry: Mapping[str, Any], icon: Icon) -> str:
    color = entry.get("color")
    marked = f' data-color="{escaped(color)}"' if color else ""
    by = f" · {escaped(entry['by'])}" if entry.get("by") else ""
    return (
        f'<li{marked}><span class="timeline-mark">{icon(entry.get("icon") or "check")}</span>'
        f'<div class="timeline-body"><p class="timeline-title">{escaped(entry["title"])}</p>'
        f'<p class="timeline-when">{_when(entry)}{by}</p>{_paragraph(entry.get("text"), "timeline-text")}'
        f"{_paragraph(entry.get('source'), 'source')}</div></li>"
    )


def _when(entry: Mapping[str, Any]) -> str:
    moment = entry.get("at")
    if moment:
        return time_element(moment.isoformat(), days.moment_text(moment))
    day = days.local_date(entry["on"])
    return time_element(day.isoformat(), days.day_text(day))


def _paragraph(text: Any, name: str) -> str:
    return f'<p class="{name}">{escaped(text)}</p>' if text else ""


def time_element(iso: str, words: str) -> SafeString:
    """`words` are digits and names of days."""
    return SafeString(f'<time datetime="{iso}">{words}</time>')


def languages(offered: Iterable[Language]) -> SafeString:
    """List items: the language in hand by name, the others as links."""
    return SafeString("".join(map(_language, offered)))


def _language(one: Language) -> str:
    if one.current:
        return f'<li><span lang="{one.code}" aria-current="true">{one.name}</span></li>'
    href, code = escape(one.url), one.code
    return f'<li><a href="{href}" lang="{code}" hreflang="{code}" rel="nofollow">{one.name}</a></li>'
