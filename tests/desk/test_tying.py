"""A step stands on a document issued here: its number and day, the file in the log, and nothing of another kind."""

import hashlib
import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from hoiam.desk.cases.actions import documents
from hoiam.desk.cases.actions.documents import Signing
from hoiam.desk.cases.models import Decision, Document, Step, Verification
from hoiam.files import queries as file_queries
from hoiam.journal import queries as log
from hoiam.journal.models import Event
from hoiam.kit.moments import local_day
from hoiam.law.document_templates import Recipient
from hoiam.law.refusal import Refused
from hoiam.law.sheet import Capacity
from hoiam.ledger import cli, commit, receipt, statement
from tests import cast as people
from tests.desk import complaint_story as complaint, document_story as story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("assets")]
NOW = timezone.now()


def issued(cast, case, form, days=1, at=None, **typed):
    """On the day so many after the complaint came in, or at a moment; its row."""
    template, at = story.TEMPLATES[form], at or complaint.day(days)
    who = people.actor(cast.head, local_day(at))
    made = documents.start(case_id=case.pk, form=form, by=who, at=at)
    values = {**story.filled(template), **typed}
    to = (Recipient(kind=template.to, name="Nơi nhận"),)
    documents.save(document_id=made, version=1, values=values, recipients=to, by=who, at=at)
    signing = Signing(capacity=Capacity.HEAD, name="Ví Dụ", on=local_day(at))
    documents.issue(document_id=made, version=2, signing=signing, by=who, at=at)
    return Document.objects.get(pk=made)


def test_a_step_takes_number_and_day_from_its_document_and_commits_to_the_file(cast):
    case = complaint.received(cast)
    row = issued(cast, case, "kn.03")
    complaint.act("accept", case, cast.head, 2, number="", document=row.pk)
    [found] = Decision.objects.all()
    assert (found.number, found.on, found.document_id) == (row.outgoing.code, row.issued_on, row.pk)
    pdf = file_queries.read(file_id=row.pdf_id, clean=True).data
    event = Event.objects.get(kind="case.accepted")
    salt = log.document_salt(event_id=event.pk, label="document")
    made = statement.parse(event.statement).docs["document"]
    assert made == commit.document(salt, hashlib.sha256(pdf).digest())


def test_an_order_to_verify_stands_on_its_document_too(cast):
    case = complaint.accepted(cast)
    row = issued(cast, case, "kn.05", 2)
    complaint.act("verify", case, cast.head, 3, number="", document=row.pk)
    assert Verification.objects.get().document_id == row.pk


@pytest.mark.parametrize(
    ("chosen", "right", "wrong"),
    [("tạm đình chỉ", "suspend", "terminate"), ("đình chỉ", "terminate", "suspend")],
)
def test_one_form_for_two_decisions_stands_only_for_the_one_that_was_chosen_in_it(cast, chosen, right, wrong):
    case = complaint.accepted(cast)
    row = issued(cast, case, "kn.14a", 2, kind_stop=chosen)
    with pytest.raises(Refused, match="document_decides_other"):
        complaint.act(wrong, case, cast.head, 3, number="", document=row.pk)
    if right == "terminate":
        complaint.act("withdraw", case, None, 3)
    complaint.act(right, case, cast.head, 4, number="", document=row.pk)
    assert Decision.objects.get(kind=right).document_id == row.pk


def test_no_step_stands_on_a_document_of_another_kind_case_state_or_step(cast):
    case, other = complaint.received(cast), complaint.received(cast)
    notice, refusal = issued(cast, case, "kn.03"), issued(cast, case, "kn.04")
    draft = documents.start(case_id=case.pk, form="kn.03", by=people.actor(cast.head), at=complaint.day(1))
    for document, code in (
        (refusal.pk, "document_decides_other"),
        (draft, "not_issued"),
        (issued(cast, other, "kn.03").pk, "no_such_document"),
        (10**9, "no_such_document"),
    ):
        with pytest.raises(Refused, match=code):
            complaint.act("accept", case, cast.head, 2, number="", document=document)
    with pytest.raises(Refused) as refused:
        complaint.act("accept", case, cast.head, 2, number="77/TB-UBND", document=notice.pk)
    assert refused.value.facts == {"number": notice.outgoing.code, "on": notice.issued_on}
    day = notice.issued_on + timedelta(days=1)
    with pytest.raises(Refused, match="document_differs"):
        complaint.act("accept", case, cast.head, 2, number="", on=day, document=notice.pk)
    complaint.act("accept", case, cast.head, 2, number=notice.outgoing.code, document=notice.pk)
    with pytest.raises(Refused, match="document_tied"):
        complaint.act("accept", case, cast.head, 2, number="", document=notice.pk)
    assert Decision.objects.count() == 1


def test_a_number_typed_by_hand_is_for_a_paper_issued_elsewhere(cast):
    case = complaint.received(cast)
    complaint.act("accept", case, cast.head, 1)
    assert Decision.objects.get().document_id is None


# The log


def test_an_issued_document_is_in_the_log_and_in_the_history_and_can_be_shown_to_be(cast):
    case = people.received(cast)
    row = issued(cast, case, "don.guidance", at=NOW)
    pdf = file_queries.read(file_id=row.pdf_id, clean=True).data
    proven = receipt.check(log.receipt_of(event_id=row.entry).text, log.trust())
    said = proven.statement
    assert (said.kind, said.case) == ("document.issued", case.ref)
    assert said.facts == {"form": "don.guidance", "on": row.issued_on.isoformat()}
    salt = log.document_salt(event_id=row.entry, label="document")
    assert said.docs == {"document": commit.document(salt, hashlib.sha256(pdf).digest())}
    assert "Nơi nhận" not in Event.objects.get(pk=row.entry).statement
    step = Step.objects.get(event="issue_document")
    assert (step.entry, step.facts["number"], step.before) == (row.entry, "01/HD-UBND", step.after)


# The pages


def body(answer, status=200):
    assert answer.status_code == status
    return unescape(answer.content.decode())


@pytest.fixture
def visit(cast, client):
    client.force_login(cast.head)
    return client


@pytest.fixture
def case(cast):
    return people.received(cast, kind="complaint", at=NOW)


def test_the_page_of_the_step_offers_the_document_with_its_number_and_day(cast, case, visit):
    row = issued(cast, case, "kn.03", at=NOW)
    page = body(visit.get(f"/desk/cases/{case.pk}/accept"))
    assert f'<option value="{row.pk}" selected>{row.outgoing.code} · {row.issued_on:%d/%m/%Y}' in page
    assert f'value="{row.outgoing.code}"' in page
    here = body(visit.get(f"/desk/cases/{case.pk}/documents/{row.pk}/"))
    assert f"/desk/cases/{case.pk}/accept" in here
    said = {"version": case.version, "document": row.pk, "number": "", "on": ""}
    done = body(visit.post(f"/desk/cases/{case.pk}/accept", said, follow=True))
    assert f"/desk/cases/{case.pk}/documents/{row.pk}/" in done
    assert f"/desk/cases/{case.pk}/accept" not in body(
        visit.get(f"/desk/cases/{case.pk}/documents/{row.pk}/")
    )


def test_without_a_document_a_number_must_be_typed(cast, case, visit):
    page = body(visit.post(f"/desk/cases/{case.pk}/accept", {"version": case.version, "number": ""}), 422)
    assert 'aria-invalid="true"' in page
    assert 'name="document"' not in page
    issued(cast, case, "kn.03", at=NOW)
    none = {"version": case.version, "document": "", "number": ""}
    assert 'aria-invalid="true"' in body(visit.post(f"/desk/cases/{case.pk}/accept", none), 422)


def test_what_differs_is_said_and_what_was_typed_stays(cast, case, visit):
    row = issued(cast, case, "kn.03", at=NOW)
    said = {"version": case.version, "document": row.pk, "number": "88/TB-UBND", "on": ""}
    page = body(visit.post(f"/desk/cases/{case.pk}/accept", said), 422)
    assert f"Văn bản đã chọn có số {row.outgoing.code}" in page
    assert 'value="88/TB-UBND"' in page


def test_the_receipt_of_a_document_is_downloaded_from_its_page_and_proves_the_very_file(
    cast, case, visit, tmp_path
):
    row = issued(cast, case, "kn.03", at=NOW)
    address = f"/desk/cases/{case.pk}/documents/{row.pk}/"
    page = body(visit.get(address))
    assert "kind document.issued" in page
    salt = re.search(r'<code class="long"[^>]*>([^<]+)</code>', page)[1]
    answer = visit.get(f"{address}receipt")
    assert answer["Content-Disposition"].endswith('.tlog-proof"')
    assert receipt.check(answer.content.decode(), log.trust()).statement.kind == "document.issued"
    (tmp_path / "r").write_bytes(answer.content)
    (tmp_path / "d.pdf").write_bytes(visit.get(f"{address}pdf").content)
    (tmp_path / "other").write_bytes(b"else")
    for file, status in (("d.pdf", 0), ("other", 1)):
        known = ["--vkey", log.vkey(), "--document", str(tmp_path / file), "--salt", salt]
        assert cli.main_verify([str(tmp_path / "r"), *known]) == status
    Document.objects.update(entry=None)
    assert visit.get(f"{address}receipt").status_code == 404
    assert "kind document.issued" not in body(visit.get(address))
