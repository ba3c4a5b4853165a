"""People refused reception without a case: the ground, form 01/TCD owed, printed and issued, the register."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hoiam.desk.cases.actions import reception_book, turning_away
from hoiam.desk.cases.actions.turning_away import Turned
from hoiam.desk.cases.models import TurnedAway
from hoiam.desk.cases.queries import turned_away as queries
from hoiam.duties import audit, queries as duties
from hoiam.journal.models import Event
from hoiam.law import packs
from hoiam.law.refusal import Refused
from hoiam.sealed.actions import Personal
from hoiam.sealed.models import Opening
from tests import cast as people
from tests.desk.document_story import pdf_text, squeezed

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=timezone.get_default_timezone())
WEDNESDAY = FRIDAY + timedelta(days=5)
NAME, NUMBER, MATTER = "Nông Thị Giả Định", "020190000001", "Đòi mở lại hồ sơ đất năm 2019"
WRITTEN, SPOKEN = "settled_reviewed", "weapons"
LIST = reverse("desk:turned_away")


def turned(cast, ground=WRITTEN, *, at=FRIDAY, who="clerk", **changes):
    said = {
        "unit_id": cast.ward.pk,
        "ground": ground,
        "kind": "complaint",
        "matter": MATTER,
        "reason": "Đã giải quyết, rà soát và thông báo tại Thông báo 7/TB-UBND.",
        "person": Personal(name=NAME, id_number=NUMBER, address="Thôn 3"),
        "form_key": f"form {ground}",
    }
    by = people.actor(getattr(cast, who))
    pk = turning_away.turn_away(said=Turned(**{**said, **changes}), by=by, at=at)
    return TurnedAway.objects.get(pk=pk)


def issue(cast, row, *, who="head", at=WEDNESDAY, number="02/TB-UBND", on=None):
    said = {"number": number, "on": on or timezone.localdate(at)}
    by = people.actor(getattr(cast, who))
    turning_away.issue(turned_id=row.pk, version=row.version, by=by, at=at, **said)
    row.refresh_from_db()
    return row


def owed(row):
    return duties.of_subject("refusal", row.pk)


def refused(action, *args, **named):
    with pytest.raises(Refused) as caught:
        action(*args, **named)
    return caught.value.code


class TestTheNotice:
    def test_on_a_ground_that_needs_writing_the_head_owes_it_within_three_working_days(self, cast):
        """Decree 154/2026, article 4.3: a Friday; 24 November is a holiday, so Thursday is the last day."""
        row = turned(cast)
        [duty] = owed(row)
        assert (row.state, duty.rule_id, duty.due_on) == (
            "established",
            "tcd.refusal_notice",
            date(2026, 11, 26),
        )
        assert duty.post_id == row.post_id
        statement = Event.objects.get(kind="session.refused").statement
        assert f"\nground {WRITTEN}\n" in statement
        assert "\nrefusal-notice-due 2026-11-26\n" in statement
        assert audit.recount() == ()

    @pytest.mark.parametrize("one", packs.load("vn").refusal_grounds, ids=lambda one: one.code)
    def test_any_other_ground_is_explained_and_nothing_is_owed(self, cast, one):
        row = turned(cast, one.code)
        assert bool(owed(row)) is one.written
        assert row.state == ("established" if one.written else "explained")

    def test_its_number_ends_what_the_head_owes(self, cast):
        row = issue(cast, turned(cast))
        assert (row.state, row.number, row.signed_on) == ("issued", "02/TB-UBND", date(2026, 11, 25))
        assert [duty.outcome for duty in owed(row)] == ["met"]
        assert "02/TB" not in Event.objects.get(kind="session.refusal-notified").statement
        assert audit.recount() == ()

    def test_too_late_it_is_late(self, cast):
        row = issue(cast, turned(cast), at=FRIDAY + timedelta(days=10))
        assert [duty.outcome for duty in owed(row)] == ["late"]

    def test_who_is_received_after_all_is_owed_none(self, cast):
        row = turned(cast)
        said = {"turned_id": row.pk, "version": row.version, "by": people.actor(cast.clerk), "at": WEDNESDAY}
        assert refused(turning_away.receive_after_all, reason=" ", **said) == "reason_needed"
        turning_away.receive_after_all(reason="Có tình tiết mới.", **said)
        row.refresh_from_db()
        assert row.state == "received_after_all"
        assert [duty.outcome for duty in owed(row)] == ["void"]
        assert refused(issue, cast, row) == "wrong_state"

    def test_the_form_is_printed_with_the_sealed_name_and_the_opening_is_on_record(self, cast):
        row = turned(cast)
        said = {"turned_id": row.pk, "why": "In thông báo", "by": people.actor(cast.clerk), "at": FRIDAY}
        text = squeezed(pdf_text(turning_away.notice(**said)))
        for part in (NAME, NUMBER, "để khiếu nại", MATTER, "Điều 9 khoản 3", "Thông báo 7/TB-UBND"):
            assert squeezed(part) in text, part
        opened = Opening.objects.get(identity=row.identity_id)
        assert (opened.purpose, opened.by) == ("print", cast.clerk)
        issue(cast, row)
        assert "02/TB-UBND" in squeezed(pdf_text(turning_away.notice(**said)))

    @pytest.mark.parametrize(
        ("how", "code"),
        [
            ({"who": "clerk"}, "not_yours"),
            ({"number": " "}, "decision_needed"),
            ({"on": date(2026, 11, 26)}, "day_not_yet"),
            ({"on": date(2026, 11, 19)}, "day_before_receipt"),
        ],
    )
    def test_what_is_no_notice_is_refused(self, cast, how, code):
        row = turned(cast)
        assert refused(issue, cast, row, **how) == code
        assert owed(row)[0].open


class TestTheRefusal:
    @pytest.mark.parametrize(
        ("how", "code"),
        [
            ({"ground": "too_loud"}, "unknown_ground"),
            ({"reason": " "}, "reason_needed"),
            ({"person": Personal()}, "addressee_unknown"),
            ({"who": "handler"}, "not_yours"),
            ({"who": "other_head"}, "not_yours"),
        ],
    )
    def test_what_cannot_be_one_leaves_nothing(self, cast, how, code):
        assert refused(turned, cast, **how) == code
        assert not TurnedAway.objects.exists()

    def test_where_it_is_explained_nobody_need_say_who_they_are(self, cast):
        row = turned(cast, SPOKEN, person=Personal())
        assert row.identity_id is None
        said = {"turned_id": row.pk, "why": "x", "by": people.actor(cast.clerk), "at": FRIDAY}
        assert refused(turning_away.notice, **said) == "nothing_to_print"

    def test_pressed_twice_it_is_one(self, cast):
        assert turned(cast).pk == turned(cast).pk
        assert Event.objects.filter(kind="session.refused").count() == 1

    def test_the_row_holds_nothing_of_who_it_was_or_what_they_wanted(self, cast):
        turned(cast)
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM cases_turnedaway")
            (stored,) = cursor.fetchall()
        raw = b" ".join(
            bytes(cell) if isinstance(cell, memoryview) else str(cell).encode() for cell in stored
        )
        for secret in (NAME, NUMBER, MATTER, "7/TB-UBND"):
            assert secret.encode() not in raw

    def test_what_changed_meanwhile_is_told(self, cast):
        row = turned(cast)
        issue(cast, row)
        row.version -= 1
        assert refused(issue, cast, row) == "changed_meanwhile"


class TestTheRegister:
    def rows(self, cast, reason=""):
        wanted = reception_book.Period(
            unit_id=cast.ward.pk, first=date(2026, 11, 1), last=date(2026, 11, 30), reason=reason
        )
        return reception_book.rows(wanted=wanted, by=people.actor(cast.clerk), at=WEDNESDAY)

    def test_they_stand_among_those_who_were_received_by_day(self, cast):
        later = people.received(cast, at=WEDNESDAY, channel="counter")
        row = turned(cast)
        turned(cast, SPOKEN, at=FRIDAY + timedelta(days=1))
        first, second, third = self.rows(cast)
        assert (first[0], first[1], first[4], first[5]) == ("1", "20/11/2026", MATTER, "Khiếu nại")
        assert first[2:4] == ("", "")
        assert first[-1] == "Chưa ban hành thông báo"
        assert "Điều 4 khoản 1 điểm a" in second[11]
        assert second[-1] == "Đã giải thích tại chỗ"
        assert str(later.pk) in third[-1]
        assert {len(line) for line in (first, second, third)} == {13}
        issue(cast, row)
        assert self.rows(cast)[0][-1] == "Thông báo số 02/TB-UBND ngày 25/11/2026"

    def test_names_only_for_a_reason(self, cast):
        turned(cast)
        assert self.rows(cast, "Báo cáo quý")[0][2:4] == (f"{NAME}, Thôn 3", NUMBER)


class TestThePages:
    @pytest.fixture(autouse=True)
    def on_friday(self):
        with time_machine.travel(FRIDAY, tick=False):
            yield

    def typed(self, **changes):
        return {
            "ground": WRITTEN,
            "kind": "complaint",
            "matter": MATTER,
            "reason": "Đã thông báo.",
            "people": "1",
            "name": NAME,
            "id_number": NUMBER,
            "address": "",
            "form_key": "k",
            **changes,
        }

    def test_a_clerk_records_it_and_the_head_notes_the_notice(self, cast, client):
        client.force_login(cast.clerk)
        page = client.post(f"{LIST}new", self.typed(), follow=True)
        here, text = page.request["PATH_INFO"], page.content.decode()
        assert "26/11/2026" in text
        assert NAME not in text
        assert "Ghi số thông báo" not in text
        client.force_login(cast.head)
        assert f'href="{here}">Từ chối tiếp công dân</a>' in client.get("/desk/board/").content.decode()
        assert "Ghi số thông báo" in client.get(here).content.decode()
        said = {"do": "issue", "version": "1", "number": "02/TB-UBND", "on": "20/11/2026"}
        assert "02/TB-UBND" in client.post(here, said, follow=True).content.decode()
        assert "02/TB-UBND" in client.get(LIST).content.decode()

    @pytest.mark.parametrize("changes", [{"name": ""}, {"ground": ""}, {"matter": ""}, {"people": "0"}])
    def test_nothing_typed_is_lost_when_it_is_refused(self, cast, client, changes):
        client.force_login(cast.clerk)
        page = client.post(f"{LIST}new", self.typed(**changes))
        assert page.status_code == 422
        assert "Đã thông báo." in page.content.decode()
        assert not TurnedAway.objects.exists()

    def test_the_form_comes_as_a_file_only_for_a_reason(self, cast, client):
        row = turned(cast)
        client.force_login(cast.clerk)
        here = reverse("desk:turned_away_one", args=(row.pk,))
        assert client.post(here, {"do": "print", "why": ""}).status_code == 422
        answer = client.post(here, {"do": "print", "why": "In để trình ký"})
        assert answer["Content-Type"] == "application/pdf"
        assert NAME not in answer["Content-Disposition"]

    def test_somebody_of_another_office_finds_no_page(self, cast, client):
        row = turned(cast)
        here = reverse("desk:turned_away_one", args=(row.pk,))
        for who in (cast.other_head, cast.handler):
            client.force_login(who)
            assert client.get(here).status_code == 404
        assert MATTER not in client.get(LIST).content.decode()

    def test_the_list_goes_on_and_costs_the_same(self, cast, client, django_assert_max_num_queries):
        def cost():
            with django_assert_max_num_queries(30) as seen:
                client.get(LIST)
            return len(seen)

        client.force_login(cast.clerk)
        turned(cast)
        first = [cost(), cost()][1]
        for number in range(queries.PAGE):
            turned(cast, form_key=f"more {number}")
        assert cost() == first
        page = client.get(LIST)
        assert page.context["next_url"]
        assert len(client.get(page.context["next_url"]).context["rows"]) == 1
