"""What is typed about places in a session: asked for by a citizen or by a clerk for them, taken without a booking."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _

from hoiam.desk.reception.forms.staff import NamedForm
from hoiam.desk.reception.models import Channel
from hoiam.desk.reception.queries.places import NEEDS
from hoiam.kit.day_field import DayField
from hoiam.kit.forms import sharing
from hoiam.kit.typed import LineField, Options, PeopleField, PhoneField, TextField, choose
from hoiam.law import grouping

MOST_MATTER = 300


@sharing
class BookForm(forms.Form):
    """Which hour, for what, for whom. The law asks who somebody is only when they are received."""

    slot = forms.ChoiceField(
        label=_("When do you want to come?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an hour."),
            "invalid_choice": _("This hour cannot be booked any more. Choose another."),
        },
    )
    matter = LineField(
        label=_("What is it about, in one line?"),
        max_length=MOST_MATTER,
        help_text=_("So that the right papers lie ready. Only the office reads it."),
        error_messages={"required": _("Say in one line what it is about.")},
    )
    name = LineField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Give the name of whoever comes.")},
    )
    phone = PhoneField(
        label=_("Phone"),
        help_text=_("Used only for messages about this booking."),
        error_messages={"required": _("Give a phone number: the day may change.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("With an address you get a confirmation and a reminder."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    people = PeopleField(
        label=_("How many people share this matter?"),
        help_text=_("Of 5 to 10 people one or two are received, of more at most five."),
    )
    representatives = PeopleField(
        label=_("How many of them come?"),
    )
    earlier = LineField(
        label=_("Codes of earlier cases that you come about"),
        max_length=120,
        required=False,
        help_text=_(
            "Of this office, with a comma between several: then they lie ready, with what was promised."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    needs = forms.MultipleChoiceField(
        label=_("What do you need there?"),
        choices=lambda: list(NEEDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    submit_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, slots: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "slot", slots)

    def clean_earlier(self) -> list[str]:
        """One by one."""
        codes = [code.strip() for code in self.cleaned_data["earlier"].split(",")]
        return [code for code in codes if code]

    def clean(self) -> dict[str, Any]:
        """Nobody sends more people than there are."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("representatives", 1) > said.get("people", grouping.MOST):
            self.add_error("representatives", gettext("More come than share the matter."))
        return said


@sharing
class CodeForm(forms.Form):
    """The code of a booking, from a page, a mail or a slip."""

    code = LineField(
        label=_("Code of the booking"),
        max_length=64,
        help_text=_(
            "Fourteen letters and digits, such as 7K2M-9QXD-4TVA-3C. Small letters and spaces do not matter."
        ),
        widget=forms.TextInput(
            attrs={"size": 22, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code."), "max_length": _("This is too long for a code.")},
    )


class StaffBookForm(BookForm):
    """The same, typed by a clerk."""

    channel = forms.ChoiceField(
        label=_("How did they ask?"),
        choices=lambda: [(one.value, one.label) for one in (Channel.COUNTER, Channel.PHONE)],
        widget=forms.RadioSelect,
        initial=Channel.COUNTER,
    )


class WalkInForm(NamedForm):
    """Somebody is there without a booking: the next number, and nothing else that must be asked now."""

    prefix_id = "walk"
    matter = LineField(label=_("What is it about?"), max_length=MOST_MATTER, required=False)
    people = PeopleField(
        label=_("How many people share this matter?"),
    )
    submit_key = forms.CharField(max_length=64, widget=forms.HiddenInput)


class WhoForm(NamedForm):
    """Who is received: name, address, identity paper (Luật Tiếp công dân số 42/2013/QH13, điều 25.1)."""

    prefix_id = "who"
    name = LineField(label=_("Full name"), max_length=120)
    id_number = LineField(label=_("Identity card number"), max_length=20, required=False)
    address = LineField(label=_("Address"), max_length=300, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)


class ContentForm(NamedForm):
    """One content: the matter, or the number of its case; the direction of the head; by when."""

    prefix_id = "content"
    case = LineField(
        label=_("Number or code of the case it belongs to"),
        max_length=64,
        required=False,
        help_text=_("Empty for a new matter."),
    )
    kind = forms.ChoiceField(label=_("Kind of a new matter"), required=False)
    title = LineField(label=_("Subject of a new matter, in one line"), max_length=200, required=False)
    body = TextField(label=_("What was brought up and asked for"), rows=6, most=20_000, required=False)
    direction = TextField(label=_("Direction of the head"), rows=4)
    unit = forms.TypedChoiceField(label=_("Who sees to it"), required=False, coerce=int, empty_value=None)
    promised_on = DayField(
        label=_("Answer promised for"),
        required=False,
        help_text=_("A day that is named binds the head: it is a duty from now on."),
    )
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Options, units: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", kinds)
        choose(self, "unit", [("", gettext("This office")), *units])

    def clean(self) -> dict[str, Any]:
        """A new matter has a subject and a text."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("case"):
            missing = {
                "title": gettext("Say in one line what it is about."),
                "body": gettext("Write what was asked for."),
            }
            for name, words in missing.items():
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return said


class ConcludeForm(NamedForm):
    """The written notice of conclusion."""

    prefix_id = "conclude"
    number = LineField(label=_("Number of the notice"), max_length=40)
    on = DayField(label=_("Day of the notice"))
