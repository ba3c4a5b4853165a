"""Numbers of paper slips as people type them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.forms.staff import RegisterForm
from hoiam.journal.pads import STUBS
from hoiam.kit.typed import LineField

_STUB = re.compile(r"(\d{1,8})\s*/\s*(\d{1,3})", re.ASCII)
_RUN = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?", re.ASCII)


class StubField(LineField):
    """7/42: pad and slip."""

    def clean(self, value: Any) -> Any:
        """Both numbers, or None."""
        text = super().clean(value)
        if not text:
            return None
        found = _STUB.fullmatch(text)
        if found is None or not 1 <= int(found[2]) <= STUBS:
            raise ValidationError(
                _("Write it as on the slip: the pad's number, a slash, the slip's number, as in 7/42.")
            )
        return int(found[1]), int(found[2])


class CounterForm(RegisterForm):
    """Intake at the counter, perhaps from a paper slip given out before."""

    stub = StubField(
        label=_("Number on the paper slip"),
        max_length=20,
        required=False,
        help_text=_(
            "Only if the person was given a slip of a pad, as in 7/42: its code then opens this case."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class VoidForm(forms.Form):
    """Which slips are spoilt or lost."""

    numbers = LineField(
        label=_("Numbers of the slips"),
        max_length=200,
        help_text=_("One by one or from–to, with commas: 3, 41-100"),
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
    )

    def clean_numbers(self) -> frozenset[int]:
        """Every number that is meant."""
        numbers = set[int]()
        for part in self.cleaned_data["numbers"].replace(";", ",").split(","):
            found = _RUN.fullmatch(part.strip())
            first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
            if not 1 <= first <= last <= STUBS:
                raise ValidationError(_("Numbers go from 1 to 100: 3, 41-100"))
            numbers |= set(range(first, last + 1))
        return frozenset(numbers)
