"""SQL statements of each page, on every database. BEGIN, COMMIT and savepoints are not counted."""

import re
import secrets
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

FRAME = re.compile(r"^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET LOCAL|PRAGMA)\b", re.IGNORECASE)


@pytest.fixture
def cast(transactional_db, settings, tmp_path):
    """A whole office over a log of its own, with real transactions."""
    settings.HOIAM_LOG_DIR = tmp_path / "log"
    import_module("hoiam.journal.actions").open_log(at=timezone.now())
    return import_module("tests.cast").gather()


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.clerk, backend="hoiam.office.backend.PersonBackend")
    return client


@pytest.fixture
def case(cast):
    return import_module("tests.cast").accepted(cast)


@pytest.fixture
def code(cast, client):
    answer = client.post("/send/", form(cast))
    return answer["Location"].split("/")[2]


def form(cast, **changes):
    return {
        "go": "submit",
        "step": "check",
        "key": secrets.token_hex(16),
        "unit": cast.ward.pk,
        "kind": "petition",
        "title": "Phản ánh đèn đường hỏng ở ngõ 7",
        "body": "Đèn đường trong ngõ 7 đã hỏng hai tháng nay. Đề nghị phường cho biết khi nào sửa.",
        "name": "Nông Thị Giả Định",
        "phone": "0900000001",
        "email": "nguoi-gui@example.invalid",
        **changes,
    }


def statements(work, expected=200):
    """What the second time takes: the first warms what a process keeps."""
    assert work().status_code == expected
    with CaptureQueriesContext(connection) as captured:
        assert work().status_code == expected
    return [query["sql"][:120] for query in captured.captured_queries if not FRAME.match(query["sql"])]


def test_a_submission_with_receipt_clocks_and_index_takes_14(cast, client):
    assert len(statements(lambda: client.post("/send/", form(cast)), 303)) <= 14


def test_the_queue_takes_8(desk, case):
    assert len(statements(lambda: desk.get("/desk/"))) <= 8


def test_a_search_takes_8(desk, case):
    assert len(statements(lambda: desk.get("/desk/", {"q": "đèn đường"}))) <= 8


def test_a_case_takes_12(desk, case):
    assert len(statements(lambda: desk.get(f"/desk/cases/{case.pk}/"))) <= 12


def test_the_status_of_a_case_takes_3(client, code):
    assert len(statements(lambda: client.get(f"/cases/{code}"))) <= 3


def test_the_scoreboard_takes_4(client, case):
    assert len(statements(lambda: client.get("/scores"))) <= 4


def test_the_register_takes_2(client, case):
    assert len(statements(lambda: client.get("/register"))) <= 2
