"""What the citizen takes away: the code, a receipt that can be checked without us, a slip on paper."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hoiam.desk.cases.queries import StatusCard
from hoiam.desk.cases.views import citizen_words, group_words
from hoiam.desk.cases.views.citizen import base, case_view
from hoiam.journal import queries as journal
from hoiam.kit.qr import EVIDENCE_LEVEL, TRACKING_LEVEL, qr
from hoiam.law.refusal import Refused


@require_safe
@case_view
def page(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """The first thing seen after sending."""
    return render(
        request, "cases/citizen/receipt.html", _context(request, card, opened="open" in request.GET)
    )


@require_safe
@case_view
def slip(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """One A5 sheet; `?desk=1` when a clerk prints it."""
    shown = {"desk": "desk" in request.GET, "alike": "alike" in request.GET}
    return render(request, "cases/slip.html", {**_context(request, card), **shown})


@require_safe
@case_view
def proof(request: HttpRequest, card: StatusCard) -> HttpResponse:
    """The receipt as a file, for any verifier."""
    receipt = _receipt(card, opened="open" in request.GET)
    if receipt is None or not receipt.text:
        raise Http404
    response = HttpResponse(receipt.text, content_type="text/plain; charset=utf-8")
    name = (
        f"hoi-am-{card.number}" if receipt.statement else "hoi-am"
    )  # a sealed one does not tell by its name either
    response["Content-Disposition"] = f'attachment; filename="{name}.tlog-proof"'
    return response


def _context(request: HttpRequest, card: StatusCard, *, opened: bool = False) -> dict[str, Any]:
    here = base(request, card)
    receipt = _receipt(card, opened=opened)
    office, post = citizen_words.holder(card)
    follow = f"{settings.HOIAM_URL}{reverse('cases:status', args=(here['code'],))}"
    return {
        **here,
        "receipt": receipt,
        "sealed": _tells_nothing(receipt),
        "fingerprint": grouped(receipt.fingerprint) if receipt else "",
        "included": receipt is not None and receipt.index is not None,
        "unsigned": receipt is not None and not receipt.text,
        "witnessed": receipt is not None and receipt.state == "witnessed",
        "index": str(receipt.index) if receipt else "",
        "follow_url": follow,
        "follow_qr": qr(follow, TRACKING_LEVEL),
        "proof_qr": qr(receipt.url, EVIDENCE_LEVEL) if receipt and receipt.url else "",
        "office": office,
        "post": post,
        "clocks": citizen_words.clocks(card.dates),
        "site": settings.HOIAM_URL,
        **group_words.mine(card),
    }


def _receipt(card: StatusCard, *, opened: bool = False) -> journal.Receipt | None:
    """Of the first step; None once its keys were destroyed."""
    if card.first_event is None:
        return None
    try:
        return journal.receipt_of(event_id=card.first_event, opened=opened)
    except Refused:
        return None


def is_sealed(card: StatusCard) -> bool:
    """Whether the receipts of this case tell nothing by themselves."""
    return _tells_nothing(_receipt(card))


def _tells_nothing(receipt: journal.Receipt | None) -> bool:
    return receipt is not None and not receipt.statement


def grouped(fingerprint: str) -> str:
    """In fours, to be compared by eye."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))
