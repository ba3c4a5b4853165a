"""Units of the whole country with a post and a regulation each, of one province with several. Needs Django set up."""

from dataclasses import dataclass
from datetime import date

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench import installation
from hoiam.desk.reception.actions import generating
from hoiam.desk.reception.models import Regulation, Session
from hoiam.journal import actions as journal
from hoiam.office import actions as office, owing, queries
from hoiam.office.models import Post, Unit

PROVINCE = "/20/"
KINDS = ("", "party_secretary_commune", "council_chair")
PATTERNS = {"": "month:1,16", "party_secretary_commune": "month:16", "council_chair": "quarter:1"}


@dataclass(frozen=True)
class Stock:
    """What is measured: a year to be generated, pages to be opened."""

    year: int
    by: int
    unit: str
    client: Client

    def generate(self) -> int:
        """The year of every post; then all of it is posted, so that everybody sees it."""
        at = timezone.now()
        made = generating.generate_all(
            owing.posts(on=timezone.localdate(at)), year=self.year, by=self.by, at=at
        )
        Session.objects.update(state="posted", posted_on=timezone.localdate(at))
        Unit.objects.exclude(path__startswith=PROVINCE).update(served=False)
        queries.forget_served()
        return made

    def open(self, path: str) -> int:
        answer = self.client.get(path)
        assert answer.status_code == 200
        return len(answer.content)

    def statements(self, path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            self.open(path)
        return len(captured)


def build(units: int, posts: int) -> Stock:
    """Units served, posts, regulations."""
    call_command("migrate", interactive=False, verbosity=0)
    office.load_units(rows=office.unit_rows())
    crew = installation.people()
    journal.open_log(at=timezone.now())
    below = Unit.objects.filter(parent__isnull=False, valid_until=None).order_by("-path")
    ours = list(below.filter(path__startswith=PROVINCE))
    others = list(below.exclude(path__startswith=PROVINCE)[: max(units - len(ours), 0)])
    Unit.objects.filter(pk__in=[one.pk for one in (*ours, *others)]).update(served=True)
    Unit.objects.filter(path=PROVINCE).update(served=True)
    queries.forget_served()
    _posts(ours, KINDS[:posts])
    _posts(others, KINDS[:1])
    year = timezone.localdate().year + 1
    _regulations(crew.clerk.pk, year)
    return Stock(year, crew.clerk.pk, ours[0].code, Client(SERVER_NAME="localhost"))


def _posts(units: list[Unit], kinds: tuple[str, ...]) -> None:
    there = set(Post.objects.values_list("unit_id", "kind"))
    Post.objects.bulk_create(
        Post(unit=unit, title=f"Chức vụ {kind} {unit.name}", title_en="Post", is_head=not kind, kind=kind)
        for unit in units
        for kind in kinds
        if (unit.pk, kind) not in there
    )


def _regulations(by: int, year: int) -> None:
    at = timezone.now()
    Regulation.objects.bulk_create(
        Regulation(
            post_id=post_id,
            pattern=PATTERNS[kind],
            off_day="next",
            sittings="07:30-11:30, 13:30-16:30",
            place="Trụ sở tiếp công dân",
            slot_minutes=30,
            slot_places=1,
            document="Quy chế số 05/QC-UBND",
            document_on=date(year, 1, 1),
            from_on=date(year, 1, 1),
            entered_at=at,
            entered_by_id=by,
        )
        for post_id, kind in Post.objects.values_list("id", "kind")
    )
