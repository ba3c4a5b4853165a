"""The log for everyone: how it stands, who watches it, how to audit it oneself, the root for the notice board."""

from base64 import b32encode, b64decode
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hoiam.desk.cases.views import receipt as citizen_receipt
from hoiam.journal import counting, ended, queries as journal, trust
from hoiam.public import audit_from_outside

GROUPS, LETTERS = 5, 4


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Constant number of statements; the same for everybody."""
    return render(request, "public/log.html", {**_standing(), **_counts(), **_older()})


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """One sheet for the notice board: whoever keeps a photo of it holds a witness in the hand."""
    return render(request, "public/log_board.html", _standing())


@require_safe
def script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The program of the five lines, to read and to run elsewhere."""
    text = Path(audit_from_outside.__file__).read_text("utf-8")
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-cache"})


def twenty(root: str) -> str:
    """The first 100 bits of a root (base64) as five groups of four: `base64 -d | base32 | head -c 20`."""
    letters = b32encode(b64decode(root)).decode("ascii")[: GROUPS * LETTERS]
    return " ".join(letters[at : at + LETTERS] for at in range(0, len(letters), LETTERS))


def _standing() -> dict[str, Any]:
    now = timezone.now()
    status, health = journal.log_status(at=now), journal.health(at=now)
    return {
        "now": now,
        "status": status,
        "health": health,
        "letters": twenty(status.root) if status.root else "",
        "fingerprint": citizen_receipt.grouped(journal.fingerprint()),
        "vkey": journal.vkey(),
        "site": settings.HOIAM_URL,
        "witnesses": journal.witnesses(),
        "needed": journal.trust().quorum != "none",
    }


def _counts() -> dict[str, int]:
    return {"orphans": journal.orphans(), "incidents": counting.incidents()}


def _older() -> dict[str, Any]:
    return {"ended": ended.all_of_them(), "archive": bool(trust.archive().sizes())}
