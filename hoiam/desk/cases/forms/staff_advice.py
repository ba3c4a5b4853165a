"""What the clerk finds about a matter, to be told what the law does with it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AdviceForm(forms.Form):
    """Nothing of it is kept."""

    foreign = forms.BooleanField(label=_("Another office is competent"), required=False)
    ineligible = forms.BooleanField(
        label=_(
            "It cannot be handled: no name, date or signature, illegible, or sent to the competent body too"
        ),
        required=False,
    )
    mixed = forms.BooleanField(label=_("It holds contents of several kinds"), required=False)
    originals = forms.BooleanField(label=_("Original papers came with it"), required=False)
