"""One question and what becomes of it; a question from paper; promises."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.desk.dialogues.actions import promises
from hoiam.desk.dialogues.forms import staff as forms
from hoiam.desk.dialogues.queries import ConferenceCard, QuestionCard, questions
from hoiam.desk.dialogues.views import shared, words
from hoiam.kit import cursors, deeds
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view
from hoiam.sealed.actions import Personal

METHODS = ["GET", "HEAD", "POST"]
Act = Callable[[QuestionCard, office.Actor, dict[str, Any], int], object]


@require_http_methods(METHODS)
@desk_view
def question(request: HttpRequest, actor: office.Actor, question_id: int) -> HttpResponse:
    """Show, group, set aside, answer, put off. Seven statements beside sign-in."""
    try:
        card = queries.question(question_id)
    except Refused as refused:
        raise Http404 from refused
    conference = shared.conference_of(actor, card.conference_id)
    posts = shared.posts(conference.unit_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    known = {name: form_of(request if do == name else None, posts) for name, form_of in FORMS.items()}
    if request.method != "POST":
        return _page(request, actor, card, conference, known)
    version = request.POST.get("version", "")
    if do not in ACTS or not version.isdecimal() or len(version) > 9:  # noqa: PLR2004 - what a column holds
        raise Http404
    form = known.get(do) or Form(request.POST)

    def page(*, form: Form, status: int, refused: Refused | None = None) -> HttpResponse:
        again = {**known, **({do: form} if do in known else {})}
        fresh = queries.question(question_id)
        return _page(request, actor, fresh, conference, again, status=status, refused=refused)

    def act(said: dict[str, Any]) -> object:
        return ACTS[do](card, actor, {**said, "into": request.POST.get("into", "")}, int(version))

    to = reverse("dialogue_desk:moderate", args=(conference.id,))
    return shared.done(request, form, act, _("Recorded."), to, page)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: QuestionCard,
    conference: ConferenceCard,
    known: dict[str, Form],
    *,
    status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:
    context = {
        **words.conference(conference),
        "question": words.question(card),
        "alike": [
            {"question": words.question(one.card), "percent": round(one.share * 100)}
            for one in questions.alike(card)
        ],
        "forms": known,
        "open": card.state in {"waiting", "shown"},
        "refused": refused,
    }
    return frame.page(request, actor, "dialogues/staff/question.html", context, status=status)


def _move(event: str) -> Act:
    def act(card: QuestionCard, by: office.Actor, said: dict[str, Any], version: int) -> None:
        dialogues.move(
            question_id=card.id,
            version=version,
            event=event,
            by=by,
            at=timezone.now(),
            ground=said.get("ground", ""),
        )

    return act


def _merge(card: QuestionCard, by: office.Actor, said: dict[str, Any], version: int) -> None:
    into = said["into"]
    if not into.isdecimal() or len(into) > 18:  # noqa: PLR2004 - what a column holds
        raise Refused("cannot_merge")
    dialogues.merge(question_id=card.id, version=version, into_id=int(into), by=by, at=timezone.now())


def _answer(card: QuestionCard, by: office.Actor, said: dict[str, Any], version: int) -> None:
    dialogues.answer(
        question_id=card.id,
        version=version,
        text=said["text"],
        post_id=said["post_id"],
        by=by,
        at=timezone.now(),
    )


def _defer(card: QuestionCard, by: office.Actor, said: dict[str, Any], version: int) -> None:
    dialogues.defer(
        question_id=card.id,
        version=version,
        post_id=said["post_id"],
        due_on=said["due_on"],
        form_key=said["form_key"],
        by=by,
        at=timezone.now(),
    )


ACTS: dict[str, Act] = {
    "show": _move("show"),
    "wait": _move("wait"),
    "set_aside": _move("set_aside"),
    "merge": _merge,
    "answer": _answer,
    "defer": _defer,
}
Posts = list[tuple[int, str]]


def _data(request: HttpRequest | None) -> Any:
    return request.POST if request else None


FORMS: dict[str, Callable[[HttpRequest | None, Posts], Form]] = {
    "set_aside": lambda request, _posts: forms.GroundForm(
        _data(request), grounds=list(words.GROUNDS.items()), auto_id="aside_%s"
    ),
    "answer": lambda request, posts: forms.AnswerForm(_data(request), posts=posts, auto_id="answer_%s"),
    "defer": lambda request, posts: forms.DeferForm(
        _data(request), posts=posts, auto_id="defer_%s", initial={"form_key": new_key()}
    ),
}


@require_http_methods(METHODS)
@desk_view
def type_in(request: HttpRequest, actor: office.Actor, conference_id: int) -> HttpResponse:
    """A question from paper or telephone."""
    card = shared.conference_of(actor, conference_id)
    channels = [(code, words.CHANNELS[code]) for code in ("paper", "phone")]
    data = request.POST if request.method == "POST" else None
    form = forms.PaperQuestionForm(
        data, channels=channels, initial={"form_key": new_key(), "channel": "paper"}
    )
    shown = _shown(request, actor, card, "dialogues/staff/type.html")
    if request.method != "POST" or not form.is_valid():
        return shown(form=form, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    who = Personal(name=said["name"], phone=said["phone"])
    asked = dialogues.Asked(text=said["text"], form_key=said["form_key"], channel=said["channel"], who=who)
    try:
        code = dialogues.ask(conference_id=card.id, asked=asked, at=timezone.now(), by=actor)
    except Refused as refused:
        return shown(form=form, refused=refused, status=422)
    messages.success(request, _("Taken in. The code for whoever asked: %(code)s") % {"code": code})
    return redirect("dialogue_desk:type", card.id)


@require_http_methods(METHODS)
@desk_view
def promise(request: HttpRequest, actor: office.Actor, conference_id: int) -> HttpResponse:
    """What a post promises; `question`: in answer to which."""
    card = shared.conference_of(actor, conference_id)
    asked = request.GET.get("question", "")
    question_id = cursors.number(asked)
    data = request.POST if request.method == "POST" else None
    form = forms.PromiseForm(data, posts=shared.posts(card.unit_id), initial={"form_key": new_key()})
    shown = _shown(request, actor, card, "dialogues/staff/promise.html")
    if request.method != "POST":
        return shown(form=form)

    def act(said: dict[str, Any]) -> None:
        made = promises.Said(**said)
        dialogues.promise(
            conference_id=card.id, said=made, by=actor, at=timezone.now(), question_id=question_id
        )

    to = reverse("dialogue_desk:one", args=(card.id,))
    return shared.done(request, form, act, _("The promise is recorded as a duty."), to, shown)


@require_http_methods(METHODS)
@desk_view
def keep(request: HttpRequest, actor: office.Actor, promise_id: int) -> HttpResponse:
    """What shows that a promise is kept."""
    try:
        found = queries.promised(promise_id)
    except Refused as refused:
        raise Http404 from refused
    card = shared.conference_of(actor, found.conference_id)
    form = forms.KeepForm(request.POST if request.method == "POST" else None)
    shown = _shown(
        request, actor, card, "dialogues/staff/keep.html", promise=words.promise(found, timezone.localdate())
    )
    if request.method != "POST":
        return shown(form=form)

    def act(said: dict[str, Any]) -> None:
        dialogues.keep(promise_id=found.id, by=actor, at=timezone.now(), **said)

    to = reverse("dialogue_desk:one", args=(card.id,))
    return shared.done(request, form, act, _("The promise is recorded as kept."), to, shown)


def _shown(
    request: HttpRequest, actor: office.Actor, card: ConferenceCard, template: str, **more: Any
) -> deeds.Page:
    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {**words.conference(card), "form": form, "refused": refused, **more}
        return frame.page(request, actor, template, context, status=status)

    return page
