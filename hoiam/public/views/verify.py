"""Checking a receipt against this installation's key. The same check runs without us: python -m hoiam.ledger.verify."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoiam.desk.cases.views import receipt as citizen_receipt
from hoiam.files import scanning
from hoiam.journal import queries as journal
from hoiam.kit import days, throttle
from hoiam.kit.middleware import HEADERS
from hoiam.ledger import kinds, policy, promise, receipt, shortcode, statement, verify as ledger, words
from hoiam.ledger.errors import LedgerError, Malformed, Unproven
from hoiam.office import passing
from hoiam.public import plain
from hoiam.public.forms import VerifyForm

CAMERA = HEADERS["Permissions-Policy"].replace("camera=()", "camera=(self)")
GOOD = frozenset({"valid", "promise", "code"})
_URL = re.compile(r"https?://", re.IGNORECASE)
_LAST = datetime.max.replace(tzinfo=UTC).timestamp() - 2 * 86400


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: `valid`, `promise`, `invalid`, `code` or `unread`; `plain` says it, `facts` show it."""

    kind: str
    facts: tuple[tuple[str, Any], ...] = ()
    plain: tuple[str, ...] = ()
    text: str = ""
    why: str = ""
    origin: str = ""
    witnesses: int = 0
    sealed: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """A file, a photo or a text; nothing is kept."""
    if request.method != "POST":
        return show(request, VerifyForm())
    if _is_picture(request):
        if throttle.spent("picture", request):
            return throttle.too_many("picture", request)
        throttle.count("picture", request)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, form, status=422)
    found = check(form.cleaned_data["receipt"])
    return show(request, form, found, status=200 if found.kind in GOOD else 422)


def _is_picture(request: HttpRequest) -> bool:
    """Those cost a process each."""
    file = request.FILES.get("file")
    if file is None:
        return False
    head: bytes = file.read(scanning.HEAD)
    file.seek(0)
    return scanning.is_picture(head)


@require_safe
def scanned(request: HttpRequest) -> HttpResponse:
    """Where a receipt's QR code leads: what it holds stands behind the `#` and never reaches us by itself."""
    return show(request, VerifyForm(), scan=True)


def show(
    request: HttpRequest,
    form: VerifyForm,
    found: Result | None = None,
    *,
    scan: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page, with the key it checks against."""
    shown = citizen_receipt.grouped(journal.fingerprint())
    context = {"form": form, "result": found, "scan": scan, "vkey": journal.vkey(), "fingerprint": shown}
    response = render(request, "public/verify.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Permissions-Policy"] = CAMERA
    return response


def check(data: bytes) -> Result:
    """Never raises: what cannot be read is said so."""
    language = words.EN if days.language() == "en" else words.VI
    try:
        return _checked(_plain(data), language)
    except Unproven as error:
        return Result("invalid", why=_why(error.code, language))
    except LedgerError as error:
        return _case(data) or Result("unread", why=_unread(data) or _why(error.code, language))


def _why(code: str, language: int) -> str:
    if code in words.REASONS:
        return words.why(language, code)
    return _("it is not in the form of a receipt, or was altered.")


def _checked(data: bytes, language: int) -> Result:
    found, trust = ledger.open_any(data), journal.trust()
    if found is None:
        given = promise.check(data, trust)
        until = _when(given.time + given.mmd)
        return Result("promise", ((_("In the log by"), until),), origin=given.origin)
    proven, short = _strictly_first(found, trust)
    point, said = proven.checkpoint, proven.statement
    facts = [(_("Entry"), str(proven.index)), (_("Size of the log when it was signed"), str(point.size))]
    return Result(
        "valid",
        (*(_said(said, language) if said else ()), *facts),
        plain=tuple(plain.sentences(proven, short=short)),
        text=found.opening.statement if isinstance(found.opening, receipt.Open) else "",
        origin=point.origin,
        witnesses=len(proven.cosigned),
        sealed=said is None,
    )


def _strictly_first(found: receipt.Receipt, trust: policy.Policy) -> tuple[receipt.Proven, bool]:
    """What it proves, and whether only the number of witnesses is missing."""
    try:
        return receipt.check(found, trust), False
    except Unproven as error:
        if error.code != "quorum":
            raise
    return receipt.check(found, trust.without_quorum()), True


def _said(one: statement.Statement, language: int) -> list[tuple[str, Any]]:
    """Kind, time and office of what was recorded."""
    then, on = timezone.localdate(one.at), timezone.localdate()
    named, now = passing.then_and_now(code=one.unit, function="petitions", then=then, on=on)
    heirs = [(_("Its matters are handled now by"), now)] if now else []
    return [
        (_("What was recorded"), kinds.named(language, one.kind)),
        (_("When, as the office states it"), one.at),
        (_("Office"), named or one.unit),
        *heirs,
        (_("Step of its case"), one.seq + 1),
    ]


def _plain(data: bytes) -> bytes:
    """Forgive what pasting does to a text: spaces around it, line ends of other systems, a lower-case address."""
    text = data.strip().replace(b"\r\n", b"\n")
    if _URL.match(text[:8].decode("latin-1")):
        address, _sharp, rest = text.partition(b"#")
        return b"HTTPS://" + address.partition(b"://")[2] + b"#" + rest
    return text if text[:1] == b"\x01" else text + b"\n"


def _unread(data: bytes) -> str:
    return "" if data.strip() else _("There is nothing to read.")


def _case(data: bytes) -> Result | None:
    """The code of a case, or the address in the small QR code of a slip: what people bring instead of a receipt."""
    text = data[:200].decode("utf-8", "replace").strip().partition("?")[0].rstrip("/")
    try:
        return Result("code", why=shortcode.parse_code(text.rpartition("/")[2]))
    except Malformed:
        return None


def _when(seconds: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(seconds, _LAST))
