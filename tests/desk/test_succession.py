"""Cases follow their unit's function: no clock restarts, codes resolve, the citizen is told once."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.urls import reverse
from django.utils import timezone

from hoiam.config.commands.succession import WHY, command, worded
from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import conflict, succession
from hoiam.desk.cases.models import Case, Step
from hoiam.desk.cases.queries import cards, firewall
from hoiam.duties import audit, queries as duties
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.notices.models import Notice
from hoiam.office import passing, queries as office_queries, succession as units
from hoiam.office.models import Holder, Person, Post, Role as RoleRow, Succession, Unit
from tests import cast as people

BASIS = "1/NQ-UBTVQH16"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def after(cast, today):
    """With the same handler."""
    return people.next_ward(cast, today, served=False, handler=cast.handler)


def merge(cast, today, into="06400"):
    return units.merge(unit_codes=(cast.ward.code,), into=into, on=today, legal_basis=BASIS)


def ago(days=3):
    return timezone.now() - timedelta(days=days)


def clocks(case):
    return [
        (duty.id, duty.key, duty.rule_id, duty.event_on, duty.due_on, duty.safe_on, duty.opened_at)
        for duty in duties.of_subject("case", case.pk)
        if duty.open
    ]


class TestFollow:
    def test_no_open_clock_restarts(self, cast, after, today):
        made = [
            people.received(cast, at=ago()),
            people.accepted(cast, at=ago()),
            people.contested(cast, at=ago()),
        ]
        before = {case.pk: clocks(case) for case in made}
        merge(cast, today)
        assert succession.follow(at=timezone.now()).moved == 3
        assert {case.pk: clocks(case) for case in made} == before
        assert all(before.values())
        owed = {duty.unit_id for case in made for duty in duties.of_subject("case", case.pk) if duty.open}
        assert owed == {after.pk}
        assert audit.recount() == ()

    def test_nothing_moves_before_the_day(self, cast, after, today):
        case = people.received(cast, at=ago())
        after.valid_from = today + timedelta(days=5)
        after.save()
        merge(cast, after.valid_from)
        assert succession.follow(at=timezone.now()).moved == 0
        assert succession.pending(on=today) == {}
        assert succession.pending(on=after.valid_from) == {cast.ward.code: 1}
        case.refresh_from_db()
        assert case.unit_id == cast.ward.pk

    def test_batches_resume_and_nothing_is_told_twice(self, cast, after, today):
        for _ in range(3):
            people.received(cast, at=ago())
        merge(cast, today)
        assert [succession.follow(at=timezone.now(), limit=2).moved for _ in range(3)] == [2, 1, 0]
        assert Notice.objects.filter(template="cases/succeeded").count() == 3
        assert Step.objects.filter(event="succeed").count() == 3

    def test_each_case_has_a_log_entry_without_personal_data(self, cast, after, today):
        case = people.received(cast, at=ago())
        merge(cast, today)
        succession.follow(at=timezone.now())
        event = Event.objects.filter(vault_id=case.ref, kind="case.transferred").get()
        assert f"\nsince {today.isoformat()}\n" in event.statement
        assert f"\nfrom {cast.ward.code}\n" in event.statement
        assert f"\nto {after.code}\n" in event.statement

    def test_an_answered_case_follows_and_its_reply_keeps_the_old_name(self, cast, after, today):
        case = people.answered(cast, at=ago())
        title = case.reply.signed_title
        merge(cast, today)
        succession.follow(at=timezone.now())
        case.refresh_from_db()
        assert (case.unit_id, case.state) == (after.pk, "answered")
        assert case.reply.signed_title == title
        assert cast.ward.name in title

    def test_a_finished_case_stays_where_it_was_finished(self, cast, after, today):
        case = people.received(cast, at=ago())
        head = people.actor(cast.head)
        cases.refuse(
            case_id=case.pk,
            version=case.version,
            ground=people.SPOKEN,
            reason="Đã trả lời.",
            by=head,
            at=timezone.now(),
        )
        merge(cast, today)
        assert succession.follow(at=timezone.now()).moved == 0
        case.refresh_from_db()
        assert case.unit_id == cast.ward.pk

    def test_who_works_for_the_later_unit_keeps_the_case(self, cast, after, today):
        case = people.accepted(cast, at=ago())
        merge(cast, today)
        succession.follow(at=timezone.now())
        case.refresh_from_db()
        assert case.handler_id == cast.handler.pk

    def test_a_handler_who_stays_behind_loses_it(self, cast, after, today):
        case = people.accepted(cast, at=ago())
        RoleRow.objects.filter(unit=after, person=cast.handler).delete()
        merge(cast, today)
        succession.follow(at=timezone.now())
        case.refresh_from_db()
        assert case.handler_id is None

    def test_the_later_unit_works_on_it_and_the_earlier_no_more(self, cast, after, today):
        case = people.received(cast, at=ago())
        merge(cast, today)
        succession.follow(at=timezone.now())
        head = people.actor(Person.objects.get(username="new_head"))
        assert queries.case(case_id=case.pk, by=head, on=today).unit == "Mới"
        with pytest.raises(Refused):
            queries.case(case_id=case.pk, by=people.actor(cast.clerk), on=today)

    def test_a_successor_without_a_head_makes_its_predecessor_wait(self, cast, after, today):
        people.received(cast, at=ago())
        Holder.objects.filter(post__unit=after).delete()
        Post.objects.filter(unit=after).delete()
        merge(cast, today)
        followed = succession.follow(at=timezone.now())
        assert (followed.moved, followed.waiting) == (0, {cast.ward.code: "no_recipient"})

    def test_a_chain_of_successions_ends_at_the_last_unit(self, cast, after, today):
        case = people.received(cast, at=ago(20))
        units.merge(
            unit_codes=(cast.ward.code,),
            into=cast.other.code,
            on=today - timedelta(days=9),
            legal_basis=BASIS,
        )
        units.merge(unit_codes=(cast.other.code,), into=after.code, on=today, legal_basis=BASIS)
        while succession.follow(at=timezone.now()).moved:
            pass
        case.refresh_from_db()
        assert case.unit_id == after.pk

    def test_one_function_that_is_handed_over_takes_its_cases_along(self, cast, after, today):
        case = people.received(cast, at=ago())
        units.hand_over(
            unit_code=cast.ward.code, to=after.code, function="petitions", on=today, legal_basis=BASIS
        )
        Unit.objects.filter(pk=after.pk).update(served=True)
        assert succession.follow(at=timezone.now()).moved == 1
        case.refresh_from_db()
        assert case.unit_id == after.pk
        assert cast.ward.pk not in office_queries.open_for_citizens(on=today)


class TestSplit:
    def split(self, cast, after, today):
        """The ward is split; the commune leads."""
        units.split(
            unit_code=cast.ward.code,
            into=(after.code, cast.other.code),
            lead=cast.other.code,
            on=today,
            legal_basis=BASIS,
        )

    def test_cases_wait_until_somebody_says_where_they_go(self, cast, after, today):
        people.received(cast, at=ago())
        self.split(cast, after, today)
        assert succession.follow(at=timezone.now()).waiting == {cast.ward.code: "split_waits"}

    def test_a_case_goes_where_the_list_says_and_all_others_to_the_lead(self, cast, after, today):
        named, unnamed = people.received(cast, at=ago()), people.received(cast, at=ago())
        self.split(cast, after, today)
        chosen = {cards.number_of(named.received_on, named.pk): after.code}
        followed = succession.follow(at=timezone.now(), chosen=chosen)
        named.refresh_from_db()
        unnamed.refresh_from_db()
        assert (named.unit_id, unnamed.unit_id) == (after.pk, cast.other.pk)
        assert followed.by_default == (cards.number_of(unnamed.received_on, unnamed.pk),)


class TestPages:
    def taken(self, cast, at):
        clerk = people.actor(cast.clerk)
        return cases.register(intake=people.intake(cast.ward), by=clerk, at=at)

    def test_an_old_code_opens_the_case_and_says_who_handles_it_now(self, cast, after, today, client):
        taken = self.taken(cast, ago())
        merge(cast, today)
        succession.follow(at=timezone.now())
        page = client.get(reverse("cases:status", args=(taken.code,))).content.decode()
        assert "phường Mới" in page
        assert "phường Đông Kinh" in page
        assert BASIS in page

    def test_a_finished_case_of_a_unit_that_ended_names_its_successor(self, cast, after, today, client):
        taken = self.taken(cast, ago())
        cases.withdraw(case_id=taken.case_id, reason="", at=timezone.now())
        merge(cast, today)
        succession.follow(at=timezone.now())
        page = client.get(reverse("cases:status", args=(taken.code,))).content.decode()
        assert "phường Đông Kinh" in page
        assert "phường Mới" in page

    def test_the_receipt_is_still_there(self, cast, after, today, client):
        taken = self.taken(cast, ago())
        merge(cast, today)
        succession.follow(at=timezone.now())
        page = client.get(reverse("cases:receipt", args=(taken.code,)))
        assert page.status_code == 200
        assert "phường Mới" in page.content.decode()

    def test_the_board_of_the_later_unit_shows_the_earlier_one_apart(self, cast, after, today, client):
        people.received(cast, at=ago())
        merge(cast, today)
        succession.follow(at=timezone.now())
        office_queries.forget_served()
        page = client.get(reverse("public:unit", args=(after.code,))).content.decode()
        assert "phường Đông Kinh" in page


class TestUnitComplainedOf:
    """Whoever follows a unit that a case complains of keeps out of that case as well."""

    @pytest.fixture
    def above(self, cast):
        for job in ("clerk", "head"):
            one = Person.objects.create_user(f"above_{job}", f"{job} Trên Ví Dụ")
            RoleRow.objects.create(person=one, unit=cast.province, role=job, from_on=people.FIRST_DAY)
        post = Post.objects.create(unit=cast.province, title="Chủ tịch tỉnh", title_en="Chair", is_head=True)
        Holder.objects.create(post=post, person=one, from_on=people.FIRST_DAY)
        return one

    def named(self, cast, case, unit, by):
        Unit.objects.filter(pk=unit.pk).update(served=True)
        office_queries.forget_served()
        cases.name(
            case_id=case.pk,
            version=case.version,
            whom=f"unit:{unit.pk}",
            reason="",
            by=people.actor(by),
            at=timezone.now(),
        )
        case.refresh_from_db()

    def bars(self, case, person, today):
        return firewall.bars(case_id=case.pk, person_id=person.pk, on=today)

    def test_the_successor_keeps_out_from_its_first_day_and_once(self, cast, after, today, above):
        case, new_head = people.received(cast), Person.objects.get(username="new_head")
        self.named(cast, case, cast.ward, cast.clerk)
        assert case.unit_id == cast.province.pk
        assert not self.bars(case, new_head, today)
        merge(cast, today)
        assert (conflict.follow(at=timezone.now()), conflict.follow(at=timezone.now())) == (1, 0)
        assert self.bars(case, new_head, today)
        assert not self.bars(case, above, today)
        case.refresh_from_db()
        assert case.unit_id == cast.province.pk
        assert Step.objects.filter(case=case, event="heir", by=None).count() == 1
        statement = Event.objects.filter(vault_id=case.ref, kind="case.conflict").latest("seq").statement
        assert "\nwhy followed\n" in statement

    def test_a_unit_that_ended_is_named_with_whoever_followed_it(self, cast, after, today, above, client):
        merge(cast, today)
        office_queries.forget_served()
        at = timezone.now()
        new_head = Person.objects.get(username="new_head")
        intake = people.intake(after)
        taken = cases.register(intake=intake, by=people.actor(new_head), at=at)
        case = Case.objects.get(pk=taken.case_id)
        client.force_login(new_head)
        page = client.get(f"/desk/cases/{case.pk}/name").content.decode()
        assert f'value="unit:{cast.ward.pk}"' in page
        self.named(cast, case, cast.ward, new_head)
        assert self.bars(case, new_head, today)
        assert case.unit_id == cast.province.pk
        assert {(one.unit_id, one.why) for one in case.parties.all()} == {
            (cast.ward.pk, "named"),
            (after.pk, "heir"),
        }

    def test_a_case_that_follows_its_unit_to_one_complained_of_goes_on_up(self, cast, after, today, above):
        case = people.accepted(cast)
        self.named(cast, case, after, cast.clerk)
        assert case.unit_id == cast.ward.pk
        merge(cast, today)
        office_queries.forget_served()
        assert succession.follow(at=timezone.now()).moved == 1
        case.refresh_from_db()
        assert (case.unit_id, case.handler_id) == (cast.province.pk, None)
        owed = {duty.unit_id for duty in duties.of_subject("case", case.pk) if duty.open}
        assert owed == {cast.province.pk}
        assert audit.recount() == ()

    def test_where_nobody_above_may_decide_the_case_waits_and_that_is_said(self, cast, after, today):
        case = people.accepted(cast)
        self.named(cast, case, after, cast.clerk)
        merge(cast, today)
        office_queries.forget_served()
        followed = succession.follow(at=timezone.now())
        assert (followed.moved, followed.waiting) == (0, {cast.ward.code: "nobody_above"})
        case.refresh_from_db()
        assert case.unit_id == cast.ward.pk

    def test_an_entry_that_a_clerk_lifted_is_not_made_again(self, cast, after, today, above):
        case = people.received(cast)
        self.named(cast, case, cast.ward, cast.clerk)
        merge(cast, today)
        conflict.follow(at=timezone.now())
        clerk = Person.objects.get(username="above_clerk")
        case.refresh_from_db()
        cases.lift(
            case_id=case.pk,
            version=case.version,
            entry=case.parties.get(why="heir").pk,
            reason="Không liên quan",
            by=people.actor(clerk),
            at=timezone.now(),
        )
        assert conflict.follow(at=timezone.now()) == 0
        assert not self.bars(case, Person.objects.get(username="new_head"), today)

    def test_a_unit_renamed_is_the_same_unit(self, cast, today):
        units.rename(unit_code=cast.ward.code, name="Kỳ Lừa", name_en="Ky Lua", on=today, legal_basis=BASIS)
        assert passing.heirs(cast.ward.pk, on=today) == ()


class TestCommand:
    def file(self, tmp_path, cast, after, today, **more):
        lines = {"kind": "'merge'", "on": today, "legal_basis": f"'{BASIS}'", **more}
        said = "\n".join(f"{key} = {value}" for key, value in lines.items())
        path = tmp_path / "reform.toml"
        path.write_text(f"[[change]]\nunits = ['{cast.ward.code}']\nto = ['{after.code}']\n{said}\n")
        return str(path)

    def test_a_preview_changes_nothing(self, cast, after, today, tmp_path):
        people.received(cast, at=ago())
        result = CliRunner().invoke(
            command, ["--lang", "en", self.file(tmp_path, cast, after, today), "--preview"]
        )
        assert result.exit_code == 0
        assert "A preview: nothing has changed." in result.output
        assert not Succession.objects.exists()
        assert Case.objects.get().unit_id == cast.ward.pk

    def test_it_applies_the_file_and_lets_the_cases_follow(self, cast, after, today, tmp_path):
        people.received(cast, at=ago())
        result = CliRunner().invoke(command, ["--lang", "en", self.file(tmp_path, cast, after, today)])
        assert "Cases moved: 1" in result.output
        assert Case.objects.get().unit_id == after.pk

    def test_before_the_day_it_says_when_cases_will_follow(self, cast, after, today, tmp_path):
        people.received(cast, at=ago())
        later = today + timedelta(days=9)
        result = CliRunner().invoke(
            command, ["--lang", "en", self.file(tmp_path, cast, after, today, on=later)]
        )
        assert f"cases follow on {later}" in result.output
        assert Case.objects.get().unit_id == cast.ward.pk

    def test_a_successor_nobody_heads_is_a_warning(self, cast, after, today, tmp_path):
        Holder.objects.filter(post__unit=after).delete()
        result = CliRunner().invoke(command, ["--lang", "en", self.file(tmp_path, cast, after, today)])
        assert result.exit_code == 0
        assert "holder_gap" in result.output

    def test_a_split_lists_the_cases_that_went_to_the_lead(self, cast, after, today, tmp_path):
        case = people.received(cast, at=ago())
        path = tmp_path / "split.toml"
        path.write_text(
            f"[[change]]\nkind='split'\non={today}\nlegal_basis='1'\nunits=['{cast.ward.code}']\n"
            f"to=['{after.code}', '{cast.other.code}']\nlead='{cast.other.code}'\n"
        )
        result = CliRunner().invoke(command, ["--lang", "en", str(path)])
        assert f"{cards.number_of(case.received_on, case.pk)}: " in result.output
        assert "went to the leading unit" in result.output

    @pytest.mark.parametrize("code", sorted(WHY))
    def test_every_refusal_is_worded_in_each_language_with_its_facts(self, code):
        facts = {
            **dict.fromkeys(("unit_code", "function", "table", "row"), "x7"),
            **dict.fromkeys(("on", "began", "ended"), date(2026, 9, 1)),
        }
        vi, en = (worded(Refused(code, **facts), language) for language in (0, 1))
        assert vi != en
        assert vi.endswith(f"({code})")
        assert "{" not in vi + en

    def test_it_speaks_the_language_of_the_environment_unless_told_otherwise(
        self, cast, after, today, tmp_path, monkeypatch
    ):
        file = self.file(tmp_path, cast, after, today)
        said = {}
        for wanted in ("", "en_GB:vi", "fr:vi"):
            monkeypatch.setenv("LANGUAGE", wanted)
            said[wanted] = CliRunner().invoke(command, [file, "--preview"]).output
        assert said[""] == said["fr:vi"] != said["en_GB:vi"]
        assert said[""].splitlines()[-1] == "Xem trước, chưa thay đổi gì."
        assert said["en_GB:vi"].splitlines()[-1] == "A preview: nothing has changed."
        monkeypatch.setenv("LANGUAGE", "en")
        assert CliRunner().invoke(command, [file, "--preview", "--lang", "vi"]).output == said[""]

    def test_a_refusal_stops_with_the_reason_and_keeps_nothing(self, cast, after, today, tmp_path):
        result = CliRunner().invoke(
            command, ["--lang", "en", self.file(tmp_path, cast, after, today, units="['1']")]
        )
        assert result.exit_code == 1


def test_the_figures_before_the_change_stay_with_the_earlier_unit(cast, after, today):
    people.answered(cast, at=ago())
    people.received(cast, at=ago())
    month = today.replace(day=1)

    def figures(unit):
        found = duties.scoreboard(
            from_month=date(2025, 1, 1), until_month=month, on=today, unit_ids=[unit.pk]
        )
        return [(row.received, row.met, row.running) for row in found.rows]

    assert figures(cast.ward) == [(2, 1, 1)]
    merge(cast, today)
    succession.follow(at=timezone.now())
    assert figures(cast.ward) == [(2, 1, 0)]
    assert figures(after) == [(0, 0, 1)]
