"""What staff type about days of reception: one that was held, planned, posted, moved, opened, missed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, TextField, choose

MOST_REASON = 300
WHO = (("head", _("The head in person")), ("deputy", _("A deputy")))
_HOURS = _("Such as 07:30-11:30, 13:30-16:30.")


class NamedForm(forms.Form):
    """Several of them stand on one page: each field has an id of its own form."""

    prefix_id = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.prefix_id}_%s", **options})


class HoldForm(NamedForm):
    """What was held, when, by whom."""

    prefix_id = "hold"
    key = forms.ChoiceField(label=_("What was held"))
    day = DayField(label=_("Day"))
    who = forms.ChoiceField(
        label=_("Who held it"),
        choices=WHO,
        widget=forms.RadioSelect,
        help_text=_(
            "The law asks for the head in person: a day held by a deputy is kept and does not count for the head."
        ),
    )

    def __init__(self, *args: Any, keys: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "key", keys)
        if len(keys) == 1:
            self.fields["key"].widget = forms.HiddenInput()
            self.fields["key"].initial = keys[0][0]


class PlanForm(NamedForm):
    """A day to come; hours and place where no regulation says them."""

    prefix_id = "plan"
    day = DayField(label=_("Day of reception"))
    sittings = LineField(label=_("Hours"), max_length=120, required=False, help_text=_HOURS)
    place = LineField(label=_("Place"), max_length=200, required=False)

    def __init__(self, *args: Any, ruled: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not ruled:
            for name in ("sittings", "place"):
                self.fields[name].required = True


class PostForm(NamedForm):
    """Up to which day the schedule was posted."""

    prefix_id = "post"
    until = DayField(label=_("Posted today, up to and with"))


class UnscheduledForm(NamedForm):
    """A reception outside the schedule."""

    prefix_id = "unscheduled"
    day = DayField(label=_("Day of reception"))
    sittings = LineField(label=_("Hours"), max_length=120, help_text=_HOURS)
    place = LineField(label=_("Place"), max_length=200)
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    reason = TextField(
        label=_("Reason"),
        rows=3,
        most=MOST_REASON,
        help_text=_("For the file of the office. Name no citizen."),
    )

    def __init__(self, *args: Any, grounds: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "ground", grounds)


class ReasonForm(NamedForm):
    """Why; people read it."""

    reason = TextField(
        label=_("Reason"), rows=2, most=MOST_REASON, help_text=_("It is shown to everybody. Name no citizen.")
    )


class MissForm(ReasonForm):
    """Why it was not held."""

    prefix_id = "miss"


class PostponeForm(ReasonForm):
    """To which day, and why."""

    prefix_id = "postpone"
    to = DayField(label=_("New day"))
    field_order = ("to", "reason")


class ChangeForm(ReasonForm):
    """Other hours, another place, and why."""

    prefix_id = "change"
    sittings = LineField(label=_("Hours"), max_length=120, help_text=_HOURS)
    place = LineField(label=_("Place"), max_length=200)
    field_order = ("sittings", "place", "reason")


class OpenForm(NamedForm):
    """Who receives."""

    prefix_id = "open"
    who = forms.ChoiceField(label=_("Who receives"), choices=WHO, widget=forms.RadioSelect)
    title = LineField(
        label=_("Title of the deputy"),
        max_length=120,
        required=False,
        help_text=_("Only for a deputy, such as Phó Chủ tịch Ủy ban nhân dân."),
    )


class OnlineForm(NamedForm):
    """The office's own video system."""

    prefix_id = "online"
    link = forms.URLField(
        label=_("Address in the video system of the office"),
        max_length=500,
        assume_scheme="https",
        help_text=_("It is kept encrypted and shown to those who take part only."),
    )


class RecordingForm(NamedForm):
    """Where the recording lies; its hash is typed or counted from the file."""

    prefix_id = "recording"
    reference = LineField(
        label=_("Where the recording lies"), max_length=120, help_text=_("Server and file. Name no citizen.")
    )
    sha256 = LineField(
        label=_("SHA-256 of the recording"),
        max_length=64,
        required=False,
        help_text=_("64 characters; or choose the file and it is counted here. The file is not kept."),
    )
    file = forms.FileField(label=_("Recording"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said.get("sha256") and not said.get("file"):
            self.add_error("sha256", _("Type the SHA-256, or choose the file."))
        return said


class TakeBackForm(NamedForm):
    """Why a note is wrong."""

    prefix_id = "take_back"
    reason = TextField(
        label=_("Reason"),
        rows=3,
        help_text=_("What was noted wrongly, and what is right. Name no citizen."),
    )
