"""Sending a matter: one thing per page, carried by the page itself; the last press makes the case."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import group_intake
from hoiam.desk.cases.queries import challenged
from hoiam.desk.cases.views import challenged_words, group_words, places, receipt, together, words
from hoiam.desk.cases.views.citizen_draft import MOST_FILES, PERSONAL, STEPS, Draft, after, before
from hoiam.files import actions as files, queries as file_queries, sniff
from hoiam.kit import middleware, throttle
from hoiam.law import limitation
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.sealed.actions import Personal

STEP_OF = {
    "no_recipient": "place",
    "no_keeper": "matter",
    "unknown_kind": "matter",
    "no_such_unit": "place",
    "file_gone": "files",
    "files_too_large": "files",
    "group_not_for_kind": "you",
    **dict.fromkeys(("too_few_people", "too_many_people", "signer_twice"), "you"),
    **dict.fromkeys(("no_representative", "too_many_representatives"), "you"),
}


class SeeOther(HttpResponseRedirect):
    """After a form: what it made is elsewhere, and loading it again makes nothing anew."""

    status_code = HTTPStatus.SEE_OTHER


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """`step` is the page that asks, `go` the button pressed."""
    if request.method != "POST":
        return begin(request)
    draft = Draft(request.POST)
    verb, _, about = request.POST.get("go", "next").partition("-")
    return DOORS.get(verb, forward)(request, draft, about)


def begin(request: HttpRequest) -> HttpResponse:
    """The first page; `?unit=` comes from an office's own page, `?q=` looks for one."""
    draft = Draft(request.GET)
    if not draft.unit:
        return page(request, draft, "place")
    closed = _closed(draft)
    return page(request, draft, "place", refused=[closed]) if closed else page(request, draft, "matter")


def forward(request: HttpRequest, draft: Draft, _about: str) -> HttpResponse:
    """On, when this page is well answered."""
    step = draft.step
    if step in {"files", "you"}:
        refused = put_aside(request, draft)
        if refused:
            return page(request, draft, step, refused=refused, status=422)
    form = draft.form(step, bound=True)
    if form is not None and not form.is_valid():
        return page(request, draft, step, form=form, status=422)
    barred = _closed(draft) if step == "place" else _not_together(draft) if step == "you" else None
    if barred:
        return page(request, draft, step, refused=[barred], status=422)
    following = draft.data.get("then") or after(step)
    return look(request, draft) if following == "check" else page(request, draft, following)


def look(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Everything on one page before it is sent, or the first page that lacks something."""
    gap = draft.gap
    if gap:
        return page(request, draft, gap, form=draft.forms[gap], status=422)
    draft.data.pop("then", None)
    return page(request, draft, "check")


def back(request: HttpRequest, draft: Draft, _about: str) -> HttpResponse:
    """To the page before; what was typed here comes along."""
    put_aside(request, draft)
    return page(request, draft, before(draft.step))


def edit(request: HttpRequest, draft: Draft, about: str) -> HttpResponse:
    """From the last page to another one, and then back to the last."""
    draft.data["then"] = "check"
    return page(request, draft, about if about in STEPS else STEPS[0])


def stay(request: HttpRequest, draft: Draft, _about: str) -> HttpResponse:
    """The same page again: an office was looked for, or files were put aside."""
    refused = put_aside(request, draft)
    return page(request, draft, draft.step, refused=refused, status=422 if refused else 200)


def open_province(request: HttpRequest, draft: Draft, about: str) -> HttpResponse:
    """Show the offices of one province."""
    draft.data["province"], draft.data["q"] = about, ""
    return page(request, draft, "place")


def remove(request: HttpRequest, draft: Draft, about: str) -> HttpResponse:
    """Leave a file out; whoever put it aside forgets it within a day."""
    draft.files = [token for token in draft.files if token != about]
    return page(request, draft, "files")


def speak(request: HttpRequest, draft: Draft, about: str) -> HttpResponse:
    """The same page in another language, with everything typed so far."""
    put_aside(request, draft)
    if about not in dict(settings.LANGUAGES):
        return page(request, draft, draft.step)
    translation.activate(about)
    response = page(request, draft, draft.step)
    response.headers["Content-Language"] = about
    middleware.remember(response, about)
    return response


def submit(request: HttpRequest, draft: Draft, _about: str) -> HttpResponse:
    """The case is made; anything missing leads to the page that asks for it."""
    gap = draft.gap
    if gap:
        return page(request, draft, gap, form=draft.forms[gap], status=422)
    if len(draft.files) > MOST_FILES:
        return page(request, draft, "files", refused=[Refused("too_many_files", most=MOST_FILES)], status=422)
    try:
        taken = cases.submit(intake=draft.intake(language=get_language() or "vi"), at=timezone.now())
    except Refused as refused:
        return page(request, draft, STEP_OF.get(refused.code, "check"), refused=[refused], status=422)
    if taken.again and _differs(taken, draft):
        draft.renew()
        return page(request, draft, "check", earlier=taken.code, status=409)
    return SeeOther(reverse("cases:receipt", args=(taken.code,)))


DOORS: dict[str, Callable[[HttpRequest, Draft, str], HttpResponse]] = {
    "next": forward,
    "back": back,
    "edit": edit,
    "find": stay,
    "upload": stay,
    "province": open_province,
    "remove": remove,
    "lang": speak,
    "submit": submit,
}


def put_aside(request: HttpRequest, draft: Draft) -> list[Refused]:
    """Stage what was chosen on this page; each file that cannot be taken is named with its reason."""
    refused = []
    for upload in cast("list[UploadedFile[bytes]]", request.FILES.getlist("upload")):
        try:
            draft.files = [*draft.files, _staged(request, draft, upload)]
        except Refused as reason:
            refused.append(Refused(reason.code, **{**reason.facts, "name": upload.name}))
    return [*refused, *_appointed(request, draft)]


def _appointed(request: HttpRequest, draft: Draft) -> list[Refused]:
    """The scanned appointment of representatives, which takes the place of one chosen before."""
    token, refused = together.appointment(request, throttled=True)
    draft.data["appointment"] = token
    return refused


def _staged(request: HttpRequest, draft: Draft, upload: "UploadedFile[bytes]") -> str:
    if len(draft.files) >= MOST_FILES:
        raise Refused("too_many_files", most=MOST_FILES)
    if throttle.spent("upload", request):
        raise Refused("too_many_uploads")
    throttle.count("upload", request)
    return files.stage(upload=upload, at=timezone.now()).token


def _closed(draft: Draft) -> Refused | None:
    """Why the chosen office cannot be sent anything, if so."""
    if not places.office_of(draft.unit):
        return Refused("no_such_unit")
    return None if draft.unit in places.opened(on=timezone.localdate()) else Refused("no_recipient")


def _not_together(draft: Draft) -> Refused | None:
    """Why these people cannot bring it together, if so."""
    found, said = draft.together, draft.forms["you"].cleaned_data
    if found is None:
        return None
    sender = Personal(**{name: said[name] for name in PERSONAL})
    try:
        group_intake.allow(sender, found, kind=draft.data.get("kind", ""), on=timezone.localdate())
    except Refused as refused:
        return refused
    return None


def _differs(taken: cases.Taken, draft: Draft) -> bool:
    """Whether another text, or another receipt, was asked for under this key before (the back button, then changes)."""
    card, said = queries.status(code=taken.code, on=timezone.localdate()), draft.said()
    asked = (card.title, card.body, receipt.is_sealed(card))
    return asked != (said["title"], said["body"], said["sealed"])


def page(
    request: HttpRequest,
    draft: Draft,
    step: str,
    *,
    form: Form | None = None,
    refused: Sequence[Refused] = (),
    earlier: str = "",
    status: int = 200,
) -> HttpResponse:
    """One step. The browser may keep it, so that its back button finds what was typed."""
    context: dict[str, Any] = {
        "step": step,
        "number": STEPS.index(step) + 1,
        "of": len(STEPS),
        "form": form or draft.form(step, bound=False),
        "carried": list(draft.carried(step)),
        "refused": refused,
        "earlier": earlier,
        "then": draft.data.get("then", ""),
        **PARTS.get(step, _nothing)(draft),
    }
    response = render(request, f"cases/citizen/send/{step}.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _nothing(_draft: Draft) -> dict[str, Any]:
    return {}


def _place_part(draft: Draft) -> dict[str, Any]:
    text, province = draft.data.get("q", "")[:60], draft.data.get("province", "")
    found = places.choice(text=text, province=province, on=timezone.localdate())
    return {"choice": found, "q": text, "chosen": draft.unit}


def _files_part(draft: Draft) -> dict[str, Any]:
    kept = file_queries.staged(tokens=draft.files)
    return {"kept": kept, "most": MOST_FILES, "accept": sniff.ACCEPT, "room": len(kept) < MOST_FILES}


def _check_part(draft: Draft) -> dict[str, Any]:
    said = draft.data
    kept = file_queries.staged(tokens=draft.files)
    return {
        "said": said,
        "office": places.office_of(draft.unit),
        "kind": words.KINDS.get(said.get("kind", ""), ""),
        "field": words.field(said.get("field", "")),
        "kept": kept,
        "lost": len(draft.files) - len(kept),
        **_against(draft),
        **_you_part(draft),
        **group_words.listed(draft.together, name=said.get("name", "")),
    }


def _against(draft: Draft) -> dict[str, Any]:
    """What a complaint is brought against and, of a first one, until when it could be."""
    kind, said = draft.data.get("kind", ""), draft.forms["matter"]
    if kind not in challenged.COMPLAINTS or not said.is_valid():
        return {}
    against = said.cleaned_data["against"]
    unit = office.served_unit(draft.unit)
    count = unit and challenged.counted(against.learned_on, timezone.localdate(), (), unit.path)
    return {"against": challenged_words.facts(against), "count": count if kind in limitation.KINDS else None}


def _you_part(draft: Draft) -> dict[str, Any]:
    kept = file_queries.staged(tokens=[draft.appointment]) if draft.appointment else ()
    return {"appointment": next(iter(kept), None), "accept": sniff.ACCEPT}


PARTS: dict[str, Callable[[Draft], dict[str, Any]]] = {
    "place": _place_part,
    "files": _files_part,
    "you": _you_part,
    "check": _check_part,
}
