"""What staff type about who works on what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.forms.staff_documents import CAPACITIES
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import MOST_NOTE, LineField, Options, TextField, choose
from hoiam.law import sheet

LENT = [(code, words) for code, words in CAPACITIES if code in sheet.LENT]


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
    capacity = forms.ChoiceField(
        label=_("Signs for the head"),
        required=False,
        choices=[("", _("No, only works on cases")), *LENT],
        help_text=_("Only the head can let somebody sign, and only in person."),
    )
    title = LineField(
        label=_("Their own office, as it stands under the signature"),
        max_length=120,
        required=False,
        help_text=_("Such as Deputy Chairman."),
    )
    document = LineField(
        label=_("Document that says so"),
        max_length=200,
        required=False,
        help_text=_("Number and day of the assignment or authorisation."),
    )
    with_cases = forms.BooleanField(
        label=_("Open cases go to the substitute on the first day, and come back after the last"),
        required=False,
    )

    def __init__(self, *args: Any, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "person", [("", "–"), *people])
        choose(self, "substitute", [("", "–"), *people])
