"""The auditor's pages: counts that must come out, and any entry opened, each opening on record."""

import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoiam.journal import counting, inspecting
from hoiam.journal.audit_forms import OpenForm
from hoiam.journal.models import Visibility
from hoiam.kit import days
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.ledger import kinds, words
from hoiam.office import frame
from hoiam.office.access import desk_view
from hoiam.office.cards import Actor

TEMPLATE = "journal/audit.html"
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@require_safe
@desk_view
def overview(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Reconciliation and recorded openings; a constant number of statements."""
    return show(request, actor, OpenForm())


@require_POST
@desk_view
def opened(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One entry, shown once; nothing of it stays in an address or in the browser's memory."""
    form = OpenForm(request.POST)
    if not form.is_valid():
        return show(request, actor, form, status=422)
    try:
        leaf = inspecting.open_leaf(**form.cleaned_data, by=actor, at=timezone.now())
    except Refused as refused:
        if refused.code != "no_such_entry":
            raise PermissionDenied from refused
        form.add_error("index", _("There is no such entry; the log has %(size)s.") % refused.facts)
        return show(request, actor, form, status=422)
    return show(request, actor, OpenForm(), leaf=leaf)


def show(
    request: HttpRequest,
    actor: Actor,
    form: OpenForm,
    *,
    leaf: inspecting.Leaf | None = None,
    status: int = 200,
) -> HttpResponse:
    if not actor.holds(Role.INSPECTOR):
        raise PermissionDenied
    before = _before(request.GET.get("before", ""))
    looks = inspecting.looks(by=actor, before=before)
    more = f"?before={looks[-1].id}" if len(looks) == inspecting.SHOWN else ""
    context = {
        "form": form,
        "leaf": leaf,
        "leaf_facts": _facts(leaf) if leaf else (),
        "looks": looks,
        "next_url": more,
        "previous_url": request.path if before else "",
        **_counted(),
    }
    return frame.page(request, actor, TEMPLATE, context, status=status)


def _before(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _counted() -> dict[str, Any]:
    counted = counting.reconcile()
    called = [(_kind(one.kind), _seen_by(one.visibility), one.count) for one in counted.kinds]
    return {"counted": counted, "kinds": called, "slips": counting.slips()}


def _kind(name: str) -> str:
    return kinds.named(words.EN if days.language() == "en" else words.VI, name)


def _seen_by(visibility: str) -> str:
    return {
        Visibility.PUBLIC: _("everyone"),
        Visibility.PARTY: _("the parties of the case"),
        Visibility.SEALED: _("whoever has the code"),
        Visibility.COVER: _("nobody: it means nothing"),
    }[Visibility(visibility)]


def _facts(leaf: inspecting.Leaf) -> tuple[tuple[str, str], ...]:
    return (
        (_("Entry number"), str(leaf.index)),
        (_("Kind of entry"), _kind(leaf.kind)),
        (_("Who may open it"), _seen_by(leaf.visibility)),
        (_("Time stated"), days.moment_text(leaf.at)),
        (_("As it stands in the log"), leaf.entry),
    )
