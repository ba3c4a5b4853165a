"""What staff type about inspections. Field names are the arguments of the actions that take them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.files.fields import ManyFilesField
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, TextField, choose

MOST_TEXT = 60_000
MOST_REASON = 500
SIGNERS = (("head", _("The head in person")), ("deputy", _("A deputy")))
VERDICTS = (("accept", _("Accept it as remedied")), ("send_back", _("Send it back")))
OPEN = _(
    "Passage %(number)s is not decided on yet: say what protects it, or that nothing does. "
    "Nothing is published before that."
)


def key_field() -> forms.CharField:
    """Sent twice, it is taken in once."""
    return forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)


def uploads_field() -> ManyFilesField:
    """What shows it, as files."""
    return ManyFilesField(
        label=_("Files"),
        help_text=_(
            "Up to 10 MB each, 25 MB together. For the office and the inspected unit; "
            "the public page never shows them."
        ),
    )


def number_field(*, required: bool = True) -> LineField:
    """Of a document."""
    return LineField(
        label=_("Number of the document"), max_length=40, required=required, help_text=_("Such as 45/QĐ-TTr.")
    )


class EntryForm(forms.Form):
    """A unit for the programme of a year."""

    target_id = forms.TypedChoiceField(label=_("Unit"), coerce=int)
    theme = LineField(label=_("What is looked at"), max_length=300)
    reason = forms.ChoiceField(label=_("Why this unit"), widget=forms.RadioSelect)
    why = TextField(label=_("Why, in words"), rows=2, most=MOST_REASON, required=False)
    begins_on = DayField(label=_("Begins on"))
    days = forms.IntegerField(label=_("Days on the spot"), min_value=1, max_value=120)
    inspectors = forms.TypedMultipleChoiceField(
        label=_("Inspectors"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    number = number_field(required=False)
    because = TextField(label=_("Reason for the change"), rows=2, most=MOST_REASON, required=False)
    form_key = key_field()

    def __init__(
        self,
        *args: Any,
        units: Options,
        reasons: Options,
        people: Options,
        approved: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "target_id", [("", _("Choose a unit")), *units])
        choose(self, "reason", reasons)
        choose(self, "inspectors", people)
        for name in () if approved else ("number", "because"):
            del self.fields[name]


class RemoveForm(forms.Form):
    """Why a unit is taken out; of a programme that is approved, by which document."""

    number = number_field(required=False)
    because = TextField(label=_("Reason for the change"), rows=2, most=MOST_REASON, required=False)


class AssignForm(forms.Form):
    """Who takes part."""

    inspectors = forms.TypedMultipleChoiceField(
        label=_("Inspectors"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "inspectors", people)


class ApproveForm(forms.Form):
    """The decision that approves a programme."""

    number = number_field()


class SignedForm(forms.Form):
    """Who signed."""

    signed = forms.ChoiceField(
        label=_("Who signed"), choices=SIGNERS, widget=forms.RadioSelect, initial="head"
    )

    def clean_signed(self) -> bool:
        """Whether the head did."""
        return bool(self.cleaned_data["signed"] == "head")


class DecideForm(SignedForm):
    """A decision to inspect."""

    kind = forms.ChoiceField(label=_("Occasion"), widget=forms.RadioSelect)
    entry_id = forms.TypedChoiceField(
        label=_("Unit of the programme"), coerce=int, empty_value=None, required=False
    )
    target_id = forms.TypedChoiceField(label=_("Unit"), coerce=int, empty_value=None, required=False)
    theme = LineField(label=_("What is looked at"), max_length=300)
    ground = TextField(
        label=_("Ground, of an unscheduled inspection"), rows=2, most=MOST_REASON, required=False
    )
    number = number_field()
    members = forms.TypedMultipleChoiceField(
        label=_("Team"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Nobody who holds or held a post in the unit, worked there, or said that they are related to it."
        ),
    )
    leader = forms.TypedChoiceField(label=_("Head of the team"), coerce=int)
    form_key = key_field()
    field_order = (
        *("kind", "entry_id", "target_id", "theme", "ground", "number", "signed"),
        *("members", "leader", "form_key"),
    )

    def __init__(
        self, *args: Any, kinds: Options, entries: Options, units: Options, people: Options, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "kind", kinds)
        choose(self, "entry_id", [("", _("Not from the programme")), *entries])
        choose(self, "target_id", [("", _("As in the programme")), *units])
        choose(self, "members", people)
        choose(self, "leader", [("", _("Choose an inspector")), *people])


class UntilForm(forms.Form):
    """The last day on the spot."""

    until = DayField(
        label=_("Last day on the spot"), help_text=_("As the decision says. Such as 24/11/2026.")
    )


class ExtendForm(UntilForm):
    """A new last day, by a document."""

    number = number_field()
    reason = TextField(label=_("Reason"), rows=2, most=MOST_REASON)


class NumberForm(forms.Form):
    """A document."""

    number = number_field()


class ReasonForm(forms.Form):
    """Why."""

    reason = TextField(label=_("Reason"), rows=3, most=MOST_REASON)


class NumberReasonForm(NumberForm):
    """A document and why."""

    reason = TextField(label=_("Reason"), rows=3, most=MOST_REASON)


class OrderForm(SignedForm, NumberForm):
    """The order to carry the conclusion out."""

    field_order = ("number", "signed")


class DraftForm(forms.Form):
    """The draft conclusion."""

    text = TextField(
        label=_("Draft conclusion"),
        rows=16,
        most=MOST_TEXT,
        help_text=_(
            "Put what the law protects between double brackets: [[so]]. It is decided on before publication."
        ),
    )


class ExplainForm(forms.Form):
    """The unit explains itself."""

    text = TextField(label=_("Explanation"), rows=8, most=MOST_TEXT)
    uploads = uploads_field()


class ConcludeForm(SignedForm, NumberForm):
    """The conclusion as it is signed."""

    text = TextField(
        label=_("Conclusion in full"),
        rows=16,
        most=MOST_TEXT,
        help_text=_(
            "Put what the law protects between double brackets: [[so]]. It is decided on before publication."
        ),
    )
    until = DayField(
        label=_("To be published by"),
        help_text=_(
            "The day that the decision names: no term was found in the law of 2025. Such as 24/11/2026."
        ),
    )
    field_order = ("text", "number", "signed", "until")


class PublishForm(forms.Form):
    """What protects each marked passage."""

    def __init__(self, *args: Any, passages: Sequence[str], grounds: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        for number, passage in enumerate(passages, start=1):
            self.fields[f"ground_{number}"] = forms.ChoiceField(
                label=_("Passage %(number)s: “%(passage)s”") % {"number": number, "passage": passage},
                choices=[("", _("Not decided yet")), *grounds],
                error_messages={"required": OPEN % {"number": number}},
            )

    def grounds(self) -> list[str]:
        """In the order of the passages."""
        return [self.cleaned_data[name] for name in self.fields]


class FindingForm(forms.Form):
    """A finding, whole."""

    what = TextField(
        label=_("What the inspection found"),
        rows=4,
        most=5000,
        help_text=_("The conduct of a unit or post in its duties. Name no citizen: it is published."),
    )
    evidence = TextField(
        label=_("Evidence"), rows=3, most=5000, help_text=_("Stays with the office and the inspected unit.")
    )
    uploads = uploads_field()
    ground = LineField(label=_("Article or document that it goes against"), max_length=300)
    severity = forms.ChoiceField(label=_("How serious"), widget=forms.RadioSelect)
    remedy = TextField(label=_("Remedy demanded"), rows=3, most=5000)
    post_id = forms.TypedChoiceField(
        label=_("Responsible post"),
        coerce=int,
        empty_value=None,
        error_messages={
            "required": _(
                "A finding without a responsible post is nobody's: choose the post that must remedy it."
            )
        },
    )
    due_on = DayField(label=_("Until this day"))
    form_key = key_field()

    def __init__(self, *args: Any, severities: Options, posts: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "severity", severities)
        choose(self, "post_id", [("", _("Choose a post")), *posts])


class EvidenceForm(forms.Form):
    """What shows that it is done."""

    evidence = TextField(
        label=_("What shows that it is done"), rows=4, most=MOST_TEXT, help_text=_("Everybody will read it.")
    )
    link = forms.URLField(
        label=_("Address of a document or picture"), required=False, assume_scheme="https", max_length=300
    )
    uploads = uploads_field()
    form_key = key_field()


class JudgeForm(forms.Form):
    """What the inspectorate says to it."""

    verdict = forms.ChoiceField(label=_("What was reported"), choices=VERDICTS, widget=forms.RadioSelect)
    reason = TextField(
        label=_("Reason"), rows=2, most=MOST_REASON, required=False, help_text=_("Needed to send it back.")
    )


class PresentForm(forms.Form):
    """Days on which the head was there."""

    days = TextField(label=_("Days"), rows=3, help_text=_("One a line, such as 24/11/2026."))

    def clean_days(self) -> list[date]:
        """Each line as a day."""
        field = DayField(label="")
        typed = (line.strip() for line in self.cleaned_data["days"].split("\n"))
        found = (field.to_python(line) for line in typed)
        return [day for day in found if day is not None]


class RelationForm(forms.Form):
    """To which unit, or to whoever holds which post; how."""

    unit_id = forms.TypedChoiceField(label=_("Unit"), coerce=int, empty_value=None, required=False)
    post_id = forms.TypedChoiceField(
        label=_("Only to whoever holds this post"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_(
            "Leave it open when you are related to the unit as a whole. The post says which unit it is."
        ),
    )
    what = forms.ChoiceField(label=_("How you are related to it"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, units: Options, posts: Sequence[Any], whats: Options, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "unit_id", [("", _("Choose a unit")), *units])
        choose(self, "post_id", [("", _("The whole unit")), *posts])
        choose(self, "what", whats)


class ReviewForm(forms.Form):
    """What a unit found wrong with itself."""

    category = forms.ChoiceField(label=_("Kind of fault"), widget=forms.RadioSelect)
    what = TextField(
        label=_("What was not right"),
        rows=4,
        most=5000,
        help_text=_("Everybody will read it. Name no citizen."),
    )
    mends = TextField(label=_("What is done about it"), rows=3, most=5000)
    due_on = DayField(
        label=_("Until this day"), help_text=_("The day that you name is the date: no text sets one.")
    )
    form_key = key_field()

    def __init__(self, *args: Any, categories: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "category", categories)


class MendForm(forms.Form):
    """What shows that it is mended."""

    evidence = TextField(
        label=_("What shows that it is done"), rows=4, most=MOST_TEXT, help_text=_("Everybody will read it.")
    )
    link = forms.URLField(
        label=_("Address of a document or picture"), required=False, assume_scheme="https", max_length=300
    )
