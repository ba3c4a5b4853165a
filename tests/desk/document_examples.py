"""What an office would really write into each form, and the longest that it may: for pictures that people look at.

    python -m tests.desk.document_examples DIR [--long] [--only FORM …]

DIR gets a picture of each page, and each form as .docx. The people are made up.
"""

import argparse
import os
from pathlib import Path

import django
import pypdfium2

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoiam.config.settings")
django.setup()

from hoiam.desk.cases.actions import setting, wording  # noqa: E402
from hoiam.law import sheet  # noqa: E402
from hoiam.law.document_templates import Addressee, Recipient, SlotKind  # noqa: E402
from tests.desk import document_story as story  # noqa: E402

EXAMPLES = {
    "reason": "Nội dung ông (bà) trình bày đã được giải quyết tại Quyết định số 15/QĐ-UBND ngày 02 tháng 3 "
    "năm 2026, đã có "
    "hiệu lực pháp luật; ông (bà) không cung cấp tình tiết mới.",
    "ground": "khoản 3 Điều 9 Luật Tiếp công dân",
    "matter": "Đèn đường ngõ 7, khối 3 hỏng từ tháng 9 năm 2026, người dân đi lại buổi tối không an toàn.\n"
    "Đề nghị sửa chữa trước Tết Nguyên đán.",
    "person": "Nông Thị Giả Định",
    "id_number": "020000000000, cấp ngày 15/3/2022, Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    "address": "số 12, ngõ 7, khối 3, phường Đông Kinh, tỉnh Lạng Sơn",
    "phone": "0900 000 000",
    "sent_on": "2026-11-20",
    "accepted_on": "2026-11-27",
    "complained": "Trưởng phòng Kinh tế, Hạ tầng và Đô thị phường Đông Kinh",
    "contested": "Quyết định số 45/QĐ-UBND ngày 12 tháng 10 năm 2026 của Ủy ban nhân dân phường Đông Kinh "
    "về việc thu hồi đất.",
    "content": "Không đồng ý với diện tích đất bị thu hồi ghi trong Quyết định số 45/QĐ-UBND: diện tích đo "
    "đạc thực tế là "
    "112,5 m², quyết định ghi 98,0 m².\nKhông đồng ý với mức bồi thường cây trồng trên đất.",
    "claim": "Hủy Quyết định số 45/QĐ-UBND; đo đạc lại diện tích thửa đất số 118, tờ bản đồ số 24.",
    "office_view": "Đơn có đủ họ tên, địa chỉ, chữ ký; nội dung rõ ràng, thuộc thẩm quyền giải quyết của "
    "Chủ tịch Ủy ban nhân "
    "dân phường.",
    "papers": "Đơn khiếu nại có chữ ký | 3 | Bản chính\nGiấy chứng nhận quyền sử dụng đất | 4 | Bản sao có "
    "chứng thực\n"
    "Ảnh chụp hiện trạng thửa đất | 6 | Bản in màu",
    "body": "Sở Nông nghiệp và Môi trường tỉnh Lạng Sơn",
    "until": "2026-12-27",
    "contact": "bà Hoàng Thị Ví Dụ, chuyên viên Văn phòng, điện thoại 0205 000 000",
    "verifier": "Trưởng phòng Kinh tế, Hạ tầng và Đô thị",
    "verification": "Nguồn gốc, diện tích, hiện trạng sử dụng thửa đất số 118, tờ bản đồ số 24.\n"
    "Trình tự, thủ tục ban hành Quyết định số 45/QĐ-UBND.",
    "place_held": "Trụ sở Ủy ban nhân dân phường Đông Kinh",
    "began": "08 giờ 30 phút ngày 05 tháng 12 năm 2026",
    "ended": "11 giờ 15 phút cùng ngày",
    "proceedings": "Người khiếu nại trình bày: diện tích ghi trong quyết định không đúng với thực tế sử "
    "dụng từ năm 1993.\n"
    "Người bị khiếu nại trình bày: diện tích được xác định theo bản đồ địa chính năm 2018.",
    "agreed": "Hai bên thống nhất đo đạc lại thửa đất trước ngày 15 tháng 12 năm 2026.",
    "disputed": "Mức bồi thường cây trồng trên đất.",
    "copies": "03 (ba)",
    "holder": "Chi nhánh Văn phòng Đăng ký đất đai khu vực 1",
    "wanted": "Hồ sơ địa chính thửa đất số 118, tờ bản đồ số 24.\nBản đồ địa chính các năm 1998 và 2018.",
    "expert": "Phòng Kỹ thuật hình sự Công an tỉnh Lạng Sơn",
    "object": "Chữ ký đứng tên ông Triệu Văn Mẫu tại Biên bản kiểm đếm ngày 20 tháng 8 năm 2026.",
    "findings": "Thửa đất số 118 do hộ bà Nông Thị Giả Định sử dụng ổn định từ năm 1993, không có tranh chấp.\n"
    "Kết quả đo đạc lại ngày 10 tháng 12 năm 2026: diện tích 112,5 m².\n"
    "Biên bản kiểm đếm có đủ chữ ký của các thành phần.",
    "conclusion": "Khiếu nại về diện tích đất bị thu hồi là đúng.\nKhiếu nại về mức bồi thường cây trồng là "
    "không có cơ sở.",
    "dialogue": "Ngày 05 tháng 12 năm 2026, Chủ tịch Ủy ban nhân dân phường đã đối thoại với bà Nông Thị "
    "Giả Định; hai bên thống "
    "nhất đo đạc lại thửa đất.",
    "legal": "Căn cứ Điều 91, Điều 95 Luật Đất đai số 31/2024/QH15; khoản 1 Điều 31 Luật Khiếu nại số "
    "02/2011/QH13.",
    "decision": "Công nhận nội dung khiếu nại về diện tích đất bị thu hồi; sửa đổi Điều 1 Quyết định số "
    "45/QĐ-UBND.\n"
    "Không công nhận nội dung khiếu nại về mức bồi thường cây trồng.",
    "execution": "Phòng Kinh tế, Hạ tầng và Đô thị trình Quyết định sửa đổi trong thời hạn 10 ngày kể từ "
    "ngày Quyết định này có "
    "hiệu lực pháp luật.",
    "first_decision": "Quyết định số 52/QĐ-UBND ngày 28 tháng 12 năm 2026 của Chủ tịch Ủy ban nhân dân "
    "phường Đông Kinh: công nhận "
    "một phần nội dung khiếu nại.",
    "earlier": "số 48/QĐ-UBND ngày 01 tháng 12 năm 2026",
    "from_on": "2026-12-05",
    "representative": "Nông Văn Giả Sử",
    "representative_id": "020000000001",
    "scope": "Thay mặt tôi khiếu nại Quyết định số 45/QĐ-UBND, tham gia đối thoại, nhận văn bản giải quyết.",
    "parts": "Đề nghị sửa đèn đường ngõ 7 | Kiến nghị | Ủy ban nhân dân phường Đông Kinh\n"
    "Không đồng ý quyết định thu hồi đất | Khiếu nại | Chủ tịch Ủy ban nhân dân phường Đông Kinh\n"
    "Tố cáo cán bộ nhận tiền | Tố cáo | Chủ tịch Ủy ban nhân dân phường Đông Kinh",
    "proposal": "Thụ lý giải quyết; giao Phòng Kinh tế, Hạ tầng và Đô thị tham mưu.",
    "officer": "Hoàng Thị Ví Dụ, chuyên viên Văn phòng",
    "giver": "Nông Thị Giả Định",
    "sent_by": "Ban Tiếp công dân tỉnh Lạng Sơn",
    "kind_stop": "tạm đình chỉ",
    "proposer": "Trưởng phòng Kinh tế, Hạ tầng và Đô thị tại Tờ trình số 31/TTr-KT ngày 27 tháng 11 năm 2026",
    "team": "Lý Văn Thí Dụ | Trưởng phòng Kinh tế, Hạ tầng và Đô thị | Tổ trưởng\n"
    "Hoàng Thị Ví Dụ | Chuyên viên Văn phòng | Thành viên\nVi Thị Minh Họa | Công chức địa chính | Thành viên",
    "responsible": "Chánh Văn phòng, Trưởng phòng Kinh tế, Hạ tầng và Đô thị phường",
    "verifiers": "Lý Văn Thí Dụ, Trưởng phòng Kinh tế, Hạ tầng và Đô thị, Tổ trưởng\nHoàng Thị Ví Dụ, "
    "chuyên viên Văn phòng, thành viên",
    "interviewed": "Nông Thị Giả Định, người khiếu nại, số 12, ngõ 7, khối 3, phường Đông Kinh",
    "outcome": "Người khiếu nại thống nhất với kết quả đo đạc; đề nghị xem xét lại mức bồi thường cây trồng.",
    "other": "Người khiếu nại cung cấp thêm 02 ảnh chụp hiện trạng thửa đất năm 2015.",
    "chair": "Ông Ví Dụ Văn Chủ Tịch, Chủ tịch Ủy ban nhân dân phường Đông Kinh",
    "recorder": "Bà Hoàng Thị Ví Dụ, chuyên viên Văn phòng",
    "complainant_side": "Bà Nông Thị Giả Định, số căn cước 020000000000, cấp ngày 15/3/2022; số 12, ngõ 7, "
    "khối 3, phường Đông Kinh",
    "complained_side": "Ông Triệu Văn Mẫu, Trưởng phòng Kinh tế, Hạ tầng và Đô thị",
    "affected_side": "Ông Nông Văn Giả Sử, số 14, ngõ 7, khối 3, phường Đông Kinh",
    "others_present": "Bà Vi Thị Minh Họa, đại diện Ủy ban Mặt trận Tổ quốc Việt Nam phường Đông Kinh",
    "representative_address": "số 14, ngõ 7, khối 3, phường Đông Kinh, tỉnh Lạng Sơn",
    "report": "Trưởng phòng Kinh tế, Hạ tầng và Đô thị tại Báo cáo số 18/BC-KT ngày 18 tháng 12 năm 2026",
    "appraisal_reason": "cần kết luận về tính xác thực của chữ ký trên Biên bản kiểm đếm",
    "days": "30",
    "higher": "Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn",
}
NAMES = {
    Addressee.COMPLAINANT: ("Bà Nông Thị Giả Định",),
    Addressee.COMPLAINED: ("Trưởng phòng Kinh tế, Hạ tầng và Đô thị",),
    Addressee.BODY: ("Sở Nông nghiệp và Môi trường tỉnh Lạng Sơn",),
    Addressee.HOLDER: ("Chi nhánh Văn phòng Đăng ký đất đai khu vực 1",),
    Addressee.EXPERT: ("Phòng Kỹ thuật hình sự Công an tỉnh Lạng Sơn",),
    Addressee.VERIFIER: ("Trưởng phòng Kinh tế, Hạ tầng và Đô thị",),
    Addressee.INSPECTORATE: ("Thanh tra tỉnh Lạng Sơn",),
    Addressee.SUPERIOR: ("Chủ tịch Ủy ban nhân dân tỉnh Lạng Sơn",),
    Addressee.HEAD: ("Chủ tịch Ủy ban nhân dân phường Đông Kinh",),
}
LONG_LINE = (
    "Công ty trách nhiệm hữu hạn một thành viên Khai thác công trình thủy lợi và Dịch vụ nông nghiệp tổng "
    "hợp, số 1234, đường Xô Viết Nghệ Tĩnh, tổ dân phố số 12, phường Xuân Hương - Đà Lạt, tỉnh Lâm Đồng, "
    "điện thoại 0263 000 0000"
)
PARAGRAPH = (
    "Theo hồ sơ địa chính lưu trữ tại Chi nhánh Văn phòng Đăng ký đất đai, thửa đất có nguồn gốc do hộ gia "
    "đình khai hoang từ "
    "năm 1987, sử dụng ổn định, không có tranh chấp, được cấp giấy chứng nhận lần đầu ngày 14 tháng 9 năm "
    "1998; diện tích đo "
    "đạc năm 2018 là 1.250,5 m², chênh lệch 37,2 m² so với diện tích ghi trên giấy chứng nhận do sai số đo "
    "đạc thủ công."
)
LONG = {
    SlotKind.LINE: LONG_LINE,
    SlotKind.TEXT: "\n".join([PARAGRAPH] * 9),
    SlotKind.DAY: "2026-12-31",
    SlotKind.ROWS: "\n".join(
        [f"{LONG_LINE} | {LONG_LINE} | Bản sao có chứng thực của cơ quan có thẩm quyền"] * 14
    ),
}
LONG_OFFICE = sheet.Office(
    issuer="Ủy ban nhân dân phường Văn Miếu - Quốc Tử Giám",
    parent="Ủy ban nhân dân thành phố Hà Nội",
    place="Văn Miếu - Quốc Tử Giám",
    head_title="Chủ tịch Ủy ban nhân dân phường Văn Miếu - Quốc Tử Giám",
)


def realistic(form):
    """The form as an office would fill it in, addressed to everybody it may go to."""
    template = story.TEMPLATES[form]
    values = {slot.name: EXAMPLES[slot.name] for slot in template.slots}
    recipients = tuple(
        Recipient(kind=kind, name=name)
        for kind in dict.fromkeys((template.to, *template.copies))
        for name in NAMES.get(kind, ())
    )
    return story.composed(form, values=values, recipients=recipients)


def longest(form):
    """The same with the longest that may be typed, in the office with the longest name, to many."""
    template = story.TEMPLATES[form]
    values = {slot.name: slot.options[-1] if slot.options else LONG[slot.kind] for slot in template.slots}
    kinds = dict.fromkeys((template.to, *template.copies))
    recipients = tuple(
        Recipient(kind=kind, name=f"{NAMES[kind][0]} ({LONG_LINE[:90]})")
        for kind in kinds
        if kind is not Addressee.ARCHIVE
        for _again in range(3)
    )
    return story.composed(form, values=values, recipients=recipients, office=LONG_OFFICE)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", nargs="+", default=list(story.TEMPLATES))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for form in options.only:
        made = longest(form) if options.long else realistic(form)
        (options.folder / f"{form}.docx").write_bytes(wording.docx(made))
        with pypdfium2.PdfDocument(setting.pdf(made)) as document:
            for number, page in enumerate(document, start=1):
                page.render(scale=1.3).to_pil().save(options.folder / f"{form}-{number}.png")


if __name__ == "__main__":
    main()
