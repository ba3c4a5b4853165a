"""What staff type about who works on what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.forms.staff import MOST_NOTE, Options, TextField, choose
from hoiam.kit.day_field import DayField


class AssignManyForm(forms.Form):
    """Who gets the chosen cases."""

    to = forms.TypedChoiceField(label=_("Handler"), coerce=int)

    def __init__(self, *args: Any, handlers: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "to", [("", "–"), *handlers])


class HandOverForm(AssignManyForm):
    """To whom, and why."""

    reason = TextField(label=_("Reason"), rows=2, most=MOST_NOTE)


class SubstituteForm(forms.Form):
    """Who is away, who works in their place, from when until when."""

    person = forms.TypedChoiceField(label=_("Who is away"), coerce=int)
    substitute = forms.TypedChoiceField(label=_("Who works in their place"), coerce=int)
    from_on = DayField(label=_("First day"))
    until_on = DayField(label=_("Last day"))
    reason = TextField(label=_("Reason"), rows=2, most=MOST_NOTE, required=False)
    with_cases = forms.BooleanField(
        label=_("Open cases go to the substitute on the first day, and come back after the last"),
        required=False,
    )

    def __init__(self, *args: Any, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "person", [("", "–"), *people])
        choose(self, "substitute", [("", "–"), *people])
