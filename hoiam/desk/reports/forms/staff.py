"""What staff type about accounts and supervision. Field names are the arguments of the actions that take them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, TextField, choose
from hoiam.law.accounts import MOST_WORDS

MOST_TEXT = 10_000


class BeginForm(forms.Form):
    """An account on demand."""

    post_id = forms.TypedChoiceField(label=_("Whose account"), coerce=int)
    first = DayField(label=_("From this day"))
    last = DayField(label=_("To this day"), help_text=_("A day that is over. Such as 24/11/2026."))

    def __init__(self, *args: Any, posts: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "post_id", posts)


class WordsForm(forms.Form):
    """What the head says: in short, and to each part that has figures."""

    def __init__(self, *args: Any, sections: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in sections:
            self.fields[name] = TextField(label=label, rows=4, most=MOST_WORDS, required=False)

    def said(self) -> Mapping[str, str]:
        """By section."""
        return dict(self.cleaned_data)


class SignForm(forms.Form):
    """That whoever signs has read it."""

    read = forms.BooleanField(
        label=_("I have read the figures and the text, and answer for them."),
        error_messages={"required": _("Confirm that you have read it.")},
    )


class AnswerForm(forms.Form):
    """What the office says in public."""

    text = TextField(
        label=_("Answer"), rows=6, most=MOST_TEXT, help_text=_("Everybody will read it. Name no citizen.")
    )


class GroundForm(forms.Form):
    """Why a question is hidden."""

    ground = forms.ChoiceField(
        label=_("Why it is hidden"),
        widget=forms.RadioSelect,
        help_text=_("Everybody sees that a question is hidden, and why."),
    )

    def __init__(self, *args: Any, grounds: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "ground", grounds)


class ProgrammeForm(forms.Form):
    """A programme of supervision, as its document says."""

    unit_id = forms.TypedChoiceField(label=_("Supervised office"), coerce=int)
    by = forms.ChoiceField(label=_("Who supervises"))
    body = LineField(
        label=_("Name of the body"),
        max_length=200,
        help_text=_("Such as: Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lạng Sơn."),
    )
    title = LineField(label=_("What is supervised"), max_length=300)
    number = LineField(label=_("Number of the document"), max_length=60)
    issued_on = DayField(label=_("Day of the document"))
    first = DayField(label=_("From this day"))
    last = DayField(label=_("To this day"))
    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)

    def __init__(self, *args: Any, units: Options, kinds: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "unit_id", units)
        choose(self, "by", kinds)


class VisitForm(forms.Form):
    """A day on which they came."""

    on = DayField(label=_("Day of the visit"))
    place = LineField(label=_("Place"), max_length=300)
    present = LineField(
        label=_("Who was there, by role"),
        max_length=500,
        help_text=_(
            "Such as: vice-chair of the Front, 2 members of the board, chair of the committee. No names."
        ),
    )
    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)


class RecommendForm(forms.Form):
    """A recommendation to a post."""

    text = TextField(label=_("What is recommended"), rows=4, most=2000)
    post_id = forms.TypedChoiceField(label=_("To which post"), coerce=int)
    received_on = DayField(label=_("Received by the office on"))
    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)

    def __init__(self, *args: Any, posts: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "post_id", posts)


class ReplyForm(forms.Form):
    """The answer to a recommendation."""

    text = TextField(
        label=_("Answer"),
        rows=6,
        most=MOST_TEXT,
        help_text=_("Say what will be done, or why not. Everybody will read it."),
    )
    done_by = DayField(
        label=_("Done by this day, if something is to be done"),
        required=False,
        help_text=_("From then on it is a duty of its own. Such as 24/11/2026."),
    )


class DoneForm(forms.Form):
    """What shows that it is done."""

    evidence = TextField(
        label=_("What shows that it is done"), rows=4, most=MOST_TEXT, help_text=_("Everybody will read it.")
    )
