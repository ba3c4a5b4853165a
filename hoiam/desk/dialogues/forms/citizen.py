"""What citizens type: a question, a code, a signature, a wish for a conference."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.kit.typed import LineField, Options, TextField, choose
from hoiam.law.dialogue import MOST_LETTERS


class AskForm(forms.Form):
    """One question. Everything but the question may stay empty."""

    text = TextField(
        label=_("Your question"),
        rows=5,
        max_length=MOST_LETTERS,
        error_messages={"required": _("Write your question first.")},
        help_text=_("Write no telephone or identity numbers into it: everybody will read it."),
    )
    name = LineField(
        label=_("Your name, if you wish"),
        max_length=120,
        required=False,
        help_text=_("It is sealed and shown to nobody in the room."),
    )
    phone = LineField(
        label=_("Your telephone, if the office may call you"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)


class QuickForm(AskForm):
    """In the room: the question alone."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("name", "phone"):
            del self.fields[name]


class FollowForm(forms.Form):
    """The code of a question."""

    code = LineField(label=_("Code of your question"), max_length=40)


class SignForm(forms.Form):
    """A voter's signature."""

    name = LineField(label=_("Full name"), max_length=120)
    id_number = LineField(
        label=_("Identity number"),
        max_length=30,
        help_text=_("So that nobody is counted twice. It is sealed; others see only how many signed."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    address = LineField(label=_("Village or quarter"), max_length=300)


class RequestForm(forms.Form):
    """What a conference is wanted about, and where."""

    unit = forms.TypedChoiceField(label=_("Office"), coerce=int)
    title = LineField(label=_("What you want to talk about"), max_length=200)

    def __init__(self, *args: Any, units: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "unit", units)


class VerdictForm(forms.Form):
    """Whether a promise was kept."""

    promise = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    verdict = forms.ChoiceField(label=_("Was it kept?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, verdicts: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "verdict", verdicts)
