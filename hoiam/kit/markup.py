"""Widgets and fields as markup, in Python: a form costs a quarter of what its templates would.

Every function takes the context that Django's form rendering gives a template, and escapes what others wrote.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from hoiam.kit.charts import grouped
from hoiam.kit.days import language

Context = Mapping[str, Any]
PREFIX = "django/forms/widgets/"


def attributes(attrs: Mapping[str, Any]) -> str:
    """A leading space before each; True stands alone, None and False are left out."""
    kept = ((name, value) for name, value in attrs.items() if value is not None and value is not False)
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in kept
    )


def dressed(widget: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes with the component's class.

    Without `required`: checking is the server's, in the reader's language. Without a placeholder: it vanishes
    when one begins to type, a hint stays.
    """
    attrs = {"class": "ds-input", **widget["attrs"]}
    return {name: value for name, value in attrs.items() if name not in {"required", "placeholder"}}


def input_(context: Context) -> str:
    widget = context["widget"]
    value = widget["value"]
    shown = "" if value is None or widget["type"] == "file" else f' value="{conditional_escape(value)}"'
    return (
        f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{shown}{attributes(dressed(widget))}>'
    )


def textarea(context: Context) -> str:
    """Full width; a long paste stays whole: a browser that minds `maxlength` cuts it without a word."""
    widget = context["widget"]
    attrs = dressed(widget)
    attrs.pop("cols", None)
    attrs["data-maxlength"] = attrs.pop("maxlength", None)
    return (
        f'<textarea name="{escape(widget["name"])}"{attributes(attrs)}>\n'
        f"{conditional_escape(widget['value'] or '')}</textarea>"
    )


def select(context: Context) -> str:
    widget = context["widget"]
    groups = "".join(option_group(name, options) for name, options, _ in widget["optgroups"])
    return f'<select name="{escape(widget["name"])}"{attributes(dressed(widget))}>{groups}</select>'


def option_group(name: str | None, options: list[dict[str, Any]]) -> str:
    inner = "".join(
        f'<option value="{conditional_escape(option["value"])}"{attributes(option["attrs"])}>'
        f"{conditional_escape(option['label'])}</option>"
        for option in options
    )
    return f'<optgroup label="{conditional_escape(name)}">{inner}</optgroup>' if name else inner


def choices(context: Context) -> str:
    """Radio buttons or boxes, each with its label beside it."""
    options = (option for _, group, _ in context["widget"]["optgroups"] for option in group)
    return f'<div class="choices">{"".join(choice(option) for option in options)}</div>'


def choice(option: dict[str, Any]) -> str:
    attrs = dressed(option)
    described = attrs.get("id", "")
    return (
        f'<div class="ds-field choice"><input type="{option["type"]}" name="{escape(option["name"])}" '
        f'value="{conditional_escape(option["value"])}"{attributes(attrs)}>'
        f'<label class="ds-label" for="{described}">{conditional_escape(option["label"])}</label></div>'
    )


def error_list(context: Context) -> str:
    errors = context["errors"]
    if not errors:
        return ""
    lines = "".join(f'<p class="ds-validation-message">{conditional_escape(error)}</p>' for error in errors)
    place = f' id="{errors.field_id}_error"' if errors.field_id else ""
    return f'<div class="errors"{place}>{lines}</div>'


def field(context: Context) -> str:
    """Label, hint, errors and widget, tied together by ids."""
    bound = context["field"]
    if bound.is_hidden:
        return str(bound)
    bad = " field--bad" if bound.errors else ""
    if bound.use_fieldset:
        return fieldset(bound, bad)
    if bound.widget_type == "checkbox":
        inner = (
            f'{bound}<label class="ds-label" for="{bound.id_for_label}">{words(bound)}</label>{hint(bound)}'
        )
        return f'<div class="field{bad}">{bound.errors}<div class="ds-field choice">{inner}</div></div>'
    label = f'<label class="ds-label" for="{bound.id_for_label}">{words(bound)}{optional(bound)}</label>'
    return f'<div class="ds-field field{bad}">{label}{hint(bound)}{bound.errors}{bound}{limit(bound)}</div>'


def fieldset(bound: Any, bad: str) -> str:
    """A group of widgets that share one question."""
    described = f' aria-describedby="{bound.aria_describedby}"' if bound.aria_describedby else ""
    legend = f'<legend class="ds-label">{words(bound)}{optional(bound)}</legend>'
    return (
        f'<fieldset class="ds-fieldset field{bad}" id="{bound.auto_id}-group"{described}>{legend}'
        f"{hint(bound)}{bound.errors}{bound}</fieldset>"
    )


def words(bound: Any) -> str:
    return conditional_escape(bound.label)


def optional(bound: Any) -> str:
    """Said of what may be left empty, since most may not."""
    needed = bound.field.required or getattr(bound.field, "needed_later", False)
    return "" if needed else ' <span class="optional">' + gettext("(optional)") + "</span>"


def hint(bound: Any) -> str:
    """The field's help text is written by us and may hold markup."""
    if not bound.help_text:
        return ""
    return f'<div class="hint" data-field="description" id="{bound.auto_id}_helptext">{bound.help_text}</div>'


def limit(bound: Any) -> str:
    """How long a text may be; a script counts along."""
    most = getattr(bound.field, "max_length", None)
    if bound.widget_type != "textarea" or not most:
        return ""
    text = gettext("Up to %(most)s characters.") % {"most": grouped(most, language())}
    return f'<p class="hint count-hint" data-count-for="{bound.auto_id}">{text}</p>'


INPUTS = (
    *("text", "number", "email", "url", "tel", "search", "color", "password", "hidden", "checkbox", "input"),
    *("date", "datetime", "time", "file", "clearable_file_input"),
)
PIECES: dict[str, Callable[[Context], str]] = {
    **{f"{PREFIX}{name}.html": input_ for name in INPUTS},
    f"{PREFIX}textarea.html": textarea,
    f"{PREFIX}select.html": select,
    f"{PREFIX}radio.html": choices,
    f"{PREFIX}checkbox_select.html": choices,
    "django/forms/errors/list/default.html": error_list,
    "django/forms/errors/list/ul.html": error_list,
    "kit/forms/field.html": field,
}


def made(name: str, context: Context) -> SafeString | None:
    """The markup, or None where a template has to make it."""
    piece = PIECES.get(name)
    return None if piece is None else SafeString(piece(context))
