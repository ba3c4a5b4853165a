"""A unit's calendar: the pack's, with what was announced for it, those above it and the country."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from hoiam.law import packs
from hoiam.law.calendar import DayKind
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office import actions, announcing, calendars, queries
from hoiam.office.models import CalendarAnnouncement, Person
from tests.office import builders

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 19, 3, tzinfo=UTC)
TODAY = date(2026, 11, 19)
FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 28), date(2026, 11, 23)
WARD, COMMUNE, PROVINCE = "/20/05977/", "/20/06325/", "/20/"


@pytest.fixture
def operator(db):
    builders.serve()
    person = builders.person()
    actions.assign_role(
        person_id=person, unit_id=builders.unit("20").pk, role=Role.OPERATOR, from_on=builders.START
    )
    return queries.actor(person=Person.objects.get(pk=person), on=TODAY)


def closure(path="", *days, **changes):
    said = [announcing.day_off(on, name_vi="Nghỉ", name_en="Closed") for on in days or (FRIDAY,)]
    return announcing.NewAnnouncement(
        **{"path": path, "days": tuple(said), "document": "CĐ 12 (trình diễn)", "reason": "Bão", **changes}
    )


def swapped(off=MONDAY, worked=SATURDAY, path="", **changes):
    days = announcing.swap(off, worked, name_vi="Hoán đổi", name_en="Swapped")
    return closure(path, **{"days": days, **changes})


def announced(by, said=None, at=AT):
    return announcing.announce(said=said or closure(), by=by, at=at)


def refused(action, **said):
    with pytest.raises(Refused) as caught:
        action(**said)
    return caught.value.code, caught.value.facts


def off(path, on=FRIDAY, **how):
    return not calendars.of(path, **how).is_working(on)


# Where and when it holds


def test_until_something_is_announced_it_is_the_packs_own(db):
    assert calendars.of(WARD) is packs.load(settings.HOIAM_PACK).calendar


@pytest.mark.parametrize(
    ("path", "where"),
    [("", {WARD, COMMUNE, PROVINCE}), (PROVINCE, {WARD, COMMUNE, PROVINCE}), (WARD, {WARD})],
)
def test_an_announcement_holds_for_its_unit_and_all_under_it(operator, path, where):
    announced(operator, closure(path))
    assert {one for one in (WARD, COMMUNE, PROVINCE) if off(one)} == where
    assert not off("/01/") or not path


def test_a_swap_names_both_days_and_its_document(operator):
    announced(operator, swapped())
    calendar = calendars.of(WARD)
    assert (calendar.day(MONDAY).kind, calendar.day(SATURDAY).kind) == (DayKind.SWAPPED_OFF, DayKind.MAKE_UP)
    assert calendar.day(SATURDAY).source == "CĐ 12 (trình diễn)"


def test_it_is_also_known_how_the_calendar_was_before(operator):
    announced(operator)
    assert not off(WARD, known_at=AT - timedelta(seconds=1))
    assert off(WARD, known_at=AT)


def test_a_withdrawal_counts_from_its_own_moment(operator):
    wrong = announced(operator)
    back = announcing.withdraw(
        announcement_id=wrong, document="CV 13", reason="Nhầm", by=operator, at=AT + timedelta(hours=1)
    )
    assert not off(WARD)
    assert off(WARD, known_at=AT)
    assert off(WARD, without=back)
    assert not off(WARD, without=wrong)


def test_the_later_of_two_announcements_of_one_day_holds(operator):
    announced(operator, closure(PROVINCE))
    work = announcing.swap(date(2026, 11, 27), FRIDAY, name_vi="Bù", name_en="Instead")
    announced(operator, closure(WARD, days=work))
    assert not off(WARD)
    assert off(COMMUNE)


# What it costs


def test_asking_costs_no_statement_once_it_is_known(operator, django_assert_num_queries):
    announced(operator)
    calendars.of(WARD)
    with django_assert_num_queries(0):
        assert calendars.of(WARD) is calendars.of(WARD)
        assert calendars.of(COMMUNE) is calendars.of(WARD)


def test_reading_a_desk_tells_of_what_another_process_announced(operator, django_assert_num_queries):
    place = builders.unit("05977")
    builders.head(place)
    announced(operator)
    calendars.seen(0)  # as if this process had not heard of it
    assert not off(WARD)
    with django_assert_num_queries(2):
        queries.desk(unit_id=place.pk, on=TODAY)
    assert off(WARD)
    with django_assert_num_queries(1):
        queries.desk(unit_id=place.pk, on=TODAY)


def test_who_reads_no_desk_hears_of_it_after_a_while(operator, monkeypatch):
    announced(operator)
    calendars.seen(0)
    now = calendars.time.monotonic()
    monkeypatch.setattr(calendars.time, "monotonic", lambda: now + calendars.KEEP_SECONDS + 1)
    assert off(WARD)


def test_an_announcement_not_known_here_is_looked_up(operator):
    number = announced(operator)
    calendars.seen(0)
    assert calendars.announcement(number).document == "CĐ 12 (trình diễn)"
    with pytest.raises(KeyError):
        calendars.announcement(number + 1)


# What is refused


@pytest.mark.parametrize(
    ("said", "code", "facts"),
    [
        (closure(document=" "), "document_needed", {}),
        (closure(days=()), "no_days", {}),
        (closure("", FRIDAY, FRIDAY), "day_twice", {}),
        (closure("", date(2026, 11, 24)), "day_is_off", {"day": date(2026, 11, 24)}),
        (closure("", date(2026, 11, 29)), "day_is_off", {"day": date(2026, 11, 29)}),
        (swapped(worked=FRIDAY), "day_is_working", {"day": FRIDAY}),
        (swapped(off=SATURDAY, worked=date(2026, 12, 5)), "day_is_off", {"day": SATURDAY}),
        (swapped(worked=MONDAY), "day_twice", {}),
        (
            closure("", date(2026, 11, 18), reason=" "),
            "past_day_needs_reason",
            {"day": date(2026, 11, 18)},
        ),
        (closure("/99/"), "no_such_unit", {}),
        (closure("/20/0597"), "no_such_unit", {}),
    ],
)
def test_what_cannot_be_announced(operator, said, code, facts):
    assert refused(announcing.announce, said=said, by=operator, at=AT) == (code, facts)
    assert not CalendarAnnouncement.objects.exists()


def test_a_past_day_is_entered_with_a_reason(operator):
    announced(operator, closure("", date(2026, 11, 18)))
    assert off(WARD, date(2026, 11, 18))


def test_a_day_announced_twice_is_off_already(operator):
    announced(operator)
    assert refused(announcing.announce, said=closure(WARD), by=operator, at=AT)[0] == "day_is_off"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"document": ""}, "document_needed"),
        ({"reason": " "}, "reason_needed"),
        ({"announcement_id": 0}, "no_such_announcement"),
    ],
)
def test_what_cannot_be_withdrawn(operator, changes, code):
    said = {"announcement_id": announced(operator), "document": "CV 13", "reason": "Nhầm", **changes}
    assert refused(announcing.withdraw, by=operator, at=AT, **said)[0] == code


def test_nothing_is_withdrawn_twice_and_no_withdrawal_is_withdrawn(operator):
    wrong = announced(operator)
    said = {"document": "CV 13", "reason": "Nhầm", "by": operator, "at": AT}
    back = announcing.withdraw(announcement_id=wrong, **said)
    assert refused(announcing.withdraw, announcement_id=wrong, **said)[0] == "already_withdrawn"
    assert refused(announcing.withdraw, announcement_id=back, **said)[0] == "no_such_announcement"


# Who may


@pytest.mark.parametrize(
    ("role", "code", "may"),
    [
        (Role.OPERATOR, "05977", {"", PROVINCE, WARD, COMMUNE}),
        (Role.HEAD, "20", {PROVINCE, WARD, COMMUNE}),
        (Role.HEAD, "05977", set()),
        (Role.CLERK, "20", set()),
        (Role.INSPECTOR, "20", set()),
    ],
)
def test_operators_and_heads_of_a_province_may(db, role, code, may):
    builders.serve()
    person = builders.person()
    actions.assign_role(person_id=person, unit_id=builders.unit(code).pk, role=role, from_on=builders.START)
    by = queries.actor(person=Person.objects.get(pk=person), on=TODAY)
    assert {path for path in ("", PROVINCE, WARD, COMMUNE) if announcing.may_announce(by, path)} == may
    if WARD not in may:
        assert refused(announcing.announce, said=closure(WARD), by=by, at=AT)[0] == "not_yours"


def test_rows_say_who_entered_it_and_when(operator):
    announced(operator)
    (one,) = calendars.standing()
    assert (one.entered_by, one.entered_at) == (operator.name, AT)
    assert timezone.is_aware(one.entered_at)
