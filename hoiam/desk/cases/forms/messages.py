"""What office and citizen type inside a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from hoiam.files import sniff
from hoiam.files.fields import ManyFilesField, ManyFilesInput
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import TextField
from hoiam.law.messages import MOST_TEXT, Kind

LIMIT = {
    "max_length": ngettext_lazy(
        "At most %(limit_value)d character; this is %(show_value)d.",
        "At most %(limit_value)d characters; these are %(show_value)d.",
        "limit_value",
    )
}
KINDS = (
    (Kind.QUESTION.value, _("A question")),
    (Kind.DOCUMENT.value, _("A document is needed")),
    (Kind.REMARK.value, _("To tell something, no answer needed")),
)


class CitizenMessageForm(forms.Form):
    """Words, files, or both."""

    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)
    text = TextField(label=_("Your message"), required=False, most=MOST_TEXT, rows=6, error_messages=LIMIT)
    uploads = ManyFilesField(
        label=_("Photos or papers"),
        required=False,
        help_text=_("Photos, PDF, Word, Excel or text; up to 10 MB each."),
        widget=ManyFilesInput(attrs={"accept": sniff.ACCEPT}),
    )


class StaffMessageForm(forms.Form):
    """A question, a wish for a document, or a remark; the day is a hope and stops no clock."""

    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)
    kind = forms.ChoiceField(label=_("Kind of message"), choices=KINDS, widget=forms.RadioSelect)
    text = TextField(
        label=_("What the citizen reads"), required=False, most=MOST_TEXT, rows=5, error_messages=LIMIT
    )
    hoped_on = DayField(
        label=_("An answer is hoped for by"),
        required=False,
        help_text=_("Such as 24/11/2026. No last day stops or moves because of it."),
    )
    uploads = ManyFilesField(label=_("Attachments"), required=False)


def initial(form_key: str, **more: Any) -> dict[str, Any]:
    """Of a fresh form."""
    return {"form_key": form_key, "kind": Kind.QUESTION.value, **more}
