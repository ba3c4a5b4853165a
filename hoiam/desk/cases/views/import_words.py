"""Words for older registers: states, faults of rows, fields."""

from django.utils.translation import gettext_lazy as _

from hoiam.desk.cases.views.words import Words

STATES: dict[str, tuple[Words, str]] = {
    "uploaded": (_("Columns to be named"), "info"),
    "checking": (_("Being checked"), "info"),
    "checked": (_("Checked"), "accent"),
    "running": (_("Being taken in"), "accent"),
    "done": (_("Taken in"), "success"),
    "refused": (_("Cannot be read"), "danger"),
    "dropped": (_("Given up"), "neutral"),
}
FAULTS: dict[str, Words] = {
    "needed": _("Must not be empty"),
    "not_a_day": _("Is not a day; write 24/11/2025"),
    "no_such_day": _("There is no such day"),
    "in_future": _("Lies in the future"),
    "too_early": _("Is before 1990"),
    "closed_before_received": _("Is before the day received"),
    "unknown_kind": _("Is no kind of matter that is known"),
    "not_an_address": _("Is not an e-mail address"),
    "too_long": _("Is too long"),
    "formula_error": _("Holds the error of a formula"),
    "held_kind": _("Denunciations can be brought over only by the post designated for them"),
}
LEGACY = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}


def state(code: str) -> tuple[Words, str]:
    """Its name and its colour role."""
    return STATES.get(code, (code, "neutral"))


def fault(code: str) -> Words:
    """What is wrong with a cell."""
    return FAULTS.get(code, code)
