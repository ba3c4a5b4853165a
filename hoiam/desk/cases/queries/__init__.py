"""What can be asked at the cases counter. Every answer is a frozen card with just what a page shows."""

from hoiam.desk.cases.queries import procedures
from hoiam.desk.cases.queries.alike import Alike, alike, links
from hoiam.desk.cases.queries.cards import DateCard, PointCard, ReplyCard, StepCard
from hoiam.desk.cases.queries.desk import (
    CaseCard,
    QueueFilter,
    QueuePage,
    QueueRow,
    case,
    queue,
    seen_by,
)
from hoiam.desk.cases.queries.held import held
from hoiam.desk.cases.queries.register import (
    RegisterFilter,
    RegisterPage,
    RegisterRow,
    filtered,
    public_case,
    register,
    some,
)
from hoiam.desk.cases.queries.search import (
    FoundRow,
    SearchFilter,
    SearchPage,
    find,
    find_by_code,
    find_by_number,
)
from hoiam.desk.cases.queries.status import StatusCard, status
from hoiam.desk.cases.queries.tiles import COUNT_LIMIT, QueueCounts, counts

__all__ = [
    "COUNT_LIMIT",
    "Alike",
    "CaseCard",
    "DateCard",
    "FoundRow",
    "PointCard",
    "QueueCounts",
    "QueueFilter",
    "QueuePage",
    "QueueRow",
    "RegisterFilter",
    "RegisterPage",
    "RegisterRow",
    "ReplyCard",
    "SearchFilter",
    "SearchPage",
    "StatusCard",
    "StepCard",
    "alike",
    "case",
    "counts",
    "filtered",
    "find",
    "find_by_code",
    "find_by_number",
    "held",
    "links",
    "procedures",
    "public_case",
    "queue",
    "register",
    "seen_by",
    "some",
    "status",
]
