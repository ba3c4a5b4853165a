"""What is searched for, and in which part of a unit's cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.forms.staff_queue import MOST_SEARCH
from hoiam.kit import cursors
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField, Options, choose

ORDERS = {"": _("Newest first"), "best": _("Best match first")}
FILTERS = ("state", "kind", "field", "handler", "since", "until")
KEPT = ("q", *FILTERS, "order", "wide")


class SearchForm(forms.Form):
    """Words, filters and the order; handlers are chosen by those who see all cases of the unit."""

    unit = forms.IntegerField(widget=forms.HiddenInput, required=False)
    q = LineField(
        label=_("Code, number or words"),
        required=False,
        max_length=MOST_SEARCH,
        widget=forms.TextInput(
            attrs={"type": "search", "size": 40, "data-search": "", "autocomplete": "off"}
        ),
        help_text=_("With or without accents. Put words that must stand together in quotes."),
    )
    order = forms.ChoiceField(label=_("Order"), required=False, choices=list(ORDERS.items()))
    wide = forms.BooleanField(label=_("The words may stand apart"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    field = forms.ChoiceField(label=_("Field"), required=False)
    handler = forms.TypedChoiceField(label=_("Handler"), required=False, coerce=int, empty_value=None)
    since = DayField(label=_("Received from"), required=False)
    until = DayField(label=_("Received until"), required=False)

    def __init__(
        self,
        *args: Any,
        states: Options,
        kinds: Options,
        fields: Options,
        handlers: Options | None,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **{"auto_id": "search_%s", **kw})
        for name, choices in (("state", states), ("kind", kinds), ("field", fields)):
            choose(self, name, [("", _("All")), *choices])
        if handlers is None:
            del self.fields["handler"]
        else:
            choose(self, "handler", [("", _("All")), *handlers])

    def clean(self) -> dict[str, Any]:
        """A period has its days in order."""
        got = self.cleaned_data
        if got.get("since") and got.get("until") and got["since"] > got["until"]:
            self.add_error("until", _("The last day lies before the first."))
        return got

    def filtered(self) -> bool:
        """Whether any filter was chosen or typed, understood or not."""
        return any(self.data.get(name) for name in FILTERS)

    def after(self) -> int | None:
        """The last case of the page before."""
        return cursors.number(self.data.get("after", "")) or None
