"""The kit's tags: small pieces that every page uses, made in Python because they are made often."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from html import escape
from typing import Any

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from hoiam.kit import charts, days, explained, pieces, weeks

register = template.Library()

TAG_ICONS = {
    "accent": "arrow-right",
    "danger": "circle-alert",
    "ember": "flag",
    "info": "info",
    "neutral": "clock",
    "success": "circle-check",
    "warning": "triangle-alert",
}


TOPS = ("/", "/desk/")
"""Pages above all others: an entry that leads there is current on that page only."""
SOON = 3
"""Days before a due day from which it is marked as near."""


@register.simple_tag
@cache
def asset(path: str) -> str:
    """Address of a static file; an error page must come out even if the file is not there."""
    try:
        return staticfiles_storage.url(path)
    except ValueError:
        return f"/static/{path}"


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite: silent beside words, named by `label` where it stands alone."""
    says = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    use = f"{asset('vendor/icons.svg')}#{escape(name)}"
    return SafeString(f'<svg class="icon" {says}><use href="{use}"></use></svg>')


@register.simple_tag
def tag(label: str, color: str = "neutral", symbol: str = "") -> SafeString:
    """A state in words, with an icon and a colour role: never colour alone."""
    drawn = icon(symbol or TAG_ICONS.get(color, "clock"))
    return SafeString(
        f'<span class="ds-tag" data-color="{escape(color)}">{drawn}{pieces.escaped(label)}</span>'
    )


@register.simple_tag
def local_day(day: date | None, form: str = "long") -> str:
    """<time> with the day in words; `form` is long or short."""
    if day is None:
        return ""
    plain = days.local_date(day)
    return pieces.time_element(plain.isoformat(), days.day_text(plain, form))


@register.simple_tag
def local_moment(moment: datetime | None, form: str = "long") -> str:
    """<time> with hour and day in words."""
    if moment is None:
        return ""
    return pieces.time_element(moment.isoformat(), days.moment_text(moment, form))


@register.simple_tag
def relative_day(day: date | None, today: date) -> str:
    """How far off the day is, in words; late and near are marked."""
    if day is None:
        return ""
    left = (days.local_date(day) - days.local_date(today)).days
    name = "left left--late" if left < 0 else "left left--soon" if left <= SOON else "left"
    return SafeString(f'<span class="{name}">{escape(days.distance_text(left))}</span>')


@register.filter
def day_text(day: date | None, form: str = "long") -> str:
    """The day in words without markup, for titles and attributes."""
    return "" if day is None else days.day_text(day, form)


@register.filter
def grouped(value: float | None) -> str:
    """A number as the reader writes it; nothing for None."""
    return "" if value is None else charts.grouped(value, days.language())


@register.simple_tag(takes_context=True)
def nav_item(
    context: Context, url: str, label: str, symbol: str = "", count: int | None = None
) -> SafeString:
    """One entry of a navigation list: `url` is a path or the name of one; marks itself current."""
    path = url if url.startswith("/") else reverse(url)
    return entry(path, label, symbol, count, current=is_current(context, path))


def is_current(context: Context, path: str) -> bool:
    """Whether the page in hand is that one, or one below it."""
    here = context["page"].path if "page" in context else ""
    return bool(here == path or (path not in TOPS and path.endswith("/") and here.startswith(path)))


def entry(path: str, label: str, symbol: str, count: int | None = None, *, current: bool) -> SafeString:
    """What `nav_item` draws."""
    mark = ' aria-current="page"' if current else ""
    number = f' <span class="count">{grouped(count)}</span>' if count else ""
    shown = f"{icon(symbol) if symbol else ''}{pieces.escaped(label)}{number}"
    return SafeString(f'<li><a href="{escape(path)}"{mark}>{shown}</a></li>')


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> SafeString:
    """This page in each language."""
    return pieces.languages(context["page"].languages)


@register.simple_tag
def timeline_items(entries: Iterable[Any]) -> SafeString:
    """What happened, as hoiam.kit.pieces.timeline describes it."""
    return pieces.timeline(entries, icon=icon)


@register.inclusion_tag("kit/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """All errors of one form or several, or of lists of them, each a link to its field; nothing if there is none."""
    every = [one for form in forms for one in (form if isinstance(form, list | tuple) else (form,))]
    return {"errors": [found for form in every for found in errors_of(form)]}


@register.inclusion_tag("kit/forms/fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    """A form's fields without the summary of its errors, for a page that gives it elsewhere."""
    return {"form": form}


def errors_of(form: Any) -> Iterable[tuple[str, str]]:
    """(id to go to, words) of each error; errors of the whole form lead to the form's first field.

    A form that is one of several alike says by `called` which it is.
    """
    called = f"{form.called} · " if getattr(form, "called", "") else ""
    for name, errors in form.errors.items():
        bound = next(iter(form), None) if name == "__all__" else form[name]
        target = field_target(bound) if bound is not None else ""
        label = "" if name == "__all__" else str(form[name].label)
        stop = "" if not label or label.endswith(("?", ":", ".")) else ":"
        yield from ((target, f"{called}{f'{label}{stop} {error}'.lstrip()}") for error in errors)


def field_target(bound: Any) -> str:
    """The id that takes the focus: a group's first choice, else the input itself."""
    return (
        f"{bound.auto_id}_0" if bound.use_fieldset and hasattr(bound.field, "choices") else str(bound.auto_id)
    )


@register.simple_tag
def due(card: Any, today: date | None = None, title: str = "", *, expanded: bool = False) -> SafeString:
    """A due date with its reason: open it and every day is listed, counted or skipped.

    `card` is a Due of hoiam.law.clocks, a card of a recorded date (due_on, safe_on, rule, due), or one with
    legal_due, safe_due, rule_id, cite and days. Without `today` the distance is left out: the duty is done.
    """
    shown = explained.due(card)
    named = f'<span class="due-title">{pieces.escaped(title)}</span>' if title else ""
    why = gettext("How this date is counted")
    left = f'<span class="due-left">{relative_day(shown.legal_due, today)}</span>' if today else ""
    return SafeString(
        f'<details class="due"{" open" if expanded else ""}><summary><span class="due-line">{named}'
        f'<strong class="due-day">{local_day(shown.legal_due)}</strong>{left}</span><span class="due-why">'
        f"{icon('chevron-down')}{why}</span></summary>"
        f'<div class="due-body">{counted(shown, days.language())}</div></details>'
    )


@lru_cache(maxsize=1024)
def counted(shown: explained.Explained, language: str) -> SafeString:  # noqa: ARG001 - a key of the cache
    """Every day on the way; kept, since all cases of one day share it."""
    known = {
        "due": shown,
        "calendar": weeks.table(shown.days),
        "days": weeks.rows(shown.days, shown.legal_due),
    }
    return render_to_string("kit/due_body.html", known)


@register.inclusion_tag("kit/chart.html")
def bar_chart(chart: charts.BarChart, key: str = "chart") -> dict[str, Any]:
    """Bars with their table; `key` is unique on the page."""
    rows = [(bar.label, [value_of(bar, part.name) for part in chart.columns]) for bar in chart.bars]
    return figure(chart, charts.bar_svg(chart, key=key, language=days.language()), chart.columns, rows)


@register.inclusion_tag("kit/chart.html")
def line_chart(chart: charts.LineChart, key: str = "chart") -> dict[str, Any]:
    """Lines with their table; `key` is unique on the page."""
    rows = [(label, [line.values[n] for line in chart.lines]) for n, label in enumerate(chart.labels)]
    return figure(chart, charts.line_svg(chart, key=key, language=days.language()), chart.lines, rows)


def value_of(bar: charts.Bar, name: str) -> float:
    return sum(part.value for part in bar.parts if part.name == name)


def figure(chart: Any, svg: str, columns: Sequence[Any], rows: Sequence[Any]) -> dict[str, Any]:
    """What kit/chart.html needs."""
    return {"chart": chart, "svg": SafeString(svg), "columns": columns, "rows": rows}
