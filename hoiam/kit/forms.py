"""How forms become markup: one renderer for the whole product, with its templates compiled once."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.forms.renderers import BaseRenderer
from django.http import HttpRequest
from django.template import engines

ERRORS = "kit/forms/errors.html"
OURS = {
    "django/forms/errors/list/default.html": ERRORS,
    "django/forms/errors/list/ul.html": ERRORS,
    "django/forms/widgets/radio.html": "kit/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "kit/forms/choices.html",
}


class KitRenderer(BaseRenderer):
    """`{{ form }}` and `field.as_field_group` in the markup of the kit; widgets get the component's class."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"
    formset_template_name = "kit/forms/formset.html"

    def get_template(self, template_name: str) -> Any:
        return compiled(OURS.get(template_name, template_name))

    def render(self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None) -> str:
        if "widget" in context:
            dress(context["widget"])
        return str(self.get_template(template_name).render(dict(context), request=request)).strip()


@cache
def compiled(name: str) -> Any:
    """The template, found and compiled at its first use."""
    return engines["django"].get_template(name)


def dress(widget: dict[str, Any]) -> None:
    """Give a widget its class, and leave the checking to the server, which words it in the reader's language.

    A text area keeps a long paste whole: the browser would cut it without a word.
    """
    attrs = widget["attrs"]
    attrs.setdefault("class", "ds-input")
    attrs.pop("required", None)
    if "maxlength" in attrs and "type" not in widget:
        attrs["data-maxlength"] = attrs.pop("maxlength")
