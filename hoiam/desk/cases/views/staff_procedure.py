"""Steps of a procedure with decisions: the words of the pack, a form for each, and the action that takes it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.forms import staff_procedure as forms
from hoiam.desk.cases.forms.staff_deeds import DeedForm
from hoiam.desk.cases.queries import CaseCard, procedures
from hoiam.desk.cases.views import words
from hoiam.desk.cases.views.deed import Deed
from hoiam.kit import days
from hoiam.law.citation import cite

FORMS: Mapping[str, type[DeedForm]] = {
    "accept": forms.AcceptForm,
    "refuse": forms.SignedForm,
    "guide": forms.GuideForm,
    "verify": forms.VerifyForm,
    "report": forms.ReportForm,
    "find_complex": forms.ComplexForm,
    "extend": forms.ComplexForm,
    "plan_dialogue": forms.PlanDialogueForm,
    "announce_dialogue": forms.NumberForm,
    "hold_dialogue": forms.HoldDialogueForm,
    "ask_papers": forms.AskPapersForm,
    "give_papers": forms.GivePapersForm,
    "decide": forms.DecideForm,
    "explain": forms.DecideForm,
    "send": forms.SendForm,
    "send_copy": forms.SendForm,
    "delivered": forms.DeliveredForm,
    "publish": forms.PublishForm,
    "end_posting": forms.StepForm,
    "take_effect": forms.StepForm,
    "order_execution": forms.OrderForm,
    "execute": forms.StepForm,
    "suspend": forms.SignedForm,
    "resume": forms.NumberForm,
    "send_stop": forms.StepForm,
    "terminate": forms.SignedForm,
    "halt_contested": forms.SignedForm,
    "lift_halt": forms.SignedForm,
    "complain_again": forms.AgainForm,
}
"""In the order in which they usually follow each other: the pages offer them so."""
GRAVE = frozenset({"refuse", "terminate", "halt_contested"})
NEXT: Mapping[str, str] = {
    "received": "accept",
    "suspended": "resume",
    "withdrawing": "terminate",
    "effective": "order_execution",
    "executing": "execute",
}


def deeds(card: CaseCard) -> Mapping[str, Deed]:
    """Every step of the case's procedure that staff take, in words of the page's language."""
    names = {move.event for move in procedures.moves(card.kind)}
    return {event: _deed(card, event) for event in FORMS if event in names}


def sensible(event: str, card: CaseCard) -> bool:
    """The table says who may; what hangs on the file is offered only when it makes sense."""
    told = SENSIBLE.get(event)
    return told is None or told(card)


def _deed(card: CaseCard, event: str) -> Deed:
    language = days.language()
    name = procedures.name(card.kind)
    source = cite(words.pack().source(name, event), language)
    return Deed(
        label=procedures.word(card.kind, f"event.{event}", language),
        hint=source,
        button=_("Record this step"),
        done=_("Recorded."),
        form=forms.AcceptRequestForm if (name, event) == REQUEST else FORMS[event],
        action=_again if event == "complain_again" else partial(cases.take, event),
        color="danger" if event in GRAVE else "accent",
    )


def _again(*, case_id: int, version: int, body: str, reason: str, **who: Any) -> None:
    """At the unit above, or noted as brought elsewhere."""
    if body:
        cases.to_court(case_id=case_id, version=version, body=body, reason=reason, **who)
    else:
        cases.complain_again(case_id=case_id, version=version, reason=reason, **who)


def _stop_to_send(card: CaseCard) -> bool:
    return _runs(card, "stop_send")


def _runs(card: CaseCard, key: str) -> bool:
    return any(one.key == key and one.running for one in card.dates)


def _settled(card: CaseCard, field: str) -> bool:
    """Whether the decision has this day already."""
    found = card.complaint_file.settled
    return found is not None and getattr(found, field) is not None


def _halted(card: CaseCard) -> bool:
    kinds = [one.kind for one in card.complaint_file.decisions if one.kind in {"halt", "lift"}]
    return bool(kinds) and kinds[-1] == "halt"


REQUEST = ("accountability_report", "accept")
SENSIBLE: Mapping[str, Callable[[CaseCard], bool]] = {
    "send_stop": _stop_to_send,
    "ask_papers": lambda card: not _runs(card, "papers"),
    "give_papers": lambda card: _runs(card, "papers"),
    "send": lambda card: _runs(card, "send"),
    "announce_dialogue": lambda card: card.complaint_file.ahead is not None,
    "hold_dialogue": lambda card: (
        card.complaint_file.ahead is not None and bool(card.complaint_file.ahead.announced_on)
    ),
    "report": lambda card: any(one.reported_on is None for one in card.complaint_file.verifications),
    "publish": lambda card: not _settled(card, "published_on"),
    "end_posting": lambda card: _runs(card, "posting"),
    "delivered": lambda card: not card.representatives and not _settled(card, "delivered_on"),
    "lift_halt": _halted,
    "halt_contested": lambda card: not _halted(card),
    "find_complex": lambda card: not any(one.kind == "complex" for one in card.complaint_file.decisions),
}
