"""An account as a paper to download: for everybody once it is published, for its office once it is signed."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from hoiam.desk.reports import actions as reports, queries
from hoiam.desk.reports.queries import AccountCard, QuestionCard
from hoiam.desk.reports.views import citizen, shared, words
from hoiam.files.queries import FileContent
from hoiam.files.views import download_response
from hoiam.kit.charts import grouped
from hoiam.law.account_sheet import Asked, Given, Part, Table
from hoiam.law.refusal import Refused
from hoiam.office import issuing, queries as office
from hoiam.office.access import desk_view

MOST_ASKED = 200


@require_safe
def public(request: HttpRequest, account_id: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """As everybody reads it. Six statements."""
    return _answered(citizen.public(account_id))


@require_safe
@desk_view
def desk(request: HttpRequest, actor: office.Actor, account_id: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The same before it is published. Six statements beside sign-in."""
    return _answered(shared.account_of(actor, account_id))


def _answered(card: AccountCard) -> HttpResponse:
    try:
        made = reports.pdf(given(card))
    except Refused as refused:
        raise Http404 from refused
    name = f"bao-cao-giai-trinh-{card.id}.pdf"
    return download_response(FileContent(name=name, media_type="application/pdf", data=made))


def given(card: AccountCard) -> Given | None:
    """What the paper says, in Vietnamese whatever the reader reads; nothing before it is signed."""
    if card.signed_at is None:
        return None
    signed_on = timezone.localdate(card.signed_at)
    with translation.override("vi"):
        issuer, place = issuing.of_post(card.post_id, on=signed_on)
        return Given(
            kind=str(words.KINDS[card.kind]),
            title=card.title,
            issuer=issuer,
            place=place,
            first=card.first,
            last=card.last,
            counted_on=card.counted_on,
            summary=card.words.get("summary", ""),
            parts=_parts(card),
            asked=_asked(card),
            signer=card.signer or "",
            signed_on=signed_on,
            strongly=card.signed_strongly,
            address=f"{settings.HOIAM_URL}{reverse('reports:account', args=(card.id,))}",
            digest=card.digest,
            entry=citizen.proof(card),
        )


def _parts(card: AccountCard) -> tuple[Part, ...]:
    found = words.parts(card, queries.own(card))
    return tuple(
        Part(title=str(one["title"]), text=one["text"], tables=tuple(_table(held) for held in one["held"]))
        for one in found
    )


def _table(held: dict[str, Any]) -> Table:
    period, lines = held["period"], held["lines"]
    rows = tuple((line["title"], _counted(line["counts"])) for line in lines)
    return Table(holder=str(held["holder"]), first=period.first, last=period.last, rows=rows)


def _counted(counts: list[tuple[words.Words, int]]) -> str:
    return " · ".join(f"{label}: {grouped(n)}" for label, n in counts)


def _asked(card: AccountCard) -> tuple[Asked, ...]:
    if card.published_at is None:
        return ()
    return tuple(map(_question, queries.of_account(card.id, limit=MOST_ASKED)))


def _question(one: QuestionCard) -> Asked:
    if one.state == "hidden":
        ground = words.GROUNDS.get(one.ground, "")
        return Asked(number=one.number, on=_day(one), text=f"Cơ quan đã ẩn câu hỏi này. Căn cứ: {ground}.")
    told = timezone.localdate(one.answered_at) if one.answered_at else None
    by = one.post or ""
    return Asked(number=one.number, on=_day(one), text=one.text, answer=one.answer, by=by, answered_on=told)


def _day(one: QuestionCard) -> date:
    return timezone.localdate(one.asked_at)
