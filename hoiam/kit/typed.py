"""What people type, in any form: lines and texts cleaned of what cannot be seen, choices, the key of one sending."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext

from hoiam.law import grouping

Options = Sequence[tuple[Any, Any]]

MOST_NOTE = 2_000
SPACING = str.maketrans("", "", " .-()")
"""What people put between the digits of a number."""
_PHONE = re.compile(r"\+?\d{8,15}")
KEPT = frozenset("\n\t")
HIDING = frozenset({"Cc", "Cf"})
JOINERS = frozenset("\u200c\u200d")


def visible(text: str) -> str:
    """Composed letters, plain line ends, no character that cannot be seen but can mislead."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if plain.replace("\n", "").replace("\t", "").isprintable():
        return plain
    return "".join(c for c in plain if c in KEPT or c in JOINERS or unicodedata.category(c) not in HIDING)


class TextField(forms.CharField):
    """Several lines, cleaned of what cannot be seen. The limit is shown only where people get near it."""

    def __init__(self, *, rows: int = 4, most: int = MOST_NOTE, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        limit = [] if "max_length" in options else [MaxLengthValidator(most)]
        super().__init__(validators=[*limit, *options.pop("validators", ())], **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(visible(value) if isinstance(value, str) else value)


class LineField(forms.CharField):
    """One line, cleaned in the same way."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(" ".join(visible(value).split()) if isinstance(value, str) else value)


class PhoneField(LineField):
    """A telephone number, its digits however they are spaced."""

    def __init__(self, **options: Any) -> None:
        attributes = {"type": "tel", "autocomplete": "tel", "size": 18}
        super().__init__(max_length=30, widget=forms.TextInput(attrs=attributes), **options)

    def clean(self, value: Any) -> Any:
        phone = super().clean(value)
        if phone and not _PHONE.fullmatch(phone.translate(SPACING)):
            raise forms.ValidationError(gettext("This is not a phone number. For example: 0912 345 678"))
        return phone


class PeopleField(forms.IntegerField):
    """How many people: one at least, at most as many as one matter may have."""

    def __init__(self, **options: Any) -> None:
        widget = forms.NumberInput(attrs={"size": 4})
        super().__init__(min_value=1, max_value=grouping.MOST, initial=1, widget=widget, **options)


def choose(form: forms.Form, name: str, choices: Options) -> None:
    """Give a choice field what can be chosen today."""
    found = form.fields[name]
    if not isinstance(found, forms.ChoiceField):
        raise TypeError(name)
    found.choices = lambda: choices  # gone through only when one was chosen or all are shown


def new_key() -> str:
    """A key for one form: sent twice, it is taken in once."""
    return secrets.token_hex(20)
