"""What staff type about a case. Field names are the arguments of the action that takes them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.models import Kind
from hoiam.files.fields import ManyFilesField
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, TextField, choose

MOST_TITLE = 200
MOST_TEXT = 20_000


class FirstInHand(forms.RadioSelect):
    """Has the focus when a fresh page opens, so that the keyboard can begin at once."""

    in_hand = False

    def create_option(self, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(*args, **options)
        if self.in_hand and option["index"] == "0":
            option["attrs"]["autofocus"] = True
        return option


class RegisterForm(forms.Form):
    """What a person brings to the counter, in the order in which it is said."""

    submit_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)
    unit = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    channel = forms.ChoiceField(label=_("How it came"), widget=FirstInHand)
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    name = LineField(label=_("Full name"), max_length=120)
    phone = LineField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    id_number = LineField(label=_("Identity number"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    address = LineField(label=_("Address"), max_length=300, required=False)
    source = LineField(
        label=_("Published in"),
        max_length=200,
        required=False,
        help_text=_("Only for a matter of the press or the public: which paper, station or page."),
    )
    published_on = DayField(label=_("Published on"), required=False)
    title = LineField(label=_("Subject in one line"), max_length=MOST_TITLE)
    body = TextField(label=_("What the person says or writes"), max_length=MOST_TEXT, rows=9)
    field = forms.ChoiceField(label=_("Field"), required=False)
    about_conduct = forms.BooleanField(
        label=_("It is about the conduct of somebody of this office"), required=False
    )
    about_whom = LineField(
        label=_("Who, as the person says"),
        max_length=300,
        required=False,
        help_text=_("Say on the page of the case next who is meant: from then on they no longer see it."),
    )
    uploads = ManyFilesField(label=_("Attachments"), required=False)
    consent = forms.BooleanField(
        label=_("The person agrees that the text, without names, may be shown to the public"), required=False
    )
    sealed = forms.BooleanField(
        label=_("Sealed receipt: the slip names neither the office nor the day nor the matter"),
        required=False,
    )

    def __init__(
        self, *args: Any, units: Options, fields: Options, kinds: Options, channels: Options, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        choose(self, "unit", units)
        choose(self, "field", [("", "–"), *fields])
        choose(self, "kind", kinds)
        choose(self, "channel", channels)
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]
        if self.data.get("kind") == Kind.PRESS:  # published: nobody need be named
            self.fields["name"].required = False
        first = self.fields["channel"].widget
        if isinstance(first, FirstInHand):
            first.in_hand = not self.is_bound
        for name in ("name", "phone", "id_number", "email", "address"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Of a matter of the press, where and when it was published."""
        said = super().clean() or {}
        for name in ("source", "published_on") if said.get("kind") == Kind.PRESS else ():
            if not said.get(name) and name not in self.errors:
                self.add_error(name, forms.ValidationError(_("This field is required."), code="required"))
        return said
