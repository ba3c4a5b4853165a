"""What everybody sees of receptions: the month, the figures with map and reasons, the file, the feeds."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoiam.config.commands import scores
from hoiam.desk.reception import actions as reception
from hoiam.desk.reception.actions import day as visits, minutes, missing
from hoiam.desk.reception.models import Content, Session
from hoiam.desk.reception.queries import figures, promised as figures_of
from hoiam.journal import actions as journal
from hoiam.public import maps
from hoiam.sealed.actions import Personal
from tests.desk import reception_story as story
from tests.desk.reception_story import DAY, NEXT, REASON, at, by

pytestmark = pytest.mark.django_db
MONTH = "/reception/"
KEPT = "/reception/kept"
LATER = date(2026, 12, 2)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel(at(LATER), tick=False):
        yield


def page(client, address, language="vi"):
    client.cookies["lang"] = language
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.fixture
def lived(cast):
    """One session in person, one by a deputy, one missed with a reason, one moved, one only planned."""
    story.held(cast, date(2026, 11, 5))
    story.held(cast, date(2026, 11, 12), deputy=True)
    row = story.posted(cast, DAY)
    missing.note(at=at(DAY + timedelta(days=1)))
    story.does(reception.miss, row, cast=cast, when=date(2026, 11, 18), reason=REASON)
    moved = story.posted(cast, NEXT, when=date(2026, 11, 18))
    story.does(
        reception.postpone,
        moved,
        cast=cast,
        who="head",
        when=date(2026, 11, 20),
        to=date(2026, 12, 15),
        reason="Đi công tác.",
    )
    story.planned(cast, date(2026, 12, 22), when=date(2026, 11, 20))
    missing.note(at=at(LATER))
    return cast


class TestMonth:
    def test_of_a_unit_it_shows_each_session_and_how_it_went(self, client, lived):
        shown = page(client, f"{MONTH}?unit=05977&day=2026-11-01")
        for words in ("Đã tiếp", "không tính cho người đứng đầu", "Không tổ chức được", REASON):
            assert words in shown
        assert lived.head.name in shown

    def test_what_is_only_planned_is_not_shown_and_what_was_moved_is(self, client, lived):
        shown = page(client, f"{MONTH}?unit=05977&day=2026-12-01")
        assert "22/12/2026" not in shown
        assert "15/12/2026" in shown
        assert re.search(r"thay cho <time[^>]*>01/12/2026", shown)
        assert "Đi công tác." in shown

    def test_of_all_units_it_counts_the_days_and_lists_the_one_chosen(self, client, lived):
        shown = page(client, f"{MONTH}?day=2026-11-05")
        assert shown.count("1 buổi") == 3
        assert "phường Đông Kinh" in shown
        assert "Đã tiếp" in shown
        assert "No session is announced here" in page(client, f"{MONTH}?day=2026-11-06", "en")

    @pytest.mark.parametrize("query", ["?day=soon", "?day=1850-01-01", "?after=x.y", "?unit="])
    def test_what_makes_no_sense_is_today(self, client, lived, query):
        assert "12/2026" in page(client, MONTH + query)

    def test_an_unknown_unit_has_no_page(self, client, lived):
        for address in (MONTH, KEPT):
            assert client.get(f"{address}?unit=99999").status_code == 404

    def test_somebody_else_received_than_was_announced(self, client, lived):
        Session.objects.filter(on=date(2026, 11, 5)).update(chair=lived.other_head)
        shown = page(client, f"{MONTH}?unit=05977&day=2026-11-01")
        assert f"được công bố: {lived.head.name}" in shown
        assert lived.other_head.name in shown


class TestKept:
    def test_the_map_says_in_words_what_it_shows_in_colours(self, client, lived):
        shown = page(client, KEPT)
        assert 'aria-label="phường Đông Kinh: trực tiếp 1 trên 3 buổi"' in shown
        assert 'fill="url(#map-bad)"' in shown
        assert "chưa có buổi nào" in shown
        assert '<td class="num" data-label="Tỷ lệ trực tiếp">33 %</td>' in shown

    def test_every_unit_of_the_map_is_one_of_the_province(self):
        known = maps.of("20")
        assert len(known.paths) == 65
        assert all(re.fullmatch(r"(M-?\d+ -?\d+(l-?\d+ -?\d+)+z)+", path) for path in known.paths.values())
        assert maps.of("01") is maps.of("../20") is None

    def test_of_a_unit_it_tells_the_heads_and_why_sessions_were_missed(self, client, lived):
        shown = page(client, f"{KEPT}?unit=05977")
        assert REASON in shown
        assert lived.head.name in shown
        assert "16/11/2026" in shown

    def test_another_year_is_empty_and_says_so(self, client, lived):
        assert "Năm này chưa ghi nhận" in page(client, f"{KEPT}?year=2025")
        assert "Chưa ghi nhận buổi tiếp nào" in page(client, f"{KEPT}?unit=06040")

    @pytest.mark.parametrize("address", [KEPT, f"{KEPT}?unit=05977", f"{MONTH}?unit=05977", MONTH])
    def test_it_takes_the_same_few_statements(self, client, lived, address):
        counts = []
        for day in (None, date(2026, 11, 19)):
            if day:
                story.held(lived, day)
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 3


class TestPromises:
    ADDRESS = "/reception/promises?unit=05977"

    @pytest.fixture
    def promised(self, cast):
        """Of three people one was answered in time, one too late, one not yet."""
        session = story.posted(cast, DAY)
        clerk = {"by": by(cast, on=DAY), "at": at(DAY)}
        story.does(reception.begin, session, cast=cast, hour=0, chair=reception.Chair())
        for number, day in ((1, date(2026, 11, 20)), (2, date(2026, 11, 20)), (3, date(2026, 12, 20))):
            said = {"session_id": session.pk, "matter": "Bí mật", "people": 1, "submit_key": f"{number}"}
            row = visits.walk_in(**said, **clerk)
            visits.begin(booking_id=row.pk, version=None, **clerk)
            visits.identify(booking_id=row.pk, person=Personal(name="Nguyễn Thị Ví Dụ"), **clerk)
            content = {"title": "Bí mật", "body": "Bí mật", "direction": "Bí mật", "promised_on": day}
            new = minutes.Said(booking_id=row.pk, form_key=f"c{number}", **content)
            minutes.note(said=new, reason="Biên bản", **clerk)
        first, second, _third = Content.objects.order_by("id")
        minutes.answered(content_id=first.pk, by=by(cast, on=DAY), at=at(date(2026, 11, 19)))
        minutes.answered(content_id=second.pk, by=by(cast, on=DAY), at=at(date(2026, 11, 23)))
        return cast

    def test_everybody_sees_how_many_were_kept_and_not_a_word_of_what(self, client, promised):
        (one,) = figures_of.by_year(promised.ward.pk, on=LATER)
        assert (one.year, one.promised, one.kept, one.late, one.running) == (2026, 3, 1, 1, 1)
        shown = page(client, self.ADDRESS)
        assert [shown.count(f"> {word}<") + shown.count(f">{word}<") for word in ("đúng hạn", "quá hạn")] == [
            1,
            1,
        ]
        assert "20/12/2026" in shown
        for secret in ("Bí mật", "Nguyễn Thị Ví Dụ"):
            assert secret not in shown

    def test_one_that_nobody_answered_is_late_by_its_day_alone(self, promised):
        (one,) = figures_of.by_year(promised.ward.pk, on=date(2026, 12, 22))
        assert (one.kept, one.late, one.running) == (1, 2, 0)
        states = [line.state for line in figures_of.listed(promised.ward.pk, on=LATER, limit=9)]
        assert states == ["running", "late", "kept"]

    def test_it_goes_on_from_the_last_one_shown_and_takes_two_statements(self, client, promised):
        first, second, third = figures_of.listed(promised.ward.pk, on=LATER, limit=9)
        assert figures_of.listed(promised.ward.pk, on=LATER, limit=1, before=first.id) == (second,)
        assert figures_of.listed(promised.ward.pk, on=LATER, limit=9, before=second.id) == (third,)
        client.get(self.ADDRESS)
        with CaptureQueriesContext(connection) as captured:
            client.get(self.ADDRESS)
        assert len(captured) <= 2

    @pytest.mark.parametrize("query", ["", "?unit=99999"])
    def test_without_a_unit_there_is_no_such_page(self, client, promised, query):
        assert client.get(f"/reception/promises{query}").status_code == 404


class TestFromLog:
    def told(self, *options):
        result = CliRunner().invoke(scores.command, ["--kept", *options])
        assert result.exit_code == 0, result.output
        return result.output

    def test_the_page_and_the_log_say_the_same_byte_for_byte(self, client, lived):
        journal.run(at=at(LATER))
        file = client.get("/reception/kept.json").content.decode()
        assert self.told("--from-log") == self.told() == file
        assert '"by_deputy":1,"in_person":1,"missed":1' in file

    def test_also_after_a_note_was_taken_back_and_a_missed_day_was_held(self, client, lived):
        row = Session.objects.get(on=date(2026, 11, 5))
        named = {"post_id": row.post_id, "note_id": row.occurrence_id, "reason": "Ghi nhầm."}
        reception.take_back(by=by(lived, "head", LATER), at=at(LATER), **named)
        missing.note(at=at(LATER))
        journal.run(at=at(LATER))
        (counted,) = figures.table(on=LATER)
        assert (counted.in_person, counted.by_deputy, counted.missed) == (0, 1, 2)
        assert self.told("--from-log") == self.told()
