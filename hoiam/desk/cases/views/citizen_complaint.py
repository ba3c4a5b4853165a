"""The pages on which a complainant uses a right: asked, then done."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hoiam.desk.cases.forms.citizen import SayForm
from hoiam.desk.cases.queries import StatusCard
from hoiam.desk.cases.views.citizen import acting, base, case_view
from hoiam.desk.cases.views.citizen_rights import RIGHTS, is_open
from hoiam.law.refusal import Refused

SEE_OTHER = 303


@require_http_methods(["GET", "HEAD", "POST"])
@case_view
@acting
def right(request: HttpRequest, card: StatusCard, name: str) -> HttpResponse:
    """Asked, then done; what cannot be done is said with what was typed kept."""
    if name not in RIGHTS:
        raise Http404
    chosen, common = RIGHTS[name], base(request, card)
    form = SayForm(request.POST if request.method == "POST" else None, label=chosen.label)
    refused = None if is_open(card, chosen) else Refused("wrong_state", state=card.state)
    if request.method == "POST" and refused is None and form.is_valid():
        try:
            code = chosen.act(card, form.cleaned_data["reason"])
        except Refused as reason:
            refused = reason
        else:
            response = redirect("cases:receipt", code=code) if code else redirect(common["here"])
            response.status_code = SEE_OTHER
            return response
    words = {"title": chosen.title, "lead": chosen.lead, "button": chosen.button}
    context = {**common, **words, "form": form, "refused": [refused] if refused else []}
    status = 409 if refused and request.method == "POST" else 422 if form.errors else 200
    return render(request, "cases/citizen/step.html", context, status=status)
