"""A day as people type it: one kind of field in every form, whatever browser and language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LOOK = {"size": 12, "inputmode": "numeric", "autocomplete": "off"}


class DayField(forms.DateField):
    """Typed as 24/11/2026; ISO 8601 is understood as well. A browser's own picker speaks the browser's language."""

    def __init__(self, *, label: Any, **options: Any) -> None:
        given = {
            "help_text": _("Such as 24/11/2026."),
            "widget": forms.DateInput(attrs=LOOK),
            **options,
        }
        super().__init__(label=label, **given)
