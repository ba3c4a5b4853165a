"""What was erased on a decision can be opened by nobody but its holders, not even from a dump of the database."""

from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from hoiam.config.commands import erase as command
from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import erasing, record
from hoiam.desk.cases.models import Case
from hoiam.files import actions as files
from hoiam.files.models import File
from hoiam.journal import queries as log
from hoiam.journal.chain import KEY
from hoiam.journal.models import Event, Vault
from hoiam.kit import cipher
from hoiam.law.refusal import Refused
from hoiam.ledger import receipt
from hoiam.office import queries as office
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()
DECISION = "Quyết định số 12/QĐ-UBND"


def finished(cast, **changes):
    """Refused, with a file: nothing runs any more. The case and its code."""
    staged = files.stage(upload=SimpleUploadedFile("don.txt", "Đơn viết tay".encode()), at=NOW)
    intake = people.intake(cast.ward, files=[staged.token], **changes)
    taken = cases.register(intake=intake, by=people.actor(cast.clerk), at=NOW)
    head = people.actor(cast.head)
    ground = people.SPOKEN
    cases.refuse(case_id=taken.case_id, version=1, ground=ground, reason="Không đủ", by=head, at=NOW)
    return Case.objects.get(pk=taken.case_id), taken.code


def erase(cast, code, *, documents_only=False, ground="retention", decision=DECISION, by=None):
    return erasing.erase(
        code=code,
        documents_only=documents_only,
        ground=ground,
        decision=decision,
        by=people.actor(by or cast.operator),
        at=NOW,
    )


def receipts_of(case):
    return [
        log.receipt_of(event_id=one.pk).text
        for one in Event.objects.filter(vault_id=case.ref).order_by("seq")
    ]


def cells():
    """Everything a dump of the database holds."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
            for row in cursor.fetchall():
                yield from row


def opened_from_a_dump(case):
    """What somebody with the dump and every wrapping key gets out of it: keys of this case."""
    found = []
    for cell in cells():
        if isinstance(cell, bytes | memoryview):
            for use in ("stmt", "doc"):
                with suppress(cipher.SealBrokenError):
                    found.append(cipher.named(KEY).open(bytes(cell), f"{case.ref}.{use}".encode()))
    return found


def test_receipts_in_peoples_hands_still_hold(cast):
    case, code = finished(cast)
    held = receipts_of(case)
    erase(cast, code)
    for text in held:
        proven = receipt.check(text, log.trust())
        assert proven.statement.case == case.ref


def test_the_office_can_open_none_of_its_entries(cast):
    case, code = finished(cast)
    wrapped = [bytes(key) for key in (Vault.objects.get(ref=case.ref).stmt_key,)]
    assert len(opened_from_a_dump(case)) == 2
    erase(cast, code)
    for one in Event.objects.filter(vault_id=case.ref):
        with pytest.raises(Refused, match="erased"):
            log.receipt_of(event_id=one.pk)
    assert opened_from_a_dump(case) == []
    dumped = [bytes(cell) for cell in cells() if isinstance(cell, bytes | memoryview)]
    assert not set(wrapped) & set(dumped)
    assert not [cell for cell in cells() if isinstance(cell, str) and "kind case.received" in cell]


def test_the_log_says_that_it_happened_to_all(cast, settings):
    case, code = finished(cast)
    erase(cast, code)
    one = Event.objects.get(kind="case.erased")
    text = (Path(settings.HOIAM_LOG_DIR) / "openings" / str(one.index)).read_bytes()
    assert text.decode() == log.public_opening(index=one.index)
    said = receipt.parse_opening(text)
    assert "what case" in said.statement
    assert "ground retention" in said.statement
    assert said.commitment == bytes(one.entry)[-32:]
    assert one.seq == Event.objects.filter(vault_id=case.ref).count() - 1
    assert "QĐ-UBND" not in said.statement


def test_only_documents_leaves_kinds_and_dates(cast):
    case, code = finished(cast)
    erase(cast, code, documents_only=True)
    first, *_ = receipts_of(case)
    proven = receipt.check(first, log.trust())
    assert (proven.statement.kind, set(proven.statement.docs)) == ("case.received", {"content"})
    event = Event.objects.get(vault_id=case.ref, seq=0)
    with pytest.raises(Refused, match="erased"):
        log.document_salt(event_id=event.pk, label="content")
    assert len(opened_from_a_dump(case)) == 1
    erase(cast, code)
    assert opened_from_a_dump(case) == []


def test_what_people_wrote_is_gone(cast, settings, django_capture_on_commit_callbacks):
    case, code = finished(cast)
    token = File.objects.get().token
    with django_capture_on_commit_callbacks(execute=True):
        erase(cast, code, documents_only=True)
    case.refresh_from_db()
    assert (case.title, case.body) == (erasing.NOTHING, "")
    assert case.identity.data == {}
    assert not File.objects.exists()
    assert not list(Path(settings.HOIAM_FILES_DIR).rglob(f"{token}*"))
    assert [step.note for step in case.steps.all()] == [""] * 3
    found = queries.find(
        chosen=queries.SearchFilter(unit_id=cast.ward.pk, text="đèn đường"),
        by=people.actor(cast.clerk),
        on=TODAY,
    )
    assert found.rows == ()
    step = case.steps.get(event="erase")
    assert step.facts == {"what": "documents", "ground": "retention", "decision": DECISION}


def test_its_number_names_it_as_well(cast):
    case, _ = finished(cast)
    assert erase(cast, record.number(case)) == case.pk


def test_whoever_has_the_code_still_sees_that_it_was_erased(client, cast):
    _, code = finished(cast)
    erase(cast, code)
    page = client.get(f"/cases/{code}")
    assert page.status_code == 200
    assert "Đã xóa dữ liệu cá nhân theo quyết định" in page.content.decode()
    assert client.get(f"/cases/{code}/receipt").status_code == 200
    client.force_login(cast.clerk)
    assert client.get(f"/desk/cases/{Case.objects.get().pk}/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"ground": "because"}, "unknown_ground"),
        ({"decision": " "}, "reason_needed"),
        ({"decision": "x" * 121}, "reason_too_long"),
    ],
)
def test_it_needs_a_decision_on_a_ground(cast, changes, why):
    case, code = finished(cast)
    with pytest.raises(Refused, match=why):
        erase(cast, code, **changes)
    assert receipts_of(case)


def test_only_an_operator_erases_and_only_what_is_finished(cast):
    _, code = finished(cast)
    with pytest.raises(Refused, match="not_operator"):
        erase(cast, code, by=cast.head)
    running = people.received(cast)
    with pytest.raises(Refused, match="wrong_state"):
        erase(cast, record.number(running))
    for unknown in ("2026-999999", "2024-000001", "nonsense"):
        with pytest.raises(Refused, match="no_such_case"):
            erase(cast, unknown)


def test_once_is_enough(cast):
    case, code = finished(cast)
    erase(cast, code)
    with pytest.raises(Refused, match="erased"):
        erase(cast, code)
    assert Event.objects.filter(vault_id=case.ref, kind="case.erased").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_command_leaves_nothing_in_the_file_of_the_database(cast):
    case, code = finished(cast)
    vault = Vault.objects.get(ref=case.ref)
    wrapped = [bytes(vault.stmt_key), bytes(vault.doc_key)]
    assert any(key in data for key in wrapped for data in stored())
    said = ["--by", cast.operator.username, "--ground", "court", "--decision", DECISION, "--yes", code]
    done = CliRunner().invoke(command.command, said)
    assert done.exit_code == 0, done.output
    assert " / " not in done.output
    assert "biên nhận trong tay người dân vẫn đúng" in done.output
    assert not any(key in data for key in wrapped for data in stored())
    again = CliRunner().invoke(command.command, said)
    assert again.exit_code == 1
    assert "(erased)" in again.output


def test_the_command_asks_again_and_then_does_nothing_unless_told_to(cast):
    case, code = finished(cast)
    said = ["--by", cast.operator.username, "--ground", "court", "--decision", DECISION, "--lang", "en", code]
    done = CliRunner().invoke(command.command, said, input="n\n")
    assert (done.exit_code, "This cannot be undone. Go on?" in done.output) == (1, True)
    assert Event.objects.filter(vault_id=case.ref, kind="case.erased").count() == 0


def stored():
    """The database's own files on SQLite, and what a dump gives on either."""
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        yield from (file.read_bytes() for file in name.parent.glob(f"{name.name}*"))
    yield from (bytes(cell) for cell in cells() if isinstance(cell, bytes | memoryview))


def test_an_account_that_is_not_there(cast):
    _, code = finished(cast)
    said = ["--by", "nobody", "--ground", "court", "--decision", DECISION, "--yes", code]
    done = CliRunner().invoke(command.command, said)
    assert "(no_such_person)" in done.output
    assert office.actor(person=cast.operator, on=TODAY).person_id == cast.operator.pk
