"""Register a case, follow one with its code, read the public register."""

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Header, Path, Query, Router, Status

from hoiam.desk.cases import queries as cases
from hoiam.desk.cases.queries import RegisterFilter
from hoiam.desk.cases.views import citizen, outside
from hoiam.law import limitation
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from hoiam.public.api import gate
from hoiam.public.api.v1 import schema, shown
from hoiam.public.api.v1.declared import READ, bearer, declared

PAGE = 50
PRESS = "press"
router = Router()


@router.post(
    "/cases", auth=bearer, response=declared(201, schema.CaseOut, "400", "401", "403", "409", "413", "415")
)
def register(
    request: HttpRequest,
    body: schema.CaseIn,
    key: Annotated[schema.Key, Header(alias="Idempotency-Key")],
) -> Any:
    """Register a matter for a person: a petition, a report, a complaint, a request for explanation.

    Needs a token with the permission `register` for this unit or one above it. The same key with the same body
    gets the same answer; with another body, 409.
    """
    unit, token_id = _unit_for(request, body.unit)
    said = {
        **body.person.model_dump(),
        **_matter(body),
        **_against(body),
        "unit": str(unit.id),
        "kind": body.kind,
        "consent": body.consent,
        "sealed": body.sealed,
    }
    taken = outside.send(said=said, language=body.language, token_id=token_id, key=key, at=timezone.now())
    return _made(taken.code, body.unit, body.kind)


@router.post(
    "/press", auth=bearer, response=declared(201, schema.CaseOut, "400", "401", "403", "409", "413", "415")
)
def publish(
    request: HttpRequest,
    body: schema.PressIn,
    key: Annotated[schema.Key, Header(alias="Idempotency-Key")],
) -> Any:
    """Register what the press or the public raised: the office then owes an answer that everybody can read.

    Token and key as for a case of a person. The code follows the case; there is no person to give it to.
    """
    unit, token_id = _unit_for(request, body.unit)
    said = {
        **_matter(body),
        "kind": PRESS,
        "source": body.source,
        "published_on": body.published_on.isoformat(),
        "address": body.address,
    }
    taken = outside.publish(
        said=said,
        unit_id=unit.id,
        language=body.language,
        token_id=token_id,
        key=key,
        at=timezone.now(),
    )
    return _made(taken.code, body.unit, PRESS)


def _unit_for(request: HttpRequest, code: str) -> tuple[office.UnitCard, int]:
    """The unit that this token may register for, and the token's id. Refused: not_yours, not_allowed."""
    token = gate.key(request, "register")
    unit = next((one for one in office.served() if one.code == code), None)
    if unit is None or not token.covers(unit.path):
        raise Refused("not_yours", unit=code)
    return unit, token.id


def _matter(body: schema.CaseIn | schema.PressIn) -> dict[str, str | bool]:
    return {
        "title": body.title,
        "body": body.body,
        "field": body.field,
        "about_conduct": body.about_conduct,
        "about_whom": body.about_whom,
    }


def _against(body: schema.CaseIn) -> dict[str, str | bool]:
    """As the page asks it. Refused: learned_after_receipt, learned_before_issue."""
    said = body.against
    if said is None:
        return {}
    limitation.known(issued_on=said.issued_on, learned_on=said.learned_on, on=timezone.localdate())
    return {
        "challenged_number": said.number,
        "challenged_by": said.issuer,
        "challenged_on": said.issued_on.isoformat() if said.issued_on else "",
        "learned_on": said.learned_on.isoformat() if said.learned_on else "",
    }


def _made(code: str, unit: str, kind: str) -> Status[Any]:
    card = cases.status(code=code, on=timezone.localdate())
    made = {
        "code": code,
        "number": card.number,
        "unit": unit,
        "kind": kind,
        "received_at": card.received_at,
        "links": {
            "status": f"{settings.HOIAM_URL}{reverse('cases:status', args=(code,))}",
            "receipt": f"{settings.HOIAM_URL}{reverse('cases:receipt', args=(code,))}",
            "self": f"{settings.HOIAM_URL}{reverse('api:v1', args=(f'cases/{code}',))}",
        },
    }
    return Status(201, made)


@router.get("/cases/{code}", response=declared(200, schema.StatusOut, "404", *READ))
def follow(request: HttpRequest, code: str) -> Any:
    """Where a case is: state, every date with its days, steps, replies point by point.

    Whoever has the code is its citizen. Wrong codes all get the same answer and slow down whoever tries many.
    """
    gate.codes_allowed(request)
    on = timezone.localdate()
    try:
        card = cases.status(code=citizen.known(code), on=on)
    except Refused:
        gate.wrong_code(request)
        raise
    unit = office.served_unit(card.unit_id)
    return shown.status(card, unit.code if unit else "")


@router.get("/register", response=declared(200, schema.PageOut, "404", *READ))
def public_cases(
    request: HttpRequest,  # noqa: ARG001 - a view
    *,
    unit: Annotated[schema.UnitCode | None, Query()] = None,
    kind: Annotated[schema.KindCode | None, Query()] = None,
    field: Annotated[schema.FieldCode | None, Query()] = None,
    state: Annotated[schema.StateCode | None, Query()] = None,
    since: Annotated[schema.Day | None, Query()] = None,
    until: Annotated[schema.Day | None, Query()] = None,
    after: Annotated[schema.Cursor | None, Query()] = None,
) -> Any:
    """All cases, masked, newest first; days are those of receipt, both included."""
    chosen = RegisterFilter(
        unit_id=_unit_id(unit) if unit else None,
        kind=kind or "",
        field=field or "",
        states=(state,) if state else (),
        since=since,
        until=until,
        after=_cursor(after) if after else None,
    )
    found = cases.filtered(chosen=chosen, on=timezone.localdate(), page=PAGE)
    following = f"{found.next[0].toordinal()}.{found.next[1]}" if found.next else None
    return {"items": [shown.row(one) for one in found.rows], "next": following}


@router.get("/register/{number}", response=declared(200, schema.PublicOut, "404", *READ))
def public_case(
    request: HttpRequest,  # noqa: ARG001 - a view
    number: Annotated[str, Path(pattern=r"^[0-9]{4}-[0-9]{1,9}$")],
) -> Any:
    """One case of the public register."""
    found = cases.public_case(case_id=cases.find_by_number(text=number) or 0, on=timezone.localdate())
    if found.row.number != number:
        raise Refused("no_such_case")
    return {
        **shown.row(found.row),
        "text": found.text,
        "score": found.score,
        "dates": shown.dates(found.dates),
        "steps": shown.steps(found.steps, public=True),
    }


def _unit_id(code: str) -> int:
    found = next((one.id for one in office.served() if one.code == code), None)
    if found is None:
        raise Refused("no_such_unit", unit=code)
    return found


def _cursor(text: str) -> tuple[date, int]:
    ordinal, _, number = text.partition(".")
    return date.fromordinal(int(ordinal)), int(number)
