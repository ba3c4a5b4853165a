"""What staff may do with a case: for each thing its words, its form and its action."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy as _

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.forms import staff_deeds as forms
from hoiam.desk.cases.forms.staff_procedure import NumberForm
from hoiam.desk.cases.queries import CaseCard, firewall, procedures
from hoiam.desk.cases.queries.firewall import PartyCard
from hoiam.desk.cases.views import staff_procedure, words
from hoiam.desk.cases.views.deed import Deed
from hoiam.kit import days
from hoiam.law.citation import cite
from hoiam.law.pack import Ground
from hoiam.law.roles import Role
from hoiam.office import colleagues, passing, queries as office
from hoiam.sealed.models import Purpose

DEEDS: Mapping[str, Deed] = {
    "classify": Deed(
        _("Classify"),
        _("What it is and what it is about."),
        _("Save the classification"),
        _("Classified."),
        forms.ClassifyForm,
        cases.classify,
    ),
    "accept": Deed(
        _("Take into work"),
        _("The citizen is told that the matter is in work. That ends the clock of the process notice."),
        _("Take into work"),
        _("Taken into work. The citizen is being told."),
        forms.DeedForm,
        cases.accept,
    ),
    "assign": Deed(
        _("Assign to a handler"),
        _("The handler is told and finds the case in the own queue."),
        _("Assign"),
        _("Assigned."),
        forms.AssignForm,
        cases.assign,
    ),
    "promise": Deed(
        _("Promise a day"),
        _("From then on that day is the duty of the head. The citizen is told."),
        _("Promise this day"),
        _("The day is promised. The citizen is being told."),
        forms.PromiseForm,
        cases.promise,
    ),
    "transfer": Deed(
        _("Transfer to another unit"),
        _("The answer keeps its date. The citizen reads the reason."),
        _("Transfer"),
        _("Transferred. The citizen is being told."),
        forms.TransferForm,
        cases.transfer,
    ),
    "send_back": Deed(
        _("Send back to the unit it came from"),
        _("The citizen reads the reason."),
        _("Send back"),
        _("Sent back. The citizen is being told."),
        forms.ReasonForm,
        cases.send_back,
    ),
    "transfer_out": Deed(
        _("Pass to another body"),
        _(
            "For a body that does not work with this system. The case ends here; the citizen reads which body has it."
        ),
        _("Pass on"),
        _("Passed on. The citizen is being told."),
        forms.TransferOutForm,
        cases.transfer_out,
        "warning",
    ),
    "name": Deed(
        _("Somebody of the office is complained of"),
        _(
            "Whoever you name no longer has this case; of a head, all under them. If nobody is left here to decide, it "
            "goes to the clerk of the next higher unit. A first complaint against a decision is settled by its author: "
            "name nobody for that."
        ),
        _("Keep them out of the case"),
        _("Recorded. Whoever is complained of no longer has this case."),
        forms.NameForm,
        cases.name,
        "warning",
    ),
    "lift": Deed(
        _("Lift an entry about who keeps out"),
        _("When it was a mistake, or when nobody of this office is meant. It stays in the history."),
        _("Lift the entry"),
        _("The entry is lifted."),
        forms.LiftForm,
        cases.lift,
    ),
    "recuse": Deed(
        _("Keep out of this case yourself"),
        _("The case leaves your desk at once and goes back to the clerk."),
        _("I keep out of this case"),
        _("You keep out of it. The clerk gives it to somebody else."),
        forms.RecuseForm,
        cases.recuse,
        "neutral",
    ),
    "challenge": Deed(
        _("Decision or act complained of"),
        _(
            "As the papers say; leave empty what is not known. From the day it was known the 90 days are counted."
        ),
        _("Record it"),
        _("Recorded."),
        forms.ChallengeForm,
        cases.challenge,
    ),
    "hinder": Deed(
        _("Days not counted: an obstacle"),
        _(
            "Law on Complaints 02/2011/QH13, article 9. Whoever settles it weighs the obstacle; nothing is refused by "
            "itself."
        ),
        _("Record the obstacle"),
        _("Recorded: the days are counted anew."),
        forms.HinderForm,
        cases.hinder,
    ),
    "refuse": Deed(
        _("Refuse to handle it"),
        _(
            "Only on a ground that the law names; the citizen reads ground and reason. Some grounds need a notice "
            "in writing."
        ),
        _("Refuse"),
        _("Refused. The citizen is being told."),
        forms.RefuseForm,
        cases.refuse,
        "danger",
    ),
    "notify_refusal": Deed(
        _("Issue the written notice of refusal"),
        _("Form 01/TCD, issued here or elsewhere. With its number the case ends; the citizen is told."),
        _("Record the notice"),
        _("Recorded. The citizen is being told."),
        NumberForm,
        cases.notify_refusal,
    ),
    "close": Deed(
        _("Close the case"),
        _("The time to contest the answer is over."),
        _("Close this case"),
        _("Closed."),
        forms.DeedForm,
        cases.close,
    ),
    "clear": Deed(
        _("Text for the public register"),
        _(
            "The citizen agreed to it. Leave out names, phone and identity numbers, exact addresses, whosever they are."
        ),
        _("Put it on the register"),
        _("The text is on the public register."),
        forms.ClearForm,
        cases.clear_for_public,
    ),
}
COMMON = ("classify", "challenge", "hinder", "assign", "name", "lift", "recuse")
"""What is the same for every kind of matter."""
ENDS_SIGHT = frozenset({"transfer", "send_back", "recuse"})
MAY_END_SIGHT = frozenset({"name", "classify"})
PURPOSES = (Purpose.CONTACT, Purpose.VERIFY, Purpose.PRINT, Purpose.EXPORT, Purpose.LEGAL)


def of(card: CaseCard) -> Mapping[str, Deed]:
    """All that staff can do with a matter of this kind."""
    if procedures.is_petition(card.kind):
        return DEEDS
    return {**{event: DEEDS[event] for event in COMMON}, **staff_procedure.deeds(card)}


def lists(card: CaseCard, events: Collection[str]) -> forms.Lists:
    """What can be chosen at the unit of this case; only what these events ask for is looked up."""
    return forms.Lists(
        kinds=words.offered(),
        fields=words.options(words.pack().fields),
        handlers=_handlers(card) if "assign" in events else (),
        units=_units(card) if "transfer" in events else (),
        grounds=_grounds(),
        colleagues=_colleagues(card) if "name" in events else (),
        entries=[(one.id, _entry(one)) for one in card.parties if one.lifted_at is None],
        purposes=[(purpose.value, purpose.label) for purpose in PURPOSES],
        issued={event: issued(card, event) for event in events},
    )


def issued(card: CaseCard, event: str) -> list[tuple[int, str]]:
    """Documents issued for the case that this step may stand on, by number, day and form."""
    return [
        (one.id, f"{one.code} · {one.on:%d/%m/%Y} · {words.form(one.form)}")
        for one in card.complaint_file.issued
        if event in one.events
    ]


def _handlers(card: CaseCard) -> list[tuple[int, str]]:
    """Without those who keep out of the case."""
    on = timezone.localdate()
    found = office.staff(unit_id=card.unit_id, role=Role.HANDLER, on=on)
    out = firewall.out_among(
        [person.id for person in found],
        case_id=card.id,
        guarded=card.guarded,
        unit_id=card.unit_id,
        on=on,
    )
    return [(person.id, person.name) for person in found if person.id not in out]


def _units(card: CaseCard) -> list[tuple[int, str]]:
    """Where it can go; the next higher unit first when somebody keeps out of it, and those who do left out."""
    on = timezone.localdate()
    out, first = firewall.units_out(case_id=card.id, guarded=card.guarded, unit_id=card.unit_id, on=on)
    known = [unit for unit in office.served() if unit.id != card.unit_id and unit.id not in out]
    return [(unit.id, unit.shown) for unit in sorted(known, key=lambda unit: unit.id != first)]


def _colleagues(card: CaseCard) -> list[tuple[Any, Any]]:
    """People of the unit, posts there and of heads below, units."""
    on = timezone.localdate()
    people = [(f"person:{one.id}", one.name) for one in colleagues.of_unit(unit_id=card.unit_id, on=on)]
    path = next((path for unit_id, path in _paths() if unit_id == card.unit_id), "")
    posts = [(f"post:{pk}", title) for pk, title in colleagues.posts_under(path=path, on=on)] if path else []
    units = [(f"unit:{unit.id}", unit.shown) for unit in office.served()]
    earlier = passing.predecessors(unit_id=card.unit_id, on=on)
    ended = [(f"unit:{one.id}", _until(one)) for one in earlier]
    found = [(_("People"), people), (_("Posts"), posts), (_("Units"), units)]
    return [*found, (_("Units that this one followed"), ended)] if ended else found


def _until(one: passing.Earlier) -> str:
    return gettext("%(unit)s, until %(day)s") % {"unit": one.name, "day": days.day_text(one.on)}


def _paths() -> list[tuple[int, str]]:
    return [(unit.id, unit.path) for unit in office.served()]


def _entry(one: PartyCard) -> str:
    """How an entry is called in a list."""
    return one.who or gettext("As the sender says: %(words)s") % {"words": one.said or "–"}


def _how_told(ground: Ground) -> str:
    return gettext(" – needs a written notice") if ground.written else ""


def _grounds() -> list[tuple[str, str]]:
    language = "en" if get_language() == "en" else "vi"
    return [
        (
            ground.code,
            f"{words.in_language(ground.vi, ground.en)} ({cite(ground, language)}){_how_told(ground)}",
        )
        for ground in words.pack().petition_grounds
    ]
