"""Error pages that exist outside any view."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes the reason
    """Say how to go on: the form is still open behind the back button, nothing typed is lost."""
    return render(request, "403_csrf.html", status=403)
