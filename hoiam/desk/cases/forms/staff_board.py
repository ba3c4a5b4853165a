"""What part of a board is asked for. What makes no sense in an address is left out; it never makes the page fail."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.duties.owed import Filter, week_end
from hoiam.kit import cursors

PERIODS = {
    "": _("All open duties"),
    "today": _("Due today"),
    "week": _("Until the end of this week"),
    "next_week": _("Until the end of next week"),
    "month": _("Within 30 days"),
}


class BoardForm(forms.Form):
    """A post, a kind of duty, a period."""

    post = forms.TypedChoiceField(label=_("Post"), required=False, coerce=int)
    kind = forms.ChoiceField(label=_("Kind of duty"), required=False)
    period = forms.ChoiceField(label=_("Period"), required=False, choices=list(PERIODS.items()))
    late = forms.BooleanField(label=_("Past their date"), required=False)

    def __init__(
        self,
        *args: Any,
        posts: Sequence[tuple[int, str]],
        kinds: Sequence[tuple[str, Any]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **options})
        self.first_post = posts[0][0]
        self._choose("post", posts)
        self._choose("kind", [("", _("All")), *kinds])

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - told to the type checker
        field.choices = choices

    def asked(self, on: date) -> Filter:
        """What was understood."""
        self.is_valid()
        got = self.cleaned_data
        first, last = span("late" if got.get("late") else got.get("period", ""), on)
        return Filter(
            post_id=got.get("post") or self.first_post,
            key=got.get("kind", ""),
            first=first,
            last=last,
            after=cursors.day_and_number(self.data.get("after", "")),
        )


def span(period: str, on: date) -> tuple[date | None, date | None]:
    """First and last day of a period, both included; what is late belongs to every period but today."""
    ends = {
        "late": on - timedelta(days=1),
        "today": on,
        "week": week_end(on),
        "next_week": week_end(on) + timedelta(days=7),
        "month": on + timedelta(days=30),
    }
    return (on if period == "today" else None), ends.get(period)
