"""Directives, plans and briefings. Field names are the arguments of the actions that take them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.files.fields import ManyFilesField
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, TextField, choose

MOST_TEXT = 20_000
SAVED = "%d/%m/%Y"
Groups = Sequence[tuple[str, Sequence[tuple[int, str]]]]


class PostField(forms.TypedChoiceField):
    """A post of the list, or one that was on it when the page was opened: the action says why it no longer is."""

    def __init__(self, **options: Any) -> None:
        needed = {"required": _("Somebody must be responsible: choose a post.")}
        super().__init__(coerce=int, empty_value=None, error_messages=needed, **options)

    def valid_value(self, value: Any) -> bool:
        text = str(value)
        return text.isdecimal() and len(text) < 18  # noqa: PLR2004 - what a column holds


class KeyedForm(forms.Form):
    """Sent twice under one key, it is taken in once."""

    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)


class DirectiveForm(KeyedForm):
    """A directive as it stands on paper."""

    number = LineField(label=_("Number and sign"), max_length=60, help_text=_("Such as 21-KL/TW."))
    issuer = LineField(label=_("Issued by"), max_length=200)
    issued_on = DayField(label=_("Day of the document"))
    subject = LineField(label=_("Subject of the document"), max_length=300)
    text = TextField(label=_("Full text"), rows=8, most=MOST_TEXT, required=False)
    uploads = ManyFilesField(label=_("Files"), help_text=_("Up to 10 MB each, 25 MB together."))
    open = forms.BooleanField(
        label=_("Everybody may read the text"),
        required=False,
        help_text=_("Tick it only for a document that may be made public as a whole."),
    )


class PlanForm(KeyedForm):
    """A plan as it stands on paper."""

    number = LineField(label=_("Number and sign"), max_length=60, help_text=_("Such as 83-KH/TU."))
    title = LineField(label=_("Name of the plan"), max_length=300)
    signed_on = DayField(label=_("Day of the document"))
    open = forms.BooleanField(
        label=_("Everybody may read the words of its tasks"),
        required=False,
        help_text=_("Responsible units, days and states are public in any case."),
    )


class TaskForm(KeyedForm):
    """A task of a plan."""

    title = TextField(label=_("Task"), rows=2, max_length=500)
    post_id = PostField(label=_("Responsible post"))
    due_on = DayField(label=_("Due day"))
    measure = TextField(label=_("What is measured"), rows=2, max_length=500, required=False)
    evidence = TextField(label=_("What is to show that it is done"), rows=2, max_length=500, required=False)
    beside = forms.TypedMultipleChoiceField(
        label=_("Working with it"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    steps = TextField(
        label=_("Steps on the way"),
        rows=3,
        required=False,
        help_text=_("One a line: day; what is done by then. Such as 15/3/2027; list of households."),
    )

    def __init__(self, *args: Any, posts: Groups, units: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "post_id", [("", _("Choose a post")), *posts])
        choose(self, "beside", units)
        if not units:
            del self.fields["beside"]

    def clean_steps(self) -> list[tuple[date, str]]:
        """Each line in its parts."""
        lines = [line for line in self.cleaned_data["steps"].split("\n") if line.strip()]
        return [_step(number, line) for number, line in enumerate(lines, start=1)]


class EditForm(TaskForm):
    """A task that is not given out yet; `opened`: the mark of what it said when the form was opened."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["form_key"]


class BriefingForm(KeyedForm):
    """A session at which a document was briefed."""

    held_on = DayField(label=_("Day"))
    place = LineField(label=_("Place"), max_length=300)
    posts = forms.TypedMultipleChoiceField(
        label=_("Who was briefed"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: Groups, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "posts", offered)


class FilterForm(forms.Form):
    """Which tasks of a plan are shown."""

    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int, required=False, empty_value=None)
    state = forms.ChoiceField(label=_("State"), required=False)
    late = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(self, *args: Any, units: Options, states: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "unit", [("", _("All units")), *units])
        choose(self, "state", [("", _("All states")), *states])


class TableForm(forms.Form):
    """A plan in a spreadsheet."""

    file = forms.FileField(
        label=_("Table of the plan"),
        allow_empty_file=True,
        help_text=_("xlsx; the first visible sheet is read. Nothing is taken in before you confirm."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file.")},
    )


def _step(number: int, line: str) -> tuple[date, str]:
    day, _sep, what = line.partition(";")
    try:
        on = datetime.strptime(day.strip(), SAVED).date()  # noqa: DTZ007 - a day alone
    except ValueError:
        on = None
    if on is None or not what.strip() or len(what.strip()) > 300:  # noqa: PLR2004 - what a column holds
        raise forms.ValidationError(
            _("Line %(n)s is not day; what is done by then."), code="step", params={"n": number}
        )
    return on, what.strip()
