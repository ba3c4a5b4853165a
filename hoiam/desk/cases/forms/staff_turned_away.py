"""What is typed when somebody is refused reception: ground, matter, who it was; the notice; why received after all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.models import Brought
from hoiam.kit.day_field import DayField
from hoiam.kit.forms import sharing
from hoiam.kit.typed import LineField, Options, PeopleField, TextField, choose

NO_REASON = {"required": _("Say why: a reason is needed.")}


@sharing
class TurnAwayForm(forms.Form):
    """Ground and reason always; a name where a written notice is owed."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ground of the law.")},
    )
    kind = forms.ChoiceField(
        label=_("Came with"), choices=Brought.choices, widget=forms.RadioSelect, initial=Brought.PETITION
    )
    matter = LineField(
        label=_("What is it about, in one line?"),
        max_length=300,
        error_messages={"required": _("Say in one line what it is about.")},
    )
    reason = TextField(
        label=_("Reason"),
        rows=3,
        help_text=_("What happened, or which answer was given before: it stands in the notice."),
        error_messages=NO_REASON,
    )
    people = PeopleField(
        label=_("How many people share this matter?"),
    )
    name = LineField(
        label=_("Full name"),
        max_length=120,
        required=False,
        help_text=_("Needed where a written notice is owed. It is sealed apart."),
    )
    id_number = LineField(label=_("Identity card number"), max_length=20, required=False)
    address = LineField(label=_("Address"), max_length=300, required=False)
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, grounds: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "ground", grounds)


class NoticeForm(forms.Form):
    """Number and day of form 01/TCD."""

    number = LineField(
        label=_("Number of the notice"),
        max_length=40,
        error_messages={"required": _("Write down the number of the notice.")},
    )
    on = DayField(label=_("Day of the notice"))


class AfterAllForm(forms.Form):
    """Why the ground is gone."""

    reason = TextField(label=_("Reason"), rows=2, error_messages=NO_REASON)


class PrintForm(forms.Form):
    """Why the name is opened."""

    why = LineField(label=_("The name is opened for"), max_length=300, error_messages=NO_REASON)
