"""Every dataset there is, in the order in which they are listed. Another one is a declaration added here."""

from hoiam.public.data import of_oversight
from hoiam.public.data.of_office import HOLDERS, POSTS, PUBLICATIONS, RULES, UNITS
from hoiam.public.data.of_work import CASES, DIALOGUES, DUTIES, PROMISES, RECEPTIONS, SCORES
from hoiam.public.data.table import Dataset

ALL: tuple[Dataset, ...] = (
    *(CASES, DUTIES, RECEPTIONS, DIALOGUES, PROMISES, SCORES),
    *of_oversight.ALL,
    *(UNITS, POSTS, HOLDERS, RULES, PUBLICATIONS),
)
BY_NAME = {one.name: one for one in ALL}
