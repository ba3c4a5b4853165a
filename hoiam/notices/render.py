"""From a row of the outbox to words: `<room>/notices/<name>.<language>.txt`, its first line the subject."""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from hoiam.notices.models import Notice
from hoiam.notices.transports import Message

_SUBJECT = "Subject: "


def message(notice: Notice, *, address: str, link: str) -> Message:
    """In the recipient's language. The link, which opens the case, is only here and in the message itself."""
    room, _, name = notice.template.partition("/")
    with translation.override(notice.language):
        text = render_to_string(
            f"{room}/notices/{name}.{notice.language}.txt",
            {**notice.context, "link": link, "site": settings.HOIAM_URL},
        )
    head, _, body = text.lstrip().partition("\n")
    return Message(
        id=message_id(notice),
        address=address,
        subject=head.removeprefix(_SUBJECT).strip(),
        text=body.lstrip("\n"),
        language=notice.language,
    )


def message_id(notice: Notice) -> str:
    """The same for every attempt, so that a mailbox can tell a second copy; says nothing about the case."""
    seed = (
        f"{settings.HOIAM_ORIGIN}\n{notice.person}\n{notice.event}\n{notice.channel}\n{settings.SECRET_KEY}"
    )
    host = urlsplit(settings.HOIAM_URL).hostname or "localhost"
    return f"<{hashlib.sha256(seed.encode()).hexdigest()[:32]}@{host}>"
