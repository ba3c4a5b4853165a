"""A sealed receipt proves that an entry exists and tells nothing; whoever has the code opens it."""

import pytest

from hoiam.journal import queries
from hoiam.journal.models import Event
from hoiam.kit import db
from hoiam.ledger import commit, receipt, transport
from hoiam.ledger.receipt import State
from tests.journal import builders
from tests.journal.builders import recorded, ref

pytestmark = pytest.mark.django_db


def sealed(**changes):
    return recorded(visibility="sealed", **changes).event_id


def test_it_names_the_commitment_and_nothing_else(log):
    found = queries.receipt_of(event_id=sealed())
    proven = receipt.check(found.text, queries.trust())
    assert (proven.statement, found.statement, found.verified) == (None, "", True)
    assert commit.entry(proven.commitment) == bytes(Event.objects.latest("pk").entry)
    for word in ("case.received", "05977", "2026-11-24"):
        assert word not in found.text + found.opening + found.url


def test_opened_by_its_code_it_is_the_same_entry(log):
    event_id = sealed()
    shut, opened = (queries.receipt_of(event_id=event_id, opened=way) for way in (False, True))
    before, after = (receipt.check(one.text, queries.trust()) for one in (shut, opened))
    assert (before.index, before.commitment) == (after.index, after.commitment)
    assert after.statement.kind == "case.received"


def test_what_follows_in_its_case_is_sealed_too(log):
    case = ref()
    sealed(case=case, first=True)
    later = recorded(case, kind="case.replied")
    assert Event.objects.get(pk=later.event_id).visibility == "sealed"
    assert queries.receipt_of(event_id=later.event_id).statement == ""
    assert Event.objects.get(pk=recorded().event_id).visibility == "party"


def test_a_promise_of_it_tells_nothing_either(log):
    with db.writing():
        one = builders.event(visibility="sealed")
    found = queries.receipt_of(event_id=one.event_id)
    assert (found.state, found.statement, found.verified) == (State.PROMISED, "", True)


def test_sealed_receipts_of_different_kinds_have_one_form(log):
    """Same depth of tree, same length, same lines: only hashes differ."""
    kinds = ("case.received", "case.refused", "case.transferred")
    events = [
        sealed(kind=kind, extra={"ground": "x" * length})
        for kind, length in zip(kinds, (1, 9, 40), strict=True)
    ]
    found = [queries.receipt_of(event_id=event) for event in events]
    openings = [receipt.parse(one.text).opening.text() for one in found]
    assert len({len(text) for text in openings}) == 1
    assert {text.partition("entry ")[0] for text in openings} == {"hoiam.opening/v1\n"}
    assert len({len(transport.from_url(one.url)) for one in found[:2]}) == 1


def test_erased_it_still_says_that_it_exists(log):
    case = ref()
    event_id = sealed(case=case, first=True)
    builders.erase(case)
    assert receipt.check(queries.receipt_of(event_id=event_id).text, queries.trust()).statement is None
    erased = Event.objects.get(kind="case.erased")
    assert erased.visibility == "sealed"
    assert not (log / "openings" / str(erased.index)).exists()
