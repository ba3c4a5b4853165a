"""Which register goes out, of which days, and why."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField

TABLES = (
    ("register", _("Register of reception, form 03/TCD")),
    ("papers", _("Papers received, form 02/TCD")),
    ("national", _("For the national database: the register with codes and dates")),
)
KINDS = (("xlsx", _("Spreadsheet (xlsx)")), ("csv", _("Text (csv)")))


class ExportForm(forms.Form):
    """Both days included."""

    what = forms.ChoiceField(label=_("Table"), choices=TABLES, widget=forms.RadioSelect, initial="register")
    since = DayField(label=_("Received from"))
    until = DayField(label=_("Received until"))
    kind = forms.ChoiceField(label=_("Kind of file"), choices=KINDS, widget=forms.RadioSelect, initial="xlsx")
    reason = LineField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The file holds names and addresses: each is opened on the record with this reason."),
    )

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", ValidationError(_("The last day lies before the first.")))
        return said
