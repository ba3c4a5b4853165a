"""What a post owes: whose it is to read, in which groups and parts, at what cost; on paper and as a calendar."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.duties import actions as duties, owed
from hoiam.duties.models import STANDS_STILL, Duty
from hoiam.law.roles import Role
from hoiam.office import feeds, signoff
from hoiam.office.models import CalendarFeed, Post, Role as RoleRow
from tests import cast as people
from tests.office.words import foreign

pytestmark = pytest.mark.django_db
BOARD = "/desk/board/"
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
RECURRING = {"subject": "post", "key": "commune_chair", "rule_id": "freq.commune_chair.v2"}


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()
    signoff.forget()
    yield
    signoff.forget()


@pytest.fixture
def visit(client):
    def visit(who, path="", **asked):
        client.force_login(who, backend="hoiam.office.backend.PersonBackend")
        return client.get(f"{BOARD}{path}", asked)

    return visit


@pytest.fixture
def post(cast):
    return Post.objects.get(unit=cast.ward)


def owe(post, on, n=1, **said):
    """Recurring duties of a post with that last day."""
    first = Duty.objects.count()
    specs = [
        duties.NewDuty(
            unit_id=post.unit_id,
            post_id=post.pk,
            subject_id=1000 + first + number,
            event_on=on - timedelta(days=10),
            due_on=on,
            safe_on=on,
            **{**RECURRING, **said},
        )
        for number in range(n)
    ]
    duties.open_many(specs=specs, at=NOW)


def text(answer):
    return " ".join(answer.content.decode().split())


def rows(answer):
    return [row for group in answer.context["groups"] for row in group["rows"]]


def test_signing_in_comes_first(client):
    for path in (BOARD, f"{BOARD}print", f"{BOARD}feed"):
        assert client.get(path).status_code == 302


def test_cases_and_what_recurs_stand_together_by_their_last_day(cast, visit, post):
    case = people.accepted(cast)
    owe(post, TODAY + timedelta(days=2))
    found = rows(visit(cast.head))
    assert [row["due_on"] for row in found] == sorted(row["due_on"] for row in found)
    by_number = {row["number"]: row for row in found}
    assert by_number[f"{case.received_on.year}-{case.pk:06d}"]["url"] == f"/desk/cases/{case.pk}/"
    assert by_number[""]["what"] == "Trực tiếp tiếp công dân"
    assert by_number[""]["remark"] == "ít nhất 2 ngày mỗi tháng"


@pytest.mark.parametrize(
    ("weekday", "later", "expected"),
    [
        (0, -1, "late"),
        (0, 0, "today"),
        (0, 1, "week"),
        (0, 6, "week"),
        (0, 7, "later"),
        (6, 0, "today"),
        (6, 1, "later"),
    ],
)
def test_groups_end_with_the_sunday_of_the_week(weekday, later, expected):
    from hoiam.desk.cases.views.staff_board import group  # noqa: PLC0415 - Django first

    on = date(2026, 11, 23) + timedelta(days=weekday)
    assert group(on + timedelta(days=later), on, owed.week_end(on)) == expected


def test_tiles_count_each_group_and_lead_to_it(cast, visit, post):
    sunday = owed.week_end(TODAY)
    owe(post, TODAY - timedelta(days=3), 2)
    owe(post, TODAY)
    owe(post, sunday + timedelta(days=30), 4)
    answer = visit(cast.head)
    assert [tile["value"] for tile in answer.context["tiles"]] == ["2 việc", "1 việc", "0 việc", "4 việc"]
    late = answer.client.get(f"{BOARD}{answer.context['tiles'][0]['url']}")
    assert len(rows(late)) == 2


def test_many_are_counted_up_to_a_limit(cast, visit, post):
    owe(post, TODAY, owed.COUNT_LIMIT + 5)
    assert visit(cast.head).context["tiles"][1]["value"] == "99+ việc"


def test_filters_by_kind_period_and_lateness(cast, visit, post):
    people.accepted(cast)
    owe(post, TODAY - timedelta(days=1))
    owe(post, TODAY)
    assert {row["what"] for row in rows(visit(cast.head, kind="commune_chair"))} == {
        "Trực tiếp tiếp công dân"
    }
    assert len(rows(visit(cast.head, kind="commune_chair", late="on"))) == 1
    assert len(rows(visit(cast.head, period="today"))) == 1
    assert len(rows(visit(cast.head, period="week"))) == 2
    assert len(rows(visit(cast.head, kind="answer"))) == 1


def test_nonsense_in_the_address_never_fails(cast, visit):
    for asked in ({"post": "99999999"}, {"post": "x"}, {"kind": "?"}, {"period": "z"}, {"after": "1.2.3"}):
        assert visit(cast.head, **asked).status_code == 200


def test_pages_follow_each_other_without_a_gap(cast, visit, post):
    owe(post, TODAY, 30)
    owe(post, TODAY + timedelta(days=40), 30)
    seen, answer = 0, visit(cast.head)
    while True:
        seen += len(rows(answer))
        if not answer.context["next_url"]:
            break
        answer = answer.client.get(f"{BOARD}{answer.context['next_url']}")
    assert seen == 60
    assert answer.context["first_url"]


def test_a_clerk_reads_the_posts_of_the_unit(cast, visit, post):
    owe(post, TODAY)
    assert len(rows(visit(cast.clerk))) == 1


@pytest.mark.parametrize("who", ["handler", "overseer", "operator"])
def test_who_owes_and_inspects_nothing_sees_no_board(cast, visit, who):
    answer = visit(getattr(cast, who))
    assert "Bạn không theo dõi chức vụ nào" in text(answer)
    assert "groups" not in answer.context


def test_a_stranger_sees_the_own_unit_only(cast, visit, post):
    owe(post, TODAY)
    answer = visit(cast.stranger, post=post.pk)
    assert rows(answer) == []
    assert answer.context["post"].id == Post.objects.get(unit=cast.other).pk


def test_an_inspector_above_reads_dates_and_numbers_but_no_title(cast, visit, post):
    case = people.accepted(cast)
    answer = visit(cast.inspector, post=post.pk, kind="answer")
    (row,) = rows(answer)
    assert (row["title"], row["url"]) == ("", f"/register/{case.pk}")
    assert people.TITLE not in text(answer)


def test_a_head_of_the_province_reads_the_heads_below(cast, visit, post):
    RoleRow.objects.create(
        person=cast.overseer, unit=cast.province, role=Role.HEAD.value, from_on=people.FIRST_DAY
    )
    owe(post, TODAY)
    answer = visit(cast.overseer, post=post.pk)
    assert len(rows(answer)) == 1
    assert not answer.context["post"].own


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", ["", "print", "feed"])
def test_pages_speak_one_language(cast, client, visit, post, path, language):
    people.accepted(cast, title="…")
    for key, rule_id in (
        ("commune_chair", "freq.commune_chair.v2"),
        ("dialogue_commune", "freq.dialogue_commune"),
    ):
        owe(post, TODAY, key=key, rule_id=rule_id)
    client.cookies["lang"] = language
    assert foreign(visit(cast.head, path), language) == []


def test_dates_of_doubtful_rules_carry_the_mark(cast, visit):
    people.accepted(cast)
    assert "đọc ở một bản, chưa ký duyệt" in text(visit(cast.head, kind="answer"))
    assert "đọc ở một bản" not in text(visit(cast.head, kind="notice"))


def test_a_promised_day_says_that_the_law_gives_none(cast, visit, client):
    from hoiam.desk.cases import actions as cases  # noqa: PLC0415 - Django first

    case = people.accepted(cast)
    head = people.actor(cast.head)
    cases.promise(
        case_id=case.pk, version=case.version, on=TODAY + timedelta(days=9), reason="", by=head, at=NOW
    )
    assert "không tìm thấy thời hạn luật định" in text(visit(cast.head, kind="answer"))


# Cost


def statements(work):
    work()
    with CaptureQueriesContext(connection) as captured:
        assert work().status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("n", [1, 40])
def test_a_board_takes_seven_statements(cast, visit, post, client, n):
    people.accepted(cast)
    owe(post, TODAY, n)
    visit(cast.head)
    # session, person, roles, posts, duties, cases, counts
    assert len(statements(lambda: client.get(BOARD, {"period": "month", "kind": ""}))) <= 7
    assert len(statements(lambda: client.get(f"{BOARD}print"))) == 7


def test_no_board_is_read_by_scanning(cast, visit, post, client):
    people.accepted(cast)
    owe(post, TODAY, 30)
    visit(cast.head)
    if connection.vendor != "sqlite":
        _no_scan_on_postgresql()
        return
    queries_seen = []
    for asked in ({}, {"kind": "answer"}, {"late": "on"}, {"period": "week", "after": f"{TODAY}.3"}):
        queries_seen += statements(lambda asked=asked: client.get(BOARD, asked))
    plans = [plan(sql) for sql in queries_seen if "duties_duty" in sql]
    assert len(plans) == 8
    for steps in plans:
        assert not any(re.search(r"SCAN (duties_duty|d)\b", step) for step in steps), steps
        assert not any("TEMP B-TREE" in step for step in steps), steps
        assert any("duty_post" in step for step in steps), steps


def _no_scan_on_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'duties_duty'")
        names = {name for (name,) in cursor.fetchall()}
    assert {"duty_post_open", "duty_post_key_open"} <= names


def plan(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[-1] for row in cursor.fetchall()]


def test_the_nearest_of_several_posts_are_the_nearest_of_all(cast, post):
    other = Post.objects.get(unit=cast.other)
    owe(post, TODAY + timedelta(days=1), 3)
    owe(other, TODAY, 2)
    found = owed.nearest(post_ids=[post.pk, other.pk], limit=4)
    assert [row.due_on for row in found] == [TODAY, TODAY, *[TODAY + timedelta(days=1)] * 2]
    assert owed.nearest(post_ids=[], limit=4) == ()


# The calendar


@pytest.fixture
def address(cast, client, settings):
    settings.HOIAM_URL = "https://hoi-am.example"

    def make(who):
        client.force_login(who, backend="hoiam.office.backend.PersonBackend")
        page = client.post(f"{BOARD}feed/new").content.decode()
        return re.search(r"https://hoi-am\.example(/desk/feed/[\w-]+\.ics)\?lang=(?:vi|en)", page)[1]

    return make


def test_an_address_is_shown_once_and_kept_as_a_hash(cast, client, address):
    path = address(cast.head)
    token = path.removesuffix(".ics").rpartition("/")[2]
    assert len(token) >= 32
    row = CalendarFeed.objects.get()
    assert token not in (row.digest, str(row.pk))
    page = client.get(f"{BOARD}feed").content.decode()
    assert token not in page
    assert "Bạn đã có địa chỉ" in page


def test_a_calendar_needs_no_sign_in_and_holds_no_word_of_a_citizen(cast, client, address, post):
    case = people.accepted(cast)
    owe(post, TODAY)
    path = address(cast.head)
    client.logout()
    answer = client.get(path)
    said = answer.content.decode()
    unfolded = said.replace("\r\n ", "")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert f"SUMMARY:{case.received_on.year}-{case.pk:06d}: Trả lời" in unfolded
    assert f"URL:https://hoi-am.example/desk/cases/{case.pk}/" in unfolded
    assert f"DTSTART;VALUE=DATE:{TODAY:%Y%m%d}" in unfolded
    for secret in (
        people.TITLE,
        people.CITIZEN.name,
        people.CITIZEN.phone,
        cast.head.name,
        cast.head.username,
    ):
        assert secret not in unfolded
    assert client.get(path).content == answer.content


def test_a_calendar_is_of_the_own_posts_only(cast, client, address, post):
    people.accepted(cast)
    assert "BEGIN:VEVENT" not in client.get(address(cast.inspector)).content.decode()
    assert "BEGIN:VEVENT" not in client.get(address(cast.stranger)).content.decode()


def test_a_calendar_ends_with_its_owner_its_roles_and_the_next_address(cast, client, address):
    people.accepted(cast)
    first = address(cast.head)
    second = address(cast.head)
    assert client.get(first).status_code == 404
    assert "BEGIN:VEVENT" in client.get(second).content.decode()
    assert client.post(f"{BOARD}feed/end").status_code == 302
    assert client.get(second).status_code == 404
    third = address(cast.head)
    RoleRow.objects.filter(person=cast.head).update(until_on=TODAY - timedelta(days=1))
    assert "BEGIN:VEVENT" not in client.get(third).content.decode()
    cast.head.is_active = False
    cast.head.save()
    assert client.get(third).status_code == 404
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1


def test_who_guesses_addresses_is_slowed_down(cast, client, address):
    path = address(cast.head)
    answers = [client.get(f"/desk/feed/{number}.ics").status_code for number in range(11)]
    assert answers == [404] * 10 + [429]
    assert client.get(path).status_code == 429


def test_an_address_leaves_no_trace_in_the_log(cast, address):
    from hoiam.kit.logs import Redact  # noqa: PLC0415 - Django first

    path = address(cast.head)
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (path,)})
    assert Redact().filter(record)
    assert record.getMessage() == "Not Found: /desk/feed/….ics"


def test_a_calendar_costs_five_statements(cast, client, address, post):
    people.accepted(cast)
    path = address(cast.head)
    client.logout()
    for n in (1, 40):
        owe(post, TODAY, n)
        assert len(statements(lambda: client.get(path))) == 5  # address, roles, posts, duties, cases


def test_the_newest_of_two_that_are_made_at_once_is_refused(cast, monkeypatch):
    from hoiam.law.refusal import Refused  # noqa: PLC0415 - beside its only use

    head = people.actor(cast.head)
    feeds.make(by=head, at=NOW)
    monkeypatch.setattr(feeds, "_end", lambda *_: None)
    with pytest.raises(Refused, match="changed_meanwhile"):
        feeds.make(by=head, at=NOW)


def test_a_clock_that_stands_still_is_owed_by_no_day(cast, client, visit, post):
    """Neither on the board nor on paper nor in a calendar; once it goes on, it is there again."""
    owe(post, STANDS_STILL, key="commune_chair")
    address = f"/desk/feed/{feeds.make(by=people.actor(cast.head), at=NOW)}.ics"
    pages = (visit(cast.head), visit(cast.head, "print"), client.get(address))
    assert not [page for page in pages if re.search(r"9\.?999", page.content.decode())]
    assert owed.counts(post_id=post.pk, key="", on=TODAY) == owed.Counts(0, 0, 0, 0)
    Duty.objects.update(due_on=TODAY, safe_on=TODAY)
    assert owed.counts(post_id=post.pk, key="", on=TODAY) == owed.Counts(0, 1, 0, 0)
