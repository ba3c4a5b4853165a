"""The auditor opens any entry, covers included, on record; and the counts come out, or it is said that they do not."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoiam.journal import counting, covers, inspecting, repair
from hoiam.journal.models import Event, Inspected, Vault, Visibility
from hoiam.law.refusal import Refused
from hoiam.office import queries as office
from tests import cast as people
from tests.journal import builders

pytestmark = pytest.mark.django_db
WHY = "Quyết định thanh tra 12/QĐ-TTr"


@pytest.fixture
def cast(log):
    return people.gather()


@pytest.fixture
def auditor(cast):
    return office.actor(person=cast.inspector, on=builders.AT.date())


@pytest.fixture
def inspected(client, cast):
    """inspected(…) posts the form as the inspector, in a language."""

    def post(language="vi", **said):
        client.force_login(cast.inspector)
        client.cookies["lang"] = language
        answer = client.post("/desk/log/open", said)
        return answer.status_code, unescape(answer.content.decode())

    return post


def index_of(appended):
    return Event.objects.get(pk=appended.event_id).index


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.PARTY, Visibility.SEALED])
def test_any_entry_opens_and_is_proven_against_the_published_log(auditor, visibility):
    index = index_of(builders.recorded(visibility=visibility))
    leaf = inspecting.open_leaf(index=index, why=WHY, by=auditor, at=builders.AT)
    assert "kind case.received\n" in leaf.statement
    assert leaf.proven is True
    assert leaf.visibility == visibility


def test_a_cover_opens_too_and_says_that_it_means_nothing(auditor, inspected):
    index = index_of(covers_entry())
    assert (
        "kind log.cover\n" in inspecting.open_leaf(index=index, why=WHY, by=auditor, at=builders.AT).statement
    )
    status, page = inspected("en", index=index, why=WHY)
    assert status == 200
    assert "nobody: it means nothing" in page


def covers_entry():
    event_id = covers.add(at=builders.AT)
    return type("Appended", (), {"event_id": event_id})


def test_who_when_which_and_why_is_kept_before_it_is_shown(auditor, cast, monkeypatch):
    index = index_of(builders.recorded())
    monkeypatch.setattr(
        inspecting, "_leaf", lambda *_: pytest.fail("shown") if not Inspected.objects.exists() else None
    )
    inspecting.open_leaf(index=index, why=f"  {WHY} ", by=auditor, at=builders.AT)
    (look,) = inspecting.looks(by=auditor)
    assert (look.index, look.by, look.at, look.why) == (index, cast.inspector.name, builders.AT, WHY)


def test_the_reason_is_not_in_clear_in_the_database(auditor):
    inspecting.open_leaf(index=0, why=WHY, by=auditor, at=builders.AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT why FROM journal_inspected")
        assert WHY.encode() not in bytes(cursor.fetchone()[0])


def test_what_is_erased_is_said_so_and_still_counted(auditor, inspected):
    case = builders.ref()
    index = index_of(builders.recorded(case, first=True))
    builders.erase(case)
    leaf = inspecting.open_leaf(index=index, why=WHY, by=auditor, at=builders.AT)
    assert (leaf.statement, leaf.proven) == ("", None)
    assert "Không mở được ở đây" in inspected(index=index, why=WHY)[1]
    assert counting.reconcile().holds


def test_a_statement_that_was_exchanged_is_found(auditor):
    index = index_of(builders.recorded())
    event = Event.objects.get(index=index)
    Event.objects.filter(index=index).update(statement=event.statement.replace("2026-11-24", "2026-11-23"))
    assert inspecting.open_leaf(index=index, why=WHY, by=auditor, at=builders.AT).proven is False


@pytest.mark.parametrize("job", ["clerk", "handler", "head", "overseer"])
def test_nobody_else_may(client, cast, job):
    client.force_login(getattr(cast, job))
    assert client.get("/desk/log/").status_code == 403
    assert client.post("/desk/log/open", {"index": 0, "why": WHY}).status_code == 403
    with pytest.raises(Refused, match="not_allowed"):
        inspecting.open_leaf(
            index=0,
            why=WHY,
            by=office.actor(person=getattr(cast, job), on=builders.AT.date()),
            at=builders.AT,
        )
    assert not Inspected.objects.exists()


@pytest.mark.parametrize(
    "said", [{}, {"index": 0}, {"index": -1, "why": WHY}, {"index": 99, "why": WHY}, {"index": 0, "why": " "}]
)
def test_without_number_or_reason_nothing_is_opened(inspected, said):
    assert inspected(**said)[0] == 422
    assert not Inspected.objects.exists()


def test_events_covers_and_orphans_make_up_the_size(cast):
    builders.recorded()
    builders.recorded(visibility=Visibility.SEALED)
    covers.add(at=builders.AT)
    orphan()
    counted = counting.reconcile()
    assert counted.holds
    assert (counted.covers, counted.orphans, counted.accounted) == (1, 1, counted.size)


def orphan():
    """As a repair leaves one: its keys are gone."""
    appended = builders.recorded()
    Vault.objects.get_or_create(ref=repair.ORPHANS)
    Event.objects.filter(pk=appended.event_id).update(
        vault_id=repair.ORPHANS, seq=0, kind=repair.KIND, visibility=Visibility.SEALED, statement=None
    )


def test_an_entry_too_few_is_told(client, cast):
    Event.objects.filter(index=index_of(builders.recorded())).update(index=None)
    assert not counting.reconcile().holds
    client.force_login(cast.inspector)
    assert "Không khớp" in unescape(client.get("/desk/log/").content.decode())


@pytest.mark.parametrize(("language", "says"), [("vi", "Kiểm tra nhật ký"), ("en", "Audit of the log")])
def test_the_page_costs_the_same_statements_whatever_there_is(client, cast, auditor, language, says):
    client.force_login(cast.inspector)
    client.cookies["lang"] = language
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/desk/log/").content.decode()
        assert says in page
        costs.append(len(asked))
        for n in range(25):
            Inspected.objects.create(index=n, by_id=auditor.person_id, at=builders.AT, why=WHY)
    assert costs[0] == costs[1] <= 8


def test_old_openings_are_a_page_further(client, cast, auditor):
    for n in range(25):
        Inspected.objects.create(index=n, by_id=auditor.person_id, at=builders.AT, why=f"lý do {n:02}")
    client.force_login(cast.inspector)
    first = unescape(client.get("/desk/log/").content.decode())
    assert "lý do 24" in first
    assert "lý do 04" not in first
    before = inspecting.looks(by=auditor)[-1].id
    assert "lý do 04" in unescape(client.get(f"/desk/log/?before={before}").content.decode())
    assert client.get("/desk/log/?before=x").status_code == 200
