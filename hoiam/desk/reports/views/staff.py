"""Accounts of a unit, and one of them: counted, written, signed, published; questions about it."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.reports import actions as reports, queries
from hoiam.desk.reports.forms import staff as forms
from hoiam.desk.reports.queries import AccountCard
from hoiam.desk.reports.views import citizen, shared, words
from hoiam.duties import queries as duties
from hoiam.kit import cursors
from hoiam.law.accounts import State
from hoiam.law.refusal import Refused
from hoiam.office import accounts as own, factor, frame, in_hand, owing, queries as office
from hoiam.office.access import desk_view
from hoiam.office.factor_forms import CodeForm
from hoiam.office.models import Person


@require_safe
@desk_view
def index(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """The latest first. One statement beside sign-in."""
    unit_id, units = in_hand.unit_of(request, actor, in_hand.DESK)
    found = queries.listed(unit_id=unit_id, after=cursors.day_and_number(request.GET.get("after", "")))
    context = {
        "rows": [words.row(row) for row in found.rows],
        "next_url": f"?after={cursors.told(found.next)}" if found.next else "",
        "unit": unit_id,
        "unit_name": actor.unit_names[unit_id],
        "units": [{"pk": pk, "name": name} for pk, name in units],
    }
    return frame.page(request, actor, "reports/staff/accounts.html", context)


@require_http_methods(shared.METHODS)
@desk_view
def new(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """An account on demand."""
    unit_id, _units = in_hand.unit_of(request, actor, in_hand.DESK)
    form = forms.BeginForm(request.POST if request.method == "POST" else None, posts=shared.posts(unit_id))

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {"form": form, "refused": refused, "unit_name": actor.unit_names[unit_id]}
        return frame.page(request, actor, "reports/staff/new.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page(form=form, status=422 if form.is_bound else 200)
    try:
        made = reports.begin(by=actor, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        return page(form=form, status=422, refused=refused)
    return redirect("report_desk:account", made)


@require_http_methods(shared.METHODS)
@desk_view
def account(request: HttpRequest, actor: office.Actor, account_id: int) -> HttpResponse:
    """Where it stands; while it is a draft its text is written here. Six statements beside sign-in."""
    card = shared.account_of(actor, account_id)
    here = reverse("report_desk:account", args=(card.id,))
    form = _words_form(card, request)

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        return _page(request, actor, shared.account_of(actor, account_id), form, status, refused)

    if request.method != "POST":
        return _page(request, actor, card, form)
    version = cursors.number(request.POST.get("version", ""))
    if version is None:
        raise Http404

    def act(said: dict[str, Any]) -> None:
        reports.write(account_id=card.id, version=version, said=said, by=actor, at=timezone.now())

    return shared.done(request, form, act, _("The text is kept."), here, page)


@require_http_methods(["POST"])
@desk_view
def step(request: HttpRequest, actor: office.Actor, account_id: int, event: str) -> HttpResponse:
    """Count anew, or publish."""
    card = shared.account_of(actor, account_id)
    if event not in STEPS:
        raise Http404
    act, said = STEPS[event]

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:  # noqa: ARG001 - as every page
        fresh = shared.account_of(actor, account_id)
        return _page(request, actor, fresh, _words_form(fresh, None), status, refused)

    to = reverse("report_desk:account", args=(card.id,))
    return shared.done(
        request,
        Form(request.POST),
        lambda _said: act(account_id=card.id, by=actor, at=timezone.now()),
        str(said),
        to,
        page,
    )


@require_http_methods(shared.METHODS)
@desk_view
def sign(request: HttpRequest, actor: office.Actor, account_id: int) -> HttpResponse:
    """Read it once more and sign, with a second factor where the signer has one."""
    card = shared.account_of(actor, account_id)
    typed = request.POST if request.method == "POST" else None
    form, proof = forms.SignForm(typed), _proof(request, actor, typed)

    def page(*, form: Form, status: int = 200, refused: Refused | None = None) -> HttpResponse:
        context = {**citizen.whole(card), "form": form, "proof": proof, "refused": refused}
        return frame.page(request, actor, "reports/staff/sign.html", context, status=status)

    if request.method != "POST":
        return page(form=form)
    version = cursors.number(request.POST.get("version", ""))
    if version is None:
        raise Http404
    if proof is not None and not proof.is_valid():
        return page(form=form, status=422)

    def act(_said: dict[str, Any]) -> None:
        if proof is not None:
            proof.save()
        strongly = proof is not None or _fresh(request)
        reports.sign(account_id=card.id, version=version, by=actor, at=timezone.now(), strongly=strongly)

    to = reverse("report_desk:account", args=(card.id,))
    return shared.done(request, form, act, _("Signed. Figures and text are final now."), to, page)


@require_http_methods(shared.METHODS)
@desk_view
def question(request: HttpRequest, actor: office.Actor, asked_id: int) -> HttpResponse:
    """Answer it in public, or hide it on a ground. Four statements beside sign-in."""
    try:
        card = queries.question(asked_id)
    except Refused as refused:
        raise Http404 from refused
    about = shared.account_of(actor, card.account_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    answer = forms.AnswerForm(request.POST if do == "answer" else None, auto_id="answer_%s")
    hide = forms.GroundForm(
        request.POST if do == "hide" else None, grounds=list(words.GROUNDS.items()), auto_id="hide_%s"
    )

    def page(*, form: Form | None = None, status: int = 200, refused: Refused | None = None) -> HttpResponse:  # noqa: ARG001 - as every page
        fresh = queries.question(asked_id)
        context = {**words.account(about), "question": words.question(fresh), "answer": answer, "hide": hide}
        context |= {"refused": refused, "dues": _dues("account_question", card.id)}
        return frame.page(request, actor, "reports/staff/question.html", context, status=status)

    if request.method != "POST":
        return page()
    version = cursors.number(request.POST.get("version", ""))
    if do not in {"answer", "hide"} or version is None:
        raise Http404
    same: dict[str, Any] = {"question_id": card.id, "version": version, "by": actor, "at": timezone.now()}

    def act(said: dict[str, Any]) -> None:
        if do == "answer":
            reports.answer(**same, **said)
        else:
            reports.hide(**same, **said)

    to = reverse("report_desk:account", args=(about.id,))
    return shared.done(request, answer if do == "answer" else hide, act, _("Recorded."), to, page)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    card: AccountCard,
    form: Form,
    status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:
    on = timezone.localdate()
    holder = owing.holders([card.owner_id], on=on).get(card.owner_id)
    context = {
        **words.account(card),
        "parts": words.parts(card, queries.own(card)),
        "form": form,
        "refused": refused,
        "questions": [words.question(one) for one in queries.of_account(card.id, limit=200)],
        "dues": _dues("report", card.id),
        "steps": words.steps(queries.steps(card.id)),
        "may_sign": card.state == State.DRAFT and holder == actor.person_id and card.last < on,
        "over": card.last < on,
        "today": on,
    }
    return frame.page(request, actor, "reports/staff/account.html", context, status=status)


def _words_form(card: AccountCard, request: HttpRequest | None) -> forms.WordsForm:
    """A field for the summary and one for each part with figures, or with a text."""
    shown = {line.section.value for period in card.periods for line in period.lines} | set(card.words)
    sections = [(name, label) for name, label in words.SECTIONS.items() if name == "summary" or name in shown]
    typed = request.POST if request is not None and request.method == "POST" else None
    return forms.WordsForm(typed, sections=sections, initial=dict(card.words))


def _dues(subject: str, subject_id: int) -> list[duties.DutyCard]:
    return [duty for duty in duties.of_subject(subject, subject_id) if duty.open]


def _fresh(request: HttpRequest) -> bool:
    """Whether whoever asks showed a second factor just now."""
    return own.second_factor(request, since=timezone.now() - own.FRESH)


def _proof(request: HttpRequest, actor: office.Actor, typed: Any) -> CodeForm | None:
    """The code the signer must give; none without a second factor, or just after one."""
    if _fresh(request) or not factor.has(actor.person_id):
        return None
    assert isinstance(request.user, Person)  # noqa: S101 - told to the type checker
    return CodeForm(typed, user=request.user, at=timezone.now())


STEPS: dict[str, tuple[Any, words.Words]] = {
    "recount": (reports.recount, words.SAID["recount"]),
    "publish": (reports.publish, words.SAID["publish"]),
}
