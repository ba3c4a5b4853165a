"""Search in the cases of a unit: by code or number straight to the case, by words to a list."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format

from hoiam.desk.cases import queries as cases
from hoiam.desk.cases.forms.staff_search import KEPT, SearchForm
from hoiam.desk.cases.views import staff_lines, words
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view


@desk_view
def search(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The page with an address of its own."""
    return results(request, actor)


def results(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Words, filters, and what they find."""
    units = in_hand.units_with(actor, in_hand.WORK)
    unit_id = in_hand.unit_in_hand(request, units)
    if unit_id is None:
        return frame.page(request, actor, "cases/staff/no_desk.html", {})
    text = request.GET.get("q", "").strip()
    if (found := _direct(text, actor)) is not None:
        return redirect("desk:case", case_id=found)
    form = _form(request, unit_id, actor)
    asked = form.is_valid() and form.cleaned_data["q"]
    if not asked and not form.errors:
        form.fields["q"].widget.attrs["autofocus"] = True
    shown = _found(form, unit_id, actor) if asked else {}
    common = {
        "form": form,
        "units": [{"pk": pk, "name": name} for pk, name in units],
        "unit": unit_id,
        "today": timezone.localdate(),
        "asked": asked,
    }
    return frame.page(request, actor, "cases/staff/search.html", {**common, **shown})


def _direct(text: str, actor: office.Actor) -> int | None:
    """A number or a code leads straight to the case, if it is one of theirs."""
    case_id = cases.find_by_number(text=text)
    if case_id is None and text:
        try:
            case_id = cases.find_by_code(code=text)
        except Refused:
            return None
    return case_id if case_id is not None and cases.seen_by(case_id=case_id, by=actor) else None


def _form(request: HttpRequest, unit_id: int, actor: office.Actor) -> SearchForm:
    desk = actor.roles_in(unit_id) & in_hand.DESK
    return SearchForm(
        {**request.GET.dict(), "unit": unit_id},
        states=[(code, label) for code, (label, _color) in words.STATES.items()],
        kinds=list(words.KINDS.items()),
        fields=words.options(words.pack().fields),
        handlers=_handlers(unit_id) if desk else None,
    )


def _handlers(unit_id: int) -> list[tuple[int, str]]:
    staff = office.staff(unit_id=unit_id, role=Role.HANDLER, on=timezone.localdate())
    return [(person.id, person.name) for person in staff]


def _found(form: SearchForm, unit_id: int, actor: office.Actor) -> dict[str, Any]:
    got = form.cleaned_data
    chosen = cases.SearchFilter(
        unit_id=unit_id,
        text=got["q"],
        state=got["state"],
        kind=got["kind"],
        field=got["field"],
        handler_id=got.get("handler"),
        since=got["since"],
        until=got["until"],
        wide=got["wide"],
        best=got["order"] == "best",
        after=form.after(),
    )
    page = cases.find(chosen=chosen, by=actor, on=timezone.localdate())
    kept = {"unit": unit_id, **{name: form.data[name] for name in KEPT if form.data.get(name)}}
    first = f"?{urlencode(kept)}"
    head = Role.HEAD in actor.roles_in(unit_id)
    return {
        "rows": [_row(found, head=head) for found in page.rows],
        "loose": page.loose and not chosen.wide,
        "total": page.total,
        "shown_total": _grouped(page.total) + ("+" if page.more else ""),
        "ranked": _grouped(page.ranked) if page.ranked else "",
        "wide_url": f"{first}&wide=on" if page.divides and not page.loose else "",
        "first_url": first if chosen.after else "",
        "next_url": f"{first}&after={page.next}" if page.next else "",
    }


def _row(found: cases.FoundRow, *, head: bool) -> dict[str, Any]:
    shown = staff_lines.line(found.row, head=head)
    return {**shown, "marked_title": found.title, "excerpt": found.excerpt, "where": found.where}


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
