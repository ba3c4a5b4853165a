"""A document is briefed to units: the session, who acknowledges it, who is reminded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.directives.actions import record
from hoiam.desk.directives.models import Briefed, Briefing, Directive
from hoiam.desk.directives.queries import choices
from hoiam.journal import actions as journal
from hoiam.kit.moments import local_day
from hoiam.law import tasks
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.notices import actions as notices
from hoiam.office import owing, queries as office

DESK = (Role.CLERK, Role.HEAD)
FUNCTION = "directives"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as it took place, and the posts that were briefed."""

    held_on: date
    place: str
    posts: Sequence[int]
    form_key: str


def hold(*, directive_id: int, said: Session, by: office.Actor, at: datetime) -> int:
    """Gives its id.

    Refused: no_such_directive, not_yours, words_needed, day_ahead, nobody_briefed, no_such_post,
    unit_dissolved(unit_id, since, successor_id), unit_not_below.
    """
    tasks.require_words(said.place)
    tasks.require_not_ahead(said.held_on, on=local_day(at))
    with journal.recording():
        row = (
            Directive.objects.select_for_update(of=("self",))
            .select_related("unit")
            .filter(pk=directive_id)
            .first()
        )
        if row is None:
            raise Refused("no_such_directive")
        record.require(by, row.unit_id, *DESK)
        before = Briefing.objects.filter(form_key=said.form_key).first()
        if before is not None:
            return before.pk
        posts = [_post(one, row, said.held_on) for one in dict.fromkeys(said.posts)]
        if not posts:
            raise Refused("nobody_briefed")
        made = Briefing.objects.create(
            directive=row,
            unit_id=row.unit_id,
            held_on=said.held_on,
            place=said.place.strip(),
            made_at=at,
            form_key=said.form_key,
        )
        Briefed.objects.bulk_create(
            Briefed(briefing=made, unit_id=post.unit_id, post_id=post.id) for post in posts
        )
        facts = {"briefing": str(made.pk), "on": said.held_on.isoformat(), "posts": str(len(posts))}
        record.log("directive", row.pk, "directive.briefed", facts, unit_id=row.unit_id, at=at)
    return made.pk


def acknowledge(*, briefed_id: int, by: office.Actor, at: datetime) -> None:
    """The unit that was briefed says that it has the document.

    Refused: not_briefed, not_yours, acknowledged_already.
    """
    with journal.recording():
        row = (
            Briefed.objects.select_for_update(of=("self",))
            .select_related("briefing")
            .filter(pk=briefed_id)
            .first()
        )
        tasks.require_acknowledging(
            briefed=row is not None, acknowledged=row is not None and row.acknowledged_at is not None
        )
        assert row is not None  # noqa: S101 - just required
        record.require(by, row.unit_id, *DESK)
        row.acknowledged_at, row.acknowledged_by_id = at, by.person_id
        row.save(update_fields=("acknowledged_at", "acknowledged_by"))
        facts = {"briefing": str(row.briefing_id), "post": str(row.post_id)}
        record.log(
            "directive",
            row.briefing.directive_id,
            "directive.acknowledged",
            facts,
            unit_id=row.unit_id,
            at=at,
        )


def remind(*, briefing_id: int, by: office.Actor, at: datetime) -> int:
    """Those who have not acknowledged are written to, once a day at most; gives how many.

    Refused: no_such_briefing, not_yours, reminded_today.
    """
    on = local_day(at)
    with journal.recording():
        briefing = Briefing.objects.select_for_update().filter(pk=briefing_id).first()
        if briefing is None:
            raise Refused("no_such_briefing")
        record.require(by, briefing.unit_id, *DESK)
        waiting = list(Briefed.objects.filter(briefing=briefing, acknowledged_at=None))
        for row in waiting[:1]:
            tasks.require_reminding(reminded_on=row.reminded_on, on=on)
        heads = owing.holders([row.post_id for row in waiting], on=on)
        letters = [_letter(briefing, person_id, on) for person_id in sorted(set(heads.values()))]
        notices.put_many(notices=letters, at=at)
        Briefed.objects.filter(pk__in=[row.pk for row in waiting]).update(reminded_on=on)
    return len(letters)


def _letter(briefing: Briefing, person_id: int, on: date) -> notices.NewNotice:
    return notices.NewNotice(
        person=f"person:{person_id}",
        event=f"briefing:{briefing.pk}:{on.isoformat()}",
        channel="email",
        template="directives/briefing-reminder",
        context={"briefing": str(briefing.pk), "held": briefing.held_on.isoformat()},
        language="vi",
    )


def _post(post_id: int, row: Directive, held_on: date) -> choices.PostChoice:
    found = choices.post(post_id)
    tasks.require_below(found.path, plan_path=row.unit.path)
    heir = choices.heir(found, function=FUNCTION, on=held_on)
    tasks.require_standing(unit_id=found.unit_id, until=found.until, successor_id=heir, on=held_on)
    return found
