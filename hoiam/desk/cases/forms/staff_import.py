"""The file of an older register, and which of its columns says what."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.actions.import_columns import FIELDS, REQUIRED
from hoiam.kit.typed import Options, choose

LABELS = {
    "number": _("Number in the older register"),
    "received_on": _("Day received"),
    "name_address": _("Name and address in one column"),
    "name": _("Full name"),
    "address": _("Address"),
    "id_number": _("Identity number"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "kind": _("Kind"),
    "title": _("Subject in one line"),
    "body": _("What the matter is"),
    "closed_on": _("Day it was settled"),
    "result": _("Result"),
    "remark": _("Remark"),
}


class UploadForm(forms.Form):
    """A spreadsheet."""

    file = forms.FileField(
        label=_("File of the older register"),
        allow_empty_file=True,  # the action says it better
        help_text=_("xlsx or csv, up to 100 MB; the first visible sheet is read."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file.")},
    )


class ColumnsForm(forms.Form):
    """For each thing we keep, a column; nothing where the register has none."""

    default_kind = forms.ChoiceField(
        label=_("Kind of rows that name none"), help_text=_("Also of all rows, when no column names it.")
    )

    def __init__(
        self, *args: Any, headings: Sequence[tuple[int, str]], kinds: Options, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "default_kind", kinds)
        for name in FIELDS:
            self.fields[name] = forms.TypedChoiceField(
                label=LABELS[name],
                choices=[("", "–"), *headings],
                coerce=int,
                empty_value=None,
                required=name in REQUIRED,
                error_messages={"required": _("Choose the column that says this.")},
            )

    def columns(self) -> Mapping[str, int]:
        """What was chosen."""
        return {name: self.cleaned_data[name] for name in FIELDS if self.cleaned_data.get(name)}
