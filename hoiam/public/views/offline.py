"""The page to keep: one file that checks receipts with the network cut. Nothing in it is fetched."""

import functools
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoiam.journal import queries as journal, trust
from hoiam.ledger import kinds, policy as policies, words

NAME = "verify.html"
PARTS = {
    "style": "public/offline.css",
    "verify": "public/verify.js",
    "page": "public/offline.js",
    "ed25519": "vendor/noble-ed25519.js",
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page; `?save` hands it over as a file."""
    parts = _parts()
    rule = _rule(parts)
    context = {**parts, "policy": rule, "spoken": _spoken(), "words": _page_words(), "trust": believed()}
    response = HttpResponse(render_to_string("public/offline.html", context))
    response.headers["Content-Security-Policy"] = f"{rule}; frame-ancestors 'none'"
    response.headers["Cache-Control"] = "no-cache"
    if "save" in request.GET:
        response.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response


def believed() -> str:
    """The policy in force, or the log's keys alone."""
    if trust.configured() is not None:
        with (Path(settings.HOIAM_DATA) / "policy").open("rb") as file:
            return file.read(policies.MAX_POLICY).decode("utf-8", "replace")
    return "".join(f"{key.vkey}\n" for key in journal.trust().logs)


@functools.cache
def _parts() -> dict[str, SafeString]:
    """Our own files and the one that set-up takes; none of them may end the element that it stands in."""
    return {name: _part(path) for name, path in PARTS.items()}


def _part(path: str) -> SafeString:
    found = finders.find(path)
    text = Path(found).read_text("utf-8") if isinstance(found, str) else ""
    if "</s" in text.lower() or "<!--" in text:
        raise ValueError(path)
    return mark_safe(text)  # noqa: S308 - a file of the program


def _rule(parts: dict[str, SafeString]) -> str:
    hashes = {
        name: f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for name, text in parts.items()
    }
    scripts = " ".join(hashes[name] for name in ("verify", "page", "ed25519"))
    ours = f"script-src {scripts}; style-src {hashes['style']}; img-src data:"
    return f"default-src 'none'; {ours}; base-uri 'none'; form-action 'none'"


def _spoken() -> dict[str, dict[str, Any]]:
    """Everything it can say, in both languages."""
    spoken = {}
    for name, number in words.LANGUAGES.items():
        with translation.override(name):
            spoken[name] = {
                "page": _page_words(),
                "ledger": _in(words.SAYINGS, number),
                "reasons": _in(words.REASONS, number),
                "kinds": _in(kinds.KINDS, number),
            }
    return spoken


def _in(said: Any, number: int) -> dict[str, str]:
    return {name: both[number] for name, both in said.items()}


def _page_words() -> dict[str, str]:
    return {**_labels(), **_verdicts()}


def _labels() -> dict[str, str]:
    return {
        "title": _("Check a receipt without the network"),
        "lead": _(
            "Keep this page as a file and open it on any computer: it sends nothing and needs no network. "
            "It checks receipts, promises and what a receipt's QR code holds."
        ),
        "script": _("This page works with JavaScript only. Without it: python -m hoiam.ledger.verify FILE"),
        "file": _("Receipt file"),
        "text": _("Or its text, or the address that its QR code holds"),
        "check": _("Check"),
        "believed": _("Whom this page believes"),
        "keys": _("The log's key, or a policy that names logs, witnesses and how many of them it takes"),
        "fingerprint": _("Fingerprint of the log's key:"),
        "compare": _(
            "Compare it with the printed slip or the gazette. Whoever could forge a receipt could also have changed "
            "this page: take it from a place that you trust."
        ),
        "limits": _("What this does not prove"),
        "not_true": _("That what was written in the matter is true, or that the office acted rightly."),
        "not_honest": _(
            "That the log shows everyone the same entries: only independent witnesses can say that."
        ),
    }


def _verdicts() -> dict[str, str]:
    return {
        "is_witnessed": _("The receipt holds, and independent witnesses saw it"),
        "is_included": _("The receipt holds"),
        "is_unwitnessed": _("The log signed it, but fewer witnesses did than the policy asks for"),
        "is_promised": _("A valid promise"),
        "is_invalid": _("The receipt does not hold"),
        "is_unread": _("This cannot be read as a receipt"),
        "code": _(
            "This is the code of a case, not a receipt. Follow the case with it, and download the receipt there."
        ),
        "nothing": _("Choose a file or paste a text."),
        "too_large": _("This is too large for a receipt."),
        "no_key": _("Enter the log's key from the printed slip or the gazette."),
        "no_ed25519": _("This browser cannot check signatures; take a newer one."),
        "browser": _("This browser is too old for the page; take a newer one."),
    }
