"""What staff type about several people with one matter. Field names are the arguments of the action."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from hoiam.desk.cases.actions.group_intake import Fellow
from hoiam.desk.cases.forms import together
from hoiam.desk.cases.forms.staff_deeds import DeedForm, Lists
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, TextField, choose
from hoiam.law import grouping

MOST_PAPER = 300
ON_PAPER = "0"
_RUN = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?", re.ASCII)


class NumbersField(LineField):
    """1, 4-7: places on the list."""

    def clean(self, value: Any) -> Any:
        """Every number that is meant."""
        numbers = set[int]()
        for part in filter(None, map(str.strip, super().clean(value).replace(";", ",").split(","))):
            found = _RUN.fullmatch(part)
            first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
            if not 1 <= first <= last <= first + grouping.MOST:
                raise ValidationError(_("Write numbers of the list, as in 1, 4-7."))
            numbers |= set(range(first, last + 1))
        return frozenset(numbers)


def numbers(label: Any, *, required: bool = True) -> NumbersField:
    return NumbersField(
        label=label,
        max_length=500,
        required=required,
        help_text=gettext_lazy("Numbers of the list, one by one or from–to, with commas: 1, 4-7"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def paper() -> LineField:
    return LineField(
        label=gettext_lazy("By what paper"),
        max_length=MOST_PAPER,
        help_text=gettext_lazy("Such as: letter of 24/11/2026, or minutes at the counter. It is sealed."),
    )


class GroupDeedForm(DeedForm):
    """The version alone says from which page it was made. `everybody`: who stands on the list now."""

    seen = None  # type: ignore[assignment]  # Django's way to drop a field of the parent

    def offer(self, lists: Lists) -> None:
        """Everybody who stands on the list, for forms that ask for all of them."""
        self.everybody = lists.standing


class EverybodyForm(GroupDeedForm):
    """Numbers of the list, or all who stand on it."""

    all_of_them = forms.BooleanField(label=gettext_lazy("Everybody who stands on the list"), required=False)
    numbers = numbers(gettext_lazy("Or these"), required=False)
    numbers.needed_later = True  # type: ignore[attr-defined]  # one of the two is asked for

    def said(self) -> dict[str, Any]:
        given = super().said()
        if given.pop("all_of_them"):
            given["numbers"] = self.everybody
        return given

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = super().clean() or {}
        if not (said.get("all_of_them") or said.get("numbers") or "numbers" in self.errors):
            self.add_error("numbers", _("Say whom."))
        return said


class SignForm(EverybodyForm):
    pass


class ServeForm(EverybodyForm):
    on = DayField(label=gettext_lazy("Day on which they had it"))


class RepresentForm(GroupDeedForm):
    numbers = numbers(gettext_lazy("Who represents them from now on"))


class JoinForm(GroupDeedForm):
    signers = TextField(
        label=gettext_lazy("Who joins, one a line"),
        most=together.MOST_LIST,
        rows=4,
        help_text=gettext_lazy("Full name; identity number; address; phone; e-mail; x for a representative."),
    )
    all_signed = forms.BooleanField(
        label=gettext_lazy("All of them have signed, or put a fingerprint, on the paper"), required=False
    )
    on = DayField(label=gettext_lazy("Since which day"))
    paper = paper()

    def clean_signers(self) -> list[together.Line]:
        """The list, read."""
        return together.lines(self.cleaned_data["signers"])

    def said(self) -> dict[str, Any]:
        given = super().said()
        signed, found = given.pop("all_signed"), given.pop("signers")
        fellows = [Fellow(person=one.person, representative=one.marked, signed=signed) for one in found]
        return {**given, "fellows": fellows}


class LeaveForm(GroupDeedForm):
    number = forms.IntegerField(
        label=gettext_lazy("Number on the list"), min_value=1, widget=forms.TextInput(attrs={"size": 6})
    )
    on = DayField(label=gettext_lazy("Since which day"))
    paper = paper()


class AppointForm(GroupDeedForm):
    """Among the attachments, sent along, or in the file on paper only. `token`: what the view took in."""

    on = DayField(label=gettext_lazy("Day of the writing"))
    file_id = forms.TypedChoiceField(
        label=gettext_lazy("Where it is"), coerce=int, widget=forms.RadioSelect, initial=ON_PAPER
    )
    token = ""

    def offer(self, lists: Lists) -> None:
        super().offer(lists)
        choose(self, "file_id", [(ON_PAPER, _("On paper in the file, not scanned")), *lists.attachments])

    def said(self) -> dict[str, Any]:
        given = super().said()
        return {**given, "file_id": given["file_id"] or None, "token": self.token}


class OpenForm(forms.Form):
    """Why the names are opened; it stays in the record."""

    purpose = forms.ChoiceField(label=gettext_lazy("What for"))
    reason = LineField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("It stays in the record of each of them, with your name."),
    )

    def __init__(self, *args: Any, purposes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "purpose", purposes)
