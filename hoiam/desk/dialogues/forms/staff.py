"""What staff type about a conference. Field names are the arguments of the actions that take them."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, TextField, choose
from hoiam.law.dialogue import MOST_LETTERS

MOST_TEXT = 20_000
MOST_REASON = 500
MOST_LIST = 60_000
SITTING_PARTS = 4
WHO = (("head", _("The head in person")), ("deputy", _("A deputy")))
SAVED = "%d/%m/%Y"


class HourField(forms.TimeField):
    """An hour as people type it: 8:00, 14:30, 8h."""

    def __init__(self, *, label: Any, **options: Any) -> None:
        given = {
            "help_text": _("Such as 8:00 or 14:30."),
            "widget": forms.TextInput(attrs={"size": 8, "inputmode": "numeric", "autocomplete": "off"}),
            **options,
        }
        super().__init__(label=label, **given)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_hour(value) if isinstance(value, str) else value)


def _hour(text: str) -> str:
    plain = text.strip().lower().replace("h", ":").replace(".", ":").strip(":")
    return plain if ":" in plain or not plain else f"{plain}:00"


class DayForm(forms.Form):
    """Day and hour."""

    held_on = DayField(label=_("Day"))
    begins = HourField(label=_("Begins at"))


class CallForm(DayForm):
    """A conference to come."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    title = LineField(label=_("What it is about"), max_length=200)
    place = LineField(label=_("Place"), max_length=300)
    link = forms.URLField(
        label=_("Address to attend online"), required=False, assume_scheme="https", max_length=300
    )
    programme = TextField(label=_("Programme"), rows=5, most=MOST_TEXT, required=False)
    chairs = forms.TypedMultipleChoiceField(
        label=_("Chaired together with"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The head of the People's Committee always chairs it."),
    )
    sittings = TextField(
        label=_("Several sittings, by village cluster"),
        rows=3,
        required=False,
        help_text=_("One a line: villages; day; hour; place. Leave it empty when there is one sitting."),
    )

    field_order = ("kind", "title", "held_on", "begins", "place", "link", "programme", "chairs", "sittings")

    def __init__(self, *args: Any, kinds: Options, posts: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", kinds)
        choose(self, "chairs", posts)
        if not posts:
            del self.fields["chairs"]

    def clean_sittings(self) -> list[tuple[str, date, time, str]]:
        """Each line in its parts."""
        lines = [line for line in self.cleaned_data["sittings"].split("\n") if line.strip()]
        return [_sitting(number, line) for number, line in enumerate(lines, start=1)]


def _sitting(number: int, line: str) -> tuple[str, date, time, str]:
    parts = [part.strip() for part in line.split(";")]
    wrong = forms.ValidationError(
        _("Line %(n)s is not villages; day; hour; place."), code="sitting", params={"n": number}
    )
    if len(parts) != SITTING_PARTS or not all(parts):
        raise wrong
    try:
        day = datetime.strptime(parts[1], SAVED).date()  # noqa: DTZ007 - a day alone
        return parts[0], day, time.fromisoformat(_hour(parts[2]).zfill(5)), parts[3]
    except ValueError:
        raise wrong from None


class PostponeForm(DayForm):
    """A new day and why."""

    reason = TextField(label=_("Reason"), rows=3, most=MOST_REASON, help_text=_("Everybody will read it."))


class HoldForm(forms.Form):
    """Who chaired it, how many came."""

    who = forms.ChoiceField(
        label=_("Who chaired it"),
        choices=WHO,
        widget=forms.RadioSelect,
        help_text=_("A conference chaired by a deputy does not count for the head."),
    )
    present = forms.IntegerField(label=_("How many came"), min_value=0, max_value=100_000)


class PublishForm(forms.Form):
    """What came of it."""

    results = TextField(
        label=_("Results"),
        rows=8,
        most=MOST_TEXT,
        help_text=_("Questions, answers and promises are added by themselves. Name no citizen."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = TextField(label=_("Reason"), rows=3, most=MOST_REASON)


class PaperQuestionForm(forms.Form):
    """A question that came on paper or by telephone."""

    channel = forms.ChoiceField(label=_("How it came"), widget=forms.RadioSelect)
    text = TextField(label=_("Question"), rows=4, max_length=MOST_LETTERS)
    name = LineField(label=_("Name, if it was given"), max_length=120, required=False)
    phone = LineField(
        label=_("Phone, if an answer is wanted"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)

    def __init__(self, *args: Any, channels: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "channel", channels)


class OwedForm(forms.Form):
    """A post."""

    post_id = forms.TypedChoiceField(label=_("Post"), coerce=int)

    def __init__(self, *args: Any, posts: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "post_id", posts)


class AnswerForm(OwedForm):
    """What was said."""

    text = TextField(label=_("Answer"), rows=5, most=MOST_TEXT)
    post_id = forms.TypedChoiceField(label=_("Who answered"), coerce=int)


class DeferForm(OwedForm):
    """Who will answer, until when."""

    post_id = forms.TypedChoiceField(label=_("Who will answer"), coerce=int)
    due_on = DayField(label=_("Until this day"))
    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)


class PromiseForm(OwedForm):
    """What was promised, by whom, until when."""

    text = TextField(label=_("What is promised"), rows=3, most=1000)
    post_id = forms.TypedChoiceField(label=_("Who promises"), coerce=int)
    due_on = DayField(
        label=_("Until this day"),
        help_text=_("The day that was named at the conference; no text sets a limit. Such as 24/11/2026."),
    )
    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)


class KeepForm(forms.Form):
    """What shows that it is done."""

    evidence = TextField(
        label=_("What shows that it is done"), rows=4, most=MOST_TEXT, help_text=_("Everybody will read it.")
    )
    link = forms.URLField(
        label=_("Address of a document or picture"), required=False, assume_scheme="https", max_length=300
    )


class VotersForm(forms.Form):
    """How many voters, and who says so."""

    voters = forms.IntegerField(label=_("Voters of the unit"), min_value=1, max_value=10_000_000)
    source = LineField(label=_("Which list says so"), max_length=200)
    on = DayField(label=_("Of which day"))


class KeeperForm(forms.Form):
    """Who may open the list."""

    person_id = forms.TypedChoiceField(label=_("Clerk"), coerce=int)

    def __init__(self, *args: Any, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "person_id", people)


class PaperListForm(forms.Form):
    """Signatures from paper."""

    people = TextField(
        label=_("Signatures"),
        rows=8,
        most=MOST_LIST,
        help_text=_("One a line: full name; identity number; village."),
    )

    def clean_people(self) -> list[tuple[str, str, str]]:
        """Each line in its parts."""
        lines = [line for line in self.cleaned_data["people"].split("\n") if line.strip()]
        return [_signer(number, line) for number, line in enumerate(lines, start=1)]


def _signer(number: int, line: str) -> tuple[str, str, str]:
    name, _sep, rest = line.partition(";")
    id_number, _sep, village = rest.partition(";")
    digits = [letter for letter in id_number if letter.isdecimal()]
    if not name.strip() or len(digits) not in (9, 12):
        raise forms.ValidationError(
            _("Line %(n)s is not full name; identity number; village."), code="signer", params={"n": number}
        )
    return name.strip(), id_number.strip(), village.strip()


class GroundForm(forms.Form):
    """Why a question is set aside."""

    ground = forms.ChoiceField(label=_("Why it is set aside"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, grounds: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "ground", grounds)
