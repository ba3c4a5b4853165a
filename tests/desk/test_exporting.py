"""A register goes out: thirteen columns, only what may be seen, every name on the record."""

import csv
import io
from datetime import date, timedelta
from html import unescape

import openpyxl
import pytest
from django.utils import timezone

from hoiam.config.commands import worker
from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import export_columns, exporting
from hoiam.desk.cases.models import Case, Export, ExportPiece, Party
from hoiam.desk.cases.queries import exporting as queries
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.sealed import queries as sealed_queries
from hoiam.sealed.models import Identity, Opening
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()
REASON = "Báo cáo tháng 11 theo Công văn 12"


def asked(cast, *, by=None, **changes):
    said = {
        "unit_id": cast.ward.pk,
        "what": "register",
        "kind": "csv",
        "since": TODAY - timedelta(days=400),
        "until": TODAY,
        "reason": REASON,
        **changes,
    }
    return exporting.ask(by=people.actor(by or cast.clerk), at=NOW, **said)


def written(cast, **changes):
    export_id = asked(cast, **changes)
    assert exporting.work(at=NOW) == export_id
    return export_id


def handed(cast, export_id, by=None):
    return exporting.hand_out(export_id=export_id, by=people.actor(by or cast.clerk), at=NOW)


def lines(cast, **changes):
    _name, _kind, data = handed(cast, written(cast, **changes))
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_register_has_the_thirteen_columns_of_the_form(cast):
    people.received(cast)
    head, row = lines(cast)
    assert len(head) == len(row) == 13
    assert row[0] == "1"
    assert row[1] == TODAY.strftime("%d/%m/%Y")
    assert row[2] == f"{people.CITIZEN.name}\n{people.CITIZEN.address}"
    assert row[3] == people.CITIZEN.id_number
    assert people.TITLE in row[4]
    assert row[5:9] == ["Phản ánh", "1", "", "x"]
    assert row[10:] == ["phường Đông Kinh", "Đã nhận", ""]


def test_what_was_passed_on_says_where_and_is_not_ours(cast):
    case = people.received(cast)
    cases.transfer_out(
        case_id=case.pk,
        version=case.version,
        body="Tòa án nhân dân khu vực",
        reason="Không thuộc thẩm quyền",
        by=people.actor(cast.clerk),
        at=NOW,
    )
    _head, row = lines(cast)
    assert (row[8], row[10]) == ("", "")
    assert row[9]


def test_what_was_answered_says_when(cast):
    people.answered(cast)
    _head, row = lines(cast)
    assert row[11] == f"Đã trả lời, ngày {TODAY:%d/%m/%Y}"


def test_a_spreadsheet_holds_days_and_text(cast):
    people.received(cast, title="=1+1", body="=1+1")
    _name, kind, data = handed(cast, written(cast, kind="xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert kind.endswith("spreadsheetml.sheet")
    assert sheet["B2"].is_date
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=1+1", "s")


def test_no_formula_runs_from_a_csv(cast):
    people.received(cast, title="=1+1", body="=1+1")
    assert lines(cast)[1][4] == "'=1+1"


def test_the_national_table_adds_codes_and_dates(cast):
    case = people.received(cast)
    head, row = lines(cast, what="national")
    assert tuple(head) == export_columns.NATIONAL
    assert row[13:19] == ["05977", f"{TODAY.year}-{case.pk:06d}", "report", "", "received", "counter"]


def test_papers_are_listed_with_who_took_them(cast):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - only here

    from hoiam.files import actions as files  # noqa: PLC0415

    staged = files.stage(upload=SimpleUploadedFile("don.txt", "Đơn".encode()), at=NOW)
    people.received(cast, files=[staged.token])
    people.received(cast)
    head, row = lines(cast, what="papers")
    assert tuple(head) == export_columns.PAPERS
    assert (row[3], row[8], row[11]) == (cast.clerk.name, "don.txt", "1")


def test_only_the_period_and_the_unit(cast):
    inside = people.received(cast)
    other = people.received(cast)
    Case.objects.filter(pk=other.pk).update(received_on=date(2024, 1, 1))
    Case.objects.filter(pk=people.received(cast).pk).update(unit_id=cast.other.pk)
    found = lines(cast, what="national")
    assert [row[14] for row in found[1:]] == [f"{TODAY.year}-{inside.pk:06d}"]


def test_batches_follow_each_other_without_a_gap(cast, monkeypatch):
    monkeypatch.setattr(queries, "BATCH", 2)
    made = [people.received(cast).pk for _ in range(5)]
    Case.objects.filter(pk=made[4]).update(received_on=TODAY - timedelta(days=3))
    found = lines(cast, what="national")
    assert [row[0] for row in found[1:]] == ["1", "2", "3", "4", "5"]
    assert [int(row[14][5:]) for row in found[1:]] == [made[4], *made[:4]]


def test_what_is_held_goes_out_only_to_who_keeps_it(cast):
    case = people.received(cast)
    Case.objects.filter(pk=case.pk).update(kind="denunciation")
    assert len(lines(cast)) == 1
    people.RoleRow.objects.create(
        person=cast.clerk, unit=cast.ward, role=Role.KEEPER.value, from_on=people.FIRST_DAY
    )
    assert len(lines(cast)) == 2


def test_a_case_against_whoever_asks_is_left_out(cast):
    case = people.received(cast)
    Party.objects.create(case=case, why="named", person=cast.clerk, by=cast.head, at=NOW)
    Case.objects.filter(pk=case.pk).update(guarded=True)
    assert len(lines(cast)) == 1
    _name, _kind, data = handed(cast, written(cast, by=cast.head), by=cast.head)
    assert people.CITIZEN.name in data.decode("utf-8-sig")


def test_every_name_is_opened_on_the_record_and_every_download_too(cast):
    people.received(cast)
    people.received(cast)
    export_id = written(cast)
    openings = Opening.objects.filter(purpose="export")
    assert {(one.by_id, one.reason) for one in openings} == {(cast.clerk.pk, REASON)}
    assert openings.count() == 2
    assert sealed_queries.downloads(what="export", number=export_id) == ()
    handed(cast, export_id)
    handed(cast, export_id)
    assert [one.by_name for one in sealed_queries.downloads(what="export", number=export_id)] == [
        cast.clerk.name
    ] * 2


def test_an_erased_person_has_no_name_in_it(cast):
    case = people.received(cast)
    Identity.objects.filter(pk=case.identity_id).update(data={})
    assert lines(cast)[1][2:4] == ["", ""]


def test_the_identity_of_another_is_not_written(cast):
    first, second = people.received(cast), people.received(cast)
    Case.objects.filter(pk=first.pk).update(identity_id=second.identity_id)
    found = lines(cast)
    assert [row[2] == "" for row in found[1:]] == [True, False]


def test_only_who_asked_may_have_it(cast):
    export_id = written(cast)
    for who in (cast.head, cast.stranger, cast.handler):
        with pytest.raises(Refused, match="not_yours"):
            handed(cast, export_id, by=who)
    with pytest.raises(Refused, match="no_such_export"):
        handed(cast, export_id + 1)


def test_it_is_sealed_while_it_is_kept_and_forgotten_after_a_week(cast):
    people.received(cast)
    export_id = written(cast)
    [raw] = [
        bytes(one) for one in ExportPiece.objects.extra(select={"raw": "data"}).values_list("raw", flat=True)
    ]
    assert people.CITIZEN.name.encode() not in raw
    exporting.work(at=NOW + exporting.KEPT + timedelta(minutes=1))
    assert ExportPiece.objects.count() == 0
    with pytest.raises(Refused, match="export_gone"):
        handed(cast, export_id)


def test_one_that_a_killed_writer_left_is_begun_anew(cast, monkeypatch):
    people.received(cast)
    export_id = asked(cast)

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "_keep", stop)
        with pytest.raises(KeyboardInterrupt):
            exporting.work(at=NOW)
    assert exporting.work(at=NOW) is None
    with pytest.raises(Refused, match="export_not_ready"):
        handed(cast, export_id)
    assert exporting.work(at=NOW + exporting.LEASE + timedelta(seconds=1)) == export_id
    assert Export.objects.get().rows == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "reason_needed"),
        ({"reason": "x" * 301}, "reason_too_long"),
        ({"since": TODAY + timedelta(days=1)}, "period_wrong"),
        ({"since": date(2000, 1, 1)}, "period_too_long"),
        ({"what": "everything"}, "unknown_table"),
        ({"kind": "pdf"}, "unknown_table"),
    ],
)
def test_what_cannot_be_asked_for(cast, changes, code):
    with pytest.raises(Refused, match=code):
        asked(cast, **changes)
    for who in (cast.handler, cast.stranger, cast.operator):
        with pytest.raises(Refused, match="not_yours"):
            asked(cast, by=who)


def test_the_number_of_statements_for_a_batch_does_not_grow(cast, django_assert_max_num_queries):
    for _ in range(6):
        people.received(cast)
    asked(cast)
    with django_assert_max_num_queries(20):
        exporting.work(at=NOW)


# Pages


def body(answer, status=200):
    assert answer.status_code == status
    return unescape(answer.content.decode())


YEAR = TODAY.year
FORM = {
    "what": "register",
    "kind": "csv",
    "since": f"01/01/{YEAR}",
    "until": f"31/12/{YEAR}",
    "reason": REASON,
}


def test_a_clerk_has_one_written_and_takes_it(client, cast):
    people.received(cast)
    client.force_login(cast.clerk)
    page = body(client.post("/desk/export/", FORM, follow=True))
    assert "Chờ máy ghi" in page
    worker._export_part(NOW)
    export_id = Export.objects.get().pk
    assert f"/desk/export/{export_id}/file" in body(client.get("/desk/export/"))
    answer = client.post(f"/desk/export/{export_id}/file")
    assert answer["Content-Disposition"] == f'attachment; filename="register-{YEAR}-01-01-{YEAR}-12-31.csv"'
    assert answer["Cache-Control"].count("no-store")
    assert people.CITIZEN.name in answer.content.decode("utf-8-sig")
    client.force_login(cast.head)
    assert f"/desk/export/{export_id}/file" not in body(client.get("/desk/export/"))
    assert client.post(f"/desk/export/{export_id}/file").status_code == 404


def test_a_form_with_faults_keeps_what_was_typed(client, cast):
    client.force_login(cast.clerk)
    wrong = body(client.post("/desk/export/", {**FORM, "until": f"31/12/{YEAR - 1}", "reason": ""}), 422)
    assert f'value="01/01/{YEAR}"' in wrong
    assert "Ngày cuối đứng trước ngày đầu" in wrong
    long = body(client.post("/desk/export/", {**FORM, "since": "01/01/2001"}), 422)
    assert "Mỗi tệp tối đa 5 năm" in long


def test_a_file_not_ready_or_gone_is_said_so(client, cast):
    client.force_login(cast.clerk)
    export_id = asked(cast)
    assert "chưa xong" in body(client.post(f"/desk/export/{export_id}/file"), 422)
    Export.objects.update(state="gone")
    assert "đã bị xóa" in body(client.post(f"/desk/export/{export_id}/file"), 422)


def test_the_list_goes_on_page_by_page_in_the_same_number_of_statements(
    client, cast, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(queries, "PAGE", 2)
    made = [asked(cast) for _ in range(3)]
    client.force_login(cast.clerk)
    client.get("/desk/export/")
    with django_assert_max_num_queries(4):
        first = body(client.get("/desk/export/"))
    assert f"?after={made[1]}" in first
    client.force_login(cast.handler)
    assert client.get("/desk/export/").status_code == 404
