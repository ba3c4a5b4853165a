"""What the sample petitions are made of: people who do not exist, texts, points and answers."""

import json
import random
import re
from collections.abc import Iterator
from importlib import resources

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions.answer import PointDraft
from hoiam.desk.cases.models import Case, Point
from hoiam.sealed.actions import Personal

MOST_POINTS = 4
_REVEALING = re.compile(r"\d|Tôi|tôi|Kính|bệnh nhân|(?:[A-ZĐ]\w+ ){2}[A-ZĐ]\w+|(?:ông|bà|anh|chị) [A-ZĐ]")
_GREETING = re.compile(r"^(Kính|Tôi là|Tôi xin|Xin|Rất mong|Đề nghị|Vì vậy|Nay tôi|Việc này)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_ANSWERS = {
    "accepted": (
        "Biên bản kiểm tra hiện trường của tổ công tác; nội dung phản ánh là đúng.",
        "Phòng Kinh tế khắc phục xong trong 15 ngày làm việc và báo cáo kết quả.",
    ),
    "partly_accepted": (
        "Kết quả xác minh tại chỗ: một phần nội dung đúng, một phần chưa đủ căn cứ.",
        "Xử lý phần đã xác minh trong tháng; phần còn lại tiếp tục làm việc với các bên liên quan.",
    ),
    "explained": (
        "Quy định hiện hành đã hướng dẫn cụ thể; việc thực hiện đúng trình tự.",
        "Bộ phận tiếp công dân hướng dẫn hồ sơ, thủ tục trực tiếp khi ông (bà) đến trụ sở.",
    ),
    "not_accepted": (
        "Hồ sơ lưu và kết quả làm việc cho thấy nội dung phản ánh không có cơ sở.",
        "Nếu có tài liệu mới, ông (bà) gửi bổ sung để được xem xét lại.",
    ),
}


def samples() -> Iterator[dict[str, str]]:
    """The sample petitions: generated from templates, no real person among them."""
    text = resources.files("hoiam.config.demo").joinpath("petitions.jsonl").read_text(encoding="utf-8")
    return (json.loads(line) for line in text.splitlines())


def intake(sample: dict[str, str], unit_id: int, luck: random.Random, channel: str) -> cases.Intake:
    """One petition as it comes in."""
    number = int(sample["id"])
    return cases.Intake(
        unit_id=unit_id,
        kind="report" if sample["title"].startswith("Phản ánh") else "petition",
        channel=channel,
        title=sample["title"],
        body=sample["text"],
        person=Personal(
            name=sample["person"],
            id_number=f"{luck.randrange(10**9):012d}",
            address=f"Thôn {luck.randrange(1, 12)}, {sample['place']}",
            phone=f"0900{luck.randrange(10**6):06d}",
            email=f"nguoi-gui-{number}@example.invalid" if luck.random() < 0.6 else "",
            code="",
        ),
        submit_key=f"demo{number:028d}",
        secret=luck.randbytes(32),
        consent=luck.random() < 0.5,
    )


def public_text(sample: dict[str, str]) -> tuple[str, str]:
    """A title and the sentences that name nobody and hold no number."""
    plain = [one for one in _sentences(sample["text"]) if not _REVEALING.search(one)]
    return sample["title"], " ".join(plain)


def points(sample: dict[str, str], luck: random.Random, case: Case) -> list[PointDraft]:
    """Every sentence that asks is a point; a contested one gets a fresh answer, the others keep theirs."""
    kept = {point.number: point for point in case.points.all()}
    texts = [point.text for point in kept.values()] or _asking(sample["text"])
    return [_point(number, text, luck, kept.get(number)) for number, text in enumerate(texts, start=1)]


def _point(number: int, text: str, luck: random.Random, kept: Point | None) -> PointDraft:
    decision = (kept.decision if kept else "") or luck.choices(tuple(_ANSWERS), (5, 3, 3, 2))[0]
    ground, next_step = _ANSWERS[decision]
    return PointDraft(number=number, text=text, decision=decision, ground=ground, next_step=next_step)


def _asking(text: str) -> list[str]:
    found = [one for one in _sentences(text) if not _GREETING.match(one)]
    return found[:MOST_POINTS] or [text[:200]]


def _sentences(text: str) -> list[str]:
    return _SENTENCE.split(text)
