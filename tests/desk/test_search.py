"""Search: the same cases on both databases, however they are typed; whose they are; in which order; what it costs."""

import random
import re
import unicodedata
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import example, given, settings, strategies as st

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import index
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import asked as typed, excerpts, hits, ranking, search, tokens
from hoiam.kit import fold
from hoiam.law.roles import Role
from hoiam.office.models import Role as RoleRow
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
BODY = "Cơ sở ở ấp Hòa Bình xả thải ra kênh vào ban đêm, nước đổi màu đen và có mùi hôi. Thiệt hại 1.250.000 đồng."


def find(cast, text, who="clerk", **chosen):
    wanted = queries.SearchFilter(unit_id=cast.ward.pk, text=text, **chosen)
    return queries.find(chosen=wanted, by=people.actor(getattr(cast, who)), on=TODAY)


def ids(cast, text, who="clerk", **chosen):
    return [found.row.id for found in find(cast, text, who, **chosen).rows]


def shown(marked):
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in marked.pieces)


@pytest.mark.parametrize(
    "text",
    [
        "xả thải",
        "xa thai",
        "XẢ THẢI",
        "Hòa Bình",
        "Hoà Bình",
        "hoa binh",
        unicodedata.normalize("NFD", "xả thải ra kênh"),
        '"nước đổi màu đen"',
        "“nuoc doi mau den”",
        "1.250.000 đồng",
        "1250000",
        'kênh "có mùi hôi"',
    ],
)
def test_a_text_is_found_however_it_is_typed(cast, text):
    case = people.received(cast, body=BODY)
    people.received(cast, body="Nước thải đổ ra đường, xả rác đầy hẻm.")
    assert ids(cast, text) == [case.pk]


def test_a_text_written_in_nfd_is_found_and_marked_as_it_was_written(cast):
    written = unicodedata.normalize("NFD", BODY)
    case = people.received(cast, body=written)
    found = find(cast, "thải ra kênh").rows
    assert [one.row.id for one in found] == [case.pk]
    assert unicodedata.normalize("NFD", "xả [thải ra kênh] vào") in shown(found[0].excerpt)


def test_a_phrase_in_quotes_is_never_read_loosely(cast):
    people.received(cast, body=BODY)
    assert ids(cast, '"kênh xả thải"') == []
    found = find(cast, "kênh xả thải")
    assert (len(found.rows), found.loose) == (1, True)


def test_words_that_stand_apart_are_found_on_request(cast):
    apart = people.received(cast, title="Điện", body="Đèn ở đầu đường bị hỏng.")
    together = people.received(cast, title="Điện", body="Đèn đường bị hỏng.")
    strict = find(cast, "đèn đường")
    assert [one.row.id for one in strict.rows] == [together.pk]
    assert strict.divides
    assert ids(cast, "đèn đường", wide=True) == [together.pk, apart.pk]


def test_replies_and_what_else_was_written_are_found_and_said_to_be_there(cast):
    answered = people.answered(cast)
    document = people.received(cast, title="Việc khác", body="Không liên quan.")
    index.add(case_id=document.pk, text="Biên bản xác minh tại hiện trường")
    found = find(cast, "sửa trong 5 ngày").rows
    assert [(one.row.id, one.where) for one in found] == [(answered.pk, "reply")]
    assert "[Sửa trong 5 ngày]" in shown(found[0].excerpt)
    found = find(cast, "biên bản xác minh").rows
    assert [(one.row.id, one.where) for one in found] == [(document.pk, "document")]


def test_a_phrase_does_not_reach_from_one_text_into_the_next(cast):
    case = people.received(cast, title="Việc khác", body="Không liên quan.")
    index.add(case_id=case.pk, text="Biên bản xác minh")
    assert ids(cast, '"liên quan biên"') == []


def test_the_name_of_the_sender_is_not_in_the_index(cast):
    people.received(cast)
    assert ids(cast, people.CITIZEN.name) == []
    assert ids(cast, people.CITIZEN.phone) == []


def test_the_index_holds_no_word_of_a_text(cast):
    case = people.received(cast, body=BODY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(tokens AS text) FROM cases_search WHERE rowid = %s", (case.pk,))
        held = set(re.findall(r"[0-9a-z]{2,}", cursor.fetchone()[0]))
    assert len(held) > 20
    assert not held & {word for word in fold.tokens(BODY) if len(word) > 3}


# The same cases on both databases: each agrees with a plain reading of the texts

WORDS = "đèn đường hỏng rác chợ xả thải kênh ngõ hẻm nước đất 12/2026/NĐ-CP 1.250.000 đê".split()  # noqa: SIM905


def holds(text, asked, *, loose):
    words = fold.syllables(text)
    return all(
        any(words[at : at + len(run)] == run for at in range(len(words))) for run in asked.runs(loose=loose)
    )


def test_the_index_agrees_with_a_plain_reading(cast):
    luck = random.Random(7)
    texts = {}
    for _ in range(60):
        body = " ".join(luck.choices(WORDS, k=luck.randrange(4, 12)))
        texts[people.received(cast, title="-", body=body).pk] = body
    wanted = [" ".join(luck.choices(WORDS, k=luck.randrange(1, 4))) for _ in range(60)]
    wanted += [f'"{one}"' for one in wanted[:20]] + [
        f'{one} "{two}"' for one, two in zip(wanted, WORDS, strict=False)
    ]
    for text in wanted:
        asked = typed.read(text)
        found = find(cast, text)
        right = [pk for pk, body in texts.items() if holds(body, asked, loose=found.loose)]
        assert found.total == len(right), text
        assert [one.row.id for one in found.rows] == sorted(right, reverse=True)[: search.PAGE], text
        assert found.loose == (
            asked.divides and not any(holds(body, asked, loose=False) for body in texts.values())
        )


@pytest.mark.parametrize("newest", [hits.NEWEST, 2])
def test_beyond_what_is_counted_pages_follow_without_gap_or_repetition(cast, monkeypatch, newest):
    monkeypatch.setattr(hits, "MOST_COUNTED", 3)
    monkeypatch.setattr(hits, "NEWEST", newest)
    monkeypatch.setattr(search, "PAGE", 2)
    made = [people.received(cast).pk for _ in range(7)]
    seen, after = [], None
    while True:
        page = find(cast, "đèn đường", after=after)
        assert (page.total, page.more) == (3, True)
        seen += [one.row.id for one in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == made[::-1]


# Filters


def test_filters_by_state_kind_field_handler_and_period(cast):
    old = people.received(cast, at=NOW - timedelta(days=40), kind="petition")
    work = people.accepted(cast)
    done = people.answered(cast, at=NOW - timedelta(days=3))
    text = "đèn đường"
    assert ids(cast, text) == [done.pk, work.pk, old.pk]
    assert ids(cast, text, state="answered") == [done.pk]
    assert ids(cast, text, kind="petition") == [old.pk]
    assert ids(cast, text, field="utility") == [done.pk, work.pk]
    assert ids(cast, text, handler_id=cast.handler.pk) == [done.pk, work.pk]
    assert ids(cast, text, handler_id=cast.second_handler.pk) == []
    assert ids(cast, text, since=TODAY - timedelta(days=10)) == [done.pk, work.pk]
    assert ids(cast, text, until=TODAY - timedelta(days=10)) == [old.pk]
    assert ids(cast, text, since=TODAY - timedelta(days=3), until=TODAY - timedelta(days=1)) == [done.pk]
    assert ids(cast, text, since=TODAY, until=TODAY - timedelta(days=1)) == []
    assert ids(cast, text, state="accepted", since=date(1, 1, 1), until=date.max) == [work.pk]


@settings(deadline=None)
@given(st.dates(date(2019, 1, 1), date(2027, 12, 31)), st.dates(date(2019, 1, 1), date(2027, 12, 31)))
@example(date(2024, 1, 1), date(2024, 12, 31))
def test_a_period_holds_each_of_its_days_once_and_no_other(since, until):
    labels = tokens.period(since, until)
    assert len(labels) == len(set(labels)) <= 9 + 22 + 60
    for day in (
        since,
        until,
        since - timedelta(days=1),
        until + timedelta(days=1),
        since + (until - since) / 2,
    ):
        own = set(tokens.labels(Case(received_on=day)).split())
        assert len(own & set(labels)) == (since <= day <= until)


def test_a_case_passed_on_is_found_where_it_is_now(cast):
    case = people.received(cast)
    clerk = people.actor(cast.clerk)
    cases.transfer(
        case_id=case.pk, version=1, to_unit=cast.other.pk, reason="Đúng thẩm quyền", by=clerk, at=NOW
    )
    assert ids(cast, "đèn đường") == []
    there = queries.SearchFilter(unit_id=cast.other.pk, text="đèn đường")
    found = queries.find(chosen=there, by=people.actor(cast.stranger), on=TODAY)
    assert [one.row.id for one in found.rows] == [case.pk]


def test_a_handler_finds_only_the_own_cases_whatever_is_asked(cast):
    mine = people.accepted(cast)
    people.received(cast)
    assert ids(cast, "đèn đường", "handler") == [mine.pk]
    assert ids(cast, "đèn đường", "second_handler", handler_id=cast.handler.pk) == []


def test_a_label_that_is_wrong_shows_nobody_the_case_of_another(cast):
    case = people.accepted(cast)
    Case.objects.filter(pk=case.pk).update(handler_id=cast.second_handler.pk)
    assert ids(cast, "đèn đường", "handler") == []
    Case.objects.filter(pk=case.pk).update(unit_id=cast.other.pk)
    assert ids(cast, "đèn đường") == []


# Order and marks


def test_the_newest_stand_first_and_the_best_on_request(cast):
    once = people.received(cast, title="Đèn đường", body="Ngõ 7 không có điện.")
    often = people.received(cast, title="Đèn đường ngõ 7", body="Đèn đường hỏng, đề nghị thay đèn đường.")
    last = people.received(cast, title="Ngập nước", body="Nước ngập dưới đèn, đường trơn, rác đầy ở ngõ 7.")
    assert ids(cast, "đèn đường ngõ 7", wide=True) == [last.pk, often.pk, once.pk]
    assert ids(cast, "đèn đường ngõ 7", wide=True, best=True) == [often.pk, once.pk, last.pk]


def test_who_typed_accents_finds_the_very_words_first(cast):
    meant = people.received(cast, title="Hòa giải", body="Tổ hoà giải.")
    people.received(cast, title="Hoa giấy", body="Hoa giai đoạn này nở nhiều, hoa giai đẹp.")
    assert ids(cast, "hoà giải", best=True)[0] == meant.pk


def test_only_the_newest_are_ranked_when_there_are_very_many(cast, monkeypatch):
    monkeypatch.setattr(ranking, "MOST_RANKED", 2)
    people.received(cast, body="Đèn đường, đèn đường, đèn đường.")
    newer = [people.received(cast).pk for _ in range(2)]
    found = find(cast, "đèn đường", best=True)
    assert found.ranked == 2
    assert sorted(one.row.id for one in found.rows) == newer


def test_the_best_are_paged_too(cast, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 2)
    made = [people.received(cast).pk for _ in range(3)]
    first = find(cast, "đèn", best=True)
    second = find(cast, "đèn", best=True, after=first.next)
    assert [one.row.id for one in (*first.rows, *second.rows)] == made[::-1]
    assert second.next is None


TEXTS = st.text(alphabet=" .0129aAàĐđhòo\u0301\u0323ư_-", max_size=60)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_pieces_together_are_the_text(text, words):
    marked = excerpts.marked(text, typed.read(words), loose=True, whole=True)
    assert "".join(piece.text for piece in marked.pieces) == text


def test_an_excerpt_begins_near_the_first_hit_and_says_what_it_leaves_out():
    text = (
        " ".join(f"chữ{n}" for n in range(60)) + " đèn đường hỏng " + " ".join(f"sau{n}" for n in range(60))
    )
    marked = excerpts.marked(text, typed.read("den duong"), loose=False)
    assert shown(marked).startswith("chữ52")
    assert "[đèn đường] hỏng" in shown(marked)
    assert (marked.begins, marked.ends, marked.hits) == (False, False, 1)


# The page


@pytest.fixture
def visit(client):
    def visit(who, **query):
        client.force_login(who)
        return client.get("/desk/search", query)

    return visit


def test_the_page_marks_what_it_found_and_counts_it(cast, visit, monkeypatch):
    people.received(cast, title="Đèn đường <b>ngõ 7</b>", body=BODY)
    answer = visit(cast.clerk, q="den duong")
    page = answer.content.decode()
    assert "<mark>Đèn đường</mark> &lt;b&gt;ngõ 7&lt;/b&gt;" in page
    assert "1 vụ việc" in page
    monkeypatch.setattr(hits, "MOST_COUNTED", 1000)
    assert answer.context["total"] == 1


def test_an_empty_page_begins_in_the_field_and_a_list_does_not(cast, visit):
    people.received(cast)
    begins = [tag for tag in visit(cast.clerk).content.decode().split("<") if " autofocus" in tag]
    assert ['name="q"' in tag for tag in begins] == [True]
    for asked in ({"q": "den"}, {"since": "31/02/2026"}):
        assert " autofocus" not in visit(cast.clerk, **asked).content.decode()


def test_a_count_that_stopped_says_so_in_each_language(cast, visit, monkeypatch):
    newest = people.received(cast).pk
    counted = hits.Hits(tuple(range(newest, newest - 1000, -1)), more=True)
    monkeypatch.setattr(hits, "count", lambda _: counted)
    assert "1.000+ vụ việc" in visit(cast.clerk, q="den").content.decode()
    with translation.override("en"):
        client_page = visit(cast.clerk, q="den", lang="en").content.decode()
    assert "1,000+ cases" in client_page


def test_filters_stay_on_the_next_page_and_dates_that_are_none_are_named(cast, visit, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 1)
    for _ in range(2):
        people.received(cast)
    day = f"{TODAY:%d/%m/%Y}"
    answer = visit(cast.clerk, q="den duong", kind="report", since=day, order="best")
    assert len(answer.context["rows"]) == 1
    for kept in ("q=den+duong", "kind=report", "order=best", f"since={day.replace('/', '%2F')}", "after=1"):
        assert kept in answer.context["next_url"]
    wrong = visit(cast.clerk, q="den duong", since="31/02/2026", until="1/1/2026").content.decode()
    assert 'value="31/02/2026"' in wrong
    assert 'value="den duong"' in wrong
    assert "ds-error-summary" in wrong or 'role="alert"' in wrong
    crossed = visit(cast.clerk, q="den", since="02/01/2026", until="01/01/2026").content.decode()
    assert "Ngày cuối đứng trước ngày đầu" in crossed


def test_the_handlers_page_offers_no_choice_of_handlers(cast, visit):
    people.accepted(cast)
    assert 'name="handler"' not in visit(cast.handler, q="den").content.decode()
    assert 'name="handler"' in visit(cast.clerk, q="den").content.decode()


def test_who_has_no_desk_is_told_so(cast, visit):
    people.received(cast)
    assert "rows" not in visit(cast.overseer, q="den").context


@pytest.mark.parametrize(
    "query",
    [
        {"q": "đèn đường"},
        {"q": "đèn đường", "order": "best"},
        {"q": "không thấy gì cả"},
        {"q": "sửa trong 5 ngày", "state": "answered", "since": "01/01/2026"},
    ],
)
def test_it_costs_the_same_statements_whatever_is_found(cast, visit, query):
    def statements():
        visit(cast.clerk, **query)
        with CaptureQueriesContext(connection) as captured:
            visit(cast.clerk, **query)
        frame = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE|SET LOCAL)")
        return len([one for one in captured.captured_queries if not frame.match(one["sql"])])

    people.answered(cast)
    few = statements()
    for _ in range(6):
        people.answered(cast)
    assert statements() == few <= 12


def within_functions(asked, match):
    """What PostgreSQL's functions ask, with values, and the settings that hold within them."""
    statements, settings = [], []
    for name, numbers in asked.items():
        with connection.cursor() as cursor:
            cursor.execute("SELECT prosrc, proconfig FROM pg_proc WHERE proname = %s", [name])
            body, settled = cursor.fetchone()
        body = re.sub(r"\$[34]", "%s", re.sub(r"\$[12]", "%s::tsquery", body))
        statements.append((body, (*match, *(numbers if isinstance(numbers, tuple) else (numbers,)))))
        settings += [f"SET LOCAL {one}" for one in settled]
    return statements, settings


def test_no_statement_of_a_search_reads_a_whole_table(cast):
    people.answered(cast)
    match = typed.match(typed.read("đèn đường"), [[tokens.label("unit", cast.ward.pk)]], loose=False)
    if connection.vendor == "sqlite":
        statements = [(hits._SQLITE, (*match, 5, 5)), (ranking._READ["sqlite"], (*match, 5))]
        wanted, settings = "VIRTUAL TABLE INDEX", ()
    else:
        statements, settings = within_functions({"cases_search_any": 5, "cases_search_newest": (5, 5)}, match)
        wanted = "Bitmap Index Scan on cases_search_tokens"
    with transaction.atomic(), connection.cursor() as cursor:
        for one in settings:
            cursor.execute(one)
        for statement, values in statements:
            explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
            cursor.execute(explain + statement, values)
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
            assert wanted in plan


def test_a_role_in_two_units_keeps_the_search_in_the_chosen_one(cast, visit):
    RoleRow.objects.create(
        person=cast.clerk, unit=cast.other, role=Role.CLERK.value, from_on=people.FIRST_DAY
    )
    people.received(cast)
    assert len(visit(cast.clerk, q="den", unit=cast.ward.pk).context["rows"]) == 1
    assert not visit(cast.clerk, q="den", unit=cast.other.pk).context["rows"]
