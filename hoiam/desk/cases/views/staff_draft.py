"""Forms of the counter under way: saved while they are typed, offered again to the clerk who typed them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hoiam.desk.cases.actions import drafts
from hoiam.desk.cases.queries import drafts as queries
from hoiam.desk.cases.queries.drafts import DraftCard
from hoiam.desk.cases.views import refusal_words
from hoiam.files import queries as files
from hoiam.files.queries import FileCard
from hoiam.kit import days
from hoiam.law.refusal import Refused
from hoiam.office import in_hand, queries as office
from hoiam.office.access import desk_view

KEY = "submit_key"
ASIDE = frozenset({KEY, "csrfmiddlewaretoken", "uploads", "save", "check"})
CHOSEN = frozenset({"unit", "channel", "kind", "field"})
"""Stand in a form that nobody has typed into yet."""
SHORTEST = 32
PLAIN = "text/plain; charset=utf-8"


@require_POST
@desk_view
def save(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """For the script: a line that says when it was saved, or why not."""
    try:
        at = keep(request.POST, actor)
    except Refused as refused:
        return HttpResponse(refusal_words.plain(refused), status=422, content_type=PLAIN)
    said = _("Kept at %(time)s.") % {"time": f"{timezone.localtime(at):%H:%M:%S}"} if at else ""
    return HttpResponse(said, content_type=PLAIN)


@require_POST
@desk_view
def drop(request: HttpRequest, actor: office.Actor) -> HttpResponse:
    """Forget one."""
    drafts.drop(form_key=request.POST.get("form", ""), by=actor)
    messages.success(request, _("What was typed is erased."))
    return redirect("desk:register")


def keep(post: QueryDict, actor: office.Actor, *, tokens: Sequence[str] = ()) -> datetime | None:
    """What stands in the form is kept from now on: the moment; None when nothing was typed.

    `tokens`: files that came with it. Refused: not_yours, as drafts.save.
    """
    key, said = post.get(KEY, ""), typed(post)
    if tokens:
        said[drafts.FILES] = list(tokens)
    if not in_hand.units_with(actor, in_hand.DESK) or len(key) < SHORTEST:
        raise Refused("not_yours")
    if not any(text.strip() for name, texts in said.items() if name not in CHOSEN for text in texts):
        drafts.drop(form_key=key, by=actor)
        return None
    at = timezone.now()
    drafts.save(form_key=key, said=said, by=actor, at=at)
    return at


def typed(post: QueryDict) -> dict[str, list[str]]:
    """Every field, as it was sent."""
    return {
        name: [str(text) for text in texts]
        for name, texts in post.lists()
        if name not in ASIDE and any(texts)
    }


def under_way(actor: office.Actor) -> tuple[DraftCard, ...]:
    """The clerk's own. One statement."""
    return queries.under_way(person_id=actor.person_id, at=timezone.now())


def filled(form: Form, card: DraftCard) -> tuple[FileCard, ...]:
    """What was typed, in a form that nobody has sent yet; gives the files that came with it."""
    data = QueryDict(mutable=True)
    for name, texts in card.said.items():
        data.setlist(name, list(texts))
    values: Mapping[str, Any] = {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form.fields.items()
        if name not in ASIDE
    }
    form.initial = {**form.initial, **values, KEY: card.form_key}
    form.fields["channel"].widget.in_hand = False
    form.fields["body"].widget.attrs["autofocus"] = True
    return files.staged(tokens=data.getlist(drafts.FILES))


def shown(card: DraftCard) -> dict[str, Any]:
    """A line of the list."""
    return {
        "id": card.id,
        "key": card.form_key,
        "title": card.title or card.name or _("(no subject yet)"),
        "saved": days.moment_text(card.saved_at),
        "until": card.expires_at,
    }
