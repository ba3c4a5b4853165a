"""How forms become markup: one renderer for the whole product."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.forms.renderers import BaseRenderer
from django.http import HttpRequest
from django.template import engines

from hoiam.kit import markup


class KitRenderer(BaseRenderer):
    """`{{ form }}`, `field.as_field_group` and widgets in the markup of the kit; the rest from templates."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"
    formset_template_name = "kit/forms/formset.html"

    def get_template(self, template_name: str) -> Any:
        return compiled(template_name)

    def render(
        self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None
    ) -> str:
        piece = markup.made(template_name, context)
        if piece is not None:
            return piece
        return str(compiled(template_name).render(dict(context), request=request)).strip()


@cache
def compiled(name: str) -> Any:
    """The template, found and compiled at its first use."""
    return engines["django"].get_template(name)
