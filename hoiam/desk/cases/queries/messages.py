"""The thread of a case, as the office and the citizen read it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from hoiam.desk.cases.models import OPEN_STATES, Case, Message, purpose_of
from hoiam.desk.cases.queries import cards, desk
from hoiam.files import queries as files
from hoiam.law.messages import ASKS, Side
from hoiam.law.refusal import Refused
from hoiam.office import queries as office

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCard:
    """One message; `who` is a person of the office and only there for staff."""

    id: int
    side: str
    kind: str
    who: str
    at: datetime
    text: str
    hoped_on: date | None
    answered_at: datetime | None
    files: tuple[files.FileCard, ...]

    @property
    def waits(self) -> bool:
        """A question of the office that was not answered yet."""
        return self.side == Side.OFFICE and self.kind in ASKS and self.answered_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadCard:
    """The newest SHOWN messages, oldest first; whether more may be written."""

    case_id: int
    number: str
    title: str
    open: bool
    messages: tuple[MessageCard, ...]

    @property
    def waiting(self) -> tuple[MessageCard, ...]:
        """Questions that were not answered yet."""
        return tuple(one for one in self.messages if one.waits) if self.open else ()


def for_staff(*, case_id: int, by: office.Actor) -> ThreadCard:
    """Four statements. Refused: no_such_case, also for those it is none of their business."""
    row = Case.objects.filter(pk=case_id).first() if desk.seen_by(case_id=case_id, by=by) else None
    if row is None:
        raise Refused("no_such_case")
    return ThreadCard(
        case_id=row.pk,
        number=cards.number(row),
        title=row.title,
        open=row.state in OPEN_STATES,
        messages=of_case(row.pk, inside=True),
    )


def of_case(case_id: int, *, inside: bool) -> tuple[MessageCard, ...]:
    """Two statements. `inside`: with the names of who wrote for the office."""
    rows = list(Message.objects.filter(case_id=case_id).select_related("by").order_by("-id")[:SHOWN])
    sent = _files(files.of_owner(owner="case", owner_id=case_id))
    return tuple(_card(row, sent[purpose_of(row.pk)], inside=inside) for row in reversed(rows))


def file_of_thread(*, case_id: int, file_id: int) -> files.FileCard:
    """A file that stands in the thread. Refused: no_such_file."""
    found = files.about(file_id=file_id)
    mine = (found.owner, found.owner_id) == ("case", case_id)
    ids = {purpose_of(pk) for pk in Message.objects.filter(case_id=case_id).values_list("pk", flat=True)}
    if not mine or found.purpose not in ids:
        raise Refused("no_such_file")
    return found


def _files(cards_: Iterable[files.FileCard]) -> dict[str, list[files.FileCard]]:
    sent: dict[str, list[files.FileCard]] = defaultdict(list)
    for card in cards_:
        sent[card.purpose].append(card)
    return sent


def _card(row: Message, sent: list[files.FileCard], *, inside: bool) -> MessageCard:
    return MessageCard(
        id=row.pk,
        side=row.side,
        kind=row.kind,
        who=row.by.name if inside and row.by else "",
        at=row.at,
        text=row.text,
        hoped_on=row.hoped_on,
        answered_at=row.answered_at,
        files=tuple(sent),
    )
