"""What the table of handling suggests for a case, with its article; the clerk decides and does it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hoiam.desk.cases.forms.staff_advice import AdviceForm
from hoiam.desk.cases.queries import CaseCard
from hoiam.desk.cases.views import challenged_words, words
from hoiam.desk.cases.views.staff_case import visible
from hoiam.desk.cases.views.words import Words
from hoiam.law import handling
from hoiam.law.handling import Way
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

WAYS: dict[Way, Words] = {
    Way.ACCEPT: _("Take it into work: this office is competent and it can be handled."),
    Way.GUIDE: _("Guide the person to the competent body: a complaint is brought there by the person."),
    Way.TRANSFER: _("Transfer it to the competent body and tell the person."),
    Way.SPLIT: _("Split it by kind and tell the person so."),
    Way.FILE: _("File it: nothing more is done, and the person is told why."),
}
DEED = {Way.ACCEPT: "accept", Way.TRANSFER: "transfer", Way.GUIDE: "guide", Way.FILE: "refuse"}


@require_safe
@desk_view
def advice(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """A form that changes nothing, and what follows from it."""
    card = visible(case_id, actor)
    form = AdviceForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    found = handling.advise(
        handling.Matter(
            kind=card.kind,
            mixed=said["mixed"],
            eligible=not said["ineligible"],
            own=not said["foreign"],
            originals=said["originals"],
        )
    )
    context = {
        "case": card,
        "form": form,
        "kind": words.KINDS.get(card.kind, ""),
        "advice": found,
        "way": WAYS[found.way],
        "url": _step(card, found.way),
        **challenged_words.shown(card),
    }
    return frame.page(request, actor, "cases/staff/advice.html", context)


def _step(card: CaseCard, way: Way) -> str:
    """Where it is done, if this person may do it now."""
    if way is Way.SPLIT:
        return reverse("desk:split", args=(card.id,))
    return reverse("desk:deed", args=(card.id, DEED[way])) if DEED[way] in card.may else ""
