"""Papers that are scanned later: a cover sheet for each case, and its code that leads a scan into the file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases.actions import on_paper
from hoiam.desk.cases.forms.staff_on_paper import ScansForm
from hoiam.desk.cases.views import on_paper_offered, staff_page, uploads
from hoiam.desk.cases.views.staff_case import visible
from hoiam.files import queries as files, scanning
from hoiam.files.queries import FileCard
from hoiam.kit.qr import TRACKING_LEVEL, qr
from hoiam.law.refusal import Refused
from hoiam.office import frame, in_hand, queries as office
from hoiam.office.access import desk_view

SCANNABLE = ("image/", "application/pdf")
_COVER = re.compile(r"number=(\d{4}-\d{6,})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that has found no case yet: the number typed for it, and why it is still here."""

    file: FileCard
    number: str
    refused: Refused


@require_safe
@desk_view
def cover(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """The first sheet of the papers of a case: its number and code, nothing of the person or the matter."""
    card = visible(case_id, actor)
    if not on_paper_offered.may_give_back(card, actor):
        raise Http404
    context = {
        "case": card,
        "unit": actor.unit_names.get(card.unit_id, ""),
        "clocks": [staff_page.clock(one) for one in card.dates if one.running],
        "qr": qr(f"{settings.HOIAM_URL}{reverse('desk:scans')}?number={card.number}", TRACKING_LEVEL),
    }
    return frame.page(request, actor, "cases/staff/cover.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Scans go to the cases that their cover sheets name; for a file without one the number is typed."""
    if not in_hand.units_with(actor, in_hand.WORK):
        raise Http404
    if request.method != "POST":
        return _page(request, actor, ScansForm(initial={"number": request.GET.get("number", "")}))
    form = ScansForm(request.POST)
    kept, refused = uploads.taken(request, throttled=False)
    number = form.cleaned_data["number"] if form.is_valid() else ""
    waiting = list(_placed(request, actor, kept, number))
    if not kept and not refused:
        form.add_error("uploads", _("Choose at least one file."))
    if waiting or refused or form.errors:
        return _page(request, actor, form, waiting=waiting, refused=refused, status=422)
    return redirect("desk:scans")


def _placed(
    request: HttpRequest, actor: office.Actor, kept: Iterable[FileCard], number: str
) -> Iterable[Waiting]:
    """Each file into its case; those that have none."""
    for file in kept:
        typed = request.POST.get(f"number-{file.token}", "").strip() or number
        try:
            named = typed or _of_cover(file)
            on_paper.scan(number=named, token=file.token, by=actor, at=timezone.now())
        except Refused as refused:
            yield Waiting(file, typed, refused)
        else:
            link = {"name": file.name, "number": named}
            messages.success(request, _("%(name)s is in the file of case %(number)s.") % link)


def _of_cover(file: FileCard) -> str:
    """The number of the case on its cover sheet. Refused: no_cover_code, as scanning.codes_on_cover."""
    codes: tuple[str, ...] = ()
    if file.media_type.startswith(SCANNABLE):
        codes = scanning.codes_on_cover(files.read(token=file.token, clean=file.has_clean_copy).data)
    here = f"{settings.HOIAM_URL}{reverse('desk:scans')}?"
    found = (_COVER.fullmatch(code.removeprefix(here)) for code in codes if code.startswith(here))
    number = next((match[1] for match in found if match), "")
    if not number:
        raise Refused("no_cover_code")
    return number


def _page(
    request: HttpRequest,
    actor: office.Actor,
    form: ScansForm,
    *,
    waiting: Iterable[Waiting] = (),
    refused: Iterable[Refused] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "waiting": waiting, "refused": refused}
    return frame.page(request, actor, "cases/staff/scans.html", context, status=status)
