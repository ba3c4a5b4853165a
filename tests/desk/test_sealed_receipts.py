"""A slip that tells whoever finds it nothing; and a log in which no text of any case can be found."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import logbook, snapshots
from hoiam.journal import covers, queries as log
from hoiam.journal.models import Event
from hoiam.ledger import receipt
from hoiam.ledger.tiles import unframe
from hoiam.office import calendars
from tests import cast as people
from tests.desk import reception_story as receptions

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def taken_in(cast, *, sealed):
    return cases.register(intake=people.intake(cast.ward, sealed=sealed), by=people.actor(cast.clerk), at=NOW)


def page(client, taken, tail, language="vi"):
    answer = client.get(f"/cases/{taken.code}/{tail}", headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_slip_names_neither_office_nor_day_nor_matter(client, cast):
    taken = taken_in(cast, sealed=True)
    slip = page(client, taken, "slip")
    number = f"{timezone.localtime(NOW).year}-{taken.case_id:06d}"
    for word in (
        cast.ward.name,
        number,
        "hoiam.statement",
        "case.received",
        timezone.localtime(NOW).strftime("%H:%M"),
    ):
        assert word not in slip
    assert taken.code in slip
    assert "niêm phong" in slip
    assert slip.count("data:image/svg+xml") == page(client, taken_in(cast, sealed=False), "slip").count(
        "data:image/svg+xml"
    )


def test_its_code_opens_it(client, cast):
    taken = taken_in(cast, sealed=True)
    assert "hoiam.statement/v1" not in page(client, taken, "receipt")
    assert "hoiam.statement/v1" in page(client, taken, "receipt?open=1")
    shut = receipt.check(client.get(f"/cases/{taken.code}/receipt.tlog-proof").content, log.trust())
    opened = receipt.check(client.get(f"/cases/{taken.code}/receipt.tlog-proof?open=1").content, log.trust())
    assert shut.statement is None
    assert opened.statement.kind == "case.received"
    assert shut.commitment == opened.commitment


def test_a_clerk_can_choose_it(client, cast):
    client.force_login(cast.clerk)
    form = client.get("/desk/register").content.decode()
    assert 'name="sealed"' in form


def test_everything_of_the_case_is_sealed(cast):
    taken = taken_in(cast, sealed=True)
    cases.classify(
        case_id=taken.case_id, version=1, kind="report", field="utility", by=people.actor(cast.clerk), at=NOW
    )
    assert set(Event.objects.filter(kind__startswith="case.").values_list("visibility", flat=True)) == {
        "sealed"
    }


def test_no_text_of_any_case_is_in_the_published_log(cast, settings):
    """Public openings apart: they are there to be read. All that is of a case, and every entry, has 41 bytes."""
    people.answered_again(cast)
    taken_in(cast, sealed=True)
    today = timezone.localdate()
    receptions.planned(cast, calendars.of(cast.ward.path).next_working(today + timedelta(days=9)), today)
    covers.add(at=NOW)
    snapshots.take(at=NOW)
    logbook.keep_up(at=NOW)
    home = settings.HOIAM_LOG_DIR
    size = Event.objects.exclude(index=None).count()
    [bundle] = [unframe(file.read_bytes()) for file in home.glob(f"tile/entries/*.p/{size}")]
    assert {len(entry) for entry in bundle} == {41}
    published = [file for file in home.rglob("*") if file.is_file() and file.parent.name != "openings"]
    data = b"".join(file.read_bytes() for file in published)
    assert len(published) > 3
    kinds = set(Event.objects.values_list("kind", flat=True))
    for word in (
        *kinds,
        cast.ward.code,
        people.TITLE,
        "Đèn",
        people.CITIZEN.name,
        people.CITIZEN.phone,
        "hoiam.statement",
    ):
        assert word.encode() not in data
