"""A group on its way: 37 people with five representatives, unless a story wants others."""

from datetime import timedelta

from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import groups
from hoiam.desk.cases.actions.group_intake import Fellow, Together
from hoiam.desk.cases.models import Case, Signer
from hoiam.kit.moments import local_day
from hoiam.sealed.actions import Personal
from hoiam.sealed.models import Identity
from tests import cast as people

NOW = timezone.now()
TODAY = local_day(NOW)
DAY = timedelta(days=1)


def fellow(number, *, represents=False, signed=False, **changes):
    said = {
        "name": f"Người Ký Ví Dụ {number}",
        "id_number": f"02019000{number:04d}",
        "address": f"Thôn {number}",
        "email": f"nguoi-ky-{number}@example.invalid",
    }
    return Fellow(person=Personal(**{**said, **changes}), representative=represents, signed=signed)


def together(number=37, representatives=5, *, signed=False, **changes):
    """The others beside the sender, who is number 1 and represents them too."""
    listed = [
        fellow(at, represents=at <= representatives, signed=signed, **changes) for at in range(2, number + 1)
    ]
    return Together(fellows=listed, signed=signed, appointed_on=TODAY if signed else None)


def received(cast, number=37, representatives=5, *, signed=False, at=NOW, **changes):
    group = together(number, representatives, signed=signed)
    return people.received(cast, at=at, kind=changes.pop("kind", "petition"), together=group, **changes)


def code_of(case, number):
    """What is on somebody's slip."""
    row = Signer.objects.get(case=case, number=number)
    return Identity.objects.get(pk=row.identity_id).data["code"]


def settle(cast, case, at=NOW):
    """Answered: accepted, assigned, drafted, proposed, approved."""
    clerk, handler, head = map(people.actor, (cast.clerk, cast.handler, cast.head))
    steps = (
        lambda: cases.classify(**now(case), kind="petition", field="utility", by=clerk, at=at),
        lambda: cases.accept(**now(case), by=clerk, at=at),
        lambda: cases.assign(**now(case), to=cast.handler.pk, by=clerk, at=at),
        lambda: cases.save_points(**now(case), points=people.points(), by=handler, at=at),
        lambda: cases.propose(**now(case), by=handler, at=at),
        lambda: cases.approve(**now(case), by=head, at=at),
    )
    for step in steps:
        step()
    case.refresh_from_db()
    return case


def now(case):
    """Which case, and its version."""
    return {"case_id": case.pk, "version": Case.objects.values_list("version", flat=True).get(pk=case.pk)}


def change(what, case, person, at=NOW, **said):
    """One change of the list by somebody of the office."""
    getattr(groups, what)(**now(case), by=people.actor(person, local_day(at)), at=at, **said)
    case.refresh_from_db()
