"""Which edition of the open data said what: every one that the log has, and those in which a file stands."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hoiam.kit import cursors
from hoiam.public.data import editions

_HASH = re.compile(r"[0-9a-f]{64}")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Editions, the newest first, or those that hold the file with a given SHA-256. One statement; two with a hash."""
    typed = request.GET.get("sha256", "")
    asked = "".join(typed.split()).lower()
    wrong = bool(asked) and _HASH.fullmatch(asked) is None
    found = editions.with_file(asked) if asked and not wrong else ()
    rows, following = editions.newest(before=cursors.number(request.GET.get("before", "")))
    context = {
        "typed": typed,
        "asked": asked,
        "wrong": wrong,
        "found": found,
        "rows": rows,
        "next_url": f"?before={following}" if following else "",
    }
    return render(request, "public/editions.html", context, status=422 if wrong else 200)
