"""Who works on what: tabs, many cases at once, work handed over, substitutes, a division, the daily letter."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import digest, filters, messages, staffing
from hoiam.desk.cases.models import Case, SavedFilter, Step, Substitution
from hoiam.desk.cases.queries import work
from hoiam.duties.models import Duty
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.staffing import MOST_AT_ONCE
from hoiam.notices.models import Notice
from hoiam.office import queries as office
from hoiam.office.models import Role as RoleRow
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
REASON = "Nghỉ phép theo lịch"
FRAME = ("SAVEPOINT", "RELEASE")


@pytest.fixture
def visit(client):
    def visit(who, there, data=None):
        client.force_login(who)
        return client.post(there, data) if data is not None else client.get(there)

    return visit


def text(response):
    return response.content.decode()


def accepted(cast, count):
    return [people.accepted(cast).pk for _ in range(count)]


def taken_up(cast):
    """In work, with nobody yet."""
    case, clerk = people.received(cast), people.actor(cast.clerk)
    cases.classify(case_id=case.pk, version=1, kind="report", field="utility", by=clerk, at=NOW)
    cases.accept(case_id=case.pk, version=2, by=clerk, at=NOW)
    return case.pk


def handler_of(case_id):
    return Case.objects.get(pk=case_id).handler_id


def away(cast, who="head", **changes):
    said = {
        "unit_id": cast.ward.pk,
        "person": cast.handler.pk,
        "substitute": cast.second_handler.pk,
        "from_on": TODAY,
        "until_on": TODAY + timedelta(days=3),
        "reason": REASON,
        "with_cases": False,
        "by": people.actor(getattr(cast, who)),
        "at": NOW,
    }
    return staffing.name_substitute(**{**said, **changes})


def refused(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


# Tabs


def test_a_filter_is_kept_shown_as_a_tab_and_forgotten(cast, visit):
    visit(cast.clerk, "/desk/filters", {"name": "Chờ thụ lý", "query": f"unit={cast.ward.pk}&state=received"})
    page = text(visit(cast.clerk, f"/desk/?unit={cast.ward.pk}&state=received"))
    assert "Chờ thụ lý" in page
    assert 'aria-current="page"' in page
    assert "Chờ thụ lý" not in text(visit(cast.head, "/desk/"))
    kept = SavedFilter.objects.get()
    visit(cast.head, f"/desk/filters/{kept.pk}/drop", {})
    assert SavedFilter.objects.count() == 1
    visit(cast.clerk, f"/desk/filters/{kept.pk}/drop", {})
    assert not SavedFilter.objects.exists()


def test_what_is_no_filter_is_refused(cast):
    by = people.actor(cast.clerk)
    assert refused(lambda: filters.save(name=" ", query="late=on", by=by)) == "name_needed"
    assert refused(lambda: filters.save(name="Lạ", query="next=https://x.invalid", by=by)) == "filter_empty"
    assert refused(lambda: filters.save(name="Dài", query="q=" + "a" * 300, by=by)) == "filter_too_long"
    filters.save(name="Muộn", query="late=on&evil=1", by=by)
    assert SavedFilter.objects.get().query == "late=on"
    assert refused(lambda: filters.save(name="Muộn", query="late=on", by=by)) == "filter_name_taken"
    for number in range(work.MOST_FILTERS - 1):
        filters.save(name=f"Thẻ {number}", query="late=on", by=by)
    assert refused(lambda: filters.save(name="Nữa", query="late=on", by=by)) == "too_many_filters"


def test_words_searched_for_are_sealed_in_a_kept_filter(cast):
    filters.save(name="Tìm", query="q=Giả Định", by=people.actor(cast.clerk))
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM cases_savedfilter")
        kept = bytes(cursor.fetchone()[0])
    assert quote("Định").encode() not in kept
    assert quote("Định") in SavedFilter.objects.get().query


def test_the_refusal_is_said_on_the_queue(cast, visit, client):
    visit(cast.clerk, "/desk/filters", {"name": "", "query": "late=on"})
    assert "Hãy đặt tên." in text(client.get("/desk/?late=on"))


# Many at once


def test_many_are_assigned_and_each_refusal_stands_in_its_row(cast, visit):
    free, sorted_out = taken_up(cast), people.received(cast).pk
    elsewhere = people.received(cast)
    cases.transfer(
        case_id=elsewhere.pk,
        version=elsewhere.version,
        to_unit=cast.other.pk,
        reason="Thuộc xã",
        by=people.actor(cast.clerk),
        at=NOW,
    )
    done = staffing.assign_many(
        case_ids=[free, sorted_out, elsewhere.pk, 999_999],
        to=cast.second_handler.pk,
        by=people.actor(cast.clerk),
        at=NOW,
    )
    assert [one.refused and one.refused.code for one in done] == [
        None,
        "wrong_state",
        "no_such_case",
        "no_such_case",
    ]
    assert done[2].number == ""
    assert handler_of(free) == cast.second_handler.pk
    assert Event.objects.filter(kind="case.assigned").count() == 1


@pytest.mark.parametrize("who", ["handler", "stranger", "overseer", "inspector", "operator"])
def test_others_assign_nothing(cast, who, visit):
    case_id = taken_up(cast)
    by = people.actor(getattr(cast, who))
    done = staffing.assign_many(case_ids=[case_id], to=cast.handler.pk, by=by, at=NOW)
    assert done[0].refused is not None
    assert handler_of(case_id) is None


def test_nothing_and_too_much_are_refused(cast):
    by = people.actor(cast.clerk)
    assign = staffing.assign_many
    assert refused(lambda: assign(case_ids=[], to=cast.handler.pk, by=by, at=NOW)) == "nothing_chosen"
    many = range(1, MOST_AT_ONCE + 2)
    assert refused(lambda: assign(case_ids=many, to=cast.handler.pk, by=by, at=NOW)) == "too_many_cases"


def test_the_queue_offers_to_choose_and_the_page_keeps_what_was_chosen(cast, visit):
    case_id = taken_up(cast)
    assert f'name="case" value="{case_id}"' in text(visit(cast.clerk, "/desk/"))
    there = f"/desk/work/assign?unit={cast.ward.pk}&case={case_id}"
    assert f'value="{case_id}"' in text(visit(cast.clerk, there))
    wrong = visit(cast.clerk, "/desk/work/assign", {"case": case_id, "to": ""})
    assert wrong.status_code == 422
    assert f'value="{case_id}"' in text(wrong)
    done = visit(cast.clerk, "/desk/work/assign", {"case": case_id, "to": cast.handler.pk})
    assert "1 vụ việc đã xong" in text(done)
    assert "/desk/work/assign" in text(visit(cast.clerk, "/desk/"))
    assert "/desk/work/assign" not in text(visit(cast.handler, "/desk/"))


# Handing over


def test_a_colleagues_cases_go_over_with_the_reason_and_no_date_moves(cast):
    mine = accepted(cast, 2)
    before = list(Duty.objects.order_by("id").values())
    done = staffing.hand_over(
        case_ids=mine,
        person=cast.handler.pk,
        to=cast.second_handler.pk,
        reason=REASON,
        by=people.actor(cast.head),
        at=NOW,
    )
    assert [one.refused for one in done] == [None, None]
    assert [handler_of(one) for one in mine] == [cast.second_handler.pk] * 2
    assert list(Duty.objects.order_by("id").values()) == before
    assert all(REASON in step.note for step in Step.objects.filter(event="hand_over"))
    told = Notice.objects.filter(template="cases/assigned", person=f"person:{cast.second_handler.pk}")
    assert told.count() == 2


def test_the_handler_hands_over_the_own_work_and_no_others(cast, visit):
    mine, theirs = accepted(cast, 2)
    staffing.hand_over_one(
        case_id=theirs,
        version=Case.objects.get(pk=theirs).version,
        person=cast.handler.pk,
        to=cast.second_handler.pk,
        reason=REASON,
        by=people.actor(cast.clerk),
        at=NOW,
    )
    data = {"case": [mine, theirs], "to": cast.second_handler.pk, "reason": REASON}
    done = visit(cast.handler, "/desk/work/hand-over", data)
    assert "1 vụ việc đã xong" in text(done)
    assert handler_of(mine) == cast.second_handler.pk
    assert visit(cast.handler, f"/desk/work/hand-over?person={cast.second_handler.pk}").status_code == 404


def test_all_goes_over_with_one_button_and_a_missing_reason_keeps_the_choice(cast, visit):
    mine = accepted(cast, 3)
    there = "/desk/work/hand-over"
    data = {"person": cast.handler.pk, "to": cast.second_handler.pk}
    wrong = visit(cast.clerk, there, {**data, "case": mine[:1], "reason": ""})
    assert wrong.status_code == 422
    assert text(wrong).count(" checked") == 1
    visit(cast.clerk, there, {**data, "all": "on", "reason": REASON})
    assert {handler_of(one) for one in mine} == {cast.second_handler.pk}


# Substitutes


def test_new_cases_and_notices_go_to_the_substitute(cast):
    mine = people.accepted(cast)
    away(cast)
    fresh = taken_up(cast)
    cases.assign(case_id=fresh, version=3, to=cast.handler.pk, by=people.actor(cast.clerk), at=NOW)
    assert handler_of(fresh) == cast.second_handler.pk
    said = messages.Said(text="Cột số 12", form_key="k" * 40)
    messages.from_citizen(case_id=mine.pk, said=said, at=NOW)
    assert Notice.objects.get(template="cases/wrote").person == f"person:{cast.second_handler.pk}"


def test_after_the_last_day_all_is_as_before(cast):
    away(cast)
    later = TODAY + timedelta(days=4)
    assert work.stands_in(cast.handler.pk, on=TODAY) == cast.second_handler.pk
    assert work.stands_in(cast.handler.pk, on=later) == cast.handler.pk


def test_who_does_not_handle_cases_yet_may_for_these_days_only(cast):
    away(cast, substitute=cast.clerk.pk)
    role = RoleRow.objects.get(person=cast.clerk, role="handler")
    assert (role.from_on, role.until_on) == (TODAY, TODAY + timedelta(days=3))
    names = [person.id for person in office.staff(unit_id=cast.ward.pk, role=Role.HANDLER, on=role.until_on)]
    assert cast.clerk.pk in names
    after = office.staff(unit_id=cast.ward.pk, role=Role.HANDLER, on=role.until_on + timedelta(days=1))
    assert cast.clerk.pk not in [person.id for person in after]


def test_cases_go_along_and_come_back(cast):
    mine = accepted(cast, 2)
    away(cast, with_cases=True)
    assert staffing.keep_up(at=NOW) == 2
    assert staffing.keep_up(at=NOW) == 0
    assert {handler_of(one) for one in mine} == {cast.second_handler.pk}
    given = Case.objects.get(pk=mine[0])
    cases.withdraw(case_id=given.pk, reason="", at=NOW)
    assert staffing.keep_up(at=NOW + timedelta(days=4)) == 1
    assert [handler_of(one) for one in mine] == [cast.second_handler.pk, cast.handler.pk]
    assert staffing.keep_up(at=NOW + timedelta(days=5)) == 0


def test_ended_earlier_the_cases_come_back_at_once(cast):
    (mine,) = accepted(cast, 1)
    number = away(cast, with_cases=True)
    staffing.keep_up(at=NOW)
    staffing.end_substitution(substitution_id=number, by=people.actor(cast.handler), at=NOW)
    assert handler_of(mine) == cast.handler.pk
    assert work.stands_in(cast.handler.pk, on=TODAY) == cast.handler.pk
    again = {"substitution_id": number, "by": people.actor(cast.handler), "at": NOW}
    assert refused(lambda: staffing.end_substitution(**again)) == "no_such_substitution"


def test_who_may_not_name_or_end_a_substitute(cast):
    for who in ("second_handler", "stranger", "operator", "overseer"):
        assert refused(lambda who=who: away(cast, who)) == "not_yours"
    number = away(cast, "handler")
    by = people.actor(cast.stranger)
    assert refused(lambda: staffing.end_substitution(substitution_id=number, by=by, at=NOW)) == "not_yours"


def test_absences_do_not_overlap_and_a_substitute_is_there(cast):
    away(cast)
    assert refused(lambda: away(cast)) == "absence_overlaps"
    back = {"person": cast.second_handler.pk, "substitute": cast.handler.pk}
    assert refused(lambda: away(cast, **back)) == "substitute_absent"


def test_the_page_names_a_substitute_and_the_queue_shows_it(cast, visit):
    data = {"person": cast.handler.pk, "substitute": cast.second_handler.pk, "reason": REASON}
    wrong = visit(cast.head, "/desk/work/", {**data, "from_on": "31/12/2026", "until_on": "01/12/2026"})
    assert wrong.status_code == 422
    assert REASON in text(wrong)
    days = {"from_on": TODAY.strftime("%d/%m/%Y"), "until_on": TODAY.strftime("%d/%m/%Y")}
    assert visit(cast.head, "/desk/work/", {**data, **days}).status_code == 302
    assert f"{cast.handler.name} vắng mặt đến hết ngày" in text(visit(cast.clerk, "/desk/"))
    assert visit(cast.head, f"/desk/work/{Substitution.objects.get().pk}/end", {}).status_code == 302
    assert "vắng mặt đến hết" not in text(visit(cast.clerk, "/desk/"))


@pytest.mark.parametrize("who", ["overseer", "inspector", "operator"])
def test_who_does_not_work_here_has_no_such_page(cast, visit, who):
    for there in ("/desk/work/", "/desk/work/assign", "/desk/work/hand-over"):
        assert visit(getattr(cast, who), there).status_code == 404


# The division


def test_the_head_sees_each_handlers_work(cast):
    accepted(cast, 2)
    late = people.accepted(cast)
    Case.objects.filter(pk=late.pk).update(
        due_on=TODAY - timedelta(days=2), received_on=TODAY - timedelta(days=40)
    )
    taken_up(cast)
    unit = office.served_unit(cast.ward.pk)
    rows = {row.person_id: row for row in work.division(unit=unit, by=people.actor(cast.head), on=TODAY)}
    mine = rows[cast.handler.pk]
    assert (mine.open, mine.late, mine.oldest) == (3, 1, TODAY - timedelta(days=40))
    assert (rows[None].open, rows[cast.second_handler.pk].open) == (1, 0)
    assert rows[cast.second_handler.pk].oldest is None


def test_what_is_due_this_week_ends_on_sunday(cast):
    case = people.accepted(cast)
    unit, sunday = office.served_unit(cast.ward.pk), TODAY + timedelta(days=6 - TODAY.weekday())
    for day, counted in (
        (TODAY, 1),
        (sunday, 1),
        (sunday + timedelta(days=1), 0),
        (TODAY - timedelta(days=1), 0),
    ):
        Case.objects.filter(pk=case.pk).update(due_on=day)
        rows = work.division(unit=unit, by=people.actor(cast.head), on=TODAY)
        assert [row.this_week for row in rows if row.person_id == cast.handler.pk] == [counted]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("head", 200),
        ("overseer", 200),
        ("clerk", 404),
        ("handler", 404),
        ("inspector", 404),
        ("operator", 404),
    ],
)
def test_only_the_head_and_the_overseer_have_the_division(cast, visit, who, status):
    assert visit(getattr(cast, who), "/desk/work/division").status_code == status


def test_another_head_sees_the_own_division_only(cast):
    unit = office.served_unit(cast.ward.pk)
    by = people.actor(cast.other_head)
    assert refused(lambda: work.division(unit=unit, by=by, on=TODAY)) == "not_yours"


def test_figures_lead_the_head_to_the_handlers_queue_and_the_overseer_nowhere(cast, visit):
    accepted(cast, 1)
    link = f"handler={cast.handler.pk}"
    assert link in text(visit(cast.head, "/desk/work/division"))
    page = text(visit(cast.overseer, f"/desk/work/division?unit={cast.ward.pk}"))
    assert cast.handler.name in page
    assert link not in page
    queue = visit(cast.head, f"/desk/?unit={cast.ward.pk}&{link}")
    assert len(queue.context["rows"]) == 1
    other = visit(cast.head, f"/desk/?unit={cast.ward.pk}&handler={cast.second_handler.pk}")
    assert len(other.context["rows"]) == 0


def statements(visit, who, there):
    """What a second visit takes, signing in included."""
    visit(who, there)
    with CaptureQueriesContext(connection) as captured:
        assert visit(who, there).status_code == 200
    return len([one for one in captured.captured_queries if not one["sql"].startswith(FRAME)])


def test_pages_cost_the_same_however_much_there_is(cast, visit):
    pages = [
        (cast.head, "/desk/work/division"),
        (cast.head, "/desk/work/"),
        (cast.clerk, f"/desk/work/hand-over?person={cast.handler.pk}"),
        (cast.clerk, "/desk/"),
    ]
    accepted(cast, 1)
    few = [statements(visit, *page) for page in pages]
    accepted(cast, 5)
    assert [statements(visit, *page) for page in pages] == few


# The daily letter


MONDAY = timezone.make_aware(timezone.datetime(2026, 11, 30, 7, 30))


def letters():
    return {one.person: one.context for one in Notice.objects.filter(template="cases/digest")}


def test_the_letter_says_what_is_due_late_new_and_answered(cast):
    due, late, _fresh = (people.accepted(cast, at=MONDAY - timedelta(hours=1)) for _ in range(3))
    Case.objects.filter(pk=due.pk).update(due_on=MONDAY.date())
    Case.objects.filter(pk=late.pk).update(due_on=MONDAY.date() - timedelta(days=1))
    said = messages.Said(text="Cột số 12", form_key="k" * 40)
    messages.from_citizen(case_id=due.pk, said=said, at=MONDAY)
    digest.send(at=MONDAY)
    mine = letters()[f"person:{cast.handler.pk}"]
    assert {name: mine[name] for name in ("today", "late", "new", "answered")} == {
        "today": 1,
        "late": 1,
        "new": 3,
        "answered": 1,
    }
    assert f"person:{cast.second_handler.pk}" not in letters()
    assert letters()[f"person:{cast.head.pk}"]["late"] == 1


def test_it_comes_once_a_day_and_not_on_days_off(cast):
    people.accepted(cast, at=MONDAY - timedelta(hours=1))
    for _ in range(2):
        digest.send(at=MONDAY)
    assert Notice.objects.filter(template="cases/digest", person=f"person:{cast.handler.pk}").count() == 1
    before = Notice.objects.count()
    digest.send(at=MONDAY - timedelta(days=1))
    assert Notice.objects.count() == before


def test_who_does_not_want_it_gets_none(cast, visit):
    people.accepted(cast, at=MONDAY - timedelta(hours=1))
    visit(cast.handler, "/desk/work/digest", {})
    digest.send(at=MONDAY)
    assert f"person:{cast.handler.pk}" not in letters()
    visit(cast.handler, "/desk/work/digest", {"digest": "on"})
    digest.send(at=MONDAY)
    assert f"person:{cast.handler.pk}" in letters()


def test_about_nothing_no_letter_comes(cast):
    assert digest.send(at=MONDAY) == 0
    assert letters() == {}


# Whoever keeps out


def test_who_keeps_out_of_a_case_gets_it_by_no_way_and_counts_it_nowhere(cast, visit):
    case = people.accepted(cast, at=MONDAY - timedelta(hours=1))
    clerk = people.actor(cast.clerk)
    whom = f"person:{cast.second_handler.pk}"
    cases.name(case_id=case.pk, version=case.version, whom=whom, reason="", by=clerk, at=NOW)
    said = {"person": cast.handler.pk, "to": cast.second_handler.pk, "reason": REASON, "by": clerk, "at": NOW}
    (done,) = staffing.hand_over(case_ids=[case.pk], **said)
    assert done.refused.code == "in_conflict"
    away(cast, with_cases=True)
    assert staffing.keep_up(at=NOW) == 0
    assert handler_of(case.pk) == cast.handler.pk
    for role in (Role.HEAD, Role.CLERK):
        RoleRow.objects.create(
            person=cast.second_handler, unit=cast.ward, role=role.value, from_on=people.FIRST_DAY
        )
    named = people.actor(cast.second_handler)
    unit = office.served_unit(cast.ward.pk)
    assert sum(row.open for row in work.division(unit=unit, by=named, on=TODAY)) == 0
    assert work.work_of(unit_id=cast.ward.pk, person_id=cast.handler.pk, by=named, on=TODAY) == ()
    assert work.chosen(unit_id=cast.ward.pk, case_ids=[case.pk], by=named, on=TODAY) == ()
    (barred,) = staffing.assign_many(case_ids=[case.pk], to=cast.handler.pk, by=named, at=NOW)
    assert barred.refused.code == "no_such_case"
    digest.send(at=MONDAY)
    assert f"person:{cast.second_handler.pk}" not in letters()
