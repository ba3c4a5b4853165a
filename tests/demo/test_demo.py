"""The demonstration: what it holds together, and what nobody can read out of it."""

import sqlite3
from datetime import date

import pytest
from django.utils import timezone

from hoiam.config.demo import year
from tests.demo import clear
from tests.walks import house

STATES = {
    "received",
    "refusing",
    "accepted",
    "proposed",
    "answered",
    "contested",
    "closed",
    "refused",
    "transferred",
    "withdrawn",
    "suspended",
    "decided",
}
LEFT_OPEN = ("HOIAM_SMTP_URL", "HOIAM_MAIL_IN")
PAGES = ("/", "/register", "/scores", "/cases/", "/desk/", "/khong-co", "/cases/{received[code]}")


THROUGH_THE_YEAR = {
    "account.answered",
    "account.published",
    "dialogue.promise-kept",
    "dialogue.results",
    "directive.report-returned",
    "directive.task-done",
    "directive.task-late",
    "directive.time-denied",
    "directive.time-granted",
    "inspection.concluded",
    "inspection.fault-declared",
    "inspection.fault-mended",
    "inspection.remedy-accepted",
    "supervision.answered",
}


@pytest.fixture
def copied(demonstration, tmp_path):
    return house.copied(demonstration, tmp_path / "data")


def values(folder, question):
    with sqlite3.connect(f"file:{folder / 'hoiam.sqlite3'}?mode=ro", uri=True) as connection:
        answer = {value for (value,) in connection.execute(question)}
    connection.close()
    return answer


def test_its_history_is_mixed(demonstration):
    assert values(demonstration, "SELECT state FROM cases_case") == STATES
    assert {"met", "late", "void", ""} <= values(demonstration, "SELECT outcome FROM duties_duty")
    assert len(values(demonstration, "SELECT score FROM cases_reply WHERE score > 0")) > 1


def in_months(folder, question):
    """In which of the twelve months, by their places."""
    firsts = [first for first, _ in year.months(timezone.localdate())]
    return {firsts.index(day) for day in map(first_of, values(folder, question)) if day in firsts}


def first_of(day):
    return date.fromisoformat(day[:10]).replace(day=1)


@pytest.mark.parametrize("path", year.WHOLE)
def test_each_month_of_a_whole_year_has_something_to_show(demonstration, path):
    served = f"JOIN office_unit unit ON unit.id = unit_id WHERE path = '{path}'"
    ended = f"FROM duties_duty {served} AND closed_at IS NOT NULL"
    months = set(range(year.MONTHS))
    cases = "SELECT received_on FROM cases_case "
    assert in_months(demonstration, cases + served) == months
    assert in_months(demonstration, f"SELECT closed_at {ended}") == months
    assert {"met", "late"} <= values(demonstration, f"SELECT outcome {ended} AND subject = 'post'")


def test_the_accounts_of_the_year_are_there(demonstration):
    (first, _), *_, (_, last) = year.months(timezone.localdate())
    told = "SELECT path FROM reports_account JOIN office_unit unit ON unit.id = unit_id"
    whole = f"{told} WHERE reports_account.kind = 'demand' AND first = '{first}' AND last = '{last}'"
    assert values(demonstration, whole) == set(year.WHOLE)
    assert values(demonstration, "SELECT state FROM reports_account") == {"draft", "signed", "published"}
    assert values(demonstration, "SELECT state FROM reports_question") == {"open", "answered"}


@pytest.mark.parametrize("counter", ["directive", "inspection", "account", "supervision", "dialogue"])
def test_oversight_goes_on_through_the_year(demonstration, counter):
    told = f"FROM journal_event WHERE kind LIKE '{counter}.%'"
    assert {kind for kind in THROUGH_THE_YEAR if kind.startswith(f"{counter}.")} <= values(
        demonstration, f"SELECT kind {told}"
    )
    assert len(in_months(demonstration, f"SELECT at {told}")) >= year.MONTHS // 4


def test_heads_kept_and_missed_their_reception_days(demonstration):
    ended = "SELECT outcome FROM duties_duty WHERE key LIKE '%_chair' AND closed_at IS NOT NULL"
    assert {"met", "late"} <= values(demonstration, ended)
    assert values(demonstration, "SELECT by_post_holder FROM duties_occurrence") == {0, 1}
    kinds = values(demonstration, "SELECT kind FROM journal_event")
    assert {"session.held", "session.missed"} <= kinds


def test_the_heads_that_visitors_see_have_something_of_everything(copied):
    """Met, missed, held by a deputy; and elsewhere a period that is counted for no person."""
    code = (
        "from datetime import timedelta; from django.utils import timezone;"
        "from hoiam.duties import recurring_cards as cards; from hoiam.office import owing;"
        "on = timezone.localdate(); first = on - timedelta(days=92);"
        "found = [(post.path, one) for post in owing.posts(on=on) for one in cards.periods(post, first=first, on=on)];"
        "print(sorted({one.verdict.value for path, one in found if path == '/20/05977/'}));"
        "print(sorted({one.answerable.reason.value for _, one in found if one.answerable.reason}))"
    )
    told = house.hoiam(copied, "manage", "shell", "-v", "0", "-c", code).stdout.splitlines()
    assert told[0] == "['met', 'missed', 'running']"
    assert "several_holders" in told[1]


def test_its_log_audits_clean(demonstration):
    vkey = (demonstration / "log" / "vkey").read_text(encoding="ascii").strip()
    audited = house.hoiam(demonstration, "ledger", "audit", str(demonstration / "log"), "--vkey", vkey)
    assert audited.returncode == 0, audited.stdout


def test_its_figures_are_those_of_its_duties(copied):
    said = house.hoiam(copied, "doctor").stdout.splitlines()
    assert [line for line in said if "LOOK" in line and not any(one in line for one in LEFT_OPEN)] == []
    assert any("scoreboard: 0 figures differ" in line for line in said)


def test_there_is_somebody_to_look_for(petitioners):
    assert len(petitioners) > 4 * house.PETITIONS
    assert any("@" in one for one in petitioners)


def test_no_column_of_the_database_tells_who_anybody_is(demonstration, petitioners):
    assert clear.found(petitioners, clear.columns(demonstration / "hoiam.sqlite3")) == []


@pytest.mark.parametrize("kept", ["hoiam.sqlite3*", "log/**/*", "files/**/*", "*.log"])
def test_no_file_tells_who_anybody_is(demonstration, petitioners, kept):
    looked_at = list(clear.files(demonstration, kept))
    assert looked_at
    assert clear.found(petitioners, looked_at) == []


@pytest.mark.browser
def test_what_server_and_commands_say_names_nobody(copied, chromium, petitioners):
    with house.served(copied) as served:
        context = chromium.new_context(base_url=served.url)
        statuses = {context.request.get(served.path(page)).status for page in PAGES}
        context.close()
    said = [house.hoiam(copied, *command) for command in (("doctor",), ("worker", "--once"), ("migrate",))]
    spoken = [("server", served.log), *(("command", one.stdout + one.stderr) for one in said)]
    assert statuses == {200, 404}
    assert clear.found(petitioners, spoken) == []


@pytest.mark.parametrize("how", [str, str.upper, clear.plain, " ".join])
def test_who_is_planted_is_found(copied, petitioners, how):
    somebody = max((one for one in petitioners if " " in one), key=len)
    with sqlite3.connect(copied / "hoiam.sqlite3") as connection:
        connection.execute("UPDATE cases_case SET outcome = ? WHERE id = 1", (f"x {how(somebody)} x",))
    connection.close()
    (copied / "log" / "note").write_text(how(somebody), encoding="utf-8")
    assert clear.found([somebody], clear.columns(copied / "hoiam.sqlite3")) == [("cases_case", somebody)]
    assert clear.found([somebody], clear.files(copied, "log/**/*")) == [("log/note", somebody)]
