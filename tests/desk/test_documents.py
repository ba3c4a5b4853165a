"""Documents of a case: drafted, issued under a number, signed; who may, and what is refused."""

import hashlib
import io
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from PIL import Image

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import documents, erasing, numbers
from hoiam.desk.cases.actions.documents import Signing
from hoiam.desk.cases.models import Document, LetterNumber, Outgoing, Reply
from hoiam.files import actions as files, queries as file_queries
from hoiam.kit.moments import local_day
from hoiam.law.document_templates import Addressee, Recipient
from hoiam.law.refusal import Refused
from hoiam.law.sheet import Capacity
from tests import cast as people
from tests.desk import document_story as story
from tests.files import test_cms as signatures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("assets")]
NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
TODAY = local_day(NOW)
YESTERDAY = TODAY - timedelta(days=1)
FORM = "don.guidance"
TO = Recipient(kind=Addressee.COMPLAINANT, name="Ông (bà) Nông Thị Giả Định")


def started(cast, case=None, form=FORM, by=None):
    case = case or people.received(cast, at=NOW)
    return documents.start(case_id=case.pk, form=form, by=people.actor(by or cast.clerk), at=NOW)


def saved(cast, document_id, *, values=None, recipients=(TO,), version=1, by=None):
    row = Document.objects.get(pk=document_id)
    typed = story.filled(story.TEMPLATES[row.form]) if values is None else values
    return documents.save(
        document_id=document_id,
        version=version,
        values=typed,
        recipients=recipients,
        by=people.actor(by or cast.clerk),
        at=NOW,
    )


def issued(
    cast, document_id, *, version=2, on=TODAY, capacity=Capacity.HEAD, name="Head Ví Dụ", title="", by=None
):
    signing = Signing(capacity=capacity, name=name, title=title, on=on)
    who = people.actor(by or cast.clerk)
    return documents.issue(document_id=document_id, version=version, signing=signing, by=who, at=NOW)


def ready(cast, case=None, form=FORM):
    document_id = started(cast, case, form)
    saved(cast, document_id, recipients=(Recipient(kind=story.TEMPLATES[form].to, name="Nơi nhận"),))
    return document_id


def pdf_of(document_id):
    row = Document.objects.get(pk=document_id)
    return file_queries.read(file_id=row.pdf_id, clean=True).data


def test_a_document_is_drafted_issued_and_stays_as_it_went_out(cast):
    document_id = ready(cast)
    assert issued(cast, document_id) == "01/HD-UBND"
    row = Document.objects.get(pk=document_id)
    assert (row.state, row.issued_on, row.outgoing.code) == ("issued", TODAY, "01/HD-UBND")
    text = story.squeezed(story.pdf_text(pdf_of(document_id)))
    assert "Số:01/HD-UBND" in text
    assert "TM.ỦYBANNHÂNDÂN" in text
    assert "HeadVíDụ" in text
    assert story.archival(pdf_of(document_id))["pdfa"] == "2A"
    with pytest.raises(Refused, match="document_issued"):
        saved(cast, document_id, version=row.version)
    with pytest.raises(Refused, match="document_issued"):
        documents.discard(document_id=document_id, version=row.version, by=people.actor(cast.clerk))


def test_the_book_says_what_went_out_to_whom_and_who_signed(cast):
    issued(cast, ready(cast), capacity=Capacity.DEPUTY, title="Phó Chủ tịch")
    line = Outgoing.objects.get()
    assert (line.form, line.kind, line.number, line.on, line.signer) == (FORM, "HD", 1, TODAY, "Head Ví Dụ")
    assert line.subject == "Về việc gửi đơn đến cơ quan có thẩm quyền"
    assert line.recipients == [["complainant", "Nơi nhận"]]


def test_a_form_can_never_be_issued_or_even_kept_for_another_addressee(cast):
    document_id = started(cast, form="don.transfer_denunciation")
    for kind in ("complainant", "complained", "denounced", "head"):
        with pytest.raises(Refused, match="wrong_addressee") as refused:
            saved(cast, document_id, recipients=(Recipient(kind=Addressee(kind), name="Ai"),))
        assert refused.value.facts["allowed"] == ("archive", "body")
    Document.objects.filter(pk=document_id).update(
        values=story.filled(story.TEMPLATES["don.transfer_denunciation"]),
        recipients=[["body", "Công an tỉnh"], ["complained", "Ông B"]],
    )
    with pytest.raises(Refused, match="wrong_addressee"):
        issued(cast, document_id, version=1)
    assert not Outgoing.objects.exists()


def test_what_is_missing_is_named_and_no_number_is_used_up(cast):
    document_id = started(cast)
    saved(cast, document_id, values={"person": "A"})
    with pytest.raises(Refused) as refused:
        issued(cast, document_id)
    assert refused.value.code == "document_incomplete"
    assert refused.value.facts["missing"] == ("address", "matter", "body", "ground")
    saved(cast, document_id, recipients=(), version=2)
    with pytest.raises(Refused, match="no_addressee"):
        issued(cast, document_id, version=3)
    for wrong, code in (
        ({"name": " "}, "signer_needed"),
        ({"capacity": Capacity.DEPUTY}, "title_needed"),
        ({"on": TODAY + timedelta(days=1)}, "day_ahead"),
    ):
        other = ready(cast)
        with pytest.raises(Refused, match=code):
            issued(cast, other, **wrong)
    assert not LetterNumber.objects.filter(last__gt=0).exists()
    assert issued(cast, ready(cast)) == "01/HD-UBND"


def test_forms_that_do_not_fit_the_state_are_not_offered_nor_made(cast):
    case = people.answered(cast, at=NOW)
    for form, code in (
        (FORM, "form_not_now"),
        ("kn.15", "form_not_now"),
        ("tcd.03", "no_such_form"),
        ("x", "no_such_form"),
    ):
        with pytest.raises(Refused, match=code):
            started(cast, case, form)


def test_a_complaint_has_the_forms_of_its_own_procedure(cast):
    case = people.received(cast, at=NOW, kind="complaint")
    assert issued(cast, ready(cast, case, "kn.03")) == "01/TB-UBND"
    assert issued(cast, ready(cast, case, "kn.04")) == "02/TB-UBND"
    with pytest.raises(Refused, match="form_not_now"):
        started(cast, case, "kn.15")
    with pytest.raises(Refused, match="form_not_now"):
        started(cast, case, "don.transfer_petition")


def test_a_draft_whose_case_moved_on_is_not_issued(cast):
    case = people.received(cast, at=NOW)
    document_id = ready(cast, case)
    cases.classify(
        case_id=case.pk, version=1, kind="report", field="utility", by=people.actor(cast.clerk), at=NOW
    )
    cases.accept(case_id=case.pk, version=2, by=people.actor(cast.clerk), at=NOW)
    with pytest.raises(Refused, match="form_not_now"):
        issued(cast, document_id)


def test_who_does_not_work_on_the_case_has_no_part_in_its_documents(cast):
    case = people.received(cast, at=NOW)
    document_id = ready(cast, case)
    for who in (cast.stranger, cast.handler, cast.inspector, cast.operator):
        with pytest.raises(Refused, match="not_yours"):
            started(cast, case, by=who)
        with pytest.raises(Refused, match="not_yours"):
            saved(cast, document_id, version=2, by=who)
        with pytest.raises(Refused, match="not_yours"):
            issued(cast, document_id, by=who)
        for reader in (documents.preview, documents.draft_docx):
            with pytest.raises(Refused, match="not_yours"):
                reader(document_id=document_id, by=people.actor(who), at=NOW)


def test_two_who_save_from_one_page_are_told(cast):
    document_id = started(cast)
    saved(cast, document_id)
    with pytest.raises(Refused, match="changed_meanwhile"):
        saved(cast, document_id, version=1)


def test_what_is_not_there_is_said(cast):
    with pytest.raises(Refused, match="no_such_case"):
        documents.start(case_id=99, form=FORM, by=people.actor(cast.clerk), at=NOW)
    for deed in (documents.preview, documents.draft_docx):
        with pytest.raises(Refused, match="no_such_document"):
            deed(document_id=99, by=people.actor(cast.clerk), at=NOW)
    with pytest.raises(Refused, match="no_such_document"):
        documents.discard(document_id=99, version=1, by=people.actor(cast.clerk))


def test_a_list_or_a_text_without_end_is_refused(cast):
    document_id = started(cast)
    with pytest.raises(Refused, match="text_too_long"):
        saved(cast, document_id, values={"matter": "a" * (documents.LONGEST + 1)})
    with pytest.raises(Refused, match="too_many_recipients"):
        saved(cast, document_id, recipients=(TO,) * (documents.MOST_RECIPIENTS + 1))


def test_a_case_has_so_many_documents_at_most(cast, monkeypatch):
    monkeypatch.setattr(documents, "MOST_DOCUMENTS", 1)
    case = people.received(cast, at=NOW)
    started(cast, case)
    with pytest.raises(Refused, match="too_many_documents"):
        started(cast, case)


def test_a_draft_can_be_seen_downloaded_and_thrown_away(cast):
    document_id = ready(cast)
    clerk = people.actor(cast.clerk)
    assert "PHIẾUHƯỚNGDẪN" in story.squeezed(
        story.pdf_text(documents.preview(document_id=document_id, by=clerk, at=NOW))
    )
    assert "PHIẾU HƯỚNG DẪN" in story.docx_text(
        documents.draft_docx(document_id=document_id, by=clerk, at=NOW)
    )
    documents.discard(document_id=document_id, version=2, by=clerk)
    assert not Document.objects.exists()


def test_an_unnumbered_paper_is_issued_without_a_line_in_the_book(cast):
    document_id = ready(cast, form="tcd.02")
    assert issued(cast, document_id) == ""
    assert not Outgoing.objects.exists()
    assert Document.objects.get().issued_on == TODAY
    with pytest.raises(Refused, match="day_ahead"):
        issued(cast, ready(cast, form="tcd.02"), on=TODAY + timedelta(days=1))


def test_a_proposal_goes_to_the_head_by_title(cast):
    document_id = started(cast, form="don.01")
    assert Document.objects.get(pk=document_id).recipients == [
        ["head", "Chủ tịch Ủy ban nhân dân phường Đông Kinh"]
    ]


# Numbers


def test_each_kind_unit_and_year_has_its_own_numbers_without_gaps(cast):
    codes = [issued(cast, ready(cast)) for _ in range(2)]
    codes.append(issued(cast, ready(cast, form="don.transfer_petition")))
    assert codes == ["01/HD-UBND", "02/HD-UBND", "01/PC-UBND"]
    people.answered(cast, at=NOW)
    assert Reply.objects.get().number == "01/UBND-TCD"
    assert list(Outgoing.objects.order_by("id").values_list("code", flat=True)) == [*codes, "01/UBND-TCD"]
    assert Outgoing.objects.get(kind="CV").subject.startswith("trả lời phản ánh số")


def test_a_number_that_was_rolled_back_is_given_again(cast, monkeypatch):
    document_id = ready(cast)
    monkeypatch.setattr(documents.setting, "pdf", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        issued(cast, document_id)
    monkeypatch.undo()
    assert issued(cast, document_id) == "01/HD-UBND"


def close(cast, day, *, by=None, at=NOW):
    numbers.close_day(unit_id=cast.ward.pk, day=day, by=people.actor(by or cast.clerk), at=at)


def test_a_closed_day_gets_no_more_numbers(cast):
    assert issued(cast, ready(cast), on=YESTERDAY) == "01/HD-UBND"
    close(cast, YESTERDAY)
    with pytest.raises(Refused, match="day_closed"):
        issued(cast, ready(cast), on=YESTERDAY)
    assert issued(cast, ready(cast)) == "02/HD-UBND"


def test_numbers_follow_the_days(cast):
    assert issued(cast, ready(cast)) == "01/HD-UBND"
    with pytest.raises(Refused, match="later_number_given"):
        issued(cast, ready(cast), on=YESTERDAY)
    assert issued(cast, ready(cast, form="don.return"), on=YESTERDAY) == "01/TB-UBND"


def test_only_days_that_are_over_are_closed_by_those_who_keep_the_book(cast):
    with pytest.raises(Refused, match="day_not_over"):
        close(cast, TODAY)
    close(cast, YESTERDAY)
    with pytest.raises(Refused, match="day_closed"):
        close(cast, YESTERDAY)
    for who in (cast.handler, cast.stranger, cast.operator):
        with pytest.raises(Refused, match="not_yours"):
            close(cast, YESTERDAY, by=who)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_get_two_numbers(cast):
    ids = [ready(cast) for _ in range(6)]
    codes, gate = [], threading.Barrier(len(ids))

    def go(document_id):
        try:
            gate.wait()
            codes.append(issued(cast, document_id))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(one,)) for one in ids]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(codes) == [f"{number:02d}/HD-UBND" for number in range(1, 7)]


# Signatures


def test_a_detached_signature_over_the_issued_file_is_kept(cast, monkeypatch):
    monkeypatch.setattr(signatures, "NOW", NOW)
    document_id = ready(cast)
    issued(cast, document_id)
    clerk = people.actor(cast.clerk)
    wrong = signatures.sign(content=b"something else")
    with pytest.raises(Refused, match="signature_of_another_file"):
        documents.sign_with(document_id=document_id, signature=wrong, by=clerk, at=NOW)
    assert not Document.objects.get().signed_as
    signature = signatures.sign(content=pdf_of(document_id))
    name = documents.sign_with(document_id=document_id, signature=signature, by=clerk, at=NOW)
    row = Document.objects.get()
    assert (name, row.signed_by, row.signed_as) == (signatures.SIGNER, signatures.SIGNER, "cms")
    assert file_queries.read(file_id=row.signed_id, clean=True).data == signature
    with pytest.raises(Refused, match="signed_already"):
        documents.sign_with(document_id=document_id, signature=signature, by=clerk, at=NOW)


def picture():
    output = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(output, "PNG")
    return SimpleUploadedFile("ban-ky.png", output.getvalue())


def test_a_scan_of_the_signed_paper_is_kept_instead(cast):
    document_id = ready(cast)
    clerk = people.actor(cast.clerk)
    token = files.stage(upload=picture(), at=NOW).token
    with pytest.raises(Refused, match="not_issued"):
        documents.sign_by_copy(document_id=document_id, token=token, by=clerk, at=NOW)
    issued(cast, document_id)
    text = files.stage(upload=SimpleUploadedFile("a.txt", b"signed, really"), at=NOW).token
    with pytest.raises(Refused, match="copy_not_scan"):
        documents.sign_by_copy(document_id=document_id, token=text, by=clerk, at=NOW)
    documents.sign_by_copy(document_id=document_id, token=token, by=clerk, at=NOW)
    assert Document.objects.get().signed_as == "copy"
    with pytest.raises(Refused, match="signed_already"):
        documents.sign_by_copy(document_id=document_id, token=token, by=clerk, at=NOW)


def test_an_upload_that_is_gone_is_said(cast):
    document_id = ready(cast)
    issued(cast, document_id)
    with pytest.raises(Refused, match="file_gone"):
        documents.sign_by_copy(document_id=document_id, token="0" * 32, by=people.actor(cast.clerk), at=NOW)


# Forgetting


def test_what_a_document_said_is_erased_and_its_number_stays(cast):
    case = people.received(cast, at=NOW)
    document_id, draft = ready(cast, case), ready(cast, case)
    issued(cast, document_id)
    digest = hashlib.sha256(pdf_of(document_id)).digest()
    head, ground = people.actor(cast.head), people.SPOKEN
    cases.refuse(case_id=case.pk, version=1, ground=ground, reason="Không đủ", by=head, at=NOW)
    number = documents.record.number(case)
    operator = people.actor(cast.operator)
    erasing.erase(code=number, documents_only=False, ground="court", decision="QĐ 1", by=operator, at=NOW)
    row, line = Document.objects.get(), Outgoing.objects.get()
    assert (row.pk, row.values, row.recipients, row.pdf_id) == (document_id, {}, [], None)
    assert draft != document_id
    assert (line.code, line.subject, line.recipients) == ("01/HD-UBND", "—", [])
    assert digest not in {card.sha256 for card in file_queries.of_owner(owner="case", owner_id=case.pk)}
