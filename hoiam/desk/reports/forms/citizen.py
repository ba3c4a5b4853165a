"""What citizens type: a question about an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.kit.typed import TextField
from hoiam.law.accounts import MOST_LETTERS


class AskForm(forms.Form):
    """One question. Everything but the question may stay empty."""

    text = TextField(
        label=_("Your question"),
        rows=5,
        max_length=MOST_LETTERS,
        error_messages={"required": _("Write your question first.")},
        help_text=_("Everybody reads it at once. Write no name, telephone or identity number into it."),
    )
    email = forms.EmailField(
        label=_("E-mail, if you want to be told of the answer"),
        max_length=254,
        required=False,
        help_text=_("It is sealed and shown to nobody."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. For example: ten@example.vn")},
    )
    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)
