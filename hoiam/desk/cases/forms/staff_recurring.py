"""What staff type about reception days: one that was held, one that is planned."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.kit.day_field import DayField
from hoiam.kit.typed import TextField, choose

WHO = (("head", _("The head in person")), ("deputy", _("A deputy")))


class HoldForm(forms.Form):
    """What was held, when, by whom."""

    key = forms.ChoiceField(label=_("What was held"))
    day = DayField(label=_("Day"))
    who = forms.ChoiceField(
        label=_("Who held it"),
        choices=WHO,
        widget=forms.RadioSelect,
        help_text=_(
            "The law asks for the head in person: a day held by a deputy is kept and does not count for the head."
        ),
    )

    def __init__(self, *args: Any, keys: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "hold_%s", **options})
        choose(self, "key", keys)


class PlanForm(forms.Form):
    """A day to come."""

    day = DayField(label=_("Day of reception"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "plan_%s", **options})


class PostedForm(forms.Form):
    """Which planned day was posted; it comes from a button."""

    day = forms.DateField(input_formats=["%Y-%m-%d"])


class TakeBackForm(forms.Form):
    """Why a note is wrong."""

    reason = TextField(
        label=_("Reason"),
        rows=3,
        help_text=_("What was noted wrongly, and what is right. Name no citizen."),
    )
