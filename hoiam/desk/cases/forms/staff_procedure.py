"""One form for each step of a procedure with decisions: number, day and reason as the table asks for them."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.actions.complaint_file import Participant, Said
from hoiam.desk.cases.forms.staff import MOST_TEXT
from hoiam.desk.cases.forms.staff_deeds import DeedForm, Lists
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, TextField, choose

MOST_NUMBER = 60
DASH = "–"
CRITERIA = (
    ("places", _("It has to be verified in two places or more")),
    ("contents", _("Two contents or more have to be verified")),
    ("people", _("Many people complain")),
    ("foreign", _("A foreign element")),
    ("agencies", _("Several agencies are responsible")),
    ("opinions", _("The agencies are of different opinions")),
    ("evidence", _("The evidence contradicts itself")),
)
ABSENCES = (
    ("", _("The complainant was there")),
    ("excused", _("Absent with good reason")),
    ("unexcused", _("Absent without good reason: the settlement goes on")),
)


def number(label: Any = None, *, required: bool = True) -> LineField:
    return LineField(
        label=label or _("Number of the decision or document"),
        max_length=MOST_NUMBER,
        required=required,
        widget=forms.TextInput(attrs={"size": 20}),
    )


def day_signed() -> DayField:
    return DayField(label=_("Day of the document, if it is not today"), required=False)


class StepForm(DeedForm):
    """A step with nothing to say but that it was taken."""

    def said(self) -> dict[str, Any]:
        given = super().said()
        return {"version": given.pop("version"), "said": Said(**self.given(given))}

    def given(self, data: dict[str, Any]) -> dict[str, Any]:
        """Fields as arguments of what is said."""
        return data


class NumberForm(StepForm):
    """Number and day as typed, or those of a document issued here."""

    document = forms.TypedChoiceField(
        label=_("Document issued here"), coerce=int, empty_value=None, required=False
    )
    number = number()
    on = day_signed()

    def offer(self, lists: Lists) -> None:
        if not lists.documents:
            del self.fields["document"]
            return
        choose(self, "document", [("", _("None of these: number and day are typed below")), *lists.documents])
        typed = self.fields["number"]
        typed.needed_later, typed.required = typed.required, False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A document brings its number along."""
        said = super().clean() or {}
        needed = getattr(self.fields["number"], "needed_later", False)
        if needed and not said.get("document") and not said.get("number"):
            self.add_error("number", self.fields["number"].error_messages["required"])
        return said


class SignedForm(NumberForm):
    reason = TextField(label=_("Reason"), rows=3)


class AcceptForm(NumberForm):
    pass


class AcceptRequestForm(NumberForm):
    affected = forms.BooleanField(
        label=_("The decision or act affects the asker's own rights directly"), required=False
    )


class GuideForm(NumberForm):
    number = number(required=False)
    reason = TextField(label=_("Where to bring it, and why"), rows=3)


class VerifyForm(NumberForm):
    verifier = LineField(label=_("Who verifies"), max_length=200)
    content = TextField(label=_("Plan: what is verified, where, with whom"), rows=5, most=MOST_TEXT)
    until = DayField(label=_("Report by"), required=False)


class ReportForm(StepForm):
    content = TextField(label=_("What was found"), rows=6, most=MOST_TEXT)
    differs = forms.BooleanField(
        label=_("What was found differs from what is claimed: a dialogue is needed"), required=False
    )


class ComplexForm(SignedForm):
    criteria = forms.MultipleChoiceField(
        label=_("Why it is complex"), choices=CRITERIA, widget=forms.CheckboxSelectMultiple
    )


class PlanDialogueForm(StepForm):
    day = DayField(label=_("Day of the dialogue"))
    time = LineField(
        label=_("Time"),
        max_length=5,
        help_text=_("Such as 08:30."),
        validators=[RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d$", _("Write the time as 08:30."))],
        widget=forms.TextInput(attrs={"size": 8}),
    )
    place = LineField(label=_("Place"), max_length=200)


class HoldDialogueForm(StepForm):
    number = number(_("Number of the minutes"))
    participants = TextField(
        label=_("Who took part"), rows=4, help_text=_("One a line: name, a dash, in what capacity.")
    )
    absence = forms.ChoiceField(
        label=_("The complainant"), choices=ABSENCES, required=False, widget=forms.RadioSelect
    )
    agreed = TextField(label=_("What was agreed"), rows=3, required=False, most=MOST_TEXT)
    disputed = TextField(label=_("What stays in dispute"), rows=3, required=False, most=MOST_TEXT)

    def given(self, data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "participants": people(data["participants"])}


class AskPapersForm(StepForm):
    reason = TextField(label=_("Which information and papers are asked for"), rows=3)
    on = DayField(label=_("Day of the request, if it is not today"), required=False)


class GivePapersForm(StepForm):
    reason = TextField(label=_("What was handed over, and of what is kept back, why"), rows=3)


class DecideForm(NumberForm):
    content = TextField(label=_("What was decided"), rows=6, most=MOST_TEXT)


class SendForm(StepForm):
    recipients = TextField(label=_("Sent to"), rows=3, required=False)


class DeliveredForm(StepForm):
    day = DayField(label=_("Day on which the complainant had it"))


class PublishForm(StepForm):
    where = LineField(label=_("Where it is posted or published"), max_length=200)
    day = DayField(label=_("First day of the posting, if it is not today"), required=False)


class OrderForm(NumberForm):
    until = DayField(label=_("To be carried out by"))
    content = TextField(label=_("Who has to do what"), rows=4, required=False, most=MOST_TEXT)


class AgainForm(DeedForm):
    """Complained of again, or brought elsewhere."""

    body = LineField(
        label=_("Court or other body, if it is not the unit above"), max_length=200, required=False
    )
    reason = TextField(label=_("What the complainant says"), rows=5, most=MOST_TEXT)
    field_order = ("version", "seen", "reason", "body")


def people(text: str) -> tuple[Participant, ...]:
    """One participant a line."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(_person(line) for line in lines if line)


def _person(line: str) -> Participant:
    for dash in (DASH, "—", " - "):
        name, found, role = line.partition(dash)
        if found:
            return Participant(name.strip(), role.strip())
    return Participant(line, "")
