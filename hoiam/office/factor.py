"""The second factor of a sign-in: codes of an app, each of which counts once; recovery codes; and its reset.

Kept by allauth.mfa, one row for the app (RFC 6238: six digits, thirty seconds, SHA-1) and one for the recovery codes.
What it leaves to a cache, which code counted last, stands in the row: it holds in every process and after a restart.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from hoiam.kit import db, reasons
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office.cards import Actor
from hoiam.office.models import FactorReset, Person, Role as RoleRow
from hoiam.office.queries import in_force

ASKED = (Role.HEAD, Role.OVERSEER, Role.OPERATOR)
"""Who is asked to have one; whoever signs for a head acts as head."""
MOST_REASON = 300
Kind = Authenticator.Type


@dataclass(frozen=True, slots=True)
class FactorCard:
    """Somebody's second factor; `used_at` of the app, `codes_left` of the recovery codes."""

    since: datetime
    used_at: datetime | None
    codes_left: int


@dataclass(frozen=True, slots=True)
class ResetCard:
    """That an operator took it away."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether somebody who is asked to have one has it."""

    username: str
    has_one: bool


def of(person_id: int) -> FactorCard | None:
    """None without one. One statement."""
    rows = {row.type: row for row in Authenticator.objects.filter(user_id=person_id)}
    app, codes = rows.get(Kind.TOTP), rows.get(Kind.RECOVERY_CODES)
    if app is None:
        return None
    used = codes.data["used_mask"].bit_count() if codes else app_settings.RECOVERY_CODE_COUNT
    return FactorCard(app.created_at, app.last_used_at, app_settings.RECOVERY_CODE_COUNT - used)


def has(person_id: int) -> bool:
    """Whether this person has one. One statement."""
    return bool(Authenticator.objects.filter(user_id=person_id, type=Kind.TOTP).exists())


def last_reset(person_id: int) -> ResetCard | None:
    """The newest. One statement."""
    row = FactorReset.objects.filter(person_id=person_id).select_related("by").order_by("-id").first()
    return ResetCard(row.by.name, row.at, row.reason) if row else None


def standing(on: date) -> list[Standing]:
    """Everybody who is asked to have one, by sign-in name. One statement."""
    app = Authenticator.objects.filter(user_id=OuterRef("pk"), type=Kind.TOTP)
    asked = RoleRow.objects.filter(in_force(on), person_id=OuterRef("pk"), role__in=(*ASKED, Role.PROXY))
    rows = Person.objects.filter(Exists(asked), is_active=True).annotate(has_one=Exists(app))
    return [Standing(*row) for row in rows.order_by("username").values_list("username", "has_one")]


def asked_of(actor: Actor) -> bool:
    """Whether this person is among those who are asked to have one."""
    return actor.holds(*ASKED)


def window(secret: str, code: str, *, at: datetime, after: int = -1) -> int | None:
    """Which half minute the code is of, when it is of this one or a neighbour and later than `after`."""
    now = int(at.timestamp() // app_settings.TOTP_PERIOD)
    for counter in (now, now - 1, now + 1):
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if counter > after and compare_user_code(actual=code, expected=expected):
            return counter
    return None


def accepted(person_id: int, code: str, *, at: datetime) -> Authenticator | None:
    """What the code opens: the app, or the recovery codes; either way it counts no second time."""
    with db.writing():
        rows = Authenticator.objects.select_for_update().filter(user_id=person_id)
        for row in sorted(rows, key=lambda one: one.type != Kind.TOTP):
            if _app(row, code, at) if row.type == Kind.TOTP else row.wrap().validate_code(code):
                return row
    return None


def set_up(person_id: int, *, secret: str, counter: int) -> tuple[str, ...]:
    """It is asked for at every sign-in from now on; the recovery codes, which are shown this once.

    `counter` is that of the code which was shown to work: it is used up. Refused: has_second_factor.
    """
    with _locked(person_id) as person:
        if has(person_id):
            raise Refused("has_second_factor")
        Authenticator.objects.create(
            user=person, type=Kind.TOTP, data={"secret": encrypt(secret), "counter": counter}
        )
        return _codes(person)


def renew_codes(person_id: int) -> tuple[str, ...]:
    """New recovery codes; the old ones open nothing any more. Refused: no_second_factor."""
    with _locked(person_id) as person:
        if not has(person_id):
            raise Refused("no_second_factor")
        return _codes(person)


def remove(person_id: int) -> None:
    """The password alone signs in again, and the recovery codes are gone. Idempotent."""
    with _locked(person_id):
        Authenticator.objects.filter(user_id=person_id).delete()


def reset(*, username: str, by: Actor, reason: str, at: datetime) -> None:
    """An operator takes it away from somebody who cannot use it any more, whose sessions end.

    Refused: not_yours, no_such_person, no_second_factor, and as reasons.given.
    """
    if not by.holds(Role.OPERATOR):
        raise Refused("not_yours")
    why = reasons.given(reason, most=MOST_REASON)
    with db.writing():
        person = Person.objects.filter(username=Person.normalize_username(username)).first()
        if person is None:
            raise Refused("no_such_person")
        if not has(person.pk):
            raise Refused("no_second_factor")
        remove(person.pk)
        FactorReset.objects.create(person=person, by_id=by.person_id, at=at, reason=why)
        for session in _sessions(person.pk, at):
            session.delete()


@contextlib.contextmanager
def _locked(person_id: int) -> Iterator[Person]:
    """Two who set it up at once: one waits and is told."""
    with db.writing():
        yield Person.objects.select_for_update().get(pk=person_id)


def _codes(person: Person) -> tuple[str, ...]:
    Authenticator.objects.filter(user=person, type=Kind.RECOVERY_CODES).delete()
    return tuple(RecoveryCodes.activate(person).generate_codes())


def _app(row: Authenticator, code: str, at: datetime) -> bool:
    """Whether it is the app's; its half minute and all before it are then used up."""
    counter = window(decrypt(row.data["secret"]), code, at=at, after=row.data["counter"])
    if counter is None:
        return False
    row.data["counter"] = counter
    row.save(update_fields=("data",))
    return True


def _sessions(person_id: int, at: datetime) -> list[Session]:
    """Sessions name their person only inside: all of them are opened, once in a while."""
    rows = Session.objects.filter(expire_date__gt=at).iterator()
    return [row for row in rows if row.get_decoded().get(SESSION_KEY) == str(person_id)]
