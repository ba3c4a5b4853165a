"""What staff type about days off: a closure, a swap, a withdrawal, and which days to look at."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, choose
from hoiam.law.calendar import CalendarDay
from hoiam.office import announcing

MOST_DAYS = 31
MOST_DOCUMENT, MOST_NOTE, MOST_NAME = 200, 300, 120
COUNTRY = "/"
"""What is chosen for the whole country: an empty choice would be none."""


class DaysForm(forms.Form):
    """Which unit, which year. What makes no sense in an address is left out."""

    unit = forms.ChoiceField(label=_("Unit"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, units: Options, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "days_%s", **options})
        choose(self, "unit", units)
        choose(self, "year", [(str(year), str(year)) for year in years])


class AnnounceForm(forms.Form):
    """Where, on whose word. `seen` is the digest of what the preview showed."""

    path = forms.ChoiceField(label=_("Where"))
    document = LineField(
        label=_("Document"),
        max_length=MOST_DOCUMENT,
        help_text=_("Number, issuer and day, as citizens will read it beside their date."),
    )
    name_vi = LineField(label=_("Name of the day in Vietnamese"), max_length=MOST_NAME)
    name_en = LineField(label=_("Name of the day in English"), max_length=MOST_NAME)
    note = LineField(label=_("Note"), max_length=MOST_NOTE, required=False)
    reason = LineField(
        label=_("Reason"),
        max_length=MOST_NOTE,
        required=False,
        help_text=_("Needed when a day is past, or when dates that people were told would move."),
    )
    confirmed = forms.BooleanField(
        label=_("I have seen which dates that were told would move, and answer for it."), required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, places: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "path", places)

    def days(self) -> tuple[CalendarDay, ...]:
        """The days of a valid form."""
        raise NotImplementedError

    def said(self) -> announcing.NewAnnouncement:
        """What is announced, of a valid form."""
        got = self.cleaned_data
        return announcing.NewAnnouncement(
            path="" if got["path"] == COUNTRY else got["path"],
            days=self.days(),
            document=got["document"],
            note=got["note"],
            reason=got["reason"],
        )

    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name_vi", "name_en")}


class ClosureForm(AnnounceForm):
    """Days off from one day to another; only working days among them count."""

    first = DayField(label=_("First day off"))
    last = DayField(label=_("Last day off, if there are several"), required=False)
    field_order = ("path", "first", "last", "document")

    def clean(self) -> dict[str, Any]:
        got = super().clean() or {}
        first, last = got.get("first"), got.get("last")
        if first and last and not first <= last <= first + timedelta(days=MOST_DAYS):
            self.add_error("last", _("The last day off cannot lie before the first, nor a month after it."))
        return got

    def days(self) -> tuple[CalendarDay, ...]:
        first: date = self.cleaned_data["first"]
        count = ((self.cleaned_data["last"] or first) - first).days + 1
        every = [first + timedelta(days=number) for number in range(count)]
        working = [on for on in every if not announcing.is_off(on, path=self._path())] or every[:1]
        return tuple(announcing.day_off(on, **self.names()) for on in working)

    def _path(self) -> str:
        return "" if self.cleaned_data["path"] == COUNTRY else str(self.cleaned_data["path"])


class SwapForm(AnnounceForm):
    """A weekday given off, and the rest day worked instead."""

    off = DayField(label=_("Day given off"))
    worked = DayField(label=_("Day worked instead"))
    field_order = ("path", "off", "worked", "document")

    def days(self) -> tuple[CalendarDay, ...]:
        return tuple(announcing.swap(self.cleaned_data["off"], self.cleaned_data["worked"], **self.names()))


class WithdrawForm(forms.Form):
    """What was entered wrongly is taken back by an entry of its own."""

    document = LineField(
        label=_("Document"),
        max_length=MOST_DOCUMENT,
        help_text=_("On whose word it is taken back, as citizens will read it beside their date."),
    )
    reason = LineField(label=_("Reason"), max_length=MOST_NOTE)


KINDS: dict[str, type[AnnounceForm]] = {"closure": ClosureForm, "swap": SwapForm}
