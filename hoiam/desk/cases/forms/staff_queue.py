"""What part of the queue is asked for. What makes no sense in an address is left out; it never makes the page fail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.models import OPEN_STATES
from hoiam.kit import cursors
from hoiam.kit.typed import LineField

LABELS = {
    "received": _("Received"),
    "accepted": _("In work"),
    "proposed": _("Waiting for the head"),
    "contested": _("Contested"),
    "suspended": _("Suspended"),
    "withdrawing": _("Withdrawn, to be terminated"),
    "decided": _("Decided"),
    "effective": _("In effect"),
    "executing": _("Being carried out"),
    "refusing": _("Refused, notice due"),
}
MOST_SEARCH = 120
BIGGEST = 2**62


class QueueForm(forms.Form):
    """Search words or a part of the queue."""

    unit = forms.IntegerField(widget=forms.HiddenInput, required=False)
    q = LineField(
        label=_("Code, number or words"),
        required=False,
        max_length=MOST_SEARCH,
        widget=forms.TextInput(
            attrs={"type": "search", "size": 28, "data-search": "", "autocomplete": "off"}
        ),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All open")), *((code, LABELS[code]) for code in OPEN_STATES if code in LABELS)],
    )
    mine = forms.BooleanField(label=_("Assigned to me"), required=False)
    handler = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=BIGGEST)
    late = forms.BooleanField(label=_("Past their date"), required=False)

    def __init__(self, *args: Any, desk: bool, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **options})
        if not desk:
            del self.fields["mine"]

    def asked(self) -> dict[str, Any]:
        """What was understood."""
        self.is_valid()
        got = self.cleaned_data
        return {
            "q": got.get("q", ""),
            "state": got.get("state", ""),
            "mine": got.get("mine", False),
            "late": got.get("late", False),
            "handler": got.get("handler"),
            "after": cursors.day_and_number(self.data.get("after", "")),
        }
