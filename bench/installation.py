"""A scratch installation: one served ward, a head, a clerk and a handler. Needs Django to be set up."""

from datetime import date

from bench import stock
from hoiam.config.commands import install
from hoiam.kit import db
from hoiam.law.roles import Role
from hoiam.office import actions as office, queries
from hoiam.office.models import Holder, Person, Post, Role as RoleRow, Unit

WARD = "/20/05977/"
PASSWORD = "mat-khau-cua-dan-dien"  # noqa: S105 - of people who exist for a measurement
SINCE = date(2024, 1, 1)
JOBS = {"clerk": Role.CLERK, "handler": Role.HANDLER, "head": Role.HEAD}


def make(size: int, *, texts: int = stock.TEXTS) -> dict[str, str]:
    """Prepare, fill, and give the variables of the scenario."""
    crew = prepare()
    facts = {"unit_id": str(crew.unit_id), "clerk": crew.clerk.username, "password": PASSWORD, "n": str(size)}
    if size:
        filled = stock.fill(crew, size, texts=texts)
        facts |= {
            "n": str(filled.size),
            "case_no": str(filled.working.case_id),
            "code": filled.working.code,
            "answered_no": str(filled.answered.case_id),
            "answered_code": filled.answered.code,
        }
    return facts


def prepare() -> stock.Crew:
    """Tables, units, log, and the people of one ward."""
    install.prepare()
    return people()


def people() -> stock.Crew:
    """Serve one ward and settle who works there."""
    office.serve(unit_path=WARD)
    with db.writing():
        ward = Unit.objects.get(path=WARD, valid_until=None)
        crew = stock.Crew(ward.pk, **{job: _person(job, ward, role) for job, role in JOBS.items()})
        post = Post.objects.create(unit=ward, title="Chủ tịch UBND phường", title_en="Chairman", is_head=True)
        Holder.objects.create(post=post, person=crew.head, from_on=SINCE)
    queries.forget_served()
    return crew


def _person(job: str, ward: Unit, role: Role) -> Person:
    person = Person.objects.create_user(f"{job}.bench", name=f"Nhân Vật {job}", password=PASSWORD)
    RoleRow.objects.create(person=person, unit=ward, role=role.value, from_on=SINCE)
    return person
