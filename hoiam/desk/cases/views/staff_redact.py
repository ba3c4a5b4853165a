"""Making a paper of the case fit for the public: what is hidden in it, boxes on its pages, the flattened copy."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoiam.desk.cases.actions import redacting
from hoiam.desk.cases.forms.staff_redact import BoxesForm
from hoiam.desk.cases.queries import documents as queries
from hoiam.desk.cases.views.staff_documents import filed
from hoiam.files import queries as file_queries
from hoiam.files.queries import FileCard
from hoiam.files.views import download_response
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

HIDDEN: dict[str, str | Promise] = {
    "comments": gettext_lazy("comments"),
    "tracked_changes": gettext_lazy("tracked changes"),
    "hidden_text": gettext_lazy("hidden text"),
    "hidden_sheets": gettext_lazy("hidden sheets"),
    "hidden_rows": gettext_lazy("hidden rows or columns"),
    "metadata": gettext_lazy("who made it and other metadata"),
    "layers": gettext_lazy("layers that can be hidden"),
    "embedded": gettext_lazy("files inside"),
}
DRAWN = ("application/pdf", "image/jpeg", "image/png", "image/webp")


@require_safe
@desk_view
def index(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """Papers of the case, and copies made of them. Two statements beside sign-in and case."""
    context = {
        "case": filed(case_id, actor),
        "files": [one for one in _papers(case_id) if one.purpose != redacting.PURPOSE],
        "copies": queries.copies(case_id=case_id),
    }
    return frame.page(request, actor, "cases/staff/redact_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def paper(request: HttpRequest, actor: office.Actor, case_id: int, file_id: int) -> HttpResponse:
    """One paper with its pages; boxes typed or drawn go along from page to page."""
    case, card = filed(case_id, actor), _paper(case_id, file_id)
    form = BoxesForm(request.POST or None)
    turn = request.POST.get("turn", "1")
    refused: Refused | None = None
    if request.method == "POST" and "turn" not in request.POST and form.is_valid():
        try:
            redacting.redact(
                case_id=case_id,
                file_id=file_id,
                boxes=form.cleaned_data["boxes"],
                by=actor,
                at=timezone.now(),
            )
            messages.success(request, _("The flattened copy is made. Look at it before you publish it."))
            return redirect("desk:redact", case_id=case_id)
        except Refused as reason:
            refused = reason
    number = int(turn) if turn.isdecimal() and len(turn) < 4 else 1  # noqa: PLR2004 - no paper has a thousand pages
    context = {
        "case": case,
        "card": card,
        "form": form,
        "shown": number,
        **_seen(actor, case_id, card, number),
    }
    context["refused"] = refused or context["refused"]
    status = 422 if refused or ("turn" not in request.POST and form.errors) else 200
    return frame.page(request, actor, "cases/staff/redact.html", context, status=status)


@require_safe
@desk_view
def picture(
    request: HttpRequest,  # noqa: ARG001 - a view
    actor: office.Actor,
    case_id: int,
    file_id: int,
    number: int,
) -> HttpResponse:
    """A page with its grid, for this clerk and this moment."""
    filed(case_id, actor)
    try:
        png, _count = redacting.look(case_id=case_id, file_id=file_id, number=number, by=actor)
    except Refused as refused:
        raise Http404 from refused
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "no-store"})


@require_safe
@desk_view
def copy(request: HttpRequest, actor: office.Actor, case_id: int, copy_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    """A flattened copy, to look at before it is published."""
    filed(case_id, actor)
    found = next((one for one in queries.copies(case_id=case_id) if one.id == copy_id), None)
    if found is None or found.file_id is None:
        raise Http404
    return download_response(file_queries.read(file_id=found.file_id, clean=True))


@require_POST
@desk_view
def publish(request: HttpRequest, actor: office.Actor, case_id: int, copy_id: int) -> HttpResponse:
    """Read once more by other eyes, then public."""
    filed(case_id, actor)
    if copy_id not in {one.id for one in queries.copies(case_id=case_id)}:
        raise Http404
    try:
        redacting.publish(copy_id=copy_id, by=actor, at=timezone.now())
    except Refused as refused:
        context = {
            "case": filed(case_id, actor),
            "files": [one for one in _papers(case_id) if one.purpose != redacting.PURPOSE],
            "copies": queries.copies(case_id=case_id),
            "refused": refused,
        }
        return frame.page(request, actor, "cases/staff/redact_list.html", context, status=422)
    messages.success(request, _("The copy is published."))
    return redirect("desk:redact", case_id=case_id)


def _papers(case_id: int) -> tuple[FileCard, ...]:
    return file_queries.of_owner(owner="case", owner_id=case_id)


def _paper(case_id: int, file_id: int) -> FileCard:
    found = next((one for one in _papers(case_id) if one.id == file_id), None)
    if found is None:
        raise Http404
    return found


def _seen(actor: office.Actor, case_id: int, card: FileCard, number: int) -> dict[str, object]:
    """What is hidden in it, how many pages it has; a kind that has no pages is only told of."""
    try:
        hidden = redacting.found(case_id=case_id, file_id=card.id, by=actor)
        count = 0
        if card.media_type in DRAWN:
            _png, count = redacting.look(case_id=case_id, file_id=card.id, number=number, by=actor)
    except Refused as refused:
        return {"hidden": [], "pages": [], "refused": refused}
    return {"hidden": [HIDDEN[code] for code in hidden], "pages": list(range(1, count + 1)), "refused": None}
