"""The account of a head as a paper: figures by holder, words, questions and what to check it with."""

from datetime import date

import pytest

from hoiam.law import account_sheet, issuers
from hoiam.law.account_sheet import Asked, Given, Part, Table
from hoiam.law.issuers import Body, Place

WARD = Place(kind="ward", name="Đông Kinh", full="phường Đông Kinh")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def given(body=Body.COMMITTEE, **changes):
    said = {
        "kind": "Báo cáo giải trình năm",
        "title": "Chủ tịch Ủy ban nhân dân phường Đông Kinh",
        "issuer": issuers.issuer(body, WARD, None),
        "place": "Đông Kinh",
        "first": FIRST,
        "last": LAST,
        "counted_on": date(2027, 1, 5),
        "summary": "Tiếp dân đủ ngày.\nTrả lời đúng hạn.",
        "parts": (Part(title="Tiếp công dân", text="", tables=(figures(), figures(holder=""))),),
        "asked": (),
        "signer": "Nông Thị Giả Định",
        "signed_on": date(2027, 1, 6),
        "strongly": True,
        "address": "https://vi.du/accounts/1/",
        "digest": "ab" * 32,
        "entry": 12,
        **changes,
    }
    return account_sheet.compose(Given(**said))


def figures(holder="Nông Thị Giả Định"):
    return Table(holder=holder, first=FIRST, last=LAST, rows=(("Ngày tiếp công dân", "đúng hạn: 24"),))


def texts(blocks):
    return [" ".join(filter(None, (one.lead, one.text))) for one in blocks]


def test_figures_stand_by_holder_under_their_part():
    made = given()
    said = texts(made.blocks)
    assert said[:2] == ["Tiếp dân đủ ngày.", "Trả lời đúng hạn."]
    assert "ngày 05 tháng 01 năm 2027" in said[2]
    assert said[3] == "1. Tiếp công dân"
    assert said[4] == "Nông Thị Giả Định, từ ngày 01/01/2026 đến ngày 31/12/2026:"
    assert said[6].startswith("Không có người giữ chức vụ")
    assert made.blocks[5].rows == (account_sheet.HEAD, ("Ngày tiếp công dân", "đúng hạn: 24"))


def test_the_head_signs_for_themselves_and_the_number_stays_open():
    made = given()
    assert (made.signature.over, made.signature.title) == ("", "Chủ tịch")
    assert made.number == "……/BC-UBND"
    assert made.subject.startswith("Giải trình năm của Chủ tịch")
    assert not made.party


def test_a_secretary_signs_a_party_paper():
    made = given(Body.PARTY, title="Bí thư Đảng ủy phường Đông Kinh")
    assert made.party
    assert (made.number, made.signature.title) == ("……-BC/ĐU", "Bí thư")


def test_what_can_be_checked_stands_below_the_signature():
    said = "\n".join(texts(given().after))
    assert "ab" * 32 in said
    assert "số 12" in said
    assert "có xác thực hai lớp" in said
    assert given().code == "https://vi.du/accounts/1/"


@pytest.mark.parametrize("changes", [{"entry": None}, {"strongly": False}, {"counted_on": None}])
def test_what_is_not_there_is_not_said(changes):
    made = given(**changes)
    said = "\n".join(texts(made.blocks) + texts(made.after))
    assert ("Mục nhật ký" in said) is ("entry" not in changes)
    assert ("không có xác thực" in said) is ("strongly" in changes)
    assert ("Số liệu do" in said) is ("counted_on" not in changes)


def test_questions_come_with_their_answers():
    open_one = Asked(number=1, on=LAST, text="Vì sao chậm?")
    answered = Asked(number=2, on=LAST, text="Bao giờ?", answer="Tháng sau.", by="Chủ tịch", answered_on=LAST)
    said = texts(given(asked=(open_one, answered)).after)
    assert said[0] == "Câu hỏi và trả lời công khai"
    assert said[1] == "Câu hỏi 1 (31/12/2026). Vì sao chậm?"
    assert said[2:5] == [
        "Câu hỏi 2 (31/12/2026). Bao giờ?",
        "Chủ tịch trả lời ngày 31/12/2026:",
        "Tháng sau.",
    ]
