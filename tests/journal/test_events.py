"""An event joins its case's chain in the caller's transaction."""

from contextlib import suppress

import pytest
from django.db import connection, transaction

from hoiam.journal import actions as journal, chain
from hoiam.journal.models import Event, Vault
from hoiam.law.refusal import Refused
from hoiam.ledger import commit, merkle, statement
from hoiam.ledger.errors import Malformed
from tests.journal import builders
from tests.journal.builders import AT, digest, erase, event, recorded, ref

pytestmark = pytest.mark.django_db


def test_a_chain_is_linked_by_the_leaf_before(log):
    case = ref()
    recorded(case, first=True)
    recorded(case, kind="case.accepted")
    recorded(case, kind="case.replied")
    events = list(Event.objects.filter(vault_id=case).order_by("seq"))
    said = [statement.parse(one.statement) for one in events]
    assert [one.seq for one in said] == [0, 1, 2]
    assert [one.prev for one in said] == [None, bytes(events[0].leaf), bytes(events[1].leaf)]
    assert {one.case for one in said} == {case}


def test_the_entry_opens_with_the_cases_key(log):
    case = ref()
    recorded(case, first=True)
    recorded(case)
    vault, one = Vault.objects.get(ref=case), Event.objects.get(vault_id=case, seq=1)
    salt = chain.salt_of(vault.stmt_key, case, 1)
    assert bytes(one.entry) == commit.entry(commit.commitment(salt, one.statement))
    assert bytes(one.leaf) == merkle.leaf_hash(bytes(one.entry)) == bytes(vault.last_leaf)


def test_keys_are_wrapped_in_the_database(log):
    case = ref()
    recorded(case, first=True)
    vault = Vault.objects.get(ref=case)
    k_stmt, k_doc = (chain.unwrap(vault.stmt_key, case, "stmt"), chain.unwrap(vault.doc_key, case, "doc"))
    assert len(k_stmt) == len(k_doc) == 32
    assert k_stmt not in bytes(vault.stmt_key)
    assert k_stmt != k_doc


def test_a_document_is_committed_to_with_a_salt_of_its_own(log):
    one = recorded()
    row = Event.objects.get(pk=one.event_id)
    said = statement.parse(row.statement)
    salt = chain.document_salt_of(row.vault.doc_key, row.vault_id, 0, "content")
    assert said.docs == {"content": commit.document(salt, digest())}


@pytest.mark.parametrize(
    "changes",
    [
        {"extra": {"name": "Nông Thị Ví Dụ"}},
        {"extra": {"phone": "0900000001"}},
        {"extra": {"id": "020190000001"}},
        {"extra": {"note": "đèn đường hỏng"}},
        {"extra": {"mail": "a@example.invalid"}},
        {"extra": {"text": "two words"}},
        {"extra": {"text": "line\nbreak"}},
        {"unit": "Phường Đông Kinh"},
        {"kind": "case.invented"},
        {"docs": {"content": b"short"}},
        {"docs": {"ảnh": bytes(32)}},
        {"at": AT.replace(tzinfo=None)},
    ],
)
def test_nothing_personal_and_nothing_unknown_enters_a_statement(log, changes):
    before = Event.objects.count()
    with pytest.raises(Malformed):
        recorded(**changes)
    assert Event.objects.count() == before


def test_what_was_rolled_back_was_never_said(log):
    before = Event.objects.count(), Vault.objects.count()
    with suppress(builders.Fault), journal.recording():
        event()
        raise builders.Fault
    assert (Event.objects.count(), Vault.objects.count()) == before
    assert journal.run(at=AT) == 1


def test_an_event_that_an_inner_rollback_took_back_is_not_waited_for(log):
    with journal.recording(), suppress(builders.Fault), transaction.atomic():
        event()
        raise builders.Fault
    assert Event.objects.filter(kind="case.received").count() == 0


def test_the_first_event_costs_two_statements_and_every_other_three(log, django_assert_num_queries):
    case = ref()
    with journal.recording():
        with django_assert_num_queries(2):
            event(case, first=True)
        with django_assert_num_queries(3):
            event(case)


def test_whether_a_chain_exists_need_not_be_known(log):
    case = ref()
    assert [recorded(case, first=False).seq, recorded(case, first=False).seq] == [0, 1]


def test_one_case_begins_once(log):
    case = ref()
    recorded(case, first=True)
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        recorded(case, first=True)


def test_an_erased_case_is_opened_by_its_holders_only(log):
    case = ref()
    recorded(case, first=True)
    erase(case, documents_only=True)
    assert Vault.objects.get(ref=case).doc_key is None
    recorded(case, docs={})
    erase(case)
    assert set(Event.objects.filter(vault_id=case).values_list("statement", flat=True)) == {None}
    with pytest.raises(Refused, match="erased"):
        recorded(case)
    with pytest.raises(Refused, match="no_such_case"):
        erase(ref())


def test_the_log_opens_once_with_a_public_entry(folder):
    assert journal.open_log(at=AT)
    assert not journal.open_log(at=AT)
    [one] = Event.objects.all()
    assert (one.kind, one.visibility, one.index) == ("log.opened", "public", 0)


def test_the_database_holds_neither_key_nor_salt_in_clear(log):
    one = Event.objects.get(pk=recorded().event_id)
    salt = chain.salt_of(one.vault.stmt_key, one.vault_id, 0)
    with connection.cursor() as cursor:
        for table in ("journal_vault", "journal_event", "journal_logstate"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - a table of ours
            for row in cursor.fetchall():
                assert not [cell for cell in row if isinstance(cell, bytes) and salt in cell]
