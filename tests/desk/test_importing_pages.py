"""Pages and command of an older register: upload, columns, report, all or nothing."""

import csv
import io
from html import unescape

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hoiam.config.commands import importing as command, worker
from hoiam.desk.cases.actions import importing
from hoiam.desk.cases.models import Case, Import
from tests import cast as people
from tests.desk.test_importing import HEAD, OPEN, OVER, checked, csv_of, many, uploaded
from tests.kit.test_sheets import book

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WRONG = (3, "31/02/2025", "Ai Đó", "Lạ", "", "", "")


@pytest.fixture
def clerk(cast, client):
    client.force_login(cast.clerk)
    return client


def body(answer, status=200):
    assert answer.status_code == status
    return unescape(answer.content.decode())


def sheet(*lines, name="so-cu.xlsx"):
    return SimpleUploadedFile(name, book(*lines))


def test_a_clerk_brings_a_register_over(clerk, cast):
    page = clerk.post("/desk/import/", {"file": sheet(HEAD, OPEN, OVER)}, follow=True)
    import_id = Import.objects.get().pk
    assert page.redirect_chain == [(f"/desk/import/{import_id}/", 302)]
    assert "E · Nội dung" in body(page)
    chosen = {**Import.objects.get().columns, "default_kind": "petition"}
    assert "Đang kiểm tra" in body(clerk.post(f"/desk/import/{import_id}/columns", chosen, follow=True))
    worker._import_part(NOW)
    assert "Mọi dòng đều đúng" in body(clerk.get(f"/desk/import/{import_id}/"))
    clerk.post(f"/desk/import/{import_id}/decide", {"do": "run"})
    worker._import_part(NOW)
    worker._import_part(NOW)
    assert "Đã nhập" in body(clerk.get(f"/desk/import/{import_id}/"))
    assert Case.objects.count() == 2
    page = body(clerk.get(f"/desk/cases/{Case.objects.first().pk}/"))
    assert "Nhập từ sổ cũ" in page
    assert "Số trong sổ cũ: 1" in page


def test_what_is_wrong_is_listed_and_can_be_taken_along(clerk, cast):
    card = checked(cast, csv_of(HEAD, OPEN, WRONG), "so.csv")
    page = body(clerk.get(f"/desk/import/{card.id}/"))
    assert "Không có ngày này" in page
    assert "Mọi dòng đều đúng" not in page
    answer = clerk.get(f"/desk/import/{card.id}/report.csv")
    found = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert found[1] == ["3", "B", "Ngày tiếp nhận", "Không có ngày này"]
    assert "Ai Đó" not in answer.content.decode()
    english = clerk.get(f"/desk/import/{card.id}/report.csv?lang=en").content.decode()
    assert "There is no such day" in english
    clerk.cookies["lang"] = "vi"
    assert "Có dòng sai: 1" in body(clerk.post(f"/desk/import/{card.id}/decide", {"do": "run"}), 422)


def test_columns_must_be_named_once_each(clerk, cast):
    import_id = uploaded(cast)
    chosen = {"default_kind": "petition", "received_on": "2", "body": ""}
    assert 'aria-invalid="true"' in body(clerk.post(f"/desk/import/{import_id}/columns", chosen), 422)
    chosen["body"] = "2"
    assert "Một cột được chọn cho hai mục" in body(
        clerk.post(f"/desk/import/{import_id}/columns", chosen), 422
    )


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "Hãy chọn tệp"),
        (SimpleUploadedFile("a.xlsm", b"PK\x03\x04"), "macro"),
        (SimpleUploadedFile("a.csv", b""), "rỗng"),
        (
            SimpleUploadedFile("a.csv", "Ã¡Â»â„¢ng;hÃ²a xÃ£;hÃ¡Â»â„¢i;Äƒ Ä‘Ã¡".encode()),
            "Unicode, TCVN3 hay VNI",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_is_explained(clerk, file, said):
    assert said in body(clerk.post("/desk/import/", {"file": file} if file else {}), 422)


def test_a_file_given_up_is_gone(clerk, cast):
    import_id = uploaded(cast)
    page = body(clerk.post(f"/desk/import/{import_id}/decide", {"do": "drop"}, follow=True))
    assert "Đã bỏ" in page
    again = clerk.post(f"/desk/import/{import_id}/decide", {"do": "drop"})
    assert again.status_code == 422


def test_a_file_that_proved_unreadable_says_where(clerk, cast):
    late = many(12_000) + b"\n3;02/11/2026;x;;\xff\xfe;;\n"
    card = checked(cast, late, "so.csv")
    assert (card.state, card.error["code"]) == ("refused", "table_encoding")
    assert "Unicode, TCVN3 hay VNI" in body(clerk.get(f"/desk/import/{card.id}/"))


def test_lists_go_on_page_by_page_in_the_same_number_of_statements(
    clerk, cast, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("hoiam.desk.cases.queries.importing.PAGE", 2)
    monkeypatch.setattr("hoiam.desk.cases.queries.importing.FAULTS", 3)
    made = [uploaded(cast) for _ in range(3)]
    card = checked(cast, csv_of(HEAD, *[(n, "x", "", "", "y", "", "") for n in range(5)]), "so.csv")
    clerk.get("/desk/import/")
    with django_assert_max_num_queries(4):
        first = body(clerk.get("/desk/import/"))
    assert f"?after={made[2]}" in first
    assert f"/desk/import/{made[1]}/" in body(clerk.get(f"/desk/import/?after={made[2]}"))
    clerk.get(f"/desk/import/{card.id}/")
    with django_assert_max_num_queries(5):
        page = body(clerk.get(f"/desk/import/{card.id}/"))
    assert page.count("Không phải ngày") == 3
    cursor = page.partition("?after=")[2].partition('"')[0]
    assert body(clerk.get(f"/desk/import/{card.id}/?after={cursor}")).count("Không phải ngày") == 2


def test_somebody_elses_file_is_no_page(client, cast):
    import_id = uploaded(cast)
    for who in (cast.stranger, cast.handler):
        client.force_login(who)
        assert client.get(f"/desk/import/{import_id}/").status_code == 404
        assert client.get(f"/desk/import/{import_id}/report.csv").status_code == 404
        assert client.post(f"/desk/import/{import_id}/decide", {"do": "drop"}).status_code == 404
    assert client.get("/desk/import/").status_code == 404


# The command


def run(tmp_path, cast, data, *more, name="so.csv", by="clerk", unit="05977"):
    (tmp_path / name).write_bytes(data)
    words = [str(tmp_path / name), "--unit", unit, "--by", by, *more]
    return CliRunner().invoke(command.command, words)


def test_the_command_takes_all_in(tmp_path, cast):
    done = run(tmp_path, cast, csv_of(HEAD, OPEN_CSV, OVER))
    assert (done.exit_code, done.output) == (0, "Đã nhập 2 vụ việc.\n")
    assert Case.objects.count() == 2
    assert "đã được nhập" in run(tmp_path, cast, csv_of(HEAD, OPEN_CSV, OVER)).output


OPEN_CSV = tuple("02/11/2026" if place == 1 else cell for place, cell in enumerate(OPEN))


def test_the_command_reports_row_by_row_and_takes_nothing_in(tmp_path, cast):
    done = run(tmp_path, cast, csv_of(HEAD, OPEN_CSV, WRONG), "--lang", "en")
    assert done.exit_code == 1
    assert "3\tB\tNgày tiếp nhận\tThere is no such day" in done.output
    assert "1 of 2 rows are wrong; nothing was taken in." in done.output
    assert Case.objects.count() == 0


def test_a_dry_run_takes_nothing_in(tmp_path, cast):
    done = run(tmp_path, cast, csv_of(HEAD, OPEN_CSV), "--dry-run", "--lang", "en")
    assert (done.exit_code, done.output) == (0, "All 1 rows are right; nothing was taken in.\n")
    assert Case.objects.count() == 0


def test_a_column_is_corrected_by_its_letter(tmp_path, cast):
    data = csv_of(("Ngày", "Cột lạ"), ("02/11/2026", "Việc"))
    assert "column_needed" in run(tmp_path, cast, data).output
    assert run(tmp_path, cast, data, "--column", "body=B", "--kind", "report").exit_code == 0
    assert Case.objects.get().kind == "report"
    assert run(tmp_path, cast, data + b"\n", "--column", "lạ=B").exit_code == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"by": "nobody"}, "no_such_person"),
        ({"unit": "99999"}, "no_such_unit"),
        ({"by": "stranger"}, "not_yours"),
    ],
)
def test_the_command_says_who_may_not(tmp_path, cast, said, code):
    done = run(tmp_path, cast, csv_of(HEAD, OPEN_CSV), **said)
    assert done.exit_code == 1
    assert code in done.output


def test_a_unit_without_a_clerk_takes_nothing_in(tmp_path, cast):
    people.RoleRow.objects.filter(role="clerk", unit=cast.ward).delete()
    assert "no_recipient" in run(tmp_path, cast, csv_of(HEAD, OPEN_CSV), by="head").output
    assert importing.work(at=NOW) is None
