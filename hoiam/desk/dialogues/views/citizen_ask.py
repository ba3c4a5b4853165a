"""Asking a question, and following it with its code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hoiam.desk.dialogues import actions as dialogues, queries
from hoiam.desk.dialogues.forms.citizen import AskForm, FollowForm, VerdictForm
from hoiam.desk.dialogues.views import citizen, devices, words
from hoiam.kit import throttle
from hoiam.kit.typed import new_key
from hoiam.law.refusal import Refused
from hoiam.sealed.actions import Personal

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def ask(request: HttpRequest, conference_id: int) -> HttpResponse:
    """Before, during and after; without a name if one wishes. What was typed stays, whatever happens."""
    card = citizen.public(conference_id)
    form = AskForm(request.POST if request.method == "POST" else None, initial={"form_key": new_key()})
    refused = None
    if request.method == "POST" and form.is_valid():
        if devices.too_often(request):
            return throttle.too_many("question", request)
        said = form.cleaned_data
        asked = dialogues.Asked(
            text=said["text"],
            form_key=said["form_key"],
            channel="web",
            device=devices.known(request, card.id),
            who=Personal(name=said["name"], phone=said["phone"]),
        )
        try:
            code = dialogues.ask(conference_id=card.id, asked=asked, at=timezone.now())
        except Refused as reason:
            refused = reason
        else:
            response = redirect("dialogues:question", code)
            response.status_code = 303
            return devices.remembered(request, response)
    context = {**words.conference(card), **citizen.asking_now(card), "form": form, "refused": refused}
    status = 200 if request.method != "POST" else 422
    return devices.remembered(request, render(request, "dialogues/citizen/ask.html", context, status=status))


@require_http_methods(METHODS)
def follow(request: HttpRequest) -> HttpResponse:
    """Type a code. Posted, so that a wrong one stands in no address."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if throttle.spent("code", request):
            return throttle.too_many("code", request)
        try:
            queries.followed(form.cleaned_data["code"])
        except Refused:
            return _unknown(request, form)
        return redirect("dialogues:question", form.cleaned_data["code"].strip().upper())
    status = 422 if form.is_bound else 200
    return _private(render(request, "dialogues/citizen/follow.html", {"form": form}, status=status))


@require_http_methods(METHODS)
def question(request: HttpRequest, code: str) -> HttpResponse:
    """What became of it; of its promises whoever asked says once whether they were kept. Four or five statements."""
    if throttle.spent("code", request):
        return throttle.too_many("code", request)
    try:
        found = queries.followed(code)
    except Refused:
        return _unknown(request, FollowForm())
    refused = None
    if request.method == "POST":
        refused = _judge(request, code)
        if refused is None:
            return redirect("dialogues:question", code)
    on = timezone.localdate()
    card = queries.one(found.own.conference_id)
    context = {
        **words.conference(card),
        "code": code,
        "question": words.question(found.own),
        "into": words.question(found.into) if found.into else None,
        "promises": [
            {**words.promise(one, on), "judged": one.id in found.judged, "open": one.state(on) == "open"}
            for one in found.promises
        ],
        "verdicts": list(words.VERDICTS.items()),
        "refused": refused,
    }
    status = 422 if refused else 200
    return _private(render(request, "dialogues/citizen/question.html", context, status=status))


def _judge(request: HttpRequest, code: str) -> Refused | None:
    form = VerdictForm(request.POST, verdicts=list(words.VERDICTS.items()))
    if not form.is_valid():
        return Refused("verdict_unknown")
    said = form.cleaned_data
    try:
        dialogues.judge(code=code, promise_id=said["promise"], verdict=said["verdict"], at=timezone.now())
    except Refused as refused:
        return refused
    return None


def _unknown(request: HttpRequest, form: FollowForm) -> HttpResponse:
    """The same page for a wrong code and a malformed one; whoever tries many is slowed down."""
    throttle.count("code", request)
    context = {"form": form, "unknown": True}
    return _private(render(request, "dialogues/citizen/follow.html", context, status=404))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
