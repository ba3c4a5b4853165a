"""Tables of the reception counter: when posts receive citizens, and what became of each day."""

from hoiam.desk.reception.models.regulation import Regulation
from hoiam.desk.reception.models.session import Session, SessionKind, SessionStep

__all__ = ["Regulation", "Session", "SessionKind", "SessionStep"]
