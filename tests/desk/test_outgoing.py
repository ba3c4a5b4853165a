"""The book of outgoing documents on its pages, and the register of reception on form 03/TCD."""

import io
from datetime import timedelta
from html import unescape

import openpyxl
import pytest
from django.utils import timezone

from hoiam.desk.cases.actions import numbers, reception_book
from hoiam.desk.cases.models import Case, Outgoing, OutgoingBook
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.office.models import Role as RoleRow
from hoiam.sealed.models import Opening
from tests import cast as people
from tests.desk import document_story as story, test_firewall as firewall
from tests.desk.test_documents import NOW as THEN, issued, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("assets")]
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def clerk(cast, client):
    client.force_login(cast.clerk)
    return client


def body(answer, status=200):
    assert answer.status_code == status
    return unescape(answer.content.decode())


def typed(day):
    return day.strftime("%d/%m/%Y")


def number(cast, case, kind="TB", on=None):
    what = numbers.Numbered(kind=kind, form="don.guidance", subject="Về việc thử", signer="Head Ví Dụ")
    with numbers.db.writing():
        return numbers.take(case=case, what=what, on=on or TODAY, by=people.actor(cast.clerk), at=NOW)


def test_the_book_shows_numbers_newest_first_with_replies_among_them(clerk, cast):
    case = people.answered(cast, at=THEN)
    issued(cast, ready(cast))
    page = body(clerk.get(f"/desk/outgoing/?year={THEN.year}"))
    assert page.index("01/HD-UBND") < page.index("01/UBND-TCD")
    assert "trả lời phản ánh số" in page
    assert "Phiếu hướng dẫn" in page
    assert f"/desk/cases/{case.pk}/documents/" in page
    assert "2.026" not in page
    paper = body(clerk.get(f"/desk/outgoing/print?year={THEN.year}"))
    assert "01/HD-UBND" in paper
    assert "Sổ văn bản đi năm" in paper


def test_a_day_is_closed_on_the_page_and_the_book_says_so(clerk, cast):
    case = people.received(cast)
    assert "chưa khóa ngày nào" in body(clerk.get("/desk/outgoing/"))
    assert "Chỉ khóa được ngày đã qua" in body(clerk.post("/desk/outgoing/", {"day": typed(TODAY)}), 422)
    for wrong in ("", "hôm qua", "32/13/2026"):
        assert 'aria-invalid="true"' in body(clerk.post("/desk/outgoing/", {"day": wrong}), 422)
    done = body(clerk.post("/desk/outgoing/", {"day": typed(YESTERDAY)}, follow=True))
    assert "Đã khóa sổ đến hết ngày này." in done
    assert OutgoingBook.objects.get().closed_by_id == cast.clerk.pk
    with pytest.raises(Refused, match="day_closed"):
        number(cast, case, on=YESTERDAY)
    assert number(cast, case).code == "01/TB-UBND"


def test_only_those_who_keep_the_book_see_it(client, cast):
    for who in (cast.handler, cast.operator, cast.inspector):
        client.force_login(who)
        for page in ("/desk/outgoing/", "/desk/outgoing/print", "/desk/reception/book"):
            assert client.get(page).status_code == 404
    client.force_login(cast.stranger)
    assert "01/TB-UBND" not in body(client.get("/desk/outgoing/"))


def test_the_book_goes_on_page_by_page_in_the_same_number_of_statements(
    clerk, cast, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr("hoiam.desk.cases.queries.documents.PAGE", 2)
    case = people.received(cast)
    lines = [number(cast, case) for _ in range(3)]
    clerk.get("/desk/outgoing/")
    with django_assert_max_num_queries(6):
        first = body(clerk.get("/desk/outgoing/"))
    assert f"after={lines[1].pk}" in first
    assert "01/TB-UBND" not in first
    assert "01/TB-UBND" in body(clerk.get(f"/desk/outgoing/?after={lines[1].pk}"))
    assert "01/TB-UBND" not in body(clerk.get("/desk/outgoing/?year=2020"))
    assert "03/TB-UBND" in body(clerk.get("/desk/outgoing/?year=nhiều&after=-"))


def test_a_number_cannot_stand_twice_in_the_book(cast):
    case = people.received(cast)
    line = number(cast, case)
    line.pk = None
    with pytest.raises(Exception, match=r"(?i)unique"):
        Outgoing.objects.bulk_create([line])


# 03/TCD


def wanted(cast, **changes):
    said = {"unit_id": cast.ward.pk, "first": TODAY, "last": TODAY, "reason": "", **changes}
    return reception_book.Period(**said)


def lines(cast, by=None, **changes):
    return reception_book.rows(wanted=wanted(cast, **changes), by=people.actor(by or cast.clerk), at=NOW)


def held(cast, **changes):
    """A denunciation: what it says and who sent it is for its keeper alone."""
    case = people.received(cast, **changes)
    Case.objects.filter(pk=case.pk).update(kind="denunciation")


def test_the_register_has_thirteen_columns_and_who_came_in_person(cast):
    case = people.received(cast, title="=1+1")
    people.received(cast, channel="web")
    held(cast, title="Bí mật")
    found = lines(cast)
    assert len(reception_book.COLUMNS) == len(reception_book.WIDTHS) == 13
    assert [len(row) for row in found] == [13]
    assert found[0][:5] == ("1", typed(TODAY), "", "", "=1+1")
    assert found[0][12].endswith(f"{case.pk:06d}")


def test_a_denunciation_stands_in_the_register_of_its_keeper_alone_and_leaves_no_gap_in_any_other(cast):
    people.received(cast, title="Việc trước")
    held(cast, title="Bí mật")
    people.received(cast, title="Việc sau")
    for who in (cast.clerk, cast.head):
        found = lines(cast, by=who, reason="Báo cáo quý")
        assert [(row[0], row[4]) for row in found] == [("1", "Việc trước"), ("2", "Việc sau")]
        assert "Tố cáo" not in "".join(cell for row in found for cell in row)
    RoleRow.objects.create(
        person=cast.clerk, unit=cast.ward, role=Role.KEEPER.value, from_on=people.FIRST_DAY
    )
    kept = lines(cast, reason="Báo cáo quý")
    assert [(row[0], row[5]) for row in kept] == [("1", "Phản ánh"), ("2", "Tố cáo"), ("3", "Phản ánh")]
    assert kept[1][2] == kept[1][4] == reception_book.PROTECTED
    assert kept[1][3] == ""


def test_names_are_opened_only_for_a_reason_and_each_is_recorded(cast):
    people.received(cast)
    before = Opening.objects.count()
    assert lines(cast)[0][2] == ""
    assert Opening.objects.count() == before
    found = lines(cast, reason="Báo cáo quý")
    assert people.CITIZEN.name in found[0][2]
    assert found[0][3] == people.CITIZEN.id_number
    made = [(one.by_id, one.reason) for one in Opening.objects.order_by("id")[before:]]
    assert made == [(cast.clerk.pk, "Báo cáo quý")]


def test_an_erased_identity_leaves_its_cells_empty(cast):
    case = people.received(cast)
    Case.objects.filter(pk=case.pk).update(identity=None)
    assert lines(cast, reason="Báo cáo quý")[0][2:4] == ("", "")


def test_what_becomes_of_it_stands_in_its_column(cast):
    people.answered(cast)
    case = people.received(cast)
    Case.objects.filter(pk=case.pk).update(state="transferred", due_on=None)
    first, second = lines(cast)
    assert (first[8], first[10], first[11]) == ("x", "phường Đông Kinh", "Đã trả lời")
    assert (second[8], second[9], second[11]) == ("", "Cơ quan khác", "Đã chuyển")


def test_a_period_too_long_or_a_strangers_unit_is_refused(cast, monkeypatch):
    people.received(cast)
    people.received(cast)
    monkeypatch.setattr(reception_book, "MOST", 1)
    with pytest.raises(Refused, match="period_too_long"):
        lines(cast)
    for who in (cast.stranger, cast.handler):
        with pytest.raises(Refused, match="not_yours"):
            lines(cast, by=who)
    assert lines(cast, first=TODAY - timedelta(days=9), last=TODAY - timedelta(days=8)) == ()


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x.invalid")'])
def test_nothing_in_the_spreadsheet_is_computed(cast, title):
    people.received(cast, title=title)
    book = openpyxl.load_workbook(io.BytesIO(reception_book.xlsx(lines(cast))))
    cell = book["03-TCD"].cell(row=2, column=5)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (title, "s", True)
    assert [one.value for one in book["03-TCD"][1]] == list(reception_book.COLUMNS)


def test_the_printed_register_is_archival_and_as_wide_as_the_paper(cast):
    people.received(cast, title="Đất đai " * 20)
    made = reception_book.pdf(lines(cast, reason="In sổ"), wanted=wanted(cast), at=NOW)
    assert story.archival(made)["pdfa"] == "2A"
    text = story.squeezed(story.pdf_text(made))
    assert "SỔTIẾPCÔNGDÂN" in text
    assert all(story.squeezed(column) in text for column in reception_book.COLUMNS)
    with story.pypdfium2.PdfDocument(made) as document:
        width, height = document[0].get_size()
    assert width > height
    assert "SỔTIẾPCÔNGDÂN" in story.squeezed(
        story.pdf_text(reception_book.pdf((), wanted=wanted(cast), at=NOW))
    )


def test_the_register_is_downloaded_from_its_page(clerk, cast):
    people.received(cast)
    day = typed(TODAY)
    page = "/desk/reception/book"
    assert "Sổ tiếp công dân (03/TCD)" in body(clerk.get(page))
    sheet = clerk.post(page, {"first": day, "last": day, "as": "xlsx"})
    assert openpyxl.load_workbook(io.BytesIO(sheet.content)).sheetnames == ["03-TCD"]
    assert clerk.post(page, {"first": day, "last": day, "as": "pdf"}).content.startswith(b"%PDF")
    turned = clerk.post(page, {"first": day, "last": typed(YESTERDAY), "reason": "Báo cáo"})
    assert 'aria-invalid="true"' in body(turned, 422)
    assert "Báo cáo" in body(clerk.post(page, {"first": "x", "last": day, "reason": "Báo cáo"}), 422)


def test_in_english(clerk, cast):
    clerk.cookies["lang"] = "en"
    assert "Outgoing documents of" in body(clerk.get("/desk/outgoing/"))
    assert "Register of reception (03/TCD)" in body(clerk.get("/desk/reception/book"))


def test_of_what_somebody_keeps_out_of_there_is_the_number_alone(client, cast):
    mine, other = people.received(cast, title="Việc của tôi"), people.received(cast, title="Việc khác")
    number(cast, mine)
    people._person("second clerk", cast.ward, Role.CLERK)
    firewall.name(cast, other, f"person:{cast.clerk.pk}", by=cast.head)
    who = people.actor(cast.head)
    what = numbers.Numbered(kind="TB", form="don.return", subject="Về việc bí mật", signer="Ai Đó")
    with numbers.db.writing():
        numbers.take(case=other, what=what, on=TODAY, by=who, at=NOW)
    client.force_login(cast.clerk)
    for address in ("/desk/outgoing/", "/desk/outgoing/print"):
        page = body(client.get(address))
        assert "02/TB-UBND" in page
        assert "Về việc bí mật" not in page
        assert f"{other.pk:06d}" not in page
    assert [row[4] for row in lines(cast)] == ["Việc của tôi"]
    client.force_login(cast.head)
    assert "Về việc bí mật" in body(client.get("/desk/outgoing/"))
