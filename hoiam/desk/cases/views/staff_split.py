"""Split one letter into several cases: mark its passages, look at the parts, make them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.cases.actions import split as cases
from hoiam.desk.cases.forms import staff_split as forms
from hoiam.desk.cases.queries import CaseCard, splits
from hoiam.desk.cases.views import staff_desk, staff_words, words
from hoiam.desk.cases.views.staff_case import visible
from hoiam.law import splitting
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
@staff_desk.loses_nothing
def split(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """Passages and parts on one page; `do` is the button pressed."""
    card = visible(case_id, actor)
    if not actor.roles_in(card.unit_id) & splitting.WHO and card.state != splitting.SPLIT:
        raise Http404
    if request.method != "POST":
        return _page(request, actor, card, *_fresh(card))
    form, parts = _typed(request, card)
    if request.POST.get("do") != "split":
        return _page(request, actor, card, forms.SplitForm(_data(request, card)), parts)
    wrong = [one for one in (form, *parts) if not one.is_valid()]
    if wrong:
        return _page(request, actor, card, form, parts, status=422)
    drafts = [cases.PartDraft(**one.cleaned_data) for one in parts]
    try:
        cases.split(
            case_id=case_id, version=form.cleaned_data["version"], parts=drafts, by=actor, at=timezone.now()
        )
    except Refused as refused:
        return _refused(request, actor, case_id, parts, refused)
    messages.success(request, _("Split. Each part is a case of its own; the citizen is being told."))
    return redirect("desk:queue")


def _refused(
    request: HttpRequest, actor: office.Actor, case_id: int, parts: Sequence[forms.PartForm], refused: Refused
) -> HttpResponse:
    """The page as it is now, with everything that was typed."""
    card = visible(case_id, actor)
    late = refused.code == "changed_meanwhile"
    form = forms.SplitForm(_data(request, card))
    seen = request.POST.get("seen", "")
    changes = staff_words.since(card, int(seen) if seen.isdecimal() else None) if late else []
    return _page(
        request, actor, card, form, parts, refused=refused, changes=changes, status=409 if late else 422
    )


def _data(request: HttpRequest, card: CaseCard) -> dict[str, Any]:
    """What was typed, for the case as it is now."""
    count = forms.count_of(request.POST)
    return {"version": card.version, "seen": len(card.steps), "count": count}


def _fresh(card: CaseCard) -> tuple[forms.SplitForm, list[forms.PartForm]]:
    lines = forms.passages(card.body)
    marks = forms.suggested(lines)
    count = max(splitting.FEWEST, *marks) if marks else splitting.FEWEST
    start = {"version": card.version, "seen": len(card.steps), "count": count}
    parts = [_part(n, initial=_filled(card, forms.taken(lines, marks, n))) for n in range(1, count + 1)]
    return forms.SplitForm(initial=start), parts


def _typed(request: HttpRequest, card: CaseCard) -> tuple[forms.SplitForm, list[forms.PartForm]]:
    """Bound forms; after marking, the parts are filled from the passages, but what has a title keeps it."""
    numbers = range(1, forms.count_of(request.POST) + 1)
    if request.POST.get("do") != "mark":
        known = [n for n in numbers if f"part-{n}-kind" in request.POST or request.POST.get("do") == "split"]
        return forms.SplitForm(request.POST), [
            _part(n, data=request.POST) if n in known else _part(n, initial=_filled(card, ""))
            for n in numbers
        ]
    lines = forms.passages(card.body)
    marks = forms.marked(request.POST, lines)
    return forms.SplitForm(request.POST), [
        _part(n, initial=_filled(card, forms.taken(lines, marks, n)) | _kept(request, n)) for n in numbers
    ]


def _kept(request: HttpRequest, number: int) -> dict[str, str]:
    """What marking passages does not change."""
    typed = {name: request.POST.get(f"part-{number}-{name}", "") for name in ("kind", "title", "field")}
    return {name: value for name, value in typed.items() if value}


def _filled(card: CaseCard, text: str) -> dict[str, str]:
    return {"kind": card.kind, "field": card.field, "title": text.partition("\n")[0][:120], "text": text}


def _part(number: int, **options: Any) -> forms.PartForm:
    kinds = [(code, name) for code, name in words.KINDS.items() if code not in splitting.NEVER]
    fields = words.options(words.pack().fields)
    return forms.PartForm(kinds=kinds, fields=fields, prefix=f"part-{number}", **options)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: CaseCard,
    form: forms.SplitForm,
    parts: Sequence[forms.PartForm],
    *,
    refused: Refused | None = None,
    changes: Sequence[Any] = (),
    status: int = 200,
) -> HttpResponse:
    lines = forms.passages(card.body)
    marks = forms.marked(request.POST, lines) if request.method == "POST" else forms.suggested(lines)
    context = {
        "case": card,
        "form": form,
        "parts": parts,
        "passages": list(zip(lines, marks, strict=True)),
        "numbers": range(1, splitting.MOST + 1),
        "open": card.state == splitting.RECEIVED,
        "made": splits.parts(card.id) if card.state == splitting.SPLIT else (),
        "refused": refused,
        "changes": changes,
        "lost": _lost(parts) if card.state != splitting.RECEIVED else [],
    }
    return frame.page(request, actor, "cases/staff/split.html", context, status=status)


def _lost(parts: Sequence[forms.PartForm]) -> list[tuple[str, str]]:
    """What was typed for a letter that is no longer open: shown, so that it can be copied."""
    fields = [one[name] for one in parts if one.is_bound for name in ("title", "text")]
    return [(str(field.label), str(field.value())) for field in fields if field.value()]
