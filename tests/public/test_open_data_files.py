"""How files of open data are made and sent: whole or not at all, only when something changed, in parts where asked."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hoiam.config.commands import data as command
from hoiam.desk.cases import actions as cases
from hoiam.public.data import datasets, making, store
from tests import cast as people
from tests.public import open_data_story as story

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings):
    return settings.HOIAM_OPEN_DIR


@pytest.fixture
def case(cast):
    return people.received(cast)


def fetch(client, address="/data/cases/cases.csv", **headers):
    """Status, body, headers; read to the end, as whoever asks does."""
    answer = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    body = answer.getvalue()
    return answer.status_code, body, answer.headers


def broken(on):
    yield from datasets.CASES.rows(on)
    raise RuntimeError("a row that cannot be read")


@pytest.fixture
def failing(monkeypatch):
    """The rows of one dataset end in an error."""
    dataset = datasets.BY_NAME["cases"]
    bad = type(dataset)(
        **{name: getattr(dataset, name) for name in dataset.__slots__ if name != "rows"}, rows=broken
    )
    monkeypatch.setitem(datasets.BY_NAME, "cases", bad)


def test_what_did_not_change_keeps_its_files_and_its_date(case):
    story.made()
    before = store.made("cases")
    again = story.made(at=timezone.now() + timedelta(seconds=5))
    assert again["cases"].made is None
    assert store.made("cases") == before


def test_what_changed_is_made_anew(cast, case):
    story.made()
    before = store.made("cases")
    cases.classify(
        case_id=case.pk,
        version=1,
        kind="report",
        field="utility",
        by=people.actor(cast.clerk),
        at=timezone.now(),
    )
    changed = story.made(at=timezone.now() + timedelta(seconds=5))
    assert changed["cases"].made
    assert changed["units"].made is None
    assert store.made("cases").at > before.at
    assert story.rows("cases")[0]["field"] == "utility"


def test_the_edition_before_stays_until_the_next_making_and_no_longer(cast, case):
    at = timezone.now()
    stamps = []
    for n in range(3):
        people.received(cast)
        story.made(at=at + timedelta(seconds=n))
        stamps.append(store.made("cases").folder)
    assert [path.exists() for path in stamps] == [False, True, True]


def test_one_that_fails_says_so_and_the_others_are_made(case, failing, client):
    outcomes = story.made()
    assert (outcomes["cases"].error, outcomes["duties"].error) == ("RuntimeError", "")
    assert store.made("cases") is None
    assert fetch(client)[0] == 404
    assert "could not be made" in client.get("/data/cases", {"lang": "en"}).content.decode()
    assert "a row that cannot be read" not in client.get("/data/cases", {"lang": "en"}).content.decode()


def test_after_a_failure_the_last_edition_stays(cast, case, monkeypatch, client):
    story.made()
    before = fetch(client)[1]
    people.received(cast)
    with monkeypatch.context() as patch:
        patch.setattr(making, "write", lambda *_args: 1 / 0)
        assert story.made()["cases"].error == "ZeroDivisionError"
    assert fetch(client)[1] == before
    assert "could not be renewed" in client.get("/data/cases", {"lang": "en"}).content.decode()
    story.made()
    assert "could not be renewed" not in client.get("/data/cases", {"lang": "en"}).content.decode()
    assert fetch(client)[1] != before


def test_what_an_interrupted_making_left_is_never_seen(case, folder, client):
    (folder / "cases" / ".making").mkdir(parents=True)
    (folder / "cases" / ".making" / "cases.csv").write_text("half a fi", "utf-8")
    assert store.made("cases") is None
    assert fetch(client)[0] == 404
    story.made()
    assert len(story.rows("cases")) == 1
    assert not (folder / "cases" / ".making").exists()


def test_a_pointer_to_nothing_is_as_if_nothing_was_made(case, folder):
    story.made()
    (folder / "cases" / "current").write_text("20000101T000000-gone", "ascii")
    assert store.made("cases") is None
    assert story.made()["cases"].made


@pytest.fixture
def sent(case, client):
    """The file as it is sent, whole."""
    story.made()
    return fetch(client)


def test_a_file_is_sent_with_its_hash_and_date_for_all_sites(sent):
    status, data, headers = sent
    card = store.made("cases").file("cases.csv")
    assert (status, len(data), int(headers["Content-Length"])) == (200, card.size, card.size)
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert headers["ETag"] == f'"{card.sha256[:32]}"'
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "GMT" in headers["Last-Modified"]


def test_who_has_it_already_is_told_so(sent, client):
    tag, since = sent[2]["ETag"], sent[2]["Last-Modified"]
    for asked in ({"If_None_Match": tag}, {"If_None_Match": "*"}, {"If_Modified_Since": since}):
        assert fetch(client, **asked)[:2] == (304, b"")
    for asked in (
        {"If_None_Match": '"other"', "If_Modified_Since": since},
        {"If_Modified_Since": "Thu, 01 Jan 2026 00:00:00 GMT"},
        {"If_Modified_Since": "yesterday"},
        {"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 -0000"},
    ):
        assert fetch(client, **asked)[0] == 200


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=5-", slice(5, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=3-999999", slice(3, None)),
    ],
)
def test_a_part_is_sent_where_one_is_asked_for(sent, client, wanted, part):
    whole = sent[1]
    status, data, headers = fetch(client, Range=wanted, If_Range=sent[2]["ETag"])
    assert (status, data) == (206, whole[part])
    assert headers["Content-Range"].endswith(f"/{len(whole)}")
    assert int(headers["Content-Length"]) == len(data)
    assert client.head("/data/cases/cases.csv", headers={"Range": wanted}).getvalue() == b""


@pytest.mark.parametrize(
    "wanted", ["bytes=", "bytes=-", "bytes=9-3", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b"]
)
def test_what_is_no_range_is_answered_with_all(sent, client, wanted):
    assert fetch(client, Range=wanted)[:2] == (200, sent[1])


def test_a_part_that_is_not_there_and_one_of_another_edition(sent, client):
    status, _data, headers = fetch(client, Range="bytes=999999-")
    assert (status, headers["Content-Range"]) == (416, f"bytes */{len(sent[1])}")
    assert fetch(client, Range="bytes=0-3", If_Range='"other"')[:2] == (200, sent[1])


def test_addresses_that_lead_nowhere(sent, client):
    for address in (
        *("/data/nothing", "/data/nothing/nothing.csv", "/data/cases/manifest.json", "/data/cases/current"),
        *("/data/cases/..%2Fcurrent", "/data/popolo", "/data/catalog.xml", "/data/popolo/datapackage.json"),
        *("/data/feeds/nothing.atom", "/units/05977/nothing.atom", "/units/99999/calendar.ics"),
    ):
        assert client.get(address).status_code == 404, address


def test_before_the_first_making_pages_say_so(case, client):
    page = client.get("/data/", {"lang": "en"}).content.decode()
    assert page.count("not made yet") == len(datasets.ALL) + 1
    assert "These files have not been made yet" in client.get("/data/cases", {"lang": "en"}).content.decode()
    assert client.get("/data/catalog.ttl").status_code == 200
    assert json.loads(client.get("/data/datapackage.json").content)["resources"] == []


def test_the_page_lists_every_dataset_with_files_and_asks_the_database_nothing(
    case, client, django_assert_num_queries
):
    story.made()
    client.get("/data/")
    with django_assert_num_queries(0):
        page = client.get("/data/").content.decode()
        one = client.get("/data/duties").content.decode()
    for name in datasets.BY_NAME:
        assert f"/data/{name}/{name}.parquet" in page
    assert store.made("duties").file("duties.csv").sha256 in one
    assert all(f"<code>{column}</code>" in one for column in story.columns("duties"))


def run(*asked):
    done = CliRunner().invoke(command.command, list(asked))
    return done.exit_code, done.output


def test_the_command_makes_lists_and_leaves_what_was_looked_at_today(case):
    assert run("--list", "cases") == (0, "cases: not made yet\n")
    code, said = run("cases", "units")
    assert code == 0
    assert said.startswith("cases: 1 rows, cases.csv ")
    assert run("cases") == (0, "cases: as before\n")
    assert run("--daily", "cases", "units") == (0, "")
    assert run("--list", "cases")[1].startswith("cases: 1 rows of ")


def test_the_command_names_what_failed_and_what_it_does_not_know(case, failing):
    assert run("cases") == (1, "cases: could not be made (RuntimeError); what was there stays\n")
    assert "failed at" in run("--list", "cases")[1]
    code, said = run("nonsense")
    assert code == 2
    assert "Unknown: nonsense" in said
