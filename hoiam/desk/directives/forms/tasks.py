"""What staff type about one task."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.files.fields import ManyFilesField
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, TextField, choose

MOST_TEXT = 10_000


class ProgressForm(forms.Form):
    """What was done so far."""

    text = TextField(label=_("What was done"), rows=4, most=MOST_TEXT)
    reached = forms.TypedMultipleChoiceField(
        label=_("Steps reached"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, steps: Options = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "reached", steps)
        if not steps:
            del self.fields["reached"]


class ReportForm(forms.Form):
    """What shows that it is done: words, an address, files; at least one of them."""

    text = TextField(label=_("What was done, with figures"), rows=5, most=MOST_TEXT, required=False)
    link = forms.URLField(
        label=_("Address of a document or picture"), required=False, assume_scheme="https", max_length=300
    )
    uploads = ManyFilesField(label=_("Files"), help_text=_("Up to 10 MB each, 25 MB together."))


class AskForm(forms.Form):
    """A later day, and why."""

    day = DayField(label=_("New last day"))
    text = TextField(label=_("Reason"), rows=3, most=500)


class GrantForm(forms.Form):
    """A later day by a numbered decision."""

    day = DayField(label=_("New last day"))
    number = LineField(label=_("Number of the decision"), max_length=60, help_text=_("Such as 15/QĐ-UBND."))
    text = TextField(label=_("Remark"), rows=2, most=500, required=False)


class ReasonForm(forms.Form):
    """Why."""

    text = TextField(label=_("Reason"), rows=3, most=500)


class CancelForm(ReasonForm):
    """Why, and by which decision."""

    number = LineField(label=_("Number of the decision"), max_length=60, help_text=_("Such as 15/QĐ-UBND."))


class ApproveForm(forms.Form):
    """A remark, if there is one."""

    text = TextField(label=_("Remark"), rows=2, most=500, required=False)


class HandOnForm(ReasonForm):
    """Another post of the unit."""

    post_id = forms.TypedChoiceField(label=_("Responsible post"), coerce=int)

    field_order = ("post_id", "text")

    def __init__(self, *args: Any, posts: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "post_id", posts)
