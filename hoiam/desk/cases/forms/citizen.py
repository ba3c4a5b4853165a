"""What citizens type: a matter, one thing per page, and later what they think of the reply to it."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext_lazy

from hoiam.desk.cases.forms.against import AgainstForm
from hoiam.desk.cases.forms.kinds import FOR_CITIZENS, KINDS, explained
from hoiam.desk.cases.forms.staff import MOST_TEXT, MOST_TITLE
from hoiam.desk.cases.models import Kind
from hoiam.kit import charts, days
from hoiam.kit.forms import sharing
from hoiam.kit.typed import MOST_NOTE, SPACING, LineField, Options, PhoneField, TextField, choose

LEAST_TEXT = 10
MOST_ID = 10**15
HOPELESS = 10 * MOST_TEXT
WAYS = ("phone", "email", "address")
_IDENTITY = re.compile(r"[0-9A-Za-z]{6,20}")


def _limit(required: str | Promise) -> Any:
    """Words for a text that is not there, or too long; Django fills in limit and length."""
    return {
        "max_length": ngettext_lazy(
            "At most %(limit_value)d character; this is %(show_value)d.",
            "At most %(limit_value)d characters; these are %(show_value)d.",
            "limit_value",
        ),
        "required": required,
    }


class WholeTextField(TextField):
    """A long text; what is hopelessly long is not even looked at, but comes back to be shortened."""

    def to_python(self, value: Any) -> str:
        hopeless = isinstance(value, str) and len(value) > HOPELESS
        text: str = value if hopeless else super().to_python(value)
        if len(text) > MOST_TEXT:
            numbers = {"most": _grouped(MOST_TEXT), "these": _grouped(len(text))}
            raise forms.ValidationError(
                gettext(
                    "At most %(most)s characters; these are %(these)s. Shorten the text, or attach it as a file."
                )
                % numbers
            )
        return text


def _grouped(number: int) -> str:
    return charts.grouped(number, days.language())


@sharing
class PlaceForm(forms.Form):
    """Which office it is for."""

    unit = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=MOST_ID,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("Choose the office it is for.")
        ),
    )


@sharing
class MatterForm(AgainstForm):
    """What it is about."""

    kind = forms.ChoiceField(
        label=_("What do you want to send?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _(
                "Choose one; if you are not sure, take the first: the office goes by what you write."
            ),
            "invalid_choice": _(
                "Choose one; if you are not sure, take the first: the office goes by what you write."
            ),
        },
    )
    title = LineField(
        label=_("Subject, in one line"),
        max_length=MOST_TITLE,
        help_text=_("For example: Street lights out on Tran Dang Ninh street since 2 November"),
        error_messages=_limit(_("Say in one line what it is about.")),
    )
    body = WholeTextField(
        label=_("What happened, and what do you ask for?"),
        max_length=MOST_TEXT,
        rows=12,
        help_text=_(
            "Where, since when, who is concerned. If you ask for several things, give each a line of its own: "
            "the office must answer each one."
        ),
        validators=[
            MinLengthValidator(
                LEAST_TEXT, _("Say a little more: the office must understand what you ask for.")
            )
        ],
        error_messages=_limit(_("Write what happened and what you ask for.")),
    )
    field = forms.ChoiceField(
        label=_("Field"),
        required=False,
        error_messages={"invalid_choice": _("Choose a field from the list.")},
    )
    about_conduct = forms.BooleanField(
        label=_("It is about the conduct of somebody of this office"),
        required=False,
        help_text=_("Then whoever it is about, and those under them, cannot see it, route it or answer it."),
    )
    about_whom = LineField(
        label=_("Who? Name or post, as far as you know"),
        max_length=300,
        required=False,
        help_text=_(
            "Only the clerk who receives matters reads this line, to keep the matter away from them."
        ),
        error_messages=_limit(""),
    )

    def __init__(self, *args: Any, fields: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "field", [("", gettext("Not sure: let the office decide")), *fields])
        choose(self, "kind", kinds(days.language()))


@lru_cache(maxsize=8)
def kinds(_language: str) -> list[tuple[str, str]]:
    """What can be sent online, each explained in a line."""
    return [
        (code, format_html('<strong>{}</strong><br><span class="hint">{}</span>', name, meaning))
        for code, name, meaning in explained(FOR_CITIZENS)
    ]


class PublishedForm(MatterForm):
    """A matter of the press or the public, as another program sends it: where it stood and when; nobody is named."""

    source = LineField(max_length=200, error_messages=_limit(""))
    published_on = forms.DateField()
    address = forms.URLField(max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", [(Kind.PRESS.value, KINDS[Kind.PRESS])])


@sharing
class PersonForm(forms.Form):
    """Who writes. Names and numbers are sealed apart from the case."""

    name = LineField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=_limit(_("Give your name: the law asks for it.")),
    )
    phone = PhoneField(label=_("Phone"), required=False, error_messages=_limit(""))
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("With an address you are told of every step."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            **_limit(""),
            "invalid": _("This is not an e-mail address. For example: ten@example.vn"),
        },
    )
    address = LineField(
        label=_("Address"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages=_limit(""),
    )
    id_number = LineField(
        label=_("Identity card number"),
        max_length=20,
        required=False,
        help_text=_("Only if the matter hangs on it, for example land or papers in your name."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 18}),
        error_messages=_limit(""),
    )
    sealed = forms.BooleanField(
        label=_("Give me a sealed receipt, which tells nobody anything by itself"),
        required=False,
        help_text=_(
            "Choose this if it could harm you that somebody finds your slip. A sealed receipt says neither the office "
            "nor the day nor what kind of matter it is; only your code opens it. The matter is handled the same."
        ),
    )

    def clean_id_number(self) -> str:
        """Of a card or a passport."""
        number: str = self.cleaned_data["id_number"]
        if number and not _IDENTITY.fullmatch(number.translate(SPACING)):
            raise forms.ValidationError(
                gettext("This is not a number of a card or passport: letters and digits only.")
            )
        return number

    def clean(self) -> dict[str, Any]:
        """One way to answer, whichever."""
        said: dict[str, Any] = super().clean() or {}
        if not any(said.get(way) or way in self.errors for way in WAYS):
            self.add_error("phone", gettext("Give at least one way to reach you: phone, e-mail or address."))
        return said


@sharing
class CheckForm(forms.Form):
    """The last page."""

    consent = forms.BooleanField(
        label=_(
            "My text may be shown to the public, once the office has taken out everything that tells who I am"
        ),
        required=False,
        help_text=_("You are free to say no: the matter is handled the same. Your name is never shown."),
    )


@sharing
class CodeForm(forms.Form):
    """A code from a slip."""

    code = forms.CharField(
        label=_("Code on your slip"),
        max_length=64,
        help_text=_(
            "Fourteen letters and digits, such as 7K2M-9QXD-4TVA-3C. Small letters and spaces do not matter."
        ),
        widget=forms.TextInput(
            attrs={"size": 22, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Type the code."), "max_length": _("This is too long for a code.")},
    )


def scores() -> list[tuple[int, str]]:
    """Five to one, in words."""
    told = (gettext("Very badly"), gettext("Badly"), gettext("So-so"), gettext("Well"), gettext("Very well"))
    return [(score, f"{score} – {told[score - 1]}") for score in (5, 4, 3, 2, 1)]


class ScoreField(forms.TypedChoiceField):
    """Five to one, in the words of the page's language."""

    def __init__(self, **options: Any) -> None:
        told = _("Choose a number from 1 to 5.")
        messages = {"required": told, "invalid_choice": told}
        super().__init__(
            choices=scores, coerce=int, widget=forms.RadioSelect, error_messages=messages, **options
        )


@sharing
class RateForm(forms.Form):
    """How good the reply was."""

    score = ScoreField(label=_("How well was your matter answered?"))
    comment = TextField(
        label=_("What was good, what was not?"),
        required=False,
        max_length=MOST_NOTE,
        rows=5,
        help_text=_("The office reads this; it is not shown to the public."),
        error_messages=_limit(""),
    )


@sharing
class ReceptionForm(forms.Form):
    """How somebody was received who got no answer: one tap, nothing to write."""

    score = ScoreField(label=_("How were you received?"))


@sharing
class ContestForm(forms.Form):
    """Which points were not answered, and why."""

    points = forms.TypedMultipleChoiceField(
        label=_("Which points were not answered properly?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one point."),
            "invalid_choice": _("The reply has no such point."),
        },
    )
    reason = TextField(
        label=_("What is missing or wrong?"),
        max_length=MOST_NOTE,
        rows=6,
        help_text=_("The office must answer these points again; the others stand."),
        error_messages=_limit(_("Say what is missing or wrong.")),
    )

    def __init__(self, *args: Any, points: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "points", points)


@sharing
class WithdrawForm(forms.Form):
    """Nobody has to say why."""

    reason = TextField(
        label=_("Why, if you wish to say so"),
        required=False,
        max_length=MOST_NOTE,
        rows=3,
        error_messages=_limit(""),
    )


@sharing
class SayForm(forms.Form):
    """One thing to say, as the page asks it."""

    reason = TextField(
        max_length=MOST_NOTE, rows=6, error_messages=_limit(_("Say it in a few words: the office must know."))
    )

    def __init__(self, *args: Any, label: str | Promise, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = label  # type: ignore[assignment]  # a lazy word is one


def cleaned(forms_: Mapping[str, forms.Form]) -> dict[str, Any]:
    """Everything that several forms say."""
    return {name: value for form in forms_.values() for name, value in form.cleaned_data.items()}
