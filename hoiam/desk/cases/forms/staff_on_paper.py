"""Papers over the counter: a withdrawal, originals given back, scans that come later."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.actions.on_paper import Return, Withdrawal
from hoiam.desk.cases.forms.staff_deeds import DeedForm
from hoiam.files.fields import ManyFilesField
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, TextField
from hoiam.law.on_paper import PART, WHOLE, Paper, Receiver

PAPERS = (
    (Paper.LETTER.value, _("A letter of withdrawal")),
    (Paper.MINUTES.value, _("Minutes signed by the person")),
)
EXTENTS = ((WHOLE, _("The whole matter")), (PART, _("A part of it")))
RECEIVERS = (
    (Receiver.SENDER.value, _("The person who brought the matter")),
    (Receiver.REPRESENTATIVE.value, _("A representative, or somebody authorised in writing")),
    (Receiver.POST.value, _("By registered post")),
)


class WithdrawalForm(DeedForm):
    """Which paper, of which day, what it withdraws, and its scan."""

    event = forms.ChoiceField(label=_("What is withdrawn"), widget=forms.RadioSelect)
    parts = TextField(
        label=_("Which part, in the words of the paper"),
        rows=2,
        required=False,
        help_text=_("Only when a part is withdrawn: the rest goes on."),
    )
    paper = forms.ChoiceField(label=_("Paper"), choices=PAPERS, widget=forms.RadioSelect)
    on = DayField(label=_("Day of the paper"))
    reason = TextField(
        label=_("Reason, if the person gives one"),
        rows=2,
        required=False,
        help_text=_("Nobody has to say why they withdraw."),
    )
    uploads = ManyFilesField(label=_("Scan or photo of the paper"), required=False)

    def __init__(self, *args: Any, events: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["event"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - told to the type checker
        field.choices = [(event, words) for event, words in EXTENTS if event in events]
        self.fields["uploads"].needed_later = True  # type: ignore[attr-defined]  # the scan; one kept will do
        if PART in events:
            self.fields["parts"].needed_later = True  # type: ignore[attr-defined]  # if a part is meant
        else:
            del self.fields["parts"]
            field.initial = WHOLE

    def given(self, tokens: list[str]) -> dict[str, Any]:
        """The arguments of the action."""
        said = self.cleaned_data
        parts = said.get("parts", "") if said["event"] == PART else ""
        paper = Withdrawal(
            paper=said["paper"], on=said["on"], parts=parts, reason=said["reason"], scans=tokens
        )
        return {"version": said["version"], "event": said["event"], "said": paper}


class ReturnForm(DeedForm):
    """Which originals go back, to whom, on which day, and the receipt they signed."""

    papers = TextField(
        label=_("Papers given back"),
        rows=4,
        help_text=_("One a line: name of the paper | pages | condition."),
    )
    receiver = forms.ChoiceField(label=_("Given to"), choices=RECEIVERS, widget=forms.RadioSelect)
    name = LineField(
        label=_("Name of who received them, or number of the postal item"),
        max_length=120,
        required=False,
        help_text=_("Not for the person who brought the matter: their name is sealed."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    on = DayField(label=_("Day of the return"))
    uploads = ManyFilesField(label=_("Scan of the signed receipt"), required=False)

    def given(self, tokens: list[str]) -> dict[str, Any]:
        """The arguments of the action."""
        said = self.cleaned_data
        back = Return(
            papers=said["papers"], on=said["on"], receiver=said["receiver"], name=said["name"], scans=tokens
        )
        return {"version": said["version"], "said": back}


class ScansForm(forms.Form):
    """Scans with their cover sheets, or of one case whose number is typed."""

    uploads = ManyFilesField(
        label=_("Scans or photos"),
        required=False,
        help_text=_("PDF or photo, the cover sheet as the first page; up to ten files."),
    )
    uploads.needed_later = True  # type: ignore[attr-defined]  # a file kept from before will do
    number = LineField(
        label=_("Number of the case, where there is no cover sheet"),
        max_length=20,
        required=False,
        help_text=_("As on the desk, for example 2026-000123."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CodeGivenForm(forms.Form):
    """By which paper somebody showed who they are, before they are given the code of their case."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = LineField(
        label=_("Paper by which the person showed who they are"),
        max_length=200,
        help_text=_("Such as identity card, looked at on the spot. It stands in the record of openings."),
        error_messages={"required": _("Say which paper you looked at.")},
    )

    def said(self) -> dict[str, Any]:
        """The arguments of the action."""
        return dict(self.cleaned_data)
