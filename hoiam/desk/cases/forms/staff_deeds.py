"""One form for each thing staff may do with a case. Field names are the arguments of the action."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.actions.challenging import Against
from hoiam.desk.cases.forms.against import MOST_ISSUER, MOST_NUMBER, wrong_days
from hoiam.desk.cases.forms.staff import MOST_TEXT, MOST_TITLE
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, TextField, choose
from hoiam.law.limitation import Ground, Obstacle

OBSTACLES = (
    (Ground.ILLNESS.value, _("Illness")),
    (Ground.DISASTER.value, _("Natural disaster")),
    (Ground.ENEMY.value, _("Enemy action")),
    (Ground.AWAY.value, _("Work or study far away")),
    (Ground.OTHER.value, _("Another objective obstacle")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What can be chosen at this unit today."""

    kinds: Options = ()
    fields: Options = ()
    handlers: Options = ()
    units: Options = ()
    grounds: Options = ()
    purposes: Options = ()
    colleagues: Options = ()
    entries: Options = ()
    attachments: Options = ()
    standing: frozenset[int] = frozenset()
    issued: Mapping[str, Options] = field(default_factory=dict)
    documents: Options = ()

    def of(self, event: str) -> Self:
        """With the documents that this step may stand on, of all `issued` that decide any."""
        return replace(self, documents=self.issued.get(event, ()))


class DeedForm(forms.Form):
    """Every change says from which page it was made: the version, and how much of the history stood on it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lists: Lists | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(lists or Lists())

    def offer(self, lists: Lists) -> None:
        """Fill in what can be chosen."""

    def said(self) -> dict[str, Any]:
        """The arguments of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ClassifyForm(DeedForm):
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    field = forms.ChoiceField(label=_("Field"))

    def offer(self, lists: Lists) -> None:
        choose(self, "kind", lists.kinds)
        choose(self, "field", [("", "–"), *lists.fields])


class AssignForm(DeedForm):
    to = forms.TypedChoiceField(label=_("Handler"), coerce=int)

    def offer(self, lists: Lists) -> None:
        choose(self, "to", [("", "–"), *lists.handlers])


class ReasonForm(DeedForm):
    reason = TextField(label=_("Reason"), rows=3)


class TransferForm(ReasonForm):
    to_unit = forms.TypedChoiceField(label=_("Competent unit"), coerce=int)
    field_order = ("version", "seen", "to_unit", "reason")

    def offer(self, lists: Lists) -> None:
        choose(self, "to_unit", [("", "–"), *lists.units])


class TransferOutForm(ReasonForm):
    body = LineField(
        label=_("Competent body"),
        max_length=MOST_TITLE,
        help_text=_("As the citizen will read it, such as: Department of Construction of Lạng Sơn province."),
    )
    field_order = ("version", "seen", "body", "reason")


class RefuseForm(ReasonForm):
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    field_order = ("version", "seen", "ground", "reason")

    def offer(self, lists: Lists) -> None:
        choose(self, "ground", lists.grounds)


class NameForm(DeedForm):
    """Whom it complains of; groups of people, posts and units."""

    whom = forms.ChoiceField(label=_("Who is complained of"))
    reason = TextField(label=_("Note for the file"), rows=2, required=False)

    def offer(self, lists: Lists) -> None:
        choose(self, "whom", [("", "–"), *lists.colleagues])


class LiftForm(ReasonForm):
    entry = forms.TypedChoiceField(label=_("Entry to lift"), coerce=int)
    field_order = ("version", "seen", "entry", "reason")

    def offer(self, lists: Lists) -> None:
        choose(self, "entry", lists.entries)


class RecuseForm(DeedForm):
    reason = LineField(label=_("Reason"), max_length=MOST_TITLE, required=False)


class ChallengeForm(DeedForm):
    """The decision or act complained of, and since when it was known."""

    challenged_number = LineField(
        label=_("Number of the decision"),
        max_length=MOST_NUMBER,
        required=False,
        widget=forms.TextInput(attrs={"size": 20}),
    )
    challenged_on = DayField(label=_("Day of the decision or act"), required=False)
    challenged_by = LineField(
        label=_("Who issued the decision, or did it"), max_length=MOST_ISSUER, required=False
    )
    learned_on = DayField(
        label=_("Day on which the decision was received, or the act known of"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Days that can be."""
        said = super().clean() or {}
        for name, wrong in wrong_days(said.get("challenged_on"), said.get("learned_on")).items():
            self.add_error(name, wrong)
        return said

    def said(self) -> dict[str, Any]:
        given = super().said()
        return {
            "version": given["version"],
            "against": Against(
                number=given["challenged_number"],
                issuer=given["challenged_by"],
                issued_on=given["challenged_on"],
                learned_on=given["learned_on"],
            ),
        }


class HinderForm(DeedForm):
    """Days on which something stood in the complainant's way, and what shows it."""

    ground = forms.ChoiceField(label=_("What stood in the way"), choices=OBSTACLES, widget=forms.RadioSelect)
    first = DayField(label=_("First day that is not counted"))
    last = DayField(label=_("Last day that is not counted"))
    note = TextField(
        label=_("What shows it"),
        rows=2,
        help_text=_("Such as a hospital's paper. Only who works on the case reads it."),
    )

    def said(self) -> dict[str, Any]:
        given = super().said()
        obstacle = Obstacle(given.pop("first"), given.pop("last"))
        return {**given, "obstacle": obstacle}


class PromiseForm(DeedForm):
    on = DayField(label=_("Day of the answer"))
    reason = TextField(
        label=_("Reason, when it is later than the date the citizen has been told"), rows=3, required=False
    )


class ClearForm(DeedForm):
    title = LineField(label=_("Title for the public"), max_length=MOST_TITLE)
    text = TextField(label=_("Text for the public"), most=MOST_TEXT, rows=6)


class IdentityForm(DeedForm):
    """Opening changes nothing on the case, so its version does not matter."""

    version = None  # type: ignore[assignment]  # Django's way to drop a field of the parent
    purpose = forms.ChoiceField(label=_("What for"))
    reason = LineField(
        label=_("Reason"), max_length=500, help_text=_("It stays in the record, with your name.")
    )

    def offer(self, lists: Lists) -> None:
        choose(self, "purpose", lists.purposes)
