"""A swap announced late moves exactly the open dates it should; what was told is never moved earlier or in silence."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from hoiam.config.commands import worker
from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import calendar
from hoiam.desk.cases.models import Case, Step
from hoiam.duties import audit, queries as duties, recompute
from hoiam.duties.models import DateChange, Duty, Recount
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.notices import render
from hoiam.notices.models import Notice
from hoiam.office import calendars
from tests import cast as people
from tests.desk import calendar_story as story

pytestmark = pytest.mark.django_db
TELLING = story.moment(date(2026, 11, 19))
DAYS = [date(2026, 10, day) for day in (5, 6, 7, 8, 9, 13, 14, 19)] + [
    date(2026, 11, day) for day in (6, 9, 10, 12, 13, 16, 17, 18)
]


def stored(case):
    return {duty.key: (duty.due_on, duty.safe_on) for duty in duties.of_subject("case", case.pk) if duty.open}


def expected(on):
    return {key: story.dates_told(key, on) for key in ("notice", "answer")}


def refused(**said):
    with pytest.raises(Refused) as caught:
        calendar.announce(**said)
    return caught.value


def test_every_open_date_is_where_a_walker_on_fingers_puts_it(cast):
    opened = story.received_on(cast, *DAYS)
    story.announce(cast)
    for on, case in opened.items():
        assert stored(case) == {key: days[2:] for key, days in expected(on).items()}


def test_just_the_dates_that_change_are_written_down(cast):
    opened = story.received_on(cast, *DAYS)
    story.announce(cast)
    walked = {
        (case.pk, key): days
        for on, case in opened.items()
        for key, days in expected(on).items()
        if days[1] != days[0] or days[3] != story.WALKED[key](on, swapped=False)[1]
    }
    written = {
        (row.duty.subject_id, row.duty.key): (row.due_before, row.due_computed, row.due_after, row.safe_after)
        for row in DateChange.objects.select_related("duty")
    }
    assert written == walked
    assert len(walked) < 2 * len(opened)


def test_later_dates_and_dates_that_stand_both_occur_in_this_story():
    kinds = Counter()
    for on in DAYS:
        for before, computed, after, _safe in expected(on).values():
            kinds[(computed > before) - (computed < before)] += 1
            assert after >= before
    assert set(kinds) == {-1, 0, 1}


def test_a_duty_whose_date_does_not_change_is_not_touched(cast):
    far = people.received(cast, at=story.moment(date(2026, 11, 2)))
    before = list(Duty.objects.order_by("pk").values())
    story.announce(cast, story.closure("", date(2026, 11, 26)))
    assert list(Duty.objects.order_by("pk").values()) == before
    assert Case.objects.get(pk=far.pk).version == far.version


def test_promised_days_never_move(cast):
    case = people.accepted(cast, at=story.moment(date(2026, 11, 12)))
    head = people.actor(cast.head)
    cases.promise(
        case_id=case.pk, version=case.version, on=story.OFF, reason="", by=head, at=story.moment(DAYS[-1])
    )
    story.announce(cast)
    assert stored(case)["answer"][0] == story.OFF
    assert not DateChange.objects.filter(duty__key="answer").exists()


def test_closed_clocks_are_left_alone(cast):
    case = people.accepted(cast, at=story.moment(date(2026, 11, 12)))
    story.announce(cast)
    changed = DateChange.objects.filter(duty__subject_id=case.pk, duty__key="notice")
    assert not changed.exists()


def test_tallies_move_with_their_duties(cast):
    story.received_on(cast, *DAYS)
    story.announce(cast)
    assert DateChange.objects.exists()
    assert audit.recount() == ()


def test_the_queue_follows_the_nearest_safe_date(cast):
    case = people.received(cast, at=story.moment(date(2026, 11, 18)))
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 11, 27)
    story.announce(cast)
    case.refresh_from_db()
    assert case.due_on == story.notice_due(date(2026, 11, 18), swapped=True)[1] == story.WORKED


def test_each_change_is_in_the_log_and_in_the_history(cast):
    case = people.received(cast, at=story.moment(date(2026, 11, 12)))
    story.announce(cast)
    statement = Event.objects.get(vault_id=case.ref, kind="case.deadline-extended").statement
    for line in ("clock notice", "was 2026-11-27", "computed 2026-11-28", "due 2026-11-28", "why calendar"):
        assert line in statement
    assert "doc announcement" in statement
    step = Step.objects.get(case=case, event="recalculated")
    assert step.facts["document"] == story.DOCUMENT
    assert step.entry


def test_the_citizen_is_told_once_of_a_date_that_moved(cast):
    case = people.received(cast, at=story.moment(date(2026, 11, 12)))
    story.announce(cast)
    calendar.recount(at=TELLING)
    told = Notice.objects.get(template="cases/date-moved")
    assert told.person == f"identity:{case.identity_id}"
    assert (told.context["was"], told.context["due"]) == ("2026-11-27", "2026-11-28")
    assert told.context["document"] == story.DOCUMENT


def test_the_citizen_is_told_that_a_date_stands_though_it_would_now_be_earlier(cast):
    on = date(2026, 10, 14)  # 45 days end on Saturday the 28th
    people.received(cast, at=story.moment(on))
    story.announce(cast)
    told = Notice.objects.get(template="cases/date-stands")
    assert (told.context["due"], told.context["computed"]) == ("2026-11-30", "2026-11-28")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("clock", ["notice", "answer"])
@pytest.mark.parametrize("name", ["date-moved", "date-stands"])
def test_the_mail_names_both_days_and_the_document(name, clock, language):
    context = {
        "case": "2026-000001",
        "clock": clock,
        "document": story.DOCUMENT,
        "link": "https://x.example/A",
        "was": "2026-11-27",
        "due": "2026-11-30",
        "computed": "2026-11-26",
        "site": "https://x.example",
    }
    words = render.render(template=f"cases/{name}", language=language, context=context)
    assert "2026-000001" in words.subject
    days = {"date-moved": ("27/11/2026", "30/11/2026"), "date-stands": ("30/11/2026", "26/11/2026")}[name]
    for word in (*days, story.DOCUMENT, "https://x.example/A"):
        assert word in words.body
    assert "2026-11" not in words.body


def test_nobody_is_told_when_only_the_day_to_work_to_is_another(cast):
    people.received(cast, at=story.moment(date(2026, 10, 15)))  # 45 days end on Sunday the 29th
    story.announce(cast)
    change = DateChange.objects.get()
    assert (change.due_before, change.due_after) == (date(2026, 11, 30),) * 2
    assert (change.safe_before, change.safe_after) == (date(2026, 11, 27), story.WORKED)
    assert not Notice.objects.filter(template__startswith="cases/date").exists()


def test_who_was_late_on_the_old_day_is_noted_late_again_only_after_the_new_one(cast):
    case = people.received(cast, at=story.moment(date(2026, 11, 12)))
    late = story.moment(date(2026, 11, 28), 0) + timedelta(minutes=1)
    assert cases.sweep(at=late) == 1
    story.announce(cast, at=late)
    duty = Duty.objects.get(subject_id=case.pk, key="notice")
    assert duty.noticed_at is None
    assert cases.sweep(at=late + timedelta(hours=1)) == 0
    assert cases.sweep(at=story.moment(date(2026, 11, 29))) == 1


# Once, whatever happens


def test_counting_again_changes_nothing_and_tells_nobody_twice(cast):
    story.received_on(cast, *DAYS)
    story.announce(cast)
    seen = [DateChange.objects.count(), Notice.objects.count(), Event.objects.count(), Step.objects.count()]
    Recount.objects.all().delete()
    assert calendar.recount(at=TELLING) == 0
    assert seen == [
        DateChange.objects.count(),
        Notice.objects.count(),
        Event.objects.count(),
        Step.objects.count(),
    ]


def test_stopped_after_any_batch_the_rest_is_done_later(cast, monkeypatch):
    opened = story.received_on(cast, *DAYS)
    monkeypatch.setattr(calendar, "AT_ONCE", 0)
    monkeypatch.setattr(calendar, "BATCH", 3)
    story.announce(cast)
    assert not DateChange.objects.exists()
    rounds = 0
    while calendar.recount(at=TELLING, most=3):
        rounds += 1
    assert rounds >= DateChange.objects.count() / 3 > 2
    for on, case in opened.items():
        assert stored(case) == {key: days[2:] for key, days in expected(on).items()}
    told = [days for on in DAYS for days in expected(on).values() if days[0] != days[1]]
    assert Notice.objects.filter(template__startswith="cases/date").count() == len(told)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("module", "deed"),
    [
        (calendar.recompute, "move"),
        (calendar.journal, "append"),
        (calendar.record, "note"),
        (calendar.notices, "put_many"),
        (calendar.recompute, "looked"),
    ],
)
def test_killed_at_any_point_it_begins_again_and_does_nothing_twice(cast, monkeypatch, module, deed):
    opened = story.received_on(cast, *DAYS)
    monkeypatch.setattr(calendar, "AT_ONCE", 0)
    monkeypatch.setattr(calendar, "BATCH", 3)
    story.announce(cast)
    real, calls = getattr(module, deed), Counter()

    def killed(*args, **said):
        calls[deed] += 1
        done = real(*args, **said) if deed != "looked" else None
        if calls[deed] in {2, 3} or deed == "looked":
            raise KeyboardInterrupt
        return done

    with monkeypatch.context() as patch:
        patch.setattr(module, deed, killed)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                calendar.recount(at=TELLING)
    calendar.recount(at=TELLING)
    assert recompute.pending(at=TELLING) is None
    for on, case in opened.items():
        assert stored(case) == {key: days[2:] for key, days in expected(on).items()}
    changes = DateChange.objects.count()
    assert Step.objects.filter(event="recalculated").count() == changes
    assert Event.objects.filter(kind__startswith="case.deadline-").count() == changes
    told = [days for on in DAYS for days in expected(on).values() if days[0] != days[1]]
    assert Notice.objects.filter(template__startswith="cases/date").count() == len(told)
    assert audit.recount() == ()


def test_many_dates_are_left_to_the_worker(cast, monkeypatch):
    monkeypatch.setattr(calendar, "AT_ONCE", 0)
    case = people.received(cast, at=story.moment(date(2026, 11, 12)))
    story.announce(cast)
    worker.PARTS["calendar"](TELLING)
    assert stored(case)["notice"] == (story.WORKED, date(2026, 11, 20))


def test_a_clock_started_meanwhile_on_the_old_calendar_is_found_at_the_second_look(cast):
    announced = story.announce(cast, at=TELLING)
    calendars.seen(0)  # a process that has not heard of it
    late = people.received(cast, at=story.moment(date(2026, 11, 12)))
    Duty.objects.filter(subject_id=late.pk, key="notice").update(
        due_on=date(2026, 11, 27), safe_on=date(2026, 11, 20)
    )
    assert calendar.recount(at=TELLING + timedelta(seconds=5)) == 0
    assert calendar.recount(at=TELLING + recompute.GRACE) == 1
    assert stored(late)["notice"] == (story.WORKED, date(2026, 11, 20))
    assert Recount.objects.get(announcement_id=announced).done_at
    assert recompute.pending(at=TELLING + recompute.GRACE) is None


def test_a_clock_that_starts_after_the_announcement_counts_by_it_and_is_not_moved(cast):
    story.announce(cast)
    case = people.received(cast, at=story.moment(date(2026, 11, 19), 11))
    assert stored(case)["notice"] == story.notice_due(date(2026, 11, 19), swapped=True)
    assert not DateChange.objects.exists()


def test_how_many_statements_a_plan_takes_does_not_hang_on_the_duties(cast, django_assert_num_queries):
    story.received_on(cast, *DAYS)
    announced = story.announce(cast)
    calendars.forget()
    with django_assert_num_queries(3):
        recompute.plan(announcement_id=announced)


# Where it holds


def test_a_closure_holds_for_the_unit_and_nowhere_else(cast):
    here = people.received(cast, at=story.moment(date(2026, 11, 12)))
    there = cases.submit(
        intake=people.intake(cast.other, person=people.CITIZEN), at=story.moment(date(2026, 11, 12))
    ).case_id
    story.announce(cast, story.closure(cast.ward.path, date(2026, 11, 20)))
    assert stored(here)["notice"][0] == date(2026, 11, 30)
    assert stored(Case.objects.get(pk=there))["notice"][0] == date(2026, 11, 27)


def test_a_closure_of_the_province_holds_for_all_its_communes(cast):
    here = people.received(cast, at=story.moment(date(2026, 11, 12)))
    story.announce(cast, story.closure(cast.province.path, date(2026, 11, 20)))
    assert stored(here)["notice"][0] == date(2026, 11, 30)


def test_a_withdrawal_never_takes_back_a_later_day_that_was_told(cast):
    case = people.received(cast, at=story.moment(date(2026, 11, 12)))
    announced = story.announce(cast)
    calendar.withdraw(
        announcement_id=announced,
        document="Công văn 1000/VPCP-KGVX (trình diễn)",
        reason="Nhập nhầm.",
        by=people.actor(cast.operator),
        at=TELLING + timedelta(hours=1),
    )
    due_on, safe_on = stored(case)["notice"]
    assert (due_on, safe_on) == (story.WORKED, date(2026, 11, 20))
    fresh = people.received(cast, at=TELLING + timedelta(hours=2))
    assert stored(fresh)["notice"] == story.notice_due(date(2026, 11, 19), swapped=False)


# What is told on the pages


def test_the_standing_date_is_explained_by_the_calendar_it_was_told_under(cast):
    on = date(2026, 10, 14)
    moved, stands = (
        people.received(cast, at=story.moment(date(2026, 11, 12))),
        people.received(cast, at=story.moment(on)),
    )
    story.announce(cast)
    first = card(cast, moved, "notice")
    assert first.due.legal_due == first.due_on == story.WORKED
    assert {day.on for day in first.due.days if day.role == "skipped"} >= {story.OFF}
    second = card(cast, stands, "answer")
    assert second.due.legal_due == second.due_on == date(2026, 11, 30)
    assert (second.moves[0].computed, second.moves[0].after) == (story.WORKED, date(2026, 11, 30))


def card(cast, case, key):
    shown = queries.case(case_id=case.pk, by=people.actor(cast.clerk), on=timezone.localdate())
    return next(one for one in shown.dates if one.key == key)


# What is refused


def test_dates_that_were_told_need_a_confirmation_with_a_reason(cast):
    story.received_on(cast, date(2026, 11, 10), date(2026, 11, 12))
    by = people.actor(cast.operator)
    unconfirmed = refused(said=story.swap(), confirmed=False, by=by, at=TELLING)
    unreasoned = refused(said=story.swap(reason=" "), confirmed=True, by=by, at=TELLING)
    assert {one.code for one in (unconfirmed, unreasoned)} == {"dates_told"}
    assert unconfirmed.facts == {"count": 2}
    assert not DateChange.objects.exists()


def test_without_a_date_told_there_is_nothing_to_confirm(cast):
    story.announce(cast, story.swap(reason=""), confirmed=False)
    assert len(calendars.standing()) == 1


def test_the_preview_writes_nothing_and_tells_what_would_move(cast):
    story.received_on(cast, *DAYS)
    shown = calendar.preview(said=story.swap(), by=people.actor(cast.operator), on=date(2026, 11, 19))
    assert not DateChange.objects.exists()
    story.announce(cast)
    assert shown.count == DateChange.objects.count()
    written = Counter(DateChange.objects.values_list("duty__rule_id", flat=True))
    assert {one.rule_id: one.count for one in shown.rules} == dict(written)
    assert len(shown.first) == min(25, shown.count)
    assert [one.effect.due_on for one in shown.first] == sorted(one.effect.due_on for one in shown.first)
