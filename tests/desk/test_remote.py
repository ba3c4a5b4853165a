"""Complaints of remote areas: longer limits by a dated declaration, also a late one; never a day earlier than told."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hoiam.config.commands import remote as command
from hoiam.desk.cases.actions import remote
from hoiam.desk.cases.models import Case, Step
from hoiam.duties import audit
from hoiam.duties.models import STANDS_STILL, DateChange, Duty
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice
from hoiam.office import declaring
from hoiam.office.models import Remoteness
from hoiam.office.remote import GRACE
from tests import cast as people
from tests.desk import complaint_story as story

pytestmark = pytest.mark.django_db
DOCUMENT = "Quyết định số 15/QĐ-UBND (trình diễn)"
ORDINARY, REMOTE, COMPLEX = date(2027, 1, 4), date(2027, 1, 18), date(2027, 2, 1)
"""From Wednesday 2 December 2026: day 30 is New Year's Day, 45 a Saturday, 60 a Sunday."""
LATE = story.day(10)


def declare(cast, *, unit=None, on=date(2026, 7, 1), is_remote=True, document=DOCUMENT, at=None):
    said = declaring.Saying((unit or cast.ward).code, on, is_remote, document)
    return declaring.declare(said=[said], by=people.actor(cast.operator), at=at or story.START)


def settle(case):
    return Duty.objects.get(subject="case", subject_id=case.pk, key="settle")


def dates(case):
    duty = settle(case)
    return duty.rule_id, duty.due_on


def test_where_nobody_declared_anything_the_ordinary_limit_runs(cast):
    case = story.accepted(cast)
    assert dates(case) == ("kn.settle1", ORDINARY)
    assert settle(case).remote is None


def test_a_complaint_of_a_remote_area_has_the_longer_limit_and_says_why(cast, client):
    (entry,) = declare(cast)
    case = story.accepted(cast)
    assert dates(case) == ("kn.settle1_remote", REMOTE)
    assert settle(case).remote_id == entry
    assert case.answer_due_on == REMOTE
    story.act("find_complex", case, cast.head, 2)
    assert dates(case) == ("kn.settle1_remote_complex", COMPLEX)
    client.force_login(cast.head)
    page = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert (
        f"phường Đông Kinh thuộc vùng sâu, vùng xa đi lại khó khăn từ thứ Tư, 01/07/2026 theo {DOCUMENT}"
        in page
    )


def test_the_decision_and_the_second_complaint_have_their_longer_days_too(cast):
    declare(cast)
    case = story.decided(cast)
    story.act("delivered", case, cast.clerk, 24, day=story.day(23).date())
    rules = {key: duty.rule_id for key, duty in story.running(case).items()}
    assert (rules["effect"], rules["second_window"]) == ("kn.effect1_remote", "kn.second_window_remote")


def test_the_second_instance_takes_the_place_of_the_first(cast):
    declare(cast)
    _first, again = story.second(cast)
    story.act("accept", again, cast.inspector, 31)
    assert settle(again).rule_id == "kn.settle2_remote"


def test_the_unit_of_the_second_instance_being_remote_changes_nothing(cast):
    declare(cast, unit=cast.province)
    _first, again = story.second(cast)
    story.act("accept", again, cast.inspector, 31)
    assert settle(again).rule_id == "kn.settle2"


@pytest.mark.parametrize(
    ("on", "rule"), [(date(2026, 12, 2), "kn.settle1_remote"), (date(2026, 12, 3), "kn.settle1")]
)
def test_what_holds_on_the_day_of_acceptance_counts(cast, on, rule):
    declare(cast, on=on)
    assert settle(story.accepted(cast)).rule_id == rule


def test_of_two_entries_of_one_day_the_later_one_holds_and_an_end_ends_it(cast):
    declare(cast)
    declare(cast, on=date(2026, 11, 1), is_remote=False, document="Quyết định thôi áp dụng (trình diễn)")
    assert settle(story.accepted(cast)).rule_id == "kn.settle1"
    declare(cast, on=date(2026, 11, 1), document="Đính chính (trình diễn)")
    assert settle(story.accepted(cast)).rule_id == "kn.settle1_remote"


class TestLate:
    """Declared when the complaint already runs."""

    def test_the_date_moves_is_noted_and_told_once(self, cast):
        case = story.accepted(cast)
        (entry,) = declare(cast, at=LATE)
        assert [remote.recount(at=LATE + timedelta(seconds=n)) for n in (0, 1)] == [1, 0]
        assert remote.recount(at=LATE + GRACE) == 0
        assert Remoteness.objects.get(pk=entry).done_at == LATE + GRACE
        assert dates(case) == ("kn.settle1_remote", REMOTE)
        case.refresh_from_db()
        assert case.answer_due_on == REMOTE
        change = DateChange.objects.get()
        assert (change.due_before, change.due_computed, change.due_after) == (ORDINARY, REMOTE, REMOTE)
        assert change.remoteness_id == entry
        facts = Step.objects.get(case=case, event="place").facts
        assert (facts["was"], facts["due"], facts["document"]) == (
            str(ORDINARY),
            str(REMOTE),
            DOCUMENT,
        )
        statement = Event.objects.filter(vault_id=case.ref).latest("seq").statement
        assert "kind case.deadline-extended" in statement
        assert "\nwhy place\n" in statement
        assert DOCUMENT not in statement
        told = Notice.objects.filter(template__startswith="cases/place-")
        assert sorted(told.values_list("template", "person")) == [
            ("cases/place-moved", f"identity:{case.identity_id}"),
            ("cases/place-recounted", f"person:{cast.head.pk}"),
        ]
        assert audit.recount() == ()

    def test_the_citizen_reads_both_days_and_the_document(self, cast, client):
        taken = people.cases.register(
            intake=people.intake(cast.ward, kind="complaint"),
            by=people.actor(cast.clerk, story.START.date()),
            at=story.START,
        )
        story.act("accept", Case.objects.get(pk=taken.case_id), cast.head, 1)
        declare(cast, at=LATE)
        remote.recount(at=LATE)
        page = client.get(f"/cases/{taken.code}").content.decode()
        for said in ("04/01/2027", "18/01/2027", DOCUMENT, "vùng sâu, vùng xa đi lại khó khăn"):
            assert said in page

    def test_a_day_that_was_told_is_not_moved_earlier(self, cast):
        declare(cast)
        case = story.accepted(cast)
        safe = settle(case).safe_on
        declare(cast, is_remote=False, document="Hủy bỏ (trình diễn)", at=LATE)
        assert remote.recount(at=LATE) == 1
        assert dates(case) == ("kn.settle1_remote", REMOTE)
        duty, change = settle(case), DateChange.objects.get()
        assert (change.due_computed, duty.safe_on) == (ORDINARY, date(2026, 12, 31))
        assert duty.safe_on < safe
        case.refresh_from_db()
        assert case.due_on == duty.safe_on
        assert Notice.objects.filter(template="cases/place-stands").count() == 1
        assert remote.recount(at=LATE + GRACE) == 0

    def test_what_is_found_complex_keeps_that(self, cast):
        case = story.accepted(cast)
        story.act("find_complex", case, cast.head, 2)
        declare(cast, at=LATE)
        remote.recount(at=LATE)
        assert dates(case) == ("kn.settle1_remote_complex", COMPLEX)

    def test_a_clock_that_stands_still_goes_on_with_the_longer_limit(self, cast):
        case = story.accepted(cast)
        story.act("suspend", case, cast.head, 5)
        declare(cast, at=LATE)
        assert remote.recount(at=LATE) == 1
        assert dates(case) == ("kn.settle1_remote", STANDS_STILL)
        story.act("resume", case, cast.head, 15)
        assert settle(case).due_on > REMOTE

    @pytest.mark.parametrize("days", [1, 300])
    def test_from_a_later_day_on_nothing_changes_for_what_runs(self, cast, days):
        case = story.accepted(cast)
        declare(cast, on=story.day(1 + days).date(), at=LATE)
        assert remote.recount(at=LATE) == 0
        assert dates(case) == ("kn.settle1", ORDINARY)

    def test_another_place_and_another_kind_of_matter_are_left_alone(self, cast):
        case, petition = story.accepted(cast), people.received(cast, at=story.START)
        declare(cast, unit=cast.other, at=LATE)
        assert remote.recount(at=LATE) == 0
        declare(cast, at=LATE)
        assert remote.recount(at=LATE) == 1
        assert settle(case).rule_id == "kn.settle1_remote"
        assert not Step.objects.filter(case=petition, event="place").exists()


class TestFile:
    TEXT = """
[[remote]]
units = ["05977", "06040"]
from = 2026-07-01
until = 2027-06-30
document = "Quyết định số 15/QĐ-UBND (trình diễn)"
"""

    def test_a_last_day_is_the_day_before_it_ends(self):
        assert [(one.unit_code, one.from_on, one.remote) for one in declaring.read(self.TEXT)] == [
            ("05977", date(2026, 7, 1), True),
            ("05977", date(2027, 7, 1), False),
            ("06040", date(2026, 7, 1), True),
            ("06040", date(2027, 7, 1), False),
        ]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("= 1", "remote_unreadable"),
            ("", "remote_unreadable"),
            ("remote = 3", "remote_unreadable"),
            ("[[remote]]\nunits = ['05977']\nfrom = 2026-07-01", "remote_row_wrong"),
            ("[[remote]]\nunits = [5977]\nfrom = 2026-07-01\ndocument = 'x'", "remote_row_wrong"),
            ("[[remote]]\nunits = ['05977']\nfrom = 'nay'\ndocument = 'x'", "remote_row_wrong"),
            (TEXT.replace("2027-06-30", "2026-06-30"), "remote_row_wrong"),
            (TEXT.replace("until", "till"), "remote_row_wrong"),
        ],
    )
    def test_a_file_that_does_not_say_it_is_refused(self, text, code):
        with pytest.raises(Refused) as refused:
            declaring.read(text)
        assert refused.value.code == code

    @pytest.mark.parametrize("who", ["clerk", "head", "inspector"])
    def test_only_an_operator_or_the_head_of_the_province_says_so(self, cast, who):
        with pytest.raises(Refused) as refused:
            declaring.declare(
                said=declaring.read(self.TEXT), by=people.actor(getattr(cast, who)), at=story.START
            )
        assert refused.value.code == "not_yours"
        assert not Remoteness.objects.exists()

    def test_the_head_of_the_province_says_so_of_its_units(self, cast):
        head = story.staffed(cast)
        declaring.declare(said=declaring.read(self.TEXT), by=people.actor(head), at=story.START)
        assert Remoteness.objects.count() == 4

    def test_the_command_shows_enters_and_counts_and_twice_is_once(self, cast, tmp_path):
        story.accepted(cast)
        file = tmp_path / "remote.toml"
        file.write_text(self.TEXT, encoding="utf-8")
        said = [str(file), "--by", cast.operator.username]
        shown = CliRunner().invoke(command.command, [*said, "--preview"])
        assert shown.output.splitlines()[-1] == "Xem trước, chưa thay đổi gì."
        assert not Remoteness.objects.exists()
        done = CliRunner().invoke(command.command, [*said, "--lang", "en"])
        assert done.output.splitlines()[-1] == "Entered: 4; dates counted anew: 1."
        again = CliRunner().invoke(command.command, [*said, "--lang", "en"])
        assert again.output.splitlines()[-1] == "Entered: 0; dates counted anew: 0."

    @pytest.mark.parametrize(
        ("change", "by", "code"),
        [
            (("05977", "99999"), "operator", "no_such_unit"),
            (("", ""), "clerk", "not_yours"),
            (("", ""), "nobody", "no_such_person"),
            (("2026-07-01", "nay"), "operator", "remote_unreadable"),
        ],
    )
    def test_the_command_says_what_is_wrong_and_enters_nothing(self, cast, tmp_path, change, by, code):
        file = tmp_path / "remote.toml"
        file.write_text(self.TEXT.replace(*change) if change[0] else self.TEXT, encoding="utf-8")
        done = CliRunner().invoke(command.command, [str(file), "--by", by, "--lang", "en"])
        assert (done.exit_code, f"({code})" in done.output) == (1, True)
        assert "{" not in done.output
        assert not Remoteness.objects.exists()


def test_the_operator_enters_it_in_the_administration_and_puts_it_right_by_another_row(cast, client):
    cast.operator.is_staff = cast.operator.is_superuser = True
    cast.operator.save()
    client.force_login(cast.operator)
    said = {"unit": cast.ward.pk, "from_on": "2026-07-01", "remote": "on", "document": DOCUMENT}
    assert client.post("/admin/office/remoteness/add/", said).status_code == 302
    row = Remoteness.objects.get()
    assert (row.unit, row.entered_by, row.document) == (cast.ward, cast.operator, DOCUMENT)
    assert client.post(f"/admin/office/remoteness/{row.pk}/change/", said).status_code == 403
    assert settle(story.accepted(cast)).rule_id == "kn.settle1_remote"
    assert client.post("/admin/office/remoteness/add/", {**said, "document": ""}).status_code == 200
    assert Remoteness.objects.count() == 1


def test_entering_it_far_away_from_any_case_takes_a_few_statements(cast, django_assert_max_num_queries):
    declare(cast)
    with django_assert_max_num_queries(8):
        remote.recount(at=timezone.now())


def test_the_history_names_the_clock_also_of_one_that_stands_still(cast, client):
    moved, still = story.accepted(cast), story.accepted(cast)
    story.act("suspend", still, cast.head, 5)
    declare(cast, at=LATE)
    assert remote.recount(at=LATE) == 2
    client.force_login(cast.head)
    page = client.get(f"/desk/cases/{moved.pk}/").content.decode()
    assert "Giải quyết: trước đây thứ Hai, 04/01/2027, nay là thứ Hai, 18/01/2027" in page
    assert f"Giải quyết: {DOCUMENT}" in client.get(f"/desk/cases/{still.pk}/").content.decode()


def test_a_letter_about_days_off_names_the_clock_of_a_complaint(cast):
    from hoiam.notices import render  # noqa: PLC0415 - only here
    from tests.desk import calendar_story  # noqa: PLC0415

    case = story.accepted(cast)
    calendar_story.announce(cast, calendar_story.closure(cast.ward.path, ORDINARY), at=LATE)
    told = Notice.objects.get(template="cases/date-moved", person=f"identity:{case.identity_id}")
    said = render.render(template=told.template, language="vi", context=told.context)
    assert "Thời hạn “Giải quyết” vụ việc" in said.body
