"""One office and its head kind by kind, beside others; the filters; the method; the files."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.cases.views.board_words import KINDS
from hoiam.duties import actions as duties
from hoiam.duties.models import Duty
from hoiam.law.scores import SMALL
from hoiam.office.models import Post
from hoiam.public import score_files

pytestmark = pytest.mark.django_db
both = pytest.mark.parametrize("language", ["vi", "en"])


def page(client, path, language="vi", status=200):
    client.cookies["lang"] = language
    answer = client.get(path)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def head_of(unit):
    return Post.objects.get(unit=unit, is_head=True)


def owe(post, key, number, *, met, field=""):
    """A duty of that kind, due a week ago, done in time or not at all."""
    at = timezone.now() - timedelta(days=20)
    day = duties.local_day(at)
    spec = duties.NewDuty(
        unit_id=post.unit_id,
        post_id=post.pk,
        subject="story",
        subject_id=number,
        key=key,
        rule_id="house.story",
        event_on=day,
        due_on=day + timedelta(days=13),
        safe_on=day + timedelta(days=13),
        field=field,
    )
    duties.open_many(specs=[spec], at=at)
    if met:
        done = at + timedelta(days=4)
        duties.close(
            subject="story", subject_id=number, keys=[key], outcome="met", at=done, on=duties.local_day(done)
        )


@pytest.fixture
def owing(cast):
    """The ward kept six of eight promises, the commune three of six."""
    for number in range(8):
        owe(head_of(cast.ward), "promise", number, met=number < 6, field="land" if number < 5 else "")
    for number in range(10, 16):
        owe(head_of(cast.other), "promise", number, met=number < 13)
    return cast


def address(cast):
    return f"/scores/05977/{head_of(cast.ward).pk}"


@both
def test_the_head_of_an_office_has_a_page(client, owing, language):
    found = page(client, address(owing), language)
    assert "Head Ví Dụ" in found
    assert "75 %" in found
    assert ("một nửa trong vòng" if language == "vi" else "half within") in found


def test_it_stands_beside_the_middle_of_its_level(client, owing):
    found = page(client, address(owing), "en")
    assert "75 % here; 50 % in the one other unit of the same level" in found


def test_half_and_nine_tenths_are_said_in_days(client, owing):
    assert re.search(r'data-label="half within">4 days<', page(client, address(owing), "en"))


def test_its_page_takes_seven_statements(client, owing):
    page(client, address(owing))
    with CaptureQueriesContext(connection) as captured:
        page(client, address(owing))
    assert len(captured) <= 7


def test_nobody_below_the_head_has_a_page(client, owing):
    deputy = Post.objects.create(unit=owing.ward, title="Phó Chủ tịch", title_en="Deputy chairman")
    page(client, f"/scores/05977/{deputy.pk}", status=404)
    page(client, f"/scores/05977/{head_of(owing.other).pk}", status=404)
    page(client, "/scores/99999/1", status=404)


def test_too_few_have_no_share_and_no_days(client, cast):
    for number in range(SMALL - 1):
        owe(head_of(cast.ward), "promise", number, met=True)
    found = page(client, address(cast), "en")
    assert "100 %" not in found
    assert re.search(r'data-label="half within">–<', found)


def test_a_period_without_duties_says_so(client, cast):
    owe(head_of(cast.ward), "promise", 1, met=True)
    year = timezone.localdate().year - 2
    assert "No duty was due in this period" in page(client, f"{address(cast)}?period={year}", "en")


def test_all_kinds_of_duties_are_asked_for_together_or_one_by_one(client, owing):
    for query, due in (
        ("of=promise", "8"),
        ("of=all", "8"),
        ("of=task", None),
        ("of=promise&field=land", "5"),
    ):
        found = page(client, f"/scores?{query}", "en")
        row = re.search(r"Dong Kinh</a>.*?</tr>", found, re.DOTALL)
        assert (row and re.findall(r'data-label="duties due">(\d+)', row[0])[0]) == due, query


def test_a_level_alone(client, owing):
    assert "Dong Kinh</a>" in page(client, "/scores?of=promise&level=commune", "en")
    assert "Dong Kinh</a>" not in page(client, "/scores?of=promise&level=province", "en")


def test_what_makes_no_sense_is_left_out(client, owing):
    page(client, "/scores?of=nothing&field=nothing&level=nothing&sort=nothing")


def test_units_stand_on_the_map_with_their_share_in_words(client, owing):
    assert "6 of 8 in time, 75 %" in page(client, "/scores?of=promise", "en")


@both
def test_the_method_is_told_in_plain_words(client, db, language):
    found = page(client, "/scores/method", language)
    assert "SHA-256" in found
    assert str(SMALL) in found
    assert all(str(name) for name in KINDS.values())


def test_a_page_says_how_to_cite_it(client, owing):
    assert f"http://testserver{address(owing)}?period=" in page(client, f"{address(owing)}?period=")


def test_the_files_come_with_the_first_day(client, owing, settings, tmp_path):
    settings.HOIAM_DATA = tmp_path
    page(client, "/scores/scores.json", status=404)
    assert "chưa có tệp đầu tiên" in page(client, "/scores/method")
    score_files.publish(at=timezone.now())
    assert b"promise" in b"".join(client.get("/scores/scores.csv").streaming_content)
    assert "Các tệp được lập ngày" in page(client, "/scores/method")


def test_every_kind_of_duty_is_in_the_figures_and_in_the_file(client, cast, settings, tmp_path):
    settings.HOIAM_DATA = tmp_path
    for number, key in enumerate(KINDS):
        owe(head_of(cast.ward), key, number, met=True)
    found = page(client, address(cast))
    assert [str(name) for name in KINDS.values() if str(name) not in found] == []
    score_files.publish(at=timezone.now())
    told = (score_files.home() / "scores.csv").read_text(encoding="utf-8")
    assert [key for key in KINDS if f",{key}," not in told] == []
    assert not Duty.objects.filter(told=False).exists()
