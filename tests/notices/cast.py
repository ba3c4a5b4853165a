"""Who writes and who reads."""

from datetime import UTC, datetime

from hoiam.notices import actions as notices
from hoiam.notices.models import Notice
from hoiam.notices.transports import NotTakenError

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
RECIPIENT = notices.Recipient(address="buoi@example.test", link="https://dongkinh.test/cases/K3MA-7PQ2")


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


class Postman:
    """A transport that keeps what it was given and then does as told, message by message."""

    channel = "email"

    def __init__(self, *deeds):
        self.deeds = list(deeds)
        self.sent = []
        self.closed = 0

    def send(self, message):
        deed = self.deeds.pop(0) if self.deeds else None
        if isinstance(deed, NotTakenError):
            raise deed
        self.sent.append(message)
        if deed is not None:
            raise deed

    def close(self):
        self.closed += 1


def words_for(number=1, **changes):
    return {
        "person": f"identity:{number}",
        "event": f"case:{number}:received",
        "channel": "email",
        "template": "cast/hello",
        "context": {"case": f"2026-{number:06d}", "due": "24/11/2026"},
        "language": "vi",
        "at": AT,
        **changes,
    }


def put(number=1, **changes):
    notices.put(**words_for(number, **changes))
    return Notice.objects.order_by("-id").first()


def send(postman, *, at=AT, limit=50, address_of=lambda _: RECIPIENT):
    return notices.send_due(at=at, limit=limit, transport=postman, address_of=address_of)


def seen(notice):
    row = Notice.objects.get(pk=notice.pk)
    return row.state, row.error
