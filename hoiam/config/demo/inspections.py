"""A year's programme of the province: inspections concluded, one running, one of a new head; and self-reviews.

Of the remedies one was done in time, one late, one still runs. At the first inspection the head was nowhere present.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hoiam.config.demo import people, year
from hoiam.desk.inspections import actions as inspections
from hoiam.desk.inspections.actions import presence, programme, self_review
from hoiam.law.roles import Role
from hoiam.office import owing, queries as office
from hoiam.office.models import Holder, Person, Role as RoleRow, Unit

PROVINCE, FIRST, SECOND = "20", "05977", "06040"
THEME = "Tiếp công dân, xử lý đơn và trả lời kiến nghị (trình diễn)"
GROUND = "Khoản 1 Điều 28 Luật Tiếp công dân số 42/2013/QH13"
Actors = dict[tuple[int, Role], office.Actor]


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the demonstration: what, what to do, due and reported so many days from today."""

    what: str
    remedy: str
    severity: str
    due: int
    reported: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Who acts, and the day from which all is counted."""

    actors: Actors
    today: date
    province: Unit

    @property
    def head(self) -> office.Actor:
        """Of the province."""
        return self.actors[self.province.pk, Role.HEAD]

    @property
    def inspector(self) -> office.Actor:
        """Of the province."""
        return self.actors[self.province.pk, Role.INSPECTOR]

    def at(self, days: int) -> datetime:
        """Nine o'clock, so many days from today."""
        return timezone.make_aware(datetime.combine(self.day(days), time(9)))

    def day(self, days: int) -> date:
        """So many days from today."""
        return self.today + timedelta(days=days)


def played(actors: Actors, *, today: date) -> None:
    """What happened, until now."""
    stage = Stage(actors, today, Unit.objects.get(code=PROVINCE))
    second = _second_inspector(stage.province)
    units = _units(stage)
    entries = _programme(stage, units, (stage.inspector.person_id, second))
    planned = dict(zip((unit.code for unit in units), entries, strict=True))
    made = [_concluded(stage, planned, told) for told in year.told()["inspection"]]
    _attended(stage, made[-1], (-66, -60))
    _running(stage, units[2], entries[2], second)
    _taking_office(stage)
    _self_reviews(stage)


def _second_inspector(province: Unit) -> int:
    """A colleague, so that there is a workload to compare."""
    person = Person(username="thanhtra2.langson", name="Lương Thị Giả Định")
    person.set_unusable_password()
    person.save()
    RoleRow.objects.create(person=person, unit=province, role="inspector", from_on=people.FIRST_DAY)
    return person.pk


def _units(stage: Stage) -> Sequence[Unit]:
    """The two that visitors look at, and two others without a new head."""
    shown = [Unit.objects.get(code=code) for code in (FIRST, SECOND)]
    new = _new_head(stage)
    served = Unit.objects.filter(parent=stage.province, served=True).exclude(code__in=(FIRST, SECOND))
    return [*shown, *served.exclude(pk=new).order_by("path")[:2]]


def _new_head(stage: Stage) -> int:
    """The unit whose head took office last."""
    rows = Holder.objects.filter(post__unit__parent=stage.province, post__is_head=True, until_on=None)
    return rows.order_by("-from_on", "id").values_list("post__unit_id", flat=True)[0]


def _programme(stage: Stage, units: Sequence[Unit], people: Sequence[int]) -> list[int]:
    """Four units, approved by the head; one of them put in afterwards."""
    year, made = stage.today.year, []
    for place, (unit, begins) in enumerate(zip(units, (-128, -68, -10, 20), strict=True)):
        last = place == len(units) - 1
        said = programme.Planned(
            target_id=unit.pk,
            theme=THEME,
            reason="late_duties" if last else "never",
            why="Nhiều việc quá hạn trong quý trước (trình diễn)." if last else "",
            begins_on=min(max(stage.day(begins), date(year, 1, 1)), date(year, 12, 31)),
            days=20,
            form_key=f"demo-entry-{place}".ljust(40, "0"),
            inspectors=people if place == 0 else [people[place % 2]],
            number="51/QĐ-UBND (trình diễn)" if last else "",
            because="Bổ sung theo kết quả rà soát việc quá hạn." if last else "",
        )
        act: dict[str, Any] = {"unit_id": stage.province.pk, "year": year}
        if last:
            number = "12/QĐ-UBND (trình diễn)"
            programme.approve(number=number, by=stage.head, at=stage.at(-160), **act)
        at = stage.at(-40) if last else stage.at(-165)
        made.append(programme.add(said=said, by=stage.inspector, at=at, **act))
    return made


def _decided(stage: Stage, unit_id: int, begun: int, **said: Any) -> int:
    members = said.pop("members", (stage.inspector.person_id,))
    decided = inspections.Decided(
        target_id=unit_id,
        theme=THEME,
        leader=members[0],
        members=members,
        form_key=f"demo-inspection-{unit_id}-{begun}".ljust(40, "0"),
        **said,
    )
    made = inspections.decide(unit_id=stage.province.pk, said=decided, by=stage.inspector, at=stage.at(begun))
    until = inspections.Said(until=stage.day(begun + 22))
    inspections.announce(inspection_id=made, said=until, by=stage.inspector, at=stage.at(begun + 2))
    return made


def _concluded(stage: Stage, planned: Mapping[str, int], told: Mapping[str, Any]) -> int:
    """One of the programme, or for a reason that came up."""
    unit, begun = Unit.objects.get(code=told["unit"], served=True), told["begun"]
    found = [Found(**one) for one in told["finding"]]
    said = {"ground": told["ground"]} if "ground" in told else {"entry_id": planned[unit.code]}
    kind = "unscheduled" if "ground" in told else "planned"
    number = f"{abs(begun)}/QĐ-TTr (trình diễn)"
    made = _decided(stage, unit.pk, begun, kind=kind, number=number, signed=begun > -100, **said)
    ids = [_found(stage, made, unit, place, one, begun + 10) for place, one in enumerate(found)]
    if begun > -100:
        inspections.review(finding_id=ids[0], by=stage.head, at=stage.at(begun + 24))
    _written(stage, made, unit, begun)
    inspections.publish(
        inspection_id=made, grounds=("personal",), by=stage.inspector, at=stage.at(begun + 50)
    )
    order = inspections.Said(number=f"{abs(begun) + 5}/UBND-NC (trình diễn)")
    inspections.order(inspection_id=made, said=order, by=stage.head, at=stage.at(begun + 52))
    for finding_id, one in zip(ids, found, strict=True):
        _remedied(stage, finding_id, unit, one)
    return made


def _written(stage: Stage, made: int, unit: Unit, begun: int) -> None:
    """Ended, reported, drafted, explained, concluded."""
    text = (
        f"1. Phạm vi: việc tiếp công dân, xử lý đơn của {unit.name} (trình diễn).\n\n"
        "2. Kết quả kiểm tra: các nội dung phát hiện được nêu kèm theo. "
        "Trong đó có đơn của [[bà Hứa Thị Giả Định, thôn 3]] không được thông báo.\n\n"
        "3. Kiến nghị: người đứng đầu khắc phục đúng hạn ghi tại từng nội dung và báo cáo bằng văn bản."
    )
    said = inspections.Said
    inspector, theirs = stage.inspector, stage.actors[unit.pk, Role.HEAD]
    number, until = f"{abs(begun) + 1}/KL-UBND (trình diễn)", stage.day(begun + 56)
    plan = (
        (inspections.end, 22, inspector, said()),
        (inspections.report, 30, inspector, said()),
        (inspections.draft, 34, inspector, said(text=text)),
        (inspections.explain, 40, theirs, said(text="Đơn vị nhất trí và sẽ khắc phục (trình diễn).")),
        (
            inspections.conclude,
            46,
            stage.head,
            said(text=text, number=number, until=until, signed=begun > -100),
        ),
    )
    for act, days, by, what in plan:
        act(inspection_id=made, said=what, by=by, at=stage.at(begun + days))


def _found(stage: Stage, inspection_id: int, unit: Unit, place: int, one: Found, days: int) -> int:
    post = owing.head_of(unit.pk)
    assert post is not None  # noqa: S101 - every unit of the demonstration has one
    found = inspections.Found(
        what=one.what,
        evidence="Sổ tiếp công dân, trang 12 đến 15 (trình diễn).",
        ground=GROUND,
        severity=one.severity,
        remedy=one.remedy,
        post_id=post.id,
        due_on=stage.day(one.due),
        form_key=f"demo-finding-{inspection_id}-{place}".ljust(40, "0"),
    )
    return inspections.find(inspection_id=inspection_id, said=found, by=stage.inspector, at=stage.at(days))


def _remedied(stage: Stage, finding_id: int, unit: Unit, one: Found) -> None:
    if one.reported is None:
        return
    done = inspections.Done(
        evidence="Báo cáo số 31/BC-UBND của đơn vị (trình diễn).",
        form_key=f"demo-remedy-{finding_id}".ljust(40, "0"),
    )
    inspections.report_remedy(
        finding_id=finding_id,
        said=done,
        by=stage.actors[unit.pk, Role.CLERK],
        at=stage.at(one.reported),
    )
    inspections.judge(
        finding_id=finding_id, accept=True, reason="", by=stage.inspector, at=stage.at(one.reported + 3)
    )


def _attended(stage: Stage, inspection_id: int, days: Sequence[int]) -> None:
    presence.note(
        inspection_id=inspection_id,
        days=[stage.day(one) for one in days],
        by=stage.head,
        at=stage.at(max(days)),
    )


def _running(stage: Stage, unit: Unit, entry: int, second: int) -> None:
    members = (second, stage.inspector.person_id)
    said = {"kind": "planned", "number": "12/QĐ-TTr (trình diễn)", "entry_id": entry, "members": members}
    made = _decided(stage, unit.pk, -12, **said)
    one = Found(
        "Sổ theo dõi đơn không ghi ngày nhận.", "Ghi bổ sung ngày nhận của từng đơn.", "minor", due=45
    )
    _found(stage, made, unit, 0, one, -3)


def _taking_office(stage: Stage) -> None:
    said = {"kind": "taking_office", "number": "14/QĐ-TTr (trình diễn)"}
    _decided(stage, _new_head(stage), -6, **said)


def _self_reviews(stage: Stage) -> None:
    """Through the year: some mended in time, some late, some still to come."""
    for place, told in enumerate(year.told()["review"]):
        unit = Unit.objects.get(code=told["unit"], served=True)
        said = self_review.Seen(
            category=told["category"],
            what=told["what"],
            mends=told["mends"],
            due_on=stage.day(told["due"]),
            form_key=f"demo-review-{place}".ljust(40, "0"),
        )
        head = stage.actors[unit.pk, Role.HEAD]
        made = self_review.declare(unit_id=unit.pk, said=said, by=head, at=stage.at(min(told["due"], 0) - 30))
        if "mended" in told:
            evidence = "Sổ trả lời kiến nghị, trang 4 (trình diễn)."
            self_review.mend(review_id=made, evidence=evidence, link="", by=head, at=stage.at(told["mended"]))
