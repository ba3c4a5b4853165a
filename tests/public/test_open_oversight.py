"""Open data of oversight: what pages show of it stands in files, what they do not show in none."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hoiam.desk.directives.models import Plan, Task
from hoiam.public.data import datasets, of_oversight
from tests.desk import account_story, directive_story, inspection_story
from tests.duties.builders import opened
from tests.public import leaks, open_data_story as story, oversight_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def happened(cast):
    found = oversight_story.happened(cast)
    assert not any(one.error for one in story.made().values())
    return found


def one(name, row):
    return next(found for found in story.rows(name) if found["id"] == row.pk)


def test_only_what_is_open_and_given_out_is_in_a_file(happened):
    assert [row["id"] for row in story.rows("directives")] == [happened["directive"].pk]
    issued = Plan.objects.filter(issued_at__isnull=False)
    assert {row["id"] for row in story.rows("plans")} == set(issued.values_list("pk", flat=True))
    given = Task.objects.exclude(state="")
    assert {row["id"] for row in story.rows("tasks")} == set(given.values_list("pk", flat=True))
    assert given.count() == 3 == Task.objects.count() - 1


def test_the_words_of_a_closed_plan_are_in_no_file_its_days_are(happened):
    shown, hidden = one("tasks", happened["task"]), one("tasks", happened["hidden"])
    assert (shown["title"], hidden["title"]) == (happened["task"].title, "")
    assert hidden["due_on"] == happened["hidden"].due_on.isoformat()
    assert (one("plans", happened["closed"])["title"], one("plans", happened["plan"])["directive"]) == (
        "",
        happened["directive"].pk,
    )


def test_a_published_conclusion_stands_in_full_without_what_is_protected(happened):
    row = one("inspections", happened["inspection"])
    assert row["conclusion"] == happened["inspection"].published
    assert "Phường phải sửa." in row["conclusion"]
    assert (row["findings"], row["remedied"]) == (1, 0)
    assert [found["id"] for found in story.rows("inspections")] == [
        happened["inspection"].pk,
        happened["running"].pk,
    ]
    running = one("inspections", happened["running"])
    assert (running["conclusion"], running["findings"]) == ("", None)


def test_findings_are_those_of_published_conclusions(happened):
    (row,) = story.rows("findings")
    finding = happened["finding"]
    assert (row["id"], row["what"], row["state"]) == (finding.pk, finding.what, "waiting")


def test_marked_passages_of_a_finding_are_left_out(happened):
    finding = happened["finding"]
    finding.what = "Đơn của [[bà Nông Thị Giả Định]] bị bỏ quên, [[đơn khác"
    finding.save()
    story.made(at=timezone.now())
    (row,) = story.rows("findings")
    assert row["what"] == "Đơn của […] bị bỏ quên, "


def test_a_self_review_says_how_it_stands(happened):
    (row,) = story.rows("self-reviews")
    assert (row["what"], row["state"], row["mended_on"]) == (happened["review"].what, "running", None)


def test_figures_of_accounts_are_those_that_were_signed(happened):
    (row,) = story.rows("accounts")
    assert (row["sha256"], row["questions"], row["answered"]) == (happened["account"].digest, 1, 0)
    figures = story.rows("account-figures")
    assert {found["account"] for found in figures} == {happened["account"].pk}
    assert all(f'"{found["line"]}"' in happened["account"].figures for found in figures)


def test_a_recommendation_stands_with_its_answer(happened):
    row = one("recommendations", happened["recommendation"])
    assert (row["answer"], row["state"], row["deed"]) == (
        happened["recommendation"].answer,
        "in_time",
        "running",
    )
    other = next(found for found in story.rows("recommendations") if found["id"] != row["id"])
    assert (other["answer"], other["state"], other["deed"]) == ("", "running", "")


def test_the_press_is_titled_where_nobody_is_named(happened):
    titles = {row["id"]: row["title"] for row in story.rows("press")}
    assert titles.pop(happened["press"].pk) == "Rác ở chợ Kỳ Lừa"
    assert list(titles.values()) == [""]


def test_what_is_inside_is_in_no_file(happened):
    secrets = {spelled for words in oversight_story.INSIDE for spelled in leaks.spellings(words)}
    secrets |= leaks.spellings("Nông Thị Giả Định") | {"020190000001"}
    files = story.files()
    assert len(files) > 60
    assert [(path.name, hit) for path in files if (hit := leaks.found(path.read_bytes(), secrets))] == []


def test_every_row_has_an_address_that_answers(client, happened):
    for dataset in of_oversight.ALL:
        for row in story.rows(dataset.name):
            address, _hash, anchor = dataset.at.format(**row).partition("#")
            answer = client.get(address, follow=True)
            assert answer.status_code == 200, address
            assert not anchor or f'id="{anchor}"' in answer.content.decode(), (address, anchor)


def test_an_address_of_a_task_and_of_a_self_review_leads_to_its_place(client, happened):
    task, review = happened["task"], happened["review"]
    assert client.get(f"/directives/tasks/{task.pk}")["Location"] == (
        f"/directives/plans/{task.plan_id}?after={task.number - 1}#t{task.number}"
    )
    assert (
        client.get(f"/self-review/{review.pk}")["Location"]
        == f"/self-review/?after={review.pk + 1}#r{review.pk}"
    )
    waiting = Task.objects.get(state="")
    for address in (f"/directives/tasks/{waiting.pk}", "/directives/tasks/9999999", "/self-review/9999999"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", [dataset.name for dataset in of_oversight.ALL])
def test_reading_a_dataset_asks_as_often_however_long_it_is(cast, name, django_assert_num_queries):
    """One statement while all rows fit a batch: none for a row."""
    dataset = datasets.BY_NAME[name]
    oversight_story.happened(cast)
    with django_assert_num_queries(1):
        assert list(dataset.rows(timezone.localdate()))


def entries(client, address):
    text = client.get(address, {"lang": "en"}).content.decode()
    return text.split("<entry>")[1:]


@pytest.mark.parametrize(
    ("name", "of", "holds"),
    [
        ("conclusions", "05977", "Conclusion of an inspection published: Tiếp công dân"),
        ("accounts", "05977", "Account on demand published"),
        ("plans", "05977", "Plan 5/KH-UBND given out"),
        ("recommendations", "05977", "Recommendation answered: Ủy ban Mặt trận"),
        ("replies", "05977", "Recommendation answered: Ủy ban Mặt trận"),
        ("plans", "20", "Plan 84-KH/TU given out"),
        ("conclusions", "20", "Conclusion of an inspection published"),
    ],
)
def test_news_of_oversight_stand_in_the_feed_of_the_office_and_of_all(client, cast, name, of, holds):
    oversight_story.happened(cast)
    for address in (f"/units/{of}/{name}.atom", f"/data/feeds/{name}.atom"):
        assert any(holds in found for found in entries(client, address)), address


def test_nothing_that_is_inside_is_news_or_dated(client, cast):
    oversight_story.happened(cast)
    for code in ("05977", "20"):
        names = ("conclusions", "accounts", "plans", "recommendations", "replies", "publications")
        for address in (f"/units/{code}/calendar.ics", *(f"/units/{code}/{name}.atom" for name in names)):
            text = client.get(address).content.decode().replace("\r\n ", "")
            assert [words for words in oversight_story.INSIDE if words in text] == [], address


def test_the_calendar_holds_whatever_is_dated_with_an_address_that_answers(client, cast):
    happened = oversight_story.happened(cast)
    text = client.get("/units/05977/calendar.ics", {"lang": "en"}).content.decode().replace("\r\n ", "")
    task, finding, review = happened["task"], happened["finding"], happened["review"]
    for uid, day in (
        (f"task-{task.pk}", task.due_on),
        (f"finding-{finding.pk}", finding.due_on),
        (f"self-review-{review.pk}", review.due_on),
        (f"inspection-{happened['running'].pk}-announced", happened["running"].announced_on),
        (f"inspection-{happened['running'].pk}-ended", happened["running"].until_on),
        (f"recommendation-{happened['recommendation'].pk}-answer", happened["recommendation"].due_on),
        (f"recommendation-{happened['recommendation'].pk}-deed", happened["recommendation"].done_by),
    ):
        event = next(one for one in text.split("BEGIN:VEVENT") if f"UID:{uid}@" in one)
        assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in event
        page = next(line for line in event.splitlines() if line.startswith("URL:")).partition("URL:")[2]
        assert (
            client.get(page.partition("#")[0].replace(settings.HOIAM_URL, ""), follow=True).status_code == 200
        )


def test_an_account_that_is_owed_is_dated(client, cast):
    post = account_story.head_post(cast)
    due = timezone.localdate() + timedelta(days=9)
    opened(post, key="account", subject="account", due_on=due, event_on=due - timedelta(days=30))
    text = client.get("/units/05977/calendar.ics", {"lang": "en"}).content.decode()
    assert f"DTSTART;VALUE=DATE:{due:%Y%m%d}\r\nSUMMARY:Account of the head due" in text


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/directives/", "/data/feeds/plans.atom"),
        ("/inspections/?unit=05977", "/units/05977/conclusions.atom"),
        ("/self-review/", "/data/feeds/publications.atom"),
        ("/accounts/?unit=05977", "/units/05977/accounts.atom"),
        ("/supervision/", "/data/feeds/recommendations.atom"),
        ("/press/", "/data/feeds/replies.atom"),
        ("/data/", "/data/feeds/accounts.atom"),
        ("/units/05977", "/units/05977/plans.atom"),
    ],
)
def test_pages_lead_to_their_feed_and_calendar_in_words_and_for_programs(client, cast, address, feed):
    page = client.get(address).content.decode()
    assert re.search(rf'<link rel="alternate" type="application/atom\+xml"[^>]* href="{feed}">', page)
    assert f'<a href="{feed}">' in page
    assert '<link rel="alternate" type="text/calendar"' in page
    assert 'calendar.ics">' in page.partition("</head>")[2]


@pytest.mark.parametrize(
    "address",
    [
        "/units/05977/calendar.ics",
        "/data/calendar.ics",
        "/units/05977/conclusions.atom",
        "/data/feeds/plans.atom",
    ],
)
def test_feeds_and_calendars_ask_as_often_however_much_there_is(client, cast, address):
    def asked():
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    oversight_story.happened(cast)
    asked()
    before = asked()
    for n in range(3):
        directive_story.given(cast, plan=directive_story.drawn(cast, number=f"{n}/KH"))
        inspection_story.declared(cast)
        inspection_story.running(cast, number=f"{n}/QĐ-TTr")
    assert asked() == before <= 12
