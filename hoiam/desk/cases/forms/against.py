"""What a complaint is brought against, asked of citizens and typed by staff alike; nothing of it must be known."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from hoiam.desk.cases.actions.challenging import Against
from hoiam.kit.day_field import DayField
from hoiam.kit.typed import LineField

MOST_NUMBER, MOST_ISSUER = 60, 200
COMPLAINTS = frozenset({"complaint", "complaint_again"})
NAMES = ("challenged_number", "challenged_on", "challenged_by", "learned_on")
LEARNED = _(
    "A first complaint can be brought within 90 days from then; days of illness, disaster or another obstacle are "
    "not counted. It is taken in all the same: the office weighs it."
)


class AgainstForm(forms.Form):
    """Number, day and issuer of the decision, and since when it was known; `against` of what is cleaned."""

    challenged_number = LineField(
        label=_("Number of the decision"),
        max_length=MOST_NUMBER,
        required=False,
        help_text=_("As on the paper, such as 45/QĐ-UBND. Leave it empty when it is an act."),
        widget=forms.TextInput(attrs={"size": 20, "autocomplete": "off"}),
    )
    challenged_on = DayField(label=_("Day of the decision or act"), required=False)
    challenged_by = LineField(
        label=_("Who issued the decision, or did it"), max_length=MOST_ISSUER, required=False
    )
    learned_on = DayField(
        label=_("Day on which the decision was received, or the act known of"),
        required=False,
        help_text=LEARNED,
    )

    def clean(self) -> dict[str, Any]:
        """What is no complaint is not held up by what was typed here."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") in COMPLAINTS:
            for name, wrong in wrong_days(said.get("challenged_on"), said.get("learned_on")).items():
                self.add_error(name, wrong)
        else:
            for name in NAMES:
                self.errors.pop(name, None)
        said["against"] = Against(
            number=said.get("challenged_number") or "",
            issuer=said.get("challenged_by") or "",
            issued_on=said.get("challenged_on"),
            learned_on=said.get("learned_on"),
        )
        return said


def wrong_days(issued_on: date | None, learned_on: date | None) -> dict[str, str]:
    """What is wrong with two days, by the field it is said at."""
    today = timezone.localdate()
    wrong: dict[str, str] = {}
    ahead = gettext("This day is still to come.")
    wrong |= {"challenged_on": ahead} if issued_on and issued_on > today else {}
    wrong |= {"learned_on": ahead} if learned_on and learned_on > today else {}
    if issued_on and learned_on and learned_on < issued_on and not wrong:
        wrong["learned_on"] = gettext("Nobody can have received it before the day it was issued.")
    return wrong
