"""An inspection from the decision to the last remedy: what happens, what is refused, what is owed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.desk.inspections import actions as inspections, queries
from hoiam.desk.inspections.actions import conflicts, lateness, presence
from hoiam.desk.inspections.models import Finding, Inspection
from hoiam.duties.models import Duty
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice
from hoiam.office.models import Holder, Role as RoleRow
from tests.desk import inspection_story as story

pytestmark = pytest.mark.django_db
AGO = timedelta(days=60)


def refused(code, act, *args, **said):
    with pytest.raises(Refused) as caught:
        act(*args, **said)
    assert caught.value.code == code
    return caught.value.facts


def duties(subject, subject_id):
    rows = Duty.objects.filter(subject=subject, subject_id=subject_id).order_by("key")
    return {row.key: (row.outcome, row.post_id) for row in rows}


def kinds():
    return list(
        Event.objects.filter(kind__startswith="inspection.").order_by("id").values_list("kind", flat=True)
    )


def test_it_runs_from_the_decision_to_the_last_remedy(cast):
    row = story.running(cast)
    finding = story.find(cast, row)
    story.concluded(cast, row)
    mine, theirs = story.post(cast.province).pk, story.post(cast.ward).pk
    assert duties("inspection", row.pk) == {
        "conclusion": ("met", mine),
        "duration": ("met", mine),
        "explanation": ("met", theirs),
        "implement_order": ("", mine),
        "publish_conclusion": ("", mine),
    }
    assert duties("finding", finding.pk) == {"remedy": ("", theirs)}
    story.published(cast, row)
    assert "020190000001" not in row.published
    assert "[lược bỏ: dữ liệu cá nhân]" in row.published
    assert (row.posted_until - row.published_on).days >= 15
    story.step(cast, row, "order", by=story.chairman(cast), number="77/UBND-NC")
    refused("remedies_open", story.step, cast, row, "carry_out")
    finding.refresh_from_db()
    story.judged(cast, story.reported(cast, finding))
    assert finding.settled_on == finding.accepted_on == story.day()
    assert duties("finding", finding.pk) == {"remedy": ("met", theirs)}
    story.step(cast, row, "carry_out")
    assert row.state == "carried_out"
    assert kinds() == [
        "inspection.decided",
        "inspection.announced",
        "inspection.found",
        "inspection.ended",
        "inspection.reported",
        "inspection.drafted",
        "inspection.explained",
        "inspection.concluded",
        "inspection.remedy-demanded",
        "inspection.published",
        "inspection.ordered",
        "inspection.remedy-reported",
        "inspection.remedy-accepted",
        "inspection.carried-out",
    ]


def test_nobody_outside_reads_of_it_before_it_is_announced(cast):
    row = story.decided(cast)
    assert Event.objects.get(kind="inspection.decided").visibility == "party"
    assert queries.listed(inside=False).rows == ()
    story.step(cast, row, "announce", until=story.day(20))
    assert [one.id for one in queries.listed(inside=False).rows] == [row.pk]


def test_a_decision_sent_twice_is_there_once(cast):
    first, again = (story.decided(cast, form_key="a" * 40) for _ in range(2))
    assert first == again
    assert Inspection.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "unscheduled", "ground": " "}, "occasion_needed"),
        ({"kind": "planned"}, "not_in_programme"),
        ({"kind": "planned", "entry_id": 9_999}, "not_in_programme"),
        ({"kind": "taking_office"}, "head_not_new"),
        ({"kind": "other"}, "unknown_kind"),
        ({"members": (), "leader": None}, "team_missing"),
        ({"number": " "}, "decision_needed"),
        ({"theme": " "}, "theme_needed"),
    ],
)
def test_a_decision_needs_its_occasion_and_a_team(cast, changes, code):
    refused(code, story.decided, cast, **changes)
    assert not Inspection.objects.exists()


def test_only_an_inspector_of_the_office_is_sent(cast):
    refused("not_an_inspector", story.decided, cast, members=(cast.clerk.pk,), leader=cast.clerk.pk)
    refused("leader_not_in_team", story.decided, cast, leader=cast.overseer.pk)


def test_only_a_unit_below_is_inspected(cast):
    refused("unit_not_below", story.decided, cast, target_id=cast.province.pk)


def test_a_unit_that_ended_is_not_inspected(cast):
    cast.ward.valid_until = story.day(1)
    cast.ward.save()
    entry = {"begins_on": story.day(3), "year": story.day(3).year}
    assert refused("unit_ended", story.planned, cast, **entry)["since"] == story.day(1)


def test_on_taking_office_needs_a_head_who_is_new(cast):
    post = story.post(cast.ward)
    Holder.objects.filter(post=post).update(until_on=story.day(-11))
    Holder.objects.create(post=post, person=cast.handler, from_on=story.day(-10))
    assert story.decided(cast, kind="taking_office").kind == "taking_office"


def test_an_inspector_who_held_a_post_there_is_refused(cast):
    Holder.objects.create(
        post=story.post(cast.ward), person=cast.inspector, from_on=story.day(-900), until_on=story.day(-800)
    )
    assert refused("inspector_related", story.decided, cast) == {"person": cast.inspector.pk, "tie": "held"}


def test_an_inspector_who_worked_there_is_refused(cast):
    RoleRow.objects.create(
        person=cast.inspector, unit=cast.ward, role="clerk", from_on=story.day(-900), until_on=story.day(-800)
    )
    assert refused("inspector_related", story.decided, cast)["tie"] == "works"


def test_an_inspector_who_said_they_are_related_is_refused_until_they_take_it_back(cast):
    me = story.acting(cast.inspector)
    for _ in range(2):
        conflicts.declare(unit_id=cast.ward.pk, what="family", by=me, at=timezone.now())
    assert refused("inspector_related", story.decided, cast)["tie"] == "declared"
    (said,) = queries.relations(person_id=cast.inspector.pk)
    conflicts.take_back(relation_id=said.id, by=me, at=timezone.now())
    assert story.decided(cast).state == "decided"
    refused("no_such_relation", conflicts.take_back, relation_id=said.id, by=me, at=timezone.now())


def test_only_inspectors_declare_and_only_what_is_known(cast):
    at = timezone.now()
    refused(
        "unknown_relation", conflicts.declare, unit_id=1, what="x", by=story.acting(cast.inspector), at=at
    )
    refused("not_yours", conflicts.declare, unit_id=1, what="family", by=story.acting(cast.clerk), at=at)


@pytest.mark.parametrize("who", ["clerk", "head", "stranger", "overseer"])
def test_only_the_inspecting_office_takes_its_steps(cast, who):
    row = story.decided(cast)
    refused("not_yours", story.step, cast, row, "announce", by=getattr(cast, who), until=story.day(9))
    refused("not_yours", story.decided, cast, by=getattr(cast, who))


def test_the_day_on_which_it_ends_is_named_and_may_be_moved(cast):
    row = story.decided(cast)
    refused("day_missing", story.step, cast, row, "announce")
    refused("day_in_past", story.step, cast, row, "announce", until=story.day(-1))
    story.step(cast, row, "announce", until=story.day(20))
    more = {"number": "50/QĐ-TTr", "reason": "Vụ việc phức tạp."}
    refused("day_not_later", story.step, cast, row, "extend", until=story.day(20), **more)
    story.step(cast, row, "extend", until=story.day(30), **more)
    open_ones = Duty.objects.get(subject="inspection", key="duration", closed_at=None)
    assert open_ones.due_on == row.until_on == story.day(30)


def test_it_is_broken_off_with_a_number_and_a_reason(cast):
    row = story.running(cast)
    refused("reason_needed", story.step, cast, row, "break_off", number="1/QĐ")
    story.step(cast, row, "break_off", number="1/QĐ", reason="Cơ quan điều tra đã khởi tố.")
    assert duties("inspection", row.pk)["duration"][0] == "void"


def test_the_superior_says_something_or_nothing(cast):
    row = story.drafted(cast)
    story.step(cast, row, "ask_superior", reason="Vụ việc liên quan nhiều đơn vị.")
    refused("limit_not_passed", story.step, cast, row, "note_silence")
    story.step(cast, row, "give_opinion", by=story.chairman(cast), number="5/UBND")
    assert row.state == "drafted"


def test_the_unit_explains_itself_once_and_in_words(cast):
    row = story.drafted(cast)
    refused("not_yours", story.step, cast, row, "explain", by=cast.stranger, text="x")
    refused("explanation_empty", story.step, cast, row, "explain", by=cast.head, text=" ")
    story.step(cast, row, "explain", by=cast.clerk, text="Có lý do.")
    assert (row.explanation, row.explained_on) == ("Có lý do.", story.day())
    refused("explained_already", story.step, cast, row, "explain", by=cast.head, text="Nữa.")


def signed(cast, row, **changes):
    said = {"text": story.DRAFT, "number": "9/KL", "until": story.day(10), **changes}
    return story.step(cast, row, "conclude", by=story.chairman(cast), **said)


def test_no_conclusion_before_the_unit_explained_itself_or_let_its_days_pass(cast):
    row = story.drafted(cast)
    refused("explanation_open", signed, cast, row)
    old = story.drafted(cast, at=timezone.now() - timedelta(days=12))
    signed(cast, old)
    assert duties("inspection", old.pk)["explanation"][0] == "late"


def test_a_conclusion_names_number_and_day_and_leaves_each_remedy_its_time(cast):
    row = story.running(cast)
    finding = story.find(cast, row, due_on=story.day(2))
    story.drafted(cast, row)
    story.step(cast, row, "explain", by=cast.head, text="x")
    refused("decision_needed", signed, cast, row, number="")
    refused("day_missing", signed, cast, row, until=None)
    refused("draft_empty", signed, cast, row, text=" ")
    refused("passage_not_closed", signed, cast, row, text="Mở [[ mà không đóng")
    Finding.objects.filter(pk=finding.pk).update(due_on=story.day())
    assert refused("finding_day_past", signed, cast, row)["number"] == 1


def test_nothing_is_published_while_a_passage_is_open(cast):
    row = story.concluded(cast)
    assert refused("passage_open", story.published, cast, row, grounds=())["number"] == 1
    refused("passage_open", story.published, cast, row, grounds=("x",))
    assert row.published_on is None
    story.published(cast, row, grounds=("shown",))
    assert "020190000001" in row.published
    refused("published_already", story.published, cast, row)


def test_numbers_of_people_outside_the_marks_are_found(cast):
    text = "Ông Giả Định, 0912345678, gửi đơn."
    assert refused("protected_left", story.concluded, cast, text=text)["kinds"] == ("phone",)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"what": " "}, "finding_without_words"),
        ({"evidence": " "}, "finding_without_evidence"),
        ({"ground": ""}, "finding_without_ground"),
        ({"remedy": ""}, "finding_without_remedy"),
        ({"post_id": None}, "finding_without_post"),
        ({"severity": "x"}, "unknown_severity"),
        ({"post_id": 9_999}, "post_elsewhere"),
        ({"what": "Đơn của 0912345678 bị bỏ quên"}, "personal_in_text"),
    ],
)
def test_a_finding_is_whole(cast, changes, code):
    row = story.running(cast)
    refused(code, story.find, cast, row, **changes)
    assert not Finding.objects.exists()


def test_a_finding_looks_ahead_and_is_written_while_it_is_open(cast):
    row = story.decided(cast)
    refused("findings_closed", story.find, cast, row)
    story.step(cast, row, "announce", until=story.day(9))
    refused("day_in_past", story.find, cast, row, due_on=story.day())
    refused("not_yours", story.find, cast, row, by=cast.head)
    assert story.find(cast, row, form_key="f" * 40) == story.find(cast, row, form_key="f" * 40)
    assert story.find(cast, row).number == 2


def test_a_finding_is_taken_back_for_a_reason(cast):
    row = story.running(cast)
    finding = story.find(cast, row)
    me, at = story.acting(cast.inspector), timezone.now()
    refused("reason_needed", inspections.drop, finding_id=finding.pk, reason=" ", by=me, at=at)
    inspections.drop(finding_id=finding.pk, reason="Đã được giải trình.", by=me, at=at)
    assert not Finding.objects.exists()
    refused("no_such_finding", inspections.drop, finding_id=finding.pk, reason="x", by=me, at=at)


@pytest.fixture
def finding(cast):
    row = story.running(cast)
    found = story.find(cast, row)
    story.concluded(cast, row)
    found.refresh_from_db()
    return found


def test_whoever_holds_the_post_is_told(cast, finding):
    assert list(Notice.objects.values_list("person", "template")) == [
        (f"person:{cast.head.pk}", "inspections/finding")
    ]


def test_a_remedy_is_sent_back_and_reported_anew(cast, finding):
    story.reported(cast, finding)
    refused("remedy_decided", story.reported, cast, finding)
    refused("reason_needed", story.judged, cast, finding, accept=False)
    story.judged(cast, finding, accept=False, reason="Chưa có quy trình nhắc hạn.")
    assert (finding.state, duties("finding", finding.pk)["remedy"][0]) == ("sent_back", "")
    story.judged(cast, story.reported(cast, finding))
    assert [one.accepted for one in queries.reports(finding.pk)] == [False, True]


def test_what_is_accepted_counts_from_the_day_it_was_reported(cast):
    at = timezone.now() - AGO
    row = story.running(cast, at=at)
    found = story.find(cast, row, at=at, due_on=story.day(-30))
    story.concluded(cast, row, at=at)
    found.refresh_from_db()
    story.reported(cast, found, at=timezone.now() - timedelta(days=40))
    story.judged(cast, found)
    assert duties("finding", found.pk)["remedy"][0] == "met"
    assert queries.finding(found.pk).standing(story.day()) == "in_time"


def test_nobody_accepts_what_they_reported_or_what_their_own_unit_did(cast, finding):
    RoleRow.objects.create(
        person=cast.inspector, unit=cast.ward, role="clerk", from_on=story.day(-5), until_on=story.day(5)
    )
    story.reported(cast, finding, by=cast.inspector)
    refused("own_deed", story.judged, cast, finding)
    refused("not_yours", story.judged, cast, finding, by=cast.head)
    second = story.second_inspector(cast)
    conflicts.declare(unit_id=cast.ward.pk, what="other", by=story.acting(second), at=timezone.now())
    refused("inspector_related", story.judged, cast, finding, by=second)


def test_only_the_desk_of_the_unit_reports_and_with_evidence(cast, finding):
    refused("not_yours", story.reported, cast, finding, by=cast.stranger)
    refused("evidence_needed", story.reported, cast, finding, evidence=" ")
    for _ in range(2):
        story.reported(cast, finding, form_key="r" * 40)
    assert len(queries.reports(finding.pk)) == 1


def test_nothing_is_reported_before_it_is_owed(cast):
    row = story.running(cast)
    refused("not_owed", story.reported, cast, story.find(cast, row))


def test_what_is_past_its_day_is_noted_once_and_both_sides_are_told(cast):
    at = timezone.now() - AGO
    row = story.running(cast, at=at)
    found = story.find(cast, row, at=at)
    story.concluded(cast, row, at=at)
    assert lateness.keep_up(at=timezone.now()) == 1
    assert lateness.keep_up(at=timezone.now()) == 0
    told = Notice.objects.filter(template="inspections/remedy-late").values_list("person", flat=True)
    assert set(told) == {f"person:{cast.head.pk}", f"person:{cast.inspector.pk}"}
    assert queries.finding(found.pk).standing(story.day()) == "overdue"


def test_the_head_reviews_and_is_there_in_person(cast):
    row = story.running(cast)
    found = story.find(cast, row)
    at, me = timezone.now(), story.acting(story.chairman(cast))
    refused("not_the_head", inspections.review, finding_id=found.pk, by=story.acting(cast.inspector), at=at)
    for _ in range(2):
        inspections.review(finding_id=found.pk, by=me, at=at)
        presence.note(inspection_id=row.pk, days=[story.day()], by=me, at=at)
    said = {"inspection_id": row.pk, "by": me, "at": at}
    refused("day_outside", presence.note, days=[story.day(1)], **said)
    refused("day_missing", presence.note, days=[], **said)
    part = queries.part_of(row.pk)
    assert (part.days, part.reviewed, part.findings, part.signed, part.wholesale) == (1, 1, 1, 1, False)


def test_the_head_is_not_there_before_it_is_announced(cast):
    row = story.decided(cast)
    said = {"days": [story.day()], "by": story.acting(cast.inspector), "at": timezone.now()}
    refused("not_announced", presence.note, inspection_id=row.pk, **said)
    refused("no_such_inspection", presence.note, inspection_id=0, **said)


def test_work_that_was_handed_over_wholesale_shows_in_the_figures(cast):
    row = story.concluded(cast)
    post = story.post(cast.province).pk
    figures = queries.of_post(post_id=post, year=story.day().year, on=story.day())
    assert (figures.part.inspections, figures.part.decisions, figures.part.wholesale) == (1, 2, True)
    assert queries.part_of(row.pk).wholesale


def test_findings_and_remedies_count_for_the_post_they_name(cast, finding):
    post = story.post(cast.ward).pk
    figures = queries.of_post(post_id=post, year=finding.due_on.year, on=story.day())
    assert (figures.remedies.running, figures.remedies.total) == (1, 1)
    story.judged(cast, story.reported(cast, finding))
    assert queries.of_post(post_id=post, year=finding.due_on.year, on=story.day()).remedies.in_time == 1
