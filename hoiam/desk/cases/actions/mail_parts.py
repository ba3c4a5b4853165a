"""What a mail brings, made ready for a case: its words, and its attachments through the same check as an upload."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from hoiam.desk.cases.queries import codes
from hoiam.files import actions as files, names
from hoiam.law.refusal import Refused
from hoiam.notices.inbound.letter import Letter, Part

MOST_TEXT = 20_000
MOST_TITLE = 200
MOST_CODES = 20
_LONGER = 'Thư dài hơn mức hiển thị; toàn văn ở tệp "toan-van-thu.txt".'
_WHOLE = "toan-van-thu.txt"
_PREFIX = re.compile(r"^((re|fwd?|tr|trả lời|chuyển tiếp)\s*:\s*)+", re.IGNORECASE)
_CODE = re.compile(r"(?<![0-9A-Za-z])(?:[0-9A-Za-z]{4}-){3}[0-9A-Za-z]{2}(?![0-9A-Za-z])", re.ASCII)
_EXTENSION = re.compile(r"[a-z0-9]{1,8}", re.ASCII)
WHY: dict[str, tuple[str, str]] = {
    "file_too_large": ("quá lớn", "too large"),
    "file_empty": ("rỗng", "empty"),
    "file_type_refused": ("loại tệp không nhận", "a kind of file that is not taken"),
    "macro_refused": ("chứa chương trình (macro)", "holds a program (macro)"),
    "file_is_not_what_it_says": ("nội dung không đúng với tên tệp", "not what its name says"),
    "file_encrypted": ("bị khóa bằng mật khẩu", "locked with a password"),
    "file_damaged": ("bị hỏng", "damaged"),
    "archive_bomb": ("khi giải nén sẽ quá lớn", "far too large once unpacked"),
    "text_encoding": ("văn bản không phải UTF-8", "text that is not UTF-8"),
    "image_too_big": ("ảnh quá lớn", "too large a picture"),
    "too_many_files": ("vượt quá số tệp cho phép", "one file too many"),
    "files_too_large": ("các tệp cộng lại quá lớn", "too large together with the others"),
    "tnef_refused": (
        "tệp winmail.dat của Outlook: hãy gửi lại ở dạng HTML hoặc văn bản thường",
        "winmail.dat of Outlook: send again as HTML or plain text",
    ),
}


@dataclass(frozen=True, slots=True)
class Spurned:
    """An attachment that was not taken, by its place in the mail; the name stays within the case."""

    number: int
    name: str
    code: str

    @property
    def told(self) -> dict[str, str]:
        """For the outbox, which is not encrypted: no name."""
        extension = names.split(self.name)[1]
        vi, en = WHY.get(self.code, WHY["file_damaged"])
        shown = f".{extension}" if _EXTENSION.fullmatch(extension) else "–"
        return {"number": str(self.number), "kind": shown, "vi": vi, "en": en}


@dataclass(frozen=True, slots=True, repr=False)
class Ready:
    """Title, words and files of a case to be."""

    title: str
    body: str
    tokens: tuple[str, ...]
    spurned: tuple[Spurned, ...]


def ready(letter: Letter, *, at: datetime) -> Ready:
    """Stage what may be taken. Refused: files_busy, then it is tried again later."""
    text = masked(letter.text)
    parts = list(letter.parts)
    if len(text) > MOST_TEXT:
        parts.insert(0, Part(_WHOLE, text.encode()))
    tokens, spurned = _staged(parts, at)
    body = text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}\n\n[{_LONGER}]"
    title = _PREFIX.sub("", masked(letter.subject)) or body.partition("\n")[0] or "(không có tiêu đề)"
    return Ready(title[:MOST_TITLE], with_spurned(body, spurned), tuple(tokens), tuple(spurned))


def with_spurned(body: str, spurned: Sequence[Spurned]) -> str:
    """The words with a list of what was not taken."""
    if not spurned:
        return body
    lines = (f"- {names.harmless(one.name)}: {WHY.get(one.code, WHY['file_damaged'])[0]}" for one in spurned)
    return "\n".join([body, "", "[Tệp gửi kèm không nhận được:", *lines, "]"]).strip()


def codes_in(letter: Letter) -> list[str]:
    """What stands in a mail and may be the code of a case, each once."""
    found = _CODE.findall(f"{letter.subject}\n{letter.text}")
    return list(dict.fromkeys(found))[:MOST_CODES]


def masked(text: str) -> str:
    """Codes open cases: they do not stay in words that others read."""
    return _CODE.sub(lambda found: "…" if _is_code(found[0]) else found[0], text)


def _is_code(text: str) -> bool:
    try:
        codes.canonical(text)
    except Refused:
        return False
    return True


def _staged(parts: Sequence[Part], at: datetime) -> tuple[list[str], list[Spurned]]:
    tokens: list[str] = []
    spurned: list[Spurned] = []
    room = files.OWNER_LIMIT_MB * files.MEGABYTE
    for number, part in enumerate(parts, start=1):
        try:
            tokens.append(_stage(part, len(tokens), room, at))
            room -= len(part.data)
        except Refused as refused:
            if refused.code == "files_busy":
                raise
            spurned.append(Spurned(number, part.name, refused.code))
    return tokens, spurned


def _stage(part: Part, taken: int, room: int, at: datetime) -> str:
    if part.tnef:
        raise Refused("tnef_refused")
    if taken >= files.MOST_FILES:
        raise Refused("too_many_files", most=files.MOST_FILES)
    if len(part.data) > room:
        raise Refused("files_too_large", limit_mb=files.OWNER_LIMIT_MB)
    return files.stage(upload=SimpleUploadedFile(part.name or "tep", part.data), at=at).token
