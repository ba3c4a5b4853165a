"""A notice as a text message, and the ways out for it: a gateway over HTTP, or a folder for rehearsals.

The gateway is named by a template, `https://gateway.example/send?key=…&to={to}&text={text}`. What stands behind the
question mark is sent as a form in the body: a number never stands in an address, which servers write down.
"""

import http.client
import json
import os
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.conf import settings

from hoiam.law.refusal import Refused
from hoiam.notices.transports import NotTakenError, Transport

LONGEST = 160
"""Characters of one text message (3GPP TS 23.038)."""
_NUMBER = re.compile(r"\+?\d{8,15}")
_SPACING = str.maketrans("", "", " .-()")
_TIMEOUT = 20.0
_SURE = frozenset({400, 401, 402, 403, 404, 405, 413, 415, 422, 429, 503})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, repr=False)
class Sms:
    """One text message; `id` is the same for the same notice. Prints as nothing."""

    to: str
    text: str
    id: str

    def __repr__(self) -> str:
        return "Sms(…)"


def compose(*, body: str, number: str, message_id: str) -> Sms:
    """Refused: address_refused for what is no number; ValueError when the words are too long."""
    to = number.translate(_SPACING)
    if not _NUMBER.fullmatch(to):
        raise Refused("address_refused")
    text = " ".join(body.split())
    if len(text) > LONGEST:
        raise ValueError("a text message has at most 160 characters")
    return Sms(to, text, message_id)


class GatewayTransport:
    """One POST for each message."""

    channel = "sms"

    def __init__(self, template: str) -> None:
        parts = urlsplit(template)
        if parts.scheme != "https" and parts.hostname not in _LOCAL:
            raise Refused("sms_not_configured")
        self._address = parts._replace(query="", fragment="").geturl()
        self._fields = parse_qsl(parts.query, keep_blank_values=True)

    def send(self, message: Sms) -> None:
        """Hand over. An answer that refuses is a sure one; no answer is not, and is raised as it is."""
        said = {"to": message.to, "text": message.text, "id": message.id}
        body = urlencode([(name, _filled(value, said)) for name, value in self._fields]).encode()
        request = urllib.request.Request(self._address, data=body, method="POST")  # noqa: S310 - checked above
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT):  # noqa: S310 - checked above
                return
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in _SURE:
                raise NotTakenError(f"http_{error.code}") from None
            raise http.client.HTTPException(str(error.code)) from None
        except urllib.error.URLError as error:
            if isinstance(error.reason, ConnectionRefusedError):
                raise NotTakenError("unreachable", stop=True) from None
            raise

    def close(self) -> None:
        """Nothing is open."""


class SmsFolder:
    """One file for each message; a second one of the same name is an error, so nothing is doubled unseen."""

    channel = "sms"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Sms) -> None:
        """Write it; FileExistsError when it is there already."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{message.id.strip('<>')}.json"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"to": message.to, "text": message.text}, file, ensure_ascii=False)

    def close(self) -> None:
        """Nothing is open."""


def configured() -> Transport | None:
    """What HOIAM_SMS_URL names: a template, or `filesms:///folder`. None: there are no text messages."""
    url = urlsplit(settings.HOIAM_SMS_URL)
    if not url.scheme:
        return None
    if url.scheme == "filesms":
        return SmsFolder(Path(unquote(url.path)))
    return GatewayTransport(settings.HOIAM_SMS_URL)


def _filled(value: str, said: dict[str, str]) -> str:
    """A field that is one of the marks becomes what it stands for; others are as they are."""
    return said.get(value[1:-1], value) if value[:1] == "{" and value[-1:] == "}" else value
