"""What every page of staff does with a form: the deed and on, or the page again with what was typed and why not."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hoiam.law.refusal import Refused

Page = Callable[..., HttpResponse]
"""Shows the page once more: form, refused, status."""
Act = Callable[[dict[str, Any]], object]


def done(
    request: HttpRequest,
    form: Form,
    act: Act,
    said: str,
    to: str,
    page: Page,
    *,
    changed: Collection[str] = (),
) -> HttpResponse:
    """Do it and go on; or the page again. `changed`: codes that say that somebody else was first (409)."""
    if not form.is_valid():
        return page(form=form, status=422)
    try:
        act(form.cleaned_data)
    except Refused as refused:
        return page(form=form, refused=refused, status=409 if refused.code in changed else 422)
    messages.success(request, said)
    return redirect(to)
