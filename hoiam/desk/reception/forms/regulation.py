"""A unit's regulation as staff type it: which days, what becomes of days off, when and where."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.kit import weeks
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, TextField
from hoiam.law import schedules
from hoiam.law.refusal import Refused
from hoiam.law.schedules import LAST, Exempted, OffDay, Pattern, PatternKind

KINDS = (
    ("month", _("Days of each month, such as the 1st and the 16th")),
    ("quarter", _("Days of the first month of each quarter")),
    ("week", _("The same weekday every week")),
    ("nth", _("A certain weekday of each month, such as the second Thursday")),
)
OFF_DAYS = (
    (OffDay.NEXT.value, _("The next working day")),
    (OffDay.BEFORE.value, _("The working day before")),
    (OffDay.KEPT.value, _("Citizens are received on that day all the same")),
    (OffDay.LEFT_OUT.value, _("It is left out")),
)
NTHS = (("1", _("first")), ("2", _("second")), ("3", _("third")), ("4", _("fourth")), (str(LAST), _("last")))
_LINE = re.compile(r"(\S+)\s*(?:->|→)\s*(\S+)\s*;\s*(.+)")


class RegulationForm(forms.Form):
    """What the document says."""

    kind = forms.ChoiceField(label=_("On which days"), choices=KINDS, widget=forms.RadioSelect)
    days = LineField(
        label=_("Days of the month"), max_length=60, required=False, help_text=_("Such as 1, 16.")
    )
    nth = forms.ChoiceField(label=_("Which one of the month"), choices=(("", "–"), *NTHS), required=False)
    weekday = forms.ChoiceField(label=_("Weekday"), required=False)
    off_day = forms.ChoiceField(label=_("When that is a day off"), choices=OFF_DAYS, widget=forms.RadioSelect)
    sittings = LineField(label=_("Hours"), max_length=120, help_text=_("Such as 07:30-11:30, 13:30-16:30."))
    place = LineField(label=_("Place"), max_length=200)
    slot_minutes = forms.IntegerField(label=_("Minutes for one visit"), min_value=5, max_value=240)
    slot_places = forms.IntegerField(label=_("Visits at the same time"), min_value=1, max_value=50)
    document = LineField(
        label=_("Number of the document"), max_length=120, help_text=_("Such as Quy chế số 05/QC-UBND.")
    )
    document_on = DayField(label=_("Day of the document"))
    from_on = DayField(label=_("In force from"))
    until_on = DayField(label=_("In force until"), required=False, help_text=_("Empty: without an end."))
    exempted = TextField(
        label=_("Days that the document itself moves or leaves out"),
        rows=3,
        required=False,
        help_text=_(
            "One a line: day -> new day; reason. A dash for no new day. "
            "Such as 16/02/2026 -> 24/02/2026; Tết Nguyên đán."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        weekday = self.fields["weekday"]
        assert isinstance(weekday, forms.ChoiceField)  # noqa: S101 - told to the type checker
        weekday.choices = [
            ("", "–"),
            *((str(number), name) for number, name in enumerate(full for _short, full in weeks.weekdays())),
        ]

    def clean_exempted(self) -> tuple[Exempted, ...]:
        """Each line as the law reads it."""
        lines = filter(None, map(str.strip, self.cleaned_data["exempted"].splitlines()))
        return tuple(map(_exempted, lines))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("kind"):
            name, read = READERS[PatternKind(said["kind"])]
            try:
                said["pattern"] = read(said)
            except (Refused, ValueError):
                self.add_error(name, _("Say which days these are."))
        return said


def _numbers(said: dict[str, Any]) -> tuple[int, ...]:
    return tuple(int(part) for part in re.split(r"[,;\s]+", said.get("days", "").strip()) if part)


def _of_month(said: dict[str, Any]) -> Pattern:
    return schedules.made(PatternKind(said["kind"]), _numbers(said))


def _weekly(said: dict[str, Any]) -> Pattern:
    return schedules.made(PatternKind.WEEKDAY, (int(said.get("weekday", "")),))


def _nth(said: dict[str, Any]) -> Pattern:
    return schedules.made(PatternKind.NTH_WEEKDAY, (int(said.get("nth", "")), int(said.get("weekday", ""))))


READERS: dict[PatternKind, tuple[str, Callable[[dict[str, Any]], Pattern]]] = {
    PatternKind.MONTH_DAYS: ("days", _of_month),
    PatternKind.QUARTER_DAYS: ("days", _of_month),
    PatternKind.WEEKDAY: ("weekday", _weekly),
    PatternKind.NTH_WEEKDAY: ("nth", _nth),
}


def _exempted(line: str) -> Exempted:
    found = _LINE.fullmatch(line)
    if found is None:
        raise forms.ValidationError(
            _("This line cannot be read: %(line)s. Write day -> new day; reason."), params={"line": line}
        )
    on, to, reason = found.groups()
    return Exempted(_day(on), None if to in {"-", "–"} else _day(to), reason)


def _day(text: str) -> date:
    day = DayField(label="").clean(text)
    assert isinstance(day, date)  # noqa: S101 - the field is required
    return day
