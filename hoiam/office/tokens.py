"""Tokens of other programs: given once, kept as a hash, for one unit, for named deeds, until a day."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from hoiam.kit import db
from hoiam.kit.moments import local_day
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office.cards import Actor
from hoiam.office.models import ApiToken

PERMISSIONS = ("register", "read")
ISSUERS = frozenset({Role.HEAD, Role.OPERATOR})
PREFIX = "hoiam_"
PAGE = 50
LONGEST_DAYS = 732
_BYTES = 24  # 192 bits: nobody guesses it
_KEPT_TO = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Key:
    """A token that holds: what may be done with it, and where (the unit of this path and those under it)."""

    id: int
    unit_id: int
    path: str
    permissions: frozenset[str]

    def covers(self, path: str) -> bool:
        """Whether it counts for the unit of this path."""
        return path.startswith(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow:
    """One line of the page; the token itself is kept nowhere."""

    id: int
    label: str
    permissions: tuple[str, ...]
    made_by: str
    made_at: datetime
    expires_on: date
    used_at: datetime | None
    revoked_by: str
    revoked_at: datetime | None
    holds: bool


@dataclass(frozen=True, slots=True)
class TokenPage:
    """The newest first; `next` is where the older ones begin."""

    rows: tuple[TokenRow, ...]
    next: int | None


def make(
    *, unit_id: int, label: str, permissions: Collection[str], expires_on: date, by: Actor, at: datetime
) -> str:
    """A new token; what is given back is kept nowhere. Refused: not_yours, no_permission, bad_expiry(most)."""
    _allow(by, unit_id)
    chosen = [one for one in PERMISSIONS if one in permissions]
    if not chosen:
        raise Refused("no_permission")
    on = local_day(at)
    if not on < expires_on <= on + timedelta(days=LONGEST_DAYS):
        raise Refused("bad_expiry", first=on + timedelta(days=1), last=on + timedelta(days=LONGEST_DAYS))
    token = PREFIX + secrets.token_urlsafe(_BYTES)
    with db.writing():
        ApiToken.objects.create(
            unit_id=unit_id,
            label=label,
            permissions=chosen,
            digest=digest(token),
            made_by_id=by.person_id,
            made_at=at,
            expires_on=expires_on,
        )
    return token


def revoke(*, token_id: int, by: Actor, at: datetime) -> None:
    """It counts no longer, from now on. Idempotent. Refused: no_such_token, the same for one of another unit."""
    with db.writing():
        unit_id = ApiToken.objects.filter(pk=token_id).values_list("unit_id", flat=True).first()
        if unit_id is None or not by.in_person(unit_id) & ISSUERS:
            raise Refused("no_such_token")
        ApiToken.objects.filter(pk=token_id, revoked_at=None).update(
            revoked_at=at, revoked_by_id=by.person_id
        )


def listed(*, unit_id: int, by: Actor, on: date, before: int | None = None) -> TokenPage:
    """The tokens of a unit. One statement. Refused: not_yours."""
    _allow(by, unit_id)
    rows = ApiToken.objects.filter(unit_id=unit_id).select_related("made_by", "revoked_by").order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    shown = tuple(_row(row, on) for row in found[:PAGE])
    return TokenPage(shown, shown[-1].id if len(found) > PAGE else None)


def holder(token: str, *, at: datetime) -> Key | None:
    """What a token opens, while it holds. One statement; two when it was last used over an hour ago."""
    rows = ApiToken.objects.select_related("unit").filter(digest=digest(token), revoked_at=None)
    row = rows.filter(expires_on__gt=local_day(at)).first()
    if row is None:
        return None
    if row.used_at is None or at - row.used_at >= _KEPT_TO:
        _mark_used(row.pk, at)
    return Key(row.pk, row.unit_id, row.unit.path, frozenset(row.permissions))


def digest(token: str) -> str:
    """What is stored of it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _mark_used(token_id: int, at: datetime) -> None:
    since = Q(used_at=None) | Q(used_at__lte=at - _KEPT_TO)
    with db.writing(durable=False):
        ApiToken.objects.filter(since, pk=token_id).update(used_at=at)


def _allow(by: Actor, unit_id: int) -> None:
    if not by.in_person(unit_id) & ISSUERS:
        raise Refused("not_yours")


def _row(row: ApiToken, on: date) -> TokenRow:
    return TokenRow(
        id=row.pk,
        label=row.label,
        permissions=tuple(row.permissions),
        made_by=row.made_by.name,
        made_at=row.made_at,
        expires_on=row.expires_on,
        used_at=row.used_at,
        revoked_by=row.revoked_by.name if row.revoked_by else "",
        revoked_at=row.revoked_at,
        holds=row.revoked_at is None and row.expires_on > on,
    )
