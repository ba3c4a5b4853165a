"""How forms become markup: one renderer for the whole product."""

import copy
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, TypeVar

from django.forms import BoundField, ChoiceField, Field, Form
from django.forms.renderers import BaseRenderer
from django.forms.utils import pretty_name
from django.http import HttpRequest
from django.template import engines
from django.utils.translation import get_language

from hoiam.kit import markup

F = TypeVar("F", bound=type[Form])


class Bound(BoundField):
    """A field of one form, whose words are looked up when it is shown: most forms are only read."""

    def __init__(self, form: Form, field: Field, name: str) -> None:
        self.form, self.field, self.name = form, field, name
        self.html_name = form.add_prefix(name)
        self.renderer = form.renderer

    @cached_property
    def html_initial_name(self) -> str:  # type: ignore[override]
        return self.form.add_initial_prefix(self.name)

    @cached_property
    def html_initial_id(self) -> str:  # type: ignore[override]
        return self.form.add_initial_prefix(self.auto_id)

    @cached_property
    def label(self) -> Any:  # type: ignore[override]
        """As the field has it, or from its name."""
        return pretty_name(self.name) if self.field.label is None else self.field.label

    @cached_property
    def help_text(self) -> Any:  # type: ignore[override]
        return self.field.help_text or ""


class KitRenderer(BaseRenderer):
    """`{{ form }}`, `field.as_field_group` and widgets in the markup of the kit; the rest from templates."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"
    formset_template_name = "kit/forms/formset.html"
    bound_field_class = Bound

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
            name: _its_own(field) if isinstance(field, ChoiceField) else field for name, field in self.items()
        }


def _its_own(field: Field) -> Field:
    """A copy that can be given other choices: those are the field's and its widget's."""
    mine = copy.copy(field)
    mine.widget = copy.copy(field.widget)
    return mine
