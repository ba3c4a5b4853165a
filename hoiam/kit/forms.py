"""How forms become markup: one renderer for the whole product."""

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from django.forms import ChoiceField, Field, Form
from django.forms.renderers import BaseRenderer
from django.http import HttpRequest
from django.template import engines
from django.utils.translation import get_language

from hoiam.kit import markup

F = TypeVar("F", bound=type[Form])


class KitRenderer(BaseRenderer):
    """`{{ form }}`, `field.as_field_group` and widgets in the markup of the kit; the rest from templates."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"
    formset_template_name = "kit/forms/formset.html"

    def get_template(self, template_name: str) -> Any:
        return compiled(template_name, get_language())

    def render(
        self, template_name: str, context: Mapping[str, Any], request: HttpRequest | None = None
    ) -> str:
        piece = markup.made(template_name, context)
        if piece is not None:
            return piece
        return str(compiled(template_name, get_language()).render(dict(context), request=request)).strip()


@cache
def compiled(name: str, language: str | None) -> Any:  # noqa: ARG001 - a key of the cache: see hoiam.kit.whole
    """The template in the language in hand, found and compiled at its first use."""
    return engines["django"].get_template(name)


def sharing(form: F) -> F:
    """For a form that changes nothing of its fields but what can be chosen: each one made shares the others."""
    form.base_fields = _Shared(form.base_fields)
    return form


class _Shared(dict[str, Field]):
    """What Django copies for every form."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Field]:
        return {
            name: copy.deepcopy(field, memo) if isinstance(field, ChoiceField) else field
            for name, field in self.items()
        }
