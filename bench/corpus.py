# ruff: noqa: E501 - sentences stay whole
"""Deterministic invented Vietnamese petitions (no real people, no real cases).

case(i, seed) is the same for the same (i, seed), so every system under test gets byte-identical work. Known markers
for searches:

  RARE   "sụt lún"    in every case with i % 500 == 7   (0.2 %)
  COMMON "xả thải"    in every case whose topic is water pollution (about 1/8)
  ABSENT "hải đăng"   in no case
"""

import datetime as dt
import hashlib
import random
import unicodedata
from typing import Any

RARE, COMMON, ABSENT = "sụt lún", "xả thải", "hải đăng"
NOW = dt.datetime(2026, 11, 24, 8, 0, 0)  # noqa: DTZ001 - local days and nothing else
SPAN_DAYS = 730

HO = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()  # noqa: SIM905 - read as words
DEM = "Văn Thị Hữu Đức Ngọc Minh Thanh Quang Kim Xuân Thu Hồng Bá Công".split()  # noqa: SIM905 - read as words
TEN = [
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hiền",
    "Hòa",
    "Hùng",
    "Hương",
    "Khánh",
    "Lan",
    "Liên",
    "Long",
    "Mai",
    "Nam",
    "Nga",
    "Nghĩa",
    "Nhung",
    "Phúc",
    "Phương",
    "Quân",
    "Quyên",
    "Sơn",
    "Tâm",
    "Thảo",
    "Thắng",
    "Thủy",
    "Trang",
    "Trung",
    "Tuấn",
    "Tuyết",
    "Uyên",
    "Vân",
    "Việt",
    "Yến",
]
XA = [
    "An Phú",
    "Bình Hòa",
    "Cẩm Sơn",
    "Đại Thắng",
    "Đông Mỹ",
    "Hưng Long",
    "Khánh Bình",
    "Long Điền",
    "Mỹ Lộc",
    "Nghĩa Thành",
    "Phước Tân",
    "Quảng Tiến",
    "Tân Thạnh",
    "Thạnh Lợi",
    "Vĩnh Xuân",
    "Yên Sở",
]
DUONG = [
    "Trần Hưng Đạo",
    "Lê Lợi",
    "Nguyễn Trãi",
    "Hai Bà Trưng",
    "Phan Bội Châu",
    "Lý Thường Kiệt",
    "Quang Trung",
    "Võ Thị Sáu",
    "Điện Biên Phủ",
    "Cách Mạng Tháng Tám",
]

TOPICS = [
    (
        "dat-dai",
        "Đề nghị cấp giấy chứng nhận quyền sử dụng đất",
        [
            "gia đình tôi đã nộp hồ sơ đề nghị cấp giấy chứng nhận quyền sử dụng đất từ ngày {d1} nhưng đến nay chưa nhận được văn bản trả lời",
            "thửa đất số {n}, tờ bản đồ số {m}, diện tích {a} m2 được gia đình sử dụng ổn định, không có tranh chấp với các hộ liền kề",
            "cán bộ địa chính đã nhiều lần hẹn nhưng không có biên nhận và cũng không nêu rõ lý do chậm trễ",
        ],
    ),
    (
        "boi-thuong",
        "Khiếu nại phương án bồi thường, hỗ trợ, tái định cư",
        [
            "phương án bồi thường áp giá đất thấp hơn nhiều so với giá thị trường và không tính phần công trình phụ",
            "hộ tôi bị thu hồi {a} m2 đất ở để làm đường nhưng chỉ được bố trí tái định cư ở vị trí xa khu dân cư",
            "biên bản kiểm đếm lập ngày {d1} không có chữ ký của chủ hộ, nhiều cây trồng và vật kiến trúc bị bỏ sót",
        ],
    ),
    (
        "o-nhiem",
        "Phản ánh tình trạng ô nhiễm nguồn nước",
        [
            "cơ sở sản xuất tại ấp {m} thường xuyên xả thải ra kênh vào ban đêm làm nước đổi màu đen và có mùi hôi",
            "cá nuôi trong ao của {n} hộ dân chết hàng loạt, thiệt hại ước tính hàng trăm triệu đồng",
            "người dân đã gọi đường dây nóng nhiều lần nhưng đoàn kiểm tra đến thì cơ sở đã ngừng hoạt động",
        ],
    ),
    (
        "giao-thong",
        "Kiến nghị sửa chữa đường giao thông",
        [
            "đoạn đường dài khoảng {a} mét trước cổng trường học có nhiều ổ gà sâu, trời mưa là ngập nước rất nguy hiểm",
            "từ đầu năm đến nay đã xảy ra {m} vụ tai nạn, trong đó có các cháu học sinh đi xe đạp",
            "hệ thống đèn chiếu sáng hỏng từ ngày {d1} và chưa được đơn vị quản lý thay thế",
        ],
    ),
    (
        "xay-dung",
        "Tố cáo xây dựng trái phép trên đất nông nghiệp",
        [
            "hộ liền kề tự ý san lấp và dựng nhà xưởng diện tích {a} m2 trên đất trồng lúa, không có giấy phép xây dựng",
            "chính quyền đã lập biên bản ngày {d1} nhưng công trình vẫn tiếp tục thi công cả ban đêm",
            "việc xây dựng làm nứt tường nhà và bít lối thoát nước chung của {m} hộ dân",
        ],
    ),
    (
        "chinh-sach",
        "Đề nghị xem xét chế độ trợ cấp xã hội",
        [
            "mẹ tôi năm nay {n} tuổi, thuộc diện người cao tuổi không có lương hưu nhưng chưa được hưởng trợ cấp hằng tháng",
            "hồ sơ đã nộp tại bộ phận một cửa ngày {d1}, có phiếu hẹn trả kết quả nhưng quá hạn {m} tuần",
            "gia đình thuộc hộ cận nghèo, hoàn cảnh khó khăn, rất mong được xem xét sớm",
        ],
    ),
    (
        "giao-duc",
        "Phản ánh khoản thu đầu năm học",
        [
            "nhà trường thông báo thu {m} khoản ngoài quy định, không có văn bản hướng dẫn và không lấy ý kiến phụ huynh",
            "sĩ số lớp lên tới {n} học sinh trong khi phòng học chật, quạt hỏng từ ngày {d1}",
            "đề nghị công khai các khoản thu chi và hoàn trả phần thu không đúng cho phụ huynh",
        ],
    ),
    (
        "thu-tuc",
        "Phản ánh thái độ giải quyết thủ tục hành chính",
        [
            "tôi phải đi lại {m} lần để xin xác nhận tình trạng hôn nhân, lần nào cũng được yêu cầu bổ sung giấy tờ khác nhau",
            "cán bộ tiếp nhận không cấp phiếu hẹn, không hướng dẫn bằng văn bản theo quy định",
            "ngày {d1} tôi đến đúng giờ làm việc nhưng quầy tiếp nhận đóng cửa không có thông báo",
        ],
    ),
]
TAILS = [
    "Vì vậy, tôi làm đơn này kính đề nghị Chủ tịch Ủy ban nhân dân xem xét, kiểm tra và trả lời bằng văn bản cho người dân được biết.",
    "Kính mong cơ quan có thẩm quyền sớm vào cuộc xác minh, làm rõ trách nhiệm và có biện pháp khắc phục dứt điểm.",
    "Tôi xin cam đoan nội dung trình bày trên là đúng sự thật và xin chịu trách nhiệm trước pháp luật về nội dung đơn của mình.",
    "Kèm theo đơn này là bản sao các giấy tờ có liên quan và hình ảnh hiện trạng để cơ quan tiện đối chiếu.",
    "Trường hợp vụ việc không thuộc thẩm quyền, kính đề nghị chuyển đơn đến cơ quan có thẩm quyền và thông báo cho tôi biết theo quy định.",
    "Tôi cũng đề nghị được tham gia buổi đối thoại với người đứng đầu cơ quan để trình bày trực tiếp sự việc.",
    "Trong thời gian chờ giải quyết, đề nghị có biện pháp tạm thời để bảo đảm quyền lợi hợp pháp của các hộ dân.",
]
STATES_CLOSED = ["answered", "closed", "rejected", "transferred"]
UNITS = 20
OPEN_DAYS, OPEN_SHARE, LENGTH = 45, 0.04, 700
RARE_EVERY, RARE_AT = 500, 7


def strip_diacritics(text: str) -> str:
    """As somebody types who has no Vietnamese keyboard."""
    text = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def case(i: int, seed: object = 1) -> dict[str, Any]:
    """One petition, who brings it and when; `key` is a hex number of its own for forms that want one."""
    luck = random.Random(f"{seed}:{i}")
    name = f"{luck.choice(HO)} {luck.choice(DEM)} {luck.choice(TEN)}"
    slug, title, sentences = TOPICS[luck.randrange(len(TOPICS))]
    xa = luck.choice(XA)
    age = luck.random() * SPAN_DAYS
    created = NOW - dt.timedelta(days=age)
    body = _body(luck, i, name, xa, created, sentences)
    is_open = (age < OPEN_DAYS) or (luck.random() < OPEN_SHARE)
    due = created + dt.timedelta(days=luck.choice([10, 30, 30, 45, 60]))
    closed = None if is_open else min(NOW, created + dt.timedelta(days=luck.randrange(3, 70)))
    return {
        "i": i,
        "key": hashlib.md5(f"{seed}:{i}".encode(), usedforsecurity=False).hexdigest(),
        "title": f"{title} (xã {xa})",
        "body": body,
        "name": name,
        "email": f"cd{i}@example.invalid",
        "phone": f"09{luck.randrange(10**8):08d}",
        "topic": slug,
        "topic_no": [t[0] for t in TOPICS].index(slug),
        "unit": luck.randrange(UNITS),
        "created": created.isoformat(timespec="seconds"),
        "due": due.isoformat(timespec="seconds"),
        "closed": closed.isoformat(timespec="seconds") if closed else None,
        "state": "open" if is_open else luck.choice(STATES_CLOSED),
        "priority": luck.randrange(1, 6),
    }


def _body(luck: random.Random, i: int, name: str, xa: str, created: dt.datetime, sentences: list[str]) -> str:
    facts = {
        "d1": (created - dt.timedelta(days=luck.randrange(20, 300))).strftime("%d/%m/%Y"),
        "n": luck.randrange(20, 99),
        "m": luck.randrange(2, 12),
        "a": luck.randrange(60, 900),
    }
    opening = (
        f"Kính gửi: Ủy ban nhân dân xã {xa}. Tôi tên là {name}, sinh năm {luck.randrange(1945, 2004)}, "
        f"thường trú tại số {luck.randrange(1, 400)} đường {luck.choice(DUONG)}, xã {xa}. "
        f"Nay tôi xin trình bày sự việc như sau:"
    )
    parts = [opening]
    for sentence in sentences:
        text = sentence.format(**facts)
        parts.append(text[0].upper() + text[1:] + ".")
    if i % RARE_EVERY == RARE_AT:
        parts.append(f"Nền nhà và sân trước đã bị {RARE} khoảng {facts['m']} cm, nguy cơ sập đổ khi mưa lớn.")
    tails = TAILS[:]
    luck.shuffle(tails)
    while tails and len(" ".join(parts)) < LENGTH:
        parts.append(tails.pop())
    return " ".join(parts)
