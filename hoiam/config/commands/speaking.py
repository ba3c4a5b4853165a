"""In which language commands speak, and what those of the log and the witness say when something cannot be done.

Imports no Django: a witness runs without.
"""

import os
import sys
from collections.abc import Mapping
from typing import NoReturn

import click

from hoiam.ledger import words


def asked() -> str:
    """The first language of LANGUAGE that is known here, as gettext reads it (`en_GB:vi`); else Vietnamese."""
    wanted = (one.partition("_")[0].lower() for one in os.environ.get("LANGUAGE", "").split(":"))
    return next((one for one in wanted if one in words.LANGUAGES), "vi")


lang = click.option(
    "--lang",
    type=click.Choice(sorted(words.LANGUAGES)),
    default=asked,
    show_default="LANGUAGE, else vi",
    help="vi or en.",
)

CANNOT = ("Không thực hiện được.", "This cannot be done.")
_CUT = ("khóa chép không đủ hoặc sai.", "a key was not copied whole.")
REASONS: Mapping[str, tuple[str, str]] = {
    "own_witness": (
        "nhật ký cùng tên miền hoặc cùng khóa: cơ quan không tự làm nhân chứng cho mình được.",
        "a log of the same domain or key: an office cannot be its own witness.",
    ),
    "witness_state_lost": (
        "còn khóa nhưng mất những gì đã ký: hãy bắt đầu ở thư mục mới, với khóa mới.",
        "the key is there but not what it cosigned: begin in a new folder, with a new key.",
    ),
    "witness_memory": (
        "tệp nhân chứng đã ký bị sửa hoặc hỏng: hãy bắt đầu ở thư mục mới, với khóa mới.",
        "what the witness cosigned was altered or is broken: begin in a new folder, with a new key.",
    ),
    "key_file": (
        "không đọc được khóa của nhân chứng (tệp “key”).",
        "the witness's key (the file “key”) cannot be read.",
    ),
    "key_id": _CUT,
    "vkey": _CUT,
    "base64": _CUT,
    "not_a_witness": (
        "đây không phải khóa của nhân chứng (khóa của nhật ký?).",
        "this is not the key of a witness (of a log?).",
    ),
    "too_few_witnesses": (
        "--needed phải từ 1 đến số nhân chứng.",
        "--needed must be between 1 and the number of witnesses.",
    ),
    "no_such_witness": (
        "chính sách không có nhân chứng tên này.",
        "the policy names no witness of this name.",
    ),
    "nothing_published": ("nhật ký chưa công bố gì.", "the log has published nothing yet."),
    "no_such_checkpoint": (
        "không lưu bản ký nào có kích thước này.",
        "no checkpoint of this size was kept.",
    ),
    "nothing_asked": (
        "chưa gửi yêu cầu nào cho nhân chứng này.",
        "this witness was asked nothing yet.",
    ),
    "no_cosignature": (
        "câu trả lời không có chữ ký của nhân chứng này.",
        "the answer holds no signature of this witness.",
    ),
    "clock": (
        "đồng hồ của nhân chứng lệch so với máy này, hoặc câu trả lời quá cũ.",
        "the clock of the witness is off this machine's, or the answer is too old.",
    ),
    "400": ("yêu cầu không đúng mẫu (400).", "this is not in the form of a request (400)."),
    "403": ("yêu cầu không do nhật ký ký (403).", "the log did not sign this (403)."),
    "404": (
        "nhân chứng này không nhận nhật ký ấy; thêm bằng --log (404).",
        "not a log of this witness; add it with --log (404).",
    ),
    "409": (
        "nhân chứng biết một bản ký khác, có {known} mục: hãy yêu cầu lại từ đó (409).",
        "the witness knows another checkpoint, of {known} entries: ask again from there (409).",
    ),
    "422": (
        "nhật ký bị rẽ nhánh, hoặc thiếu chứng cứ là không: yêu cầu được giữ làm bằng chứng nếu là rẽ nhánh (422).",
        "a fork, or no proof that it is none: if it is one, the request is kept as evidence (422).",
    ),
    "503": (
        "đồng hồ chậm hơn lần ký trước, hoặc không ghi được đĩa (503).",
        "the clock is behind the last cosignature, or the disk cannot be written (503).",
    ),
}


def why(language: int, code: str, **facts: object) -> str:
    """In words; the code itself for what nobody can mend."""
    found = REASONS.get(code)
    return found[language].format(**facts) if found else words.why(language, code, **facts)


def refuse(lang: str, code: str, **facts: object) -> NoReturn:
    """Say why it cannot be done, and end with status 1."""
    language = words.LANGUAGES[lang]
    click.echo(words.say(language, "refused", why=why(language, code, **facts)), err=True)
    sys.exit(1)
