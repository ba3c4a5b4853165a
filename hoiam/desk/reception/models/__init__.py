"""Tables of the reception counter: when posts receive citizens, who comes, and what became of it."""

from hoiam.desk.reception.models.booking import Booking, Channel, Content
from hoiam.desk.reception.models.regulation import Regulation
from hoiam.desk.reception.models.session import Session, SessionKind, SessionStep

__all__ = ["Booking", "Channel", "Content", "Regulation", "Session", "SessionKind", "SessionStep"]
