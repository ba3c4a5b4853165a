"""Documents of a case: list, draft, issue, signed file."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoiam.desk.cases.actions import documents, privacy
from hoiam.desk.cases.forms import staff_documents as forms
from hoiam.desk.cases.queries import documents as queries, procedures, work
from hoiam.desk.cases.queries.documents import DocumentCard, FiledCase
from hoiam.desk.cases.views import staff_desk, words
from hoiam.files import actions as files, queries as file_queries
from hoiam.files.views import download_response
from hoiam.journal import queries as journal
from hoiam.kit import cursors, days
from hoiam.law import document_templates
from hoiam.law.document_templates import DocumentTemplate
from hoiam.law.refusal import Refused
from hoiam.law.sheet import Capacity
from hoiam.ledger.wire import b64
from hoiam.office import frame, queries as office
from hoiam.office.access import desk_view

SIGNATURE = ".p7s"
SIGN = "sign"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@desk_view
def index(request: HttpRequest, actor: office.Actor, case_id: int) -> HttpResponse:
    """The documents of a case; or one more, on the form that was chosen."""
    case = filed(case_id, actor)
    offered = [(one.form, words.form(one.form)) for one in _offered(case)]
    form = forms.NewDocumentForm(request.POST or None, offered=offered)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = documents.start(
                case_id=case_id, form=form.cleaned_data["form"], by=actor, at=timezone.now()
            )
            return redirect("desk:document", case_id=case_id, document_id=made)
        except Refused as reason:
            refused = reason
    after = request.GET.get("after", "")
    found = queries.documents(case_id=case_id, after=cursors.number(after))
    more = len(found) > queries.PAGE
    here = reverse("desk:documents", args=(case_id,))
    context = {
        "case": case,
        "rows": [(card, words.form(card.form)) for card in found[: queries.PAGE]],
        "next_url": f"{here}?after={found[queries.PAGE - 1].id}" if more else "",
        "form": form,
        "offered": bool(offered),
        "refused": refused,
    }
    status = 422 if request.method == "POST" else 200
    return frame.page(request, actor, "cases/staff/documents.html", context, status=status)


@desk_view
@staff_desk.loses_nothing
def document(request: HttpRequest, actor: office.Actor, case_id: int, document_id: int) -> HttpResponse:
    """A draft with its fields, or an issued document with its files."""
    case = filed(case_id, actor)
    card = _card(case_id, document_id)
    if request.method != "POST":
        return _page(request, actor, case, card)
    order = request.POST.get("do", "save")
    return ORDERS.get(order, _save)(request, actor, case, card)


def _save(request: HttpRequest, actor: office.Actor, case: FiledCase, card: DocumentCard) -> HttpResponse:
    form = _bound(request, card)
    if not form.is_valid():
        return _page(request, actor, case, card, form=form, status=422)
    if refused := _kept(form, actor, card):
        return _refused(request, actor, case, card, refused, form=_again(request, case, card, refused))
    messages.success(request, _("The draft is saved."))
    return redirect("desk:document", case_id=case.id, document_id=card.id)


def _fill(request: HttpRequest, actor: office.Actor, case: FiledCase, card: DocumentCard) -> HttpResponse:
    """Name and address from the sealed identity, once, on the page only; the opening is recorded."""
    why = forms.IdentityFillForm(request.POST)
    if not why.is_valid():
        return _page(request, actor, case, card, form=_bound(request, card), why=why, status=422)
    try:
        person = privacy.identity(
            case_id=case.id, purpose="print", reason=why.cleaned_data["why"], by=actor, at=timezone.now()
        )
    except Refused as refused:
        return _refused(request, actor, case, card, refused, form=_bound(request, card))
    data = request.POST.copy()
    for slot, name in forms.FROM_IDENTITY.items():
        data[slot] = data.get(slot) or getattr(person, name)
    messages.info(request, _("Filled in from the sealed identity. Nothing is saved yet."))
    filled = forms.DocumentForm(data, template=documents.template_of(card.form), auto_id="document_%s")
    response = _page(request, actor, case, card, form=filled)
    response["Cache-Control"] = "no-store"
    return response


def _issue(request: HttpRequest, actor: office.Actor, case: FiledCase, card: DocumentCard) -> HttpResponse:
    """What stands on the page is saved first; what is missing is said at its field."""
    form, reports = _bound(request, card), documents.template_of(card.form).reports
    signing = forms.IssueForm(request.POST, prefix=SIGN, reports=reports)
    if not (form.is_valid() and signing.is_valid()):
        return _page(request, actor, case, card, form=form, signing=signing, status=422)
    if refused := _kept(form, actor, card):
        return _refused(
            request, actor, case, card, refused, form=_again(request, case, card, refused), signing=signing
        )
    fresh, said = _card(case.id, card.id), signing.cleaned_data
    try:
        code = documents.issue(
            document_id=card.id,
            version=fresh.version,
            signing=documents.Signing(
                capacity=Capacity(said["capacity"]), name=said["name"], title=said["title"], on=said["on"]
            ),
            by=actor,
            at=timezone.now(),
        )
    except Refused as refused:
        again = _again(request, case, fresh, refused)
        return _refused(request, actor, case, fresh, refused, form=again, signing=signing)
    messages.success(request, _("Issued: %(code)s.") % {"code": code} if code else _("Issued."))
    return redirect("desk:document", case_id=case.id, document_id=card.id)


def _discard(request: HttpRequest, actor: office.Actor, case: FiledCase, card: DocumentCard) -> HttpResponse:
    seen = cursors.number(request.POST.get("version", "")) or 0
    try:
        documents.discard(document_id=card.id, version=seen, by=actor)
    except Refused as refused:
        return _refused(request, actor, case, card, refused)
    messages.success(request, _("The draft is thrown away."))
    return redirect("desk:documents", case_id=case.id)


Order = Callable[[HttpRequest, office.Actor, FiledCase, DocumentCard], HttpResponse]
ORDERS: dict[str, Order] = {"save": _save, "identity": _fill, "issue": _issue, "discard": _discard}


@require_POST
@desk_view
def sign(request: HttpRequest, actor: office.Actor, case_id: int, document_id: int) -> HttpResponse:
    """Take in a detached signature, which must hold, or a scan of the signed paper."""
    case = filed(case_id, actor)
    card = _card(case_id, document_id)
    form = forms.SignedForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, actor, case, card, signed=form, status=422)
    upload, at = form.cleaned_data["upload"], timezone.now()
    try:
        if (upload.name or "").lower().endswith(SIGNATURE):
            documents.sign_with(document_id=document_id, signature=upload.read(), by=actor, at=at)
        else:
            token = files.stage(upload=upload, at=at).token
            documents.sign_by_copy(document_id=document_id, token=token, by=actor, at=at)
    except Refused as refused:
        told = Refused(refused.code, **{**refused.facts, "name": upload.name})
        return _refused(request, actor, case, card, told, signed=form)
    messages.success(request, _("The signed file is kept."))
    return redirect("desk:document", case_id=case_id, document_id=document_id)


@require_safe
@desk_view
def preview(request: HttpRequest, actor: office.Actor, case_id: int, document_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    """The saved draft as PDF, without number and day."""
    case = filed(case_id, actor)
    _card(case_id, document_id)
    pdf = documents.preview(document_id=document_id, by=actor, at=timezone.now())
    return download_response(file_queries.FileContent(f"du-thao-{case.number}.pdf", documents.PDF, pdf))


@require_safe
@desk_view
def draft(request: HttpRequest, actor: office.Actor, case_id: int, document_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    """The same for an office program."""
    case = filed(case_id, actor)
    _card(case_id, document_id)
    made = documents.draft_docx(document_id=document_id, by=actor, at=timezone.now())
    return download_response(file_queries.FileContent(f"du-thao-{case.number}.docx", DOCX, made))


@require_safe
@desk_view
def download(
    request: HttpRequest,  # noqa: ARG001 - a view
    actor: office.Actor,
    case_id: int,
    document_id: int,
    which: str,
) -> HttpResponse:
    """The issued file, or the signed one."""
    filed(case_id, actor)
    card = _card(case_id, document_id)
    file_id = card.pdf_id if which == "pdf" else card.signed_id
    if file_id is None:
        raise Http404
    try:
        return download_response(file_queries.read(file_id=file_id, clean=True))
    except Refused as refused:
        raise Http404 from refused


@require_safe
@desk_view
def proof(request: HttpRequest, actor: office.Actor, case_id: int, document_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    """The receipt of its entry in the log, as a file for any verifier."""
    case = filed(case_id, actor)
    receipt = _receipt(_card(case_id, document_id))
    if receipt is None or not receipt.text:
        raise Http404
    response = HttpResponse(receipt.text, content_type="text/plain; charset=utf-8")
    name = f"van-ban-{case.number}-{document_id}.tlog-proof"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _receipt(card: DocumentCard) -> journal.Receipt | None:
    """None for what was issued without an entry, or once the keys were destroyed."""
    if card.entry is None:
        return None
    try:
        return journal.receipt_of(event_id=card.entry)
    except Refused:
        return None


def _salt(card: DocumentCard) -> str:
    """What opens the commitment to the file, in base64."""
    try:
        return b64(journal.document_salt(event_id=card.entry, label="document")) if card.entry else ""
    except Refused:
        return ""


def _next_step(case: FiledCase, card: DocumentCard) -> str:
    """The step that may be recorded on this document now."""
    template = words.pack().document_templates.get(card.form)
    if template is None or card.stood_on or not card.code or procedures.is_petition(case.kind):
        return ""
    decided = document_templates.decided_by(template, card.values)
    return next((event for event in decided if event in case.may), "")


def filed(case_id: int, actor: office.Actor) -> FiledCase:
    """The case, or no page for who does not work on it."""
    try:
        return queries.filed(case_id=case_id, by=actor)
    except Refused as refused:
        raise Http404 from refused


def _offered(case: FiledCase) -> tuple[DocumentTemplate, ...]:
    return document_templates.allowed(
        words.pack().document_templates, procedure=case.procedure, state=case.state
    )


def _card(case_id: int, document_id: int) -> DocumentCard:
    try:
        return queries.document(case_id=case_id, document_id=document_id)
    except Refused as refused:
        raise Http404 from refused


def _bound(request: HttpRequest, card: DocumentCard) -> forms.DocumentForm:
    return forms.DocumentForm(request.POST, template=documents.template_of(card.form), auto_id="document_%s")


def _kept(form: forms.DocumentForm, actor: office.Actor, card: DocumentCard) -> Refused | None:
    """Save what stands on the page, or say why not."""
    try:
        documents.save(
            document_id=card.id,
            version=form.cleaned_data["version"],
            values=form.values(),
            recipients=form.recipients(),
            by=actor,
            at=timezone.now(),
        )
    except Refused as refused:
        return refused
    return None


def _again(request: HttpRequest, case: FiledCase, card: DocumentCard, refused: Refused) -> forms.DocumentForm:
    """What was typed, on the document as it is now; with what is missing said at its field."""
    data = request.POST.copy()
    data["version"] = str(_card(case.id, card.id).version)
    missing = refused.facts.get("missing", ())
    names = [str(name) for name in missing] if isinstance(missing, tuple) else []
    return forms.DocumentForm(
        data, template=documents.template_of(card.form), missing=names, auto_id="document_%s"
    )


def _refused(
    request: HttpRequest,
    actor: office.Actor,
    case: FiledCase,
    card: DocumentCard,
    refused: Refused,
    **bound: Form,
) -> HttpResponse:
    status = 409 if refused.code in {"changed_meanwhile", "document_issued"} else 422
    fresh = _card(case.id, card.id)
    return _page(request, actor, case, fresh, refused=refused, status=status, **bound)


def _page(
    request: HttpRequest,
    actor: office.Actor,
    case: FiledCase,
    card: DocumentCard,
    *,
    refused: Refused | None = None,
    status: int = 200,
    **bound: Form,
) -> HttpResponse:
    context: dict[str, Any] = {"case": case, "card": card, "name": words.form(card.form), "refused": refused}
    if card.issued:
        listed = [
            (forms.ADDRESSEES.get(document_templates.Addressee(kind), ""), name)
            for kind, name in card.recipients
        ]
        context |= {"recipients": listed, "signed": bound.get("signed") or forms.SignedForm()}
        event = _next_step(case, card)
        context |= {"receipt": _receipt(card), "salt": _salt(card), "event": event}
        context["event_name"] = procedures.word(case.kind, f"event.{event}", days.language()) if event else ""
        context["errors"] = [bound["signed"]] if "signed" in bound else []
        context["lost"] = lost(bound["form"]) if "form" in bound else []
        return frame.page(request, actor, "cases/staff/document_issued.html", context, status=status)
    start = forms.initial(card.version, card.values, card.recipients)
    template = documents.template_of(card.form)
    form = forms.DocumentForm(template=template, initial=start, auto_id="document_%s")
    if not bound and not refused:
        staff_desk.begin_in(form)
    context |= {
        "template": template,
        "form": bound.get("form") or form,
        "signing": bound.get("signing") or _signing(case, actor, template),
        "why": bound.get("why") or forms.IdentityFillForm(),
        "fills": case.has_identity and any(slot.name in forms.FROM_IDENTITY for slot in template.slots),
    }
    context["errors"] = [one for name, one in bound.items() if name in {"form", "signing", "why"}]
    return frame.page(request, actor, "cases/staff/document.html", context, status=status)


def lost(form: Form) -> list[tuple[str, str]]:
    """What was typed into a draft that somebody issued meanwhile: shown, so that it can be copied."""
    return [(str(one.label), str(one.value())) for one in form.visible_fields() if one.value()]


def _signing(case: FiledCase, actor: office.Actor, template: DocumentTemplate) -> forms.IssueForm:
    """The head and today, or who signs for the head today, until somebody says otherwise; who reports to the head."""
    today = timezone.localdate()
    if template.reports:
        start = {"capacity": Capacity.OWN.value, "name": actor.name, "on": today}
        return forms.IssueForm(initial=start, prefix=SIGN, reports=True)
    lent = work.lent(unit_id=case.unit_id, on=today)
    if lent is not None:
        start = {"capacity": lent.capacity, "name": lent.name, "title": lent.title, "on": today}
        return forms.IssueForm(initial=start, prefix=SIGN)
    try:
        name = office.desk(unit_id=case.unit_id, on=today).head_name
    except Refused:
        name = ""
    start = {"capacity": Capacity.HEAD.value, "name": name, "on": today}
    return forms.IssueForm(initial=start, prefix=SIGN)
