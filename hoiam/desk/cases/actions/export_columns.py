"""Rows of the registers, in Vietnamese, as the forms say: 02/TCD and 03/TCD of Decree 154/2026/NĐ-CP.

Form 03/TCD has thirteen columns. The national database's own file format is not in the texts that we read: the third
table is the register with codes and dates added, one column each.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import cards, procedures
from hoiam.desk.cases.queries.exporting import Listed
from hoiam.files.queries import FileCard
from hoiam.kit.moments import local_day
from hoiam.kit.sheets.writing import Value
from hoiam.law import packs
from hoiam.office import cards as office
from hoiam.sealed.actions import Personal

REGISTER = (
    *("STT", "Ngày tiếp", "Họ tên, địa chỉ", "CCCD/CMND/Hộ chiếu", "Nội dung đơn"),
    *("Loại đơn (KN/TC/KN, PA)", "Số người cùng nội dung", "Cơ quan đã giải quyết", "Thuộc thẩm quyền (x)"),
    *(
        "Hướng dẫn công dân đến cơ quan có thẩm quyền",
        "Cơ quan, đơn vị thụ lý",
        "Theo dõi kết quả giải quyết",
    ),
    "Ghi chú",
)
PAPERS = (
    *(
        "Số thứ tự",
        "Thời điểm nhận",
        "Nơi nhận",
        "Người nhận",
        "Người giao",
        "Địa chỉ",
        "Số định danh cá nhân",
    ),
    *("Số vụ việc", "Tên tài liệu", "Loại", "Dung lượng (byte)", "Số bản", "Tình trạng"),
)
NATIONAL = (
    *REGISTER,
    *("Mã đơn vị", "Số vụ việc", "Mã phân loại", "Mã lĩnh vực", "Mã trạng thái", "Kênh tiếp nhận"),
    *("Hạn trả lời", "Ngày trả lời", "Ngày kết thúc", "Số trả lời"),
)
KINDS: Mapping[str, str] = {
    "petition": "Kiến nghị",
    "report": "Phản ánh",
    "complaint": "Khiếu nại",
    "complaint_again": "Khiếu nại lần hai",
    "explanation": "Yêu cầu giải trình",
    "press": "Báo chí, dư luận nêu",
    "denunciation": "Tố cáo",
}
_LONGEST = 4_000
_OURS = "x"


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """What a row is made from."""

    number: int
    one: Listed
    person: Personal
    files: tuple[FileCard, ...] = ()


Rows = Callable[[Source], Iterable[tuple[Value, ...]]]


def register(source: Source) -> Iterable[tuple[Value, ...]]:
    """The thirteen columns of form 03/TCD."""
    yield _register(source)


def _register(source: Source) -> tuple[Value, ...]:
    case, person, passed = source.one.case, source.person, source.one.passed
    away = case.state in {"transferred", "guided", "not_ours"}
    note = passed.note if passed else ""
    return (
        source.number,
        case.received_on,
        "\n".join(filter(None, (person.name, person.address))),
        person.id_number,
        _content(case),
        KINDS.get(case.kind, case.kind),
        case.people,
        _unit(case.earlier) if case.earlier else "",
        "" if away else _OURS,
        note if away else "",
        "" if away else _unit(case),
        _followed(case),
        "Nhập từ sổ cũ" if case.channel == "import" else "",
    )


def papers(source: Source) -> Iterable[tuple[Value, ...]]:
    """What a receipt of form 02/TCD says, a row for each paper; nothing for a case without."""
    case, person = source.one.case, source.person
    for one in source.files:
        yield (
            source.number,
            local_day(one.attached_at or case.received_at),
            _unit(case),
            source.one.officer,
            person.name,
            person.address,
            person.id_number,
            cards.number(case),
            one.name,
            one.media_type,
            one.size,
            1,
            "",
        )


def national(source: Source) -> Iterable[tuple[Value, ...]]:
    """The register with codes and dates."""
    case = source.one.case
    yield (
        *_register(source),
        case.unit.code,
        cards.number(case),
        case.kind,
        case.field,
        case.state,
        case.channel,
        case.answer_due_on,
        local_day(case.answered_at) if case.answered_at else None,
        local_day(case.closed_at) if case.closed_at else None,
        case.rounds or None,
    )


TABLES: Mapping[str, tuple[tuple[str, ...], Rows]] = {
    "register": (REGISTER, register),
    "papers": (PAPERS, papers),
    "national": (NATIONAL, national),
}


def _content(case: Case) -> str:
    text = case.body if case.body.startswith(case.title) else f"{case.title}\n{case.body}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _unit(case: Case) -> str:
    return office.full_name(case.unit.kind, case.unit.name, case.unit.name_en, "vi")


def _followed(case: Case) -> str:
    """The state in the pack's own words, and the day it was answered or ended."""
    ended = case.answered_at or case.closed_at
    day = f", ngày {local_day(ended):%d/%m/%Y}" if ended else ""
    return f"{_state(case)}{day}"


def _state(case: Case) -> str:
    words = packs.load(settings.HOIAM_PACK).words.get(f"{procedures.name(case.kind)}.state.{case.state}")
    return words.vi if words else case.state
