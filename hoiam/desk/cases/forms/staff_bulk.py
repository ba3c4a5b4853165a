"""One text for many cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.forms.staff_reply import MOST_POINT
from hoiam.kit.typed import Options, TextField, choose


class BulkForm(forms.Form):
    """Which cases, and what each is answered with; every field is an argument of the list."""

    form_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=64)
    numbers = TextField(
        label=_("Numbers of the cases"),
        help_text=_("One in a line, such as 2026-000123; at most 1,000."),
        rows=6,
        most=30_000,
    )
    decision = forms.ChoiceField(label=_("Decision"))
    ground = TextField(label=_("Ground"), rows=3, most=MOST_POINT)
    next_step = TextField(label=_("Next step"), rows=3, most=MOST_POINT)

    def __init__(self, *args: Any, decisions: Options, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "decision", [("", "–"), *decisions])
