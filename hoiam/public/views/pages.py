"""Help, health and what robots may read."""

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.http import require_safe

HELP = {
    "send": _("How to send a matter"),
    "process": _("What happens to it"),
    "dates": _("What the dates mean"),
    "reception": _("Seeing the head of office in person"),
    "receipt": _("What the receipt proves, and how to check it"),
    "dialogue": _("How to ask at a dialogue"),
    "privacy": _("Privacy: who sees what"),
}
ROBOTS = """User-agent: *
Disallow: /cases/
Disallow: /send/
Disallow: /desk/
Disallow: /dialogues/questions/
Disallow: /account/
Disallow: /admin/
"""


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """All help pages."""
    return render(request, "public/help/index.html", {"pages": HELP.items()})


@require_safe
def help_page(request: HttpRequest, name: str) -> HttpResponse:
    """One of them; the prose is a file for each language."""
    if name not in HELP:
        raise Http404
    language = "en" if get_language() == "en" else "vi"
    context = {
        "title": HELP[name],
        "prose": f"public/help/{name}.{language}.html",
        "pages": HELP.items(),
        "name": name,
    }
    return render(request, "public/help/page.html", context)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """For whoever watches the machine: 200 while the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503, headers={"Cache-Control": "no-store"})
    return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Nothing of a single person's."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
