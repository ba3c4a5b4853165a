"""The reply as an official letter in PDF: layout of Decree 30/2020/NĐ-CP, Annex I; values only as JSON."""

import json
from datetime import date

from django.conf import settings

from hoiam.desk.cases.actions import setting
from hoiam.desk.cases.models import Case, Reply
from hoiam.law import packs
from hoiam.law.sheet import Signature
from hoiam.office import queries as office

_COMMITTEE = "Ủy ban nhân dân"


def reply_letter(*, case: Case, reply: Reply, desk: office.Desk, signature: Signature, on: date) -> bytes:
    """PDF/A-2a and PDF/UA-1 bytes. The addressee is named by the case's number: the letter holds no identity."""
    unit = desk.unit
    issuer = f"{_COMMITTEE} {unit.full_name}"
    data: dict[str, object] = {
        "parent": f"{_COMMITTEE} {unit.parent_full_name}" if unit.parent_full_name else "",
        "issuer": issuer,
        "number": reply.number,
        "subject": subject(case),
        "place": unit.name,
        "day": f"{on.day:02d}",
        "month": f"{on.month:02d}" if on.month < 3 else str(on.month),  # noqa: PLR2004 - Annex I: zero before 1 and 2
        "year": str(on.year),
        "addressee": addressee(case),
        "opening": _opening(case, issuer),
        "points": [{**point, "decision": _decision(point["decision"])} for point in reply.points],
        "closing": f"{issuer} trả lời để ông (bà) được biết. Nếu nội dung nào chưa được trả lời thỏa đáng, ông (bà) "
        "có thể đề nghị trả lời lại từng nội dung bằng mã tra cứu ghi trên phiếu tiếp nhận.",
        "on_behalf": signature.over,
        "title": signature.title,
        "signer": signature.name,
    }
    return setting.compiled("reply.typ", json.dumps(data, ensure_ascii=False))


def subject(case: Case) -> str:
    """What the letter is about, after "V/v"."""
    return f"trả lời {_kind(case)} số {_number(case)}"


def addressee(case: Case) -> str:
    """By the case's number alone."""
    return f"Người gửi {_kind(case)} số {_number(case)}"


def _number(case: Case) -> str:
    return f"{case.received_on.year}-{case.pk:06d}"


def _opening(case: Case, issuer: str) -> str:
    received = f"ngày {case.received_on.day:02d}/{case.received_on.month:02d}/{case.received_on.year}"
    return (
        f"{issuer} nhận được {_kind(case)} của ông (bà) {received}. "
        f"Sau khi xem xét, {issuer} trả lời từng nội dung như sau:"
    )


def _kind(case: Case) -> str:
    return "phản ánh" if case.kind == "report" else "kiến nghị"


def _decision(code: str) -> str:
    choices = packs.load(settings.HOIAM_PACK).reply_decisions
    return next((choice.vi for choice in choices if choice.code == code), "")
