"""What staff decide about a mail that came in, and the addresses of a unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.kit.typed import LineField, Options, TextField, choose


class AddressForm(forms.Form):
    """One more address; whether it is one, the action says."""

    address = LineField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("As people write it, for example phuong@example.vn."),
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off", "spellcheck": "false"}),
    )


class TakeInForm(forms.Form):
    """A case after all: of which kind."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, kinds: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", kinds)


class AddToForm(forms.Form):
    """Which case it belongs to."""

    number = LineField(
        label=_("Number of the case"),
        max_length=20,
        help_text=_("As on the desk, for example 2026-000123."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DismissForm(forms.Form):
    """Why nothing is done with it."""

    reason = TextField(label=_("Reason"), most=300, rows=2)


class HandOnForm(forms.Form):
    """The operator says whose a mail is that was sent to no address of ours."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)

    def __init__(self, *args: Any, units: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "unit", [("", "–"), *units])
