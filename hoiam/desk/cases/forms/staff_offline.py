"""What a clerk wrote down while there was no network: the counter's form in short, with slip, day and hour."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.forms.staff_pads import CounterForm, StubField
from hoiam.kit.day_field import DayField

HOUR = "%H:%M"


class OfflineForm(CounterForm):
    """`clerk`: whose queue the entry comes from. `claimed_at`: day and hour together, aware."""

    clerk = forms.IntegerField(widget=forms.HiddenInput)
    stub = StubField(
        label=_("Number on the paper slip"),
        max_length=20,
        help_text=_("As on the slip that you give the person, as in 7/42: its code will open the case."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = DayField(label=_("Day of receipt"))
    hour = forms.TimeField(
        label=_("Hour of receipt"),
        input_formats=[HOUR],
        help_text=_("Such as 09:05."),
        widget=forms.TimeInput(
            format=HOUR, attrs={"size": 6, "inputmode": "numeric", "autocomplete": "off", "type": "text"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        """The moment where the office is."""
        said = super().clean() or self.cleaned_data
        if said.get("day") and said.get("hour"):
            said["claimed_at"] = timezone.make_aware(datetime.combine(said["day"], said["hour"]))
        return said
