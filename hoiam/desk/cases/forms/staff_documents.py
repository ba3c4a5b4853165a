"""A form of the procedures as it is typed: one field for each slot, a list of names for each kind of recipient."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from hoiam.desk.cases.forms.staff import MOST_TEXT
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, TextField, choose
from hoiam.law.document_templates import Addressee, DocumentTemplate, Recipient, Slot, SlotKind
from hoiam.law.sheet import Capacity

MOST_LINE = 300
MOST_NAMES = 3_000
TO = "to_"
FROM_IDENTITY = {
    "person": "name",
    "giver": "name",
    "id_number": "id_number",
    "address": "address",
    "phone": "phone",
}
ADDRESSEES = {
    Addressee.COMPLAINANT: _("Who complains or petitions"),
    Addressee.COMPLAINED: _("Person or body complained of"),
    Addressee.BODY: _("Another body"),
    Addressee.HOLDER: _("Who holds information or gave papers"),
    Addressee.EXPERT: _("Expert"),
    Addressee.VERIFIER: _("Who verifies"),
    Addressee.INSPECTORATE: _("Inspectorate"),
    Addressee.SUPERIOR: _("Superior body"),
    Addressee.HEAD: _("Head of office"),
    Addressee.DENOUNCER: _("Who denounced"),
    Addressee.DENOUNCED: _("Who was denounced"),
}
OWN = ((Capacity.OWN.value, _("Who reports or proposes, in their own office")),)
"""A document laid before the head: who signs it."""
CAPACITIES = (
    (Capacity.HEAD.value, _("The head")),
    (Capacity.ACTING.value, _("Acting head (Q.)")),
    (Capacity.DEPUTY.value, _("A deputy, for the head (KT.)")),
    (Capacity.BY_ORDER.value, _("By order of the head (TL.)")),
    (Capacity.AUTHORISED.value, _("Authorised by the head (TUQ.)")),
)


class NewDocumentForm(forms.Form):
    """Which form."""

    form = forms.ChoiceField(label=_("Form"))

    def __init__(self, *args: Any, offered: Options = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "form", [("", "–"), *offered])


class DocumentForm(forms.Form):
    """What is printed, and who gets it. A draft may be unfinished: what is required is asked for when it is issued."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, template: DocumentTemplate, missing: Sequence[str] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.template = template
        for slot in template.slots:
            self.fields[slot.name] = _field(slot)
        for kind in kinds(template):
            self.fields[TO + kind] = TextField(
                label=ADDRESSEES[kind],
                rows=1 if kind is template.to else 2,
                most=MOST_NAMES,
                required=False,
                help_text=_("The addressee. One name to a line.")
                if kind is template.to
                else _("One name to a line."),
            )
        self.missing = missing

    def full_clean(self) -> None:
        """What was found missing is said at its field, with whatever else is wrong."""
        super().full_clean()
        for name in self.missing:
            if self.is_bound and name in self.fields:
                self.add_error(name, _("Needed before it is issued."))

    def values(self) -> dict[str, str]:
        """By slot; days as year-month-day."""
        said = self.cleaned_data
        return {slot.name: _text(said.get(slot.name)) for slot in self.template.slots}

    def recipients(self) -> tuple[Recipient, ...]:
        """The lines of the list, the addressee first."""
        return tuple(
            Recipient(kind=kind, name=name.strip())
            for kind in kinds(self.template)
            for name in self.cleaned_data.get(TO + kind, "").split("\n")
            if name.strip()
        )


def kinds(template: DocumentTemplate) -> tuple[Addressee, ...]:
    """Who this form may go to, the addressee first; the archive needs no name."""
    named = dict.fromkeys((template.to, *template.copies))
    return tuple(kind for kind in named if kind is not Addressee.ARCHIVE)


def initial(version: int, values: Mapping[str, str], recipients: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A saved draft as the form shows it."""
    names: dict[str, list[str]] = {}
    for kind, name in recipients:
        names.setdefault(TO + kind, []).append(name)
    lists = {kind: "\n".join(found) for kind, found in names.items()}
    return {"version": version, **{name: _shown(text) for name, text in values.items()}, **lists}


class IssueForm(forms.Form):
    """Who signs, in whose place, and the day the document bears."""

    capacity = forms.ChoiceField(label=_("Who signs"))
    name = LineField(label=_("Name of the signer"), max_length=120)
    title = LineField(
        label=_("Office of the signer"), max_length=160, required=False, help_text=_("Not for the head.")
    )
    on = DayField(label=_("Day of the document"))

    def __init__(self, *args: Any, reports: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "capacity", OWN if reports else CAPACITIES)
        if reports:
            self.fields["title"].help_text = ""
            self.fields["title"].required = True


class SignedForm(forms.Form):
    """The signature that was made outside."""

    upload = forms.FileField(
        label=_("Signed file"),
        help_text=_("A detached signature (.p7s) over the issued PDF, or a scan of the signed paper."),
    )


class IdentityFillForm(forms.Form):
    """Why the sealed identity is opened for this document."""

    why = LineField(label=_("What the identity is needed for"), max_length=300)


class BookForm(forms.Form):
    """The book of which year."""

    year = forms.IntegerField(label=_("Year"), min_value=2014, max_value=2199, required=False)


class CloseDayForm(forms.Form):
    """The last day that gets no more numbers."""

    day = DayField(label=_("Close all days up to"))


class ReceptionBookForm(forms.Form):
    """First and last day of what is listed, and why names are opened for it."""

    first = DayField(label=_("From"))
    last = DayField(label=_("To"))
    reason = LineField(
        label=_("Names and identity numbers are needed for"),
        max_length=300,
        required=False,
        help_text=_(
            "Left empty, the register is made without them. With a reason, each opening is recorded."
        ),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("first") and said.get("last") and said["first"] > said["last"]:
            self.add_error("last", _("The last day lies before the first."))
        return said


def _field(slot: Slot) -> forms.Field:
    """A draft may be kept with gaps; what the form cannot be issued without is not called optional."""
    field = _input(slot, slot.en if get_language() == "en" else slot.vi)
    field.needed_later = slot.required  # type: ignore[attr-defined]
    return field


def _input(slot: Slot, label: str) -> forms.Field:
    if slot.kind is SlotKind.DAY:
        return DayField(label=label, required=False)
    if slot.kind is SlotKind.LINE:
        return LineField(label=label, max_length=MOST_LINE, required=False)
    if slot.kind is SlotKind.CHOICE:
        options = [(one, one) for one in slot.options]
        return forms.ChoiceField(label=label, choices=options, required=False, widget=forms.RadioSelect)
    return TextField(label=label, rows=3, most=MOST_TEXT, required=False)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _shown(text: str) -> Any:
    """A saved day is shown as people write it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
