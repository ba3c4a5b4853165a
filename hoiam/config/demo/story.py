"""A year of history: every step is a real action with the clock moved."""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hoiam.config.demo import (
    dialogues,
    directives,
    inspections,
    material,
    people,
    receptions,
    reports,
    schedules,
    together,
    year,
)
from hoiam.config.demo.receptions import Sitting
from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.models import Case, Point
from hoiam.kit import db
from hoiam.law import packs
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.notices import actions as notices
from hoiam.notices.transports import DiscardTransport
from hoiam.office import calendars, queries as office
from hoiam.office.models import Role as RoleRow, Unit

NOTED = time(17, 30)
MAIL = 1000  # notices a day, at most
SEED = 20261124
MEANWHILE = frozenset({"wrong_state", "contest_window_open", "same_unit", "nothing_to_plan"})
Act = Callable[["Matter", datetime], None]


@dataclass(order=True)
class Planned:
    """Something that will be done at a moment."""

    at: datetime
    order: int
    act: Callable[[datetime], None] = field(compare=False)


@dataclass(slots=True)
class Matter:
    """One petition of the sample on its way."""

    sample: dict[str, str]
    unit_id: int
    path: str
    luck: random.Random
    stays: bool = False  # with the unit it came to
    case_id: int = 0

    def load(self) -> Case:
        """As it stands."""
        return Case.objects.get(pk=self.case_id)

    @property
    def said(self) -> dict[str, int]:
        """Which case, as it stands: how most actions begin."""
        version = Case.objects.values_list("version", flat=True).get(pk=self.case_id)
        return {"case_id": self.case_id, "version": version}


class Story:
    """Plays the plan day by day, one transaction a day, and beside it the worker's part."""

    def __init__(self, today: date, limit: int | None = None) -> None:
        self.today = today
        self.limit = limit  # how many petitions of the sample; None: all
        self.luck = random.Random(SEED)
        self.calendar = calendars.of(people.PROVINCE)
        self.plan: list[Planned] = []
        self.count = 0
        units = Unit.objects.filter(served=True, path__startswith=people.PROVINCE).order_by("path")
        self.units = dict(units.values_list("path", "pk"))
        self.heads = receptions.followed(today)
        self.actors, self.people = _actors(today)

    def schedule(self) -> None:
        """When each petition of the sample comes in, and where."""
        arrivals = year.arrivals(tuple(self.units), self.today, self.luck)
        for sample, (path, day, stays) in zip(islice(material.samples(), self.limit), arrivals, strict=False):
            matter = Matter(sample, self.units[path], path, random.Random(f"{SEED}:{sample['id']}"), stays)
            self.add(self.moment(day, matter), matter, self.come_in)
        clerk = self.actors[self.units[year.WARD], Role.CLERK]
        schedules.lay(self.put, since=year.begin(self.today), today=self.today, clerk=clerk)
        dialogues.lay(self.put, self.actors, today=self.today)
        reports.lay(self.put, self.actors, today=self.today)
        for sitting in receptions.sittings(self.heads, self.today, SEED):
            self.put(timezone.make_aware(datetime.combine(sitting.on, NOTED)), partial(self.note, sitting))

    def play(self) -> Iterator[tuple[date, int]]:
        """Do what is planned until now; gives each day as it ends and how many steps are done."""
        done = 0
        now = timezone.now()
        day = year.begin(self.today)
        while day <= self.today:
            with db.writing(durable=False):
                end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
                while self.plan and self.plan[0].at < min(end, now):
                    step = heapq.heappop(self.plan)
                    _quietly(step)
                    done += 1
                night = min(end - timedelta(seconds=1), now)
                if day == self.today:
                    together.played(self.actors, today=self.today)
                    dialogues.played(self.actors, today=self.today)
                    directives.played(self.actors, today=self.today)
                    inspections.played(self.actors, today=self.today)
                    reports.played(self.actors, today=self.today)
                cases.sweep(at=night)
            if day.day == 1:
                receptions.follow(self.heads, today=self.today, at=night)
            notices.send_due(at=night, limit=MAIL, transport=DiscardTransport(), address_of=_nobody)
            yield day, done
            day += timedelta(days=1)

    def add(self, at: datetime, matter: Matter, act: Act) -> None:
        """Plan something; the order breaks ties."""
        self.put(at, partial(act, matter))

    def put(self, at: datetime, act: Callable[[datetime], None]) -> None:
        """The same for what concerns no petition."""
        self.count += 1
        heapq.heappush(self.plan, Planned(at, self.count, act))

    def note(self, sitting: Sitting, at: datetime) -> None:
        """The clerk notes what was held that day."""
        receptions.note(sitting, by=self.actors[sitting.unit_id, Role.CLERK], at=at)

    def moment(self, day: date, matter: Matter) -> datetime:
        """Some minute of that day's office hours."""
        minute = 8 * 60 + matter.luck.randrange(8 * 60)
        return timezone.make_aware(
            datetime.combine(day, time(minute // 60, minute % 60, matter.luck.randrange(60)))
        )

    def later(self, at: datetime, matter: Matter, least: int, most: int) -> datetime:
        """A working day some days on."""
        day = timezone.localtime(at).date() + timedelta(days=matter.luck.randint(least, most))
        return self.moment(self.calendar.next_working(day), matter)

    def come_in(self, matter: Matter, at: datetime) -> None:
        """Submitted or registered; then the office's part begins."""
        luck = matter.luck
        by_clerk = luck.random() < 0.45
        intake = material.intake(
            matter.sample,
            matter.unit_id,
            matter.luck,
            "counter" if by_clerk and luck.random() < 0.7 else "phone" if by_clerk else "web",
        )
        if by_clerk:
            taken = cases.register(intake=intake, by=self.actor(matter, Role.CLERK), at=at)
        else:
            taken = cases.submit(intake=intake, at=at)
        matter.case_id = taken.case_id
        fate = luck.uniform(0.12 if matter.stays else 0, 1)
        if fate < 0.04:
            self.add(self.later(at, matter, 2, 6), matter, self.refuse)
        elif fate < 0.12:
            self.add(self.later(at, matter, 1, 4), matter, self.pass_on)
        elif fate < 0.15:
            self.add(self.later(at, matter, 3, 20), matter, self.withdraw)
        else:
            self.add(self.later(at, matter, 1, 9 if fate < 0.88 else 19), matter, self.take_up)

    def take_up(self, matter: Matter, at: datetime) -> None:
        """Classified, sometimes promised, accepted, assigned."""
        luck, clerk = matter.luck, self.actor(matter, Role.CLERK)
        case = matter.load()
        cases.classify(
            case_id=case.pk,
            version=case.version,
            kind=case.kind,
            field=matter.sample["field"],
            by=clerk,
            at=at,
        )
        if case.answer_due_on is None or luck.random() < 0.5:
            self.promise(matter, at)
        at += timedelta(minutes=7)
        cases.accept(**matter.said, by=clerk, at=at)
        handler = luck.choice(office.staff(unit_id=case.unit_id, role=Role.HANDLER, on=self.today))
        at += timedelta(minutes=3)
        cases.assign(**matter.said, to=handler.id, by=clerk, at=at)
        if case.consent and luck.random() < 0.6:
            title, text = material.public_text(matter.sample)
            cases.clear_for_public(**matter.said, title=title, text=text, by=clerk, at=at)
        due = Case.objects.values_list("answer_due_on", flat=True).get(pk=case.pk)
        spare = (due - timezone.localtime(at).date()).days if due else 20
        late = luck.random() < 0.16
        least, most = (spare + 1, spare + 14) if late else (max(2, spare // 3), max(3, spare - 4))
        self.add(self.later(at, matter, least, most), matter, self.answer)

    def promise(self, matter: Matter, at: datetime) -> None:
        """The head names a day within the line."""
        case = matter.load()
        day = self.calendar.next_working(
            timezone.localtime(at).date() + timedelta(days=matter.luck.randint(10, 25))
        )
        if case.answer_due_on is None or day < case.answer_due_on:
            head = self.actor(matter, Role.HEAD)
            cases.promise(case_id=case.pk, version=case.version, on=day, reason="", by=head, at=at)

    def answer(self, matter: Matter, at: datetime) -> None:
        """Drafted by the handler, proposed, approved by the head; then the citizen has a say."""
        case = matter.load()
        handler = self.people[case.handler_id or 0]
        points = material.points(matter.sample, matter.luck, case)
        version = cases.save_points(case_id=case.pk, version=case.version, points=points, by=handler, at=at)
        cases.propose(case_id=case.pk, version=version, by=handler, at=at + timedelta(minutes=20))
        head = self.actor(matter, Role.HEAD)
        at += timedelta(minutes=95)
        cases.approve(**matter.said, by=head, at=at)
        chance = matter.luck.random()
        if chance < 0.1 and case.rounds == 0:
            self.add(self.later(at, matter, 1, 9), matter, self.contest)
        elif chance < 0.62:
            self.add(self.later(at, matter, 1, 12), matter, self.rate)
        self.add(self.later(at, matter, 31, 36), matter, self.close)

    def contest(self, matter: Matter, at: datetime) -> None:
        """The last point was not answered; it is answered again."""
        number = Point.objects.filter(case_id=matter.case_id).count()
        reason = "Nội dung trả lời chưa nêu thời hạn cụ thể và người chịu trách nhiệm."
        cases.contest(case_id=matter.case_id, numbers=(number,), reason=reason, at=at)
        self.add(self.later(at, matter, 6, 30), matter, self.answer)

    def rate(self, matter: Matter, at: datetime) -> None:
        """One to five, more often satisfied than not."""
        score = matter.luck.choices((1, 2, 3, 4, 5), (1, 2, 3, 6, 4))[0]
        cases.rate(case_id=matter.case_id, score=score, comment="", at=at)

    def close(self, matter: Matter, at: datetime) -> None:
        """Put away when the time to contest is over."""
        cases.close(**matter.said, by=self.actor(matter, Role.CLERK), at=at)

    def refuse(self, matter: Matter, at: datetime) -> None:
        """On the first ground of the list that can refuse a petition."""
        ground = packs.load(settings.HOIAM_PACK).petition_grounds[0].code
        reason = "Nội dung đã được trả lời bằng văn bản, không có tình tiết mới."
        head = self.actor(matter, Role.HEAD)
        cases.refuse(**matter.said, ground=ground, reason=reason, by=head, at=at)
        self.add(self.later(at, matter, 1, 2), matter, self.notify_refusal)

    def notify_refusal(self, matter: Matter, at: datetime) -> None:
        """The written notice, numbered outside this system."""
        said = cases.Said(number=f"{matter.case_id}/TB-UBND")
        head = self.actor(matter, Role.HEAD)
        cases.notify_refusal(**matter.said, said=said, by=head, at=at)

    def pass_on(self, matter: Matter, at: datetime) -> None:
        """To the competent unit; one in five comes back."""
        clerk = self.actor(matter, Role.CLERK)
        path, unit_id = matter.luck.choice(tuple(self.units.items()))
        reason = "Sự việc phát sinh trên địa bàn đơn vị nhận."
        cases.transfer(**matter.said, to_unit=unit_id, reason=reason, by=clerk, at=at)
        origin, matter.unit_id, matter.path = (matter.unit_id, matter.path), unit_id, path
        if matter.luck.random() < 0.2:
            at += timedelta(hours=1)
            back = self.actor(matter, Role.CLERK)
            cases.send_back(**matter.said, reason="Không thuộc địa bàn.", by=back, at=at)
            matter.unit_id, matter.path = origin
        self.add(self.later(at, matter, 1, 6), matter, self.take_up)

    def withdraw(self, matter: Matter, at: datetime) -> None:
        """Taken back without a reason."""
        cases.withdraw(case_id=matter.case_id, reason="", at=at)

    def actor(self, matter: Matter, role: Role) -> office.Actor:
        """Who holds this role where the matter is now."""
        return self.actors[matter.unit_id, role]


def _nobody(_person: str) -> notices.Recipient:
    """The demonstration writes to nobody, so it opens no identity to find out where."""
    return notices.Recipient(address="nobody@example.invalid")


def _quietly(step: Planned) -> None:
    """The plan is blind to what happened meanwhile (a withdrawal, a contest): a refusal is then the right end."""
    try:
        with transaction.atomic():
            step.act(step.at)
    except Refused as refused:
        if refused.code not in MEANWHILE:
            raise


def _actors(on: date) -> tuple[dict[tuple[int, Role], office.Actor], dict[int, office.Actor]]:
    """Everybody who acts: by unit and role, and by person."""
    by_role, by_person = {}, {}
    for row in RoleRow.objects.select_related("person").order_by("-id"):
        actor = office.actor(person=row.person, on=on)
        by_role[row.unit_id, Role(row.role)] = by_person[row.person_id] = actor
    return by_role, by_person
