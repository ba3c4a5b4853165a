"""What a head or an operator says of a token: for what, which deeds, until when."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoiam.kit.day_field import DayField
from hoiam.kit.forms import sharing

PERMISSIONS: dict[str, str | Promise] = {
    "register": _("Register cases for people"),
    "read": _("Read public figures more often than others"),
}


@sharing
class TokenForm(forms.Form):
    """One token."""

    label = forms.CharField(
        label=_("For what"),
        max_length=120,
        help_text=_("The program and who runs it, for example: hotline of the city's operator"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Say which program it is for."),
            "max_length": _("At most 120 characters."),
        },
    )
    permissions = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=list(PERMISSIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one."),
            "invalid_choice": _("Choose from the list."),
        },
    )
    expires_on = DayField(
        label=_("No longer valid from"),
        error_messages={
            "required": _("Name the day from which it no longer counts."),
            "invalid": _("This is not a day. For example: 24/11/2027"),
        },
    )
