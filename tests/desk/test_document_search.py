"""Issued documents in the search: found by what they say, never by whom they name; gone with what is erased."""

import re
import unicodedata

import pytest
from django.db import connection
from django.utils import timezone

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import documents, erasing
from hoiam.desk.cases.actions.documents import Signing
from hoiam.desk.cases.models import Case
from hoiam.desk.cases.queries import document_texts, tokens
from hoiam.kit import fold
from hoiam.kit.moments import local_day
from hoiam.law.document_templates import Recipient, SlotKind
from hoiam.law.roles import Role
from hoiam.law.sheet import Capacity
from hoiam.office.models import Role as RoleRow
from tests import cast as people
from tests.desk import document_story as story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("assets")]
NOW = timezone.now()
TODAY = local_day(NOW)
SECRETS = {
    "person": "Xuyến Thị Quỳnh Khuê",
    "id_number": "020199007788, cấp ngày 02/03/2021",
    "address": "số 4 ngách Vọng Xuyên, khối Nguệch Ngoạc",
    "phone": "0912 987 654",
    "representative": "Phùng Khuếch Nguyên",
    "representative_id": "020188001122",
    "representative_address": "thôn Quành Quạnh, xã Khuỷu",
}


def issued(cast, case, form="don.guidance", **typed):
    template = story.TEMPLATES[form]
    values = {**story.filled(template), **typed}
    by = people.actor(cast.clerk)
    made = documents.start(case_id=case.pk, form=form, by=by, at=NOW)
    to = (Recipient(kind=template.to, name="Nơi nhận"),)
    documents.save(document_id=made, version=1, values=values, recipients=to, by=by, at=NOW)
    signing = Signing(capacity=Capacity.HEAD, name="Ví Dụ", on=TODAY)
    documents.issue(document_id=made, version=2, signing=signing, by=by, at=NOW)
    return made


def find(cast, text):
    wanted = queries.SearchFilter(unit_id=cast.ward.pk, text=text)
    return queries.find(chosen=wanted, by=people.actor(cast.clerk), on=TODAY).rows


def ids(cast, text):
    return [found.row.id for found in find(cast, text)]


def shown(marked):
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in marked.pieces)


@pytest.fixture
def case(cast):
    return people.received(cast, title="Việc khác", body="Không liên quan.")


@pytest.mark.parametrize(
    "text",
    [
        "khơi thông mương tiêu",
        "khoi thong muong tieu",
        '"mương tiêu thủy lợi"',
        "muong tieu thuỷ lợi",
        unicodedata.normalize("NFD", "khơi thông mương"),
        "01/HD-UBND",
    ],
)
def test_what_a_document_says_is_found_and_marked_where_it_stands(cast, case, text):
    people.received(cast)
    issued(cast, case, matter="Đề nghị khơi thông mương tiêu thủy lợi\nở cánh đồng Nà Pán.")
    [found] = find(cast, text)
    assert (found.row.id, found.where) == (case.pk, "document")
    assert "[" in shown(found.excerpt)


def test_a_draft_is_not_found(cast, case):
    by = people.actor(cast.clerk)
    made = documents.start(case_id=case.pk, form="don.guidance", by=by, at=NOW)
    documents.save(document_id=made, version=1, values={"matter": "mương tiêu"}, recipients=(), by=by, at=NOW)
    assert ids(cast, "mương tiêu") == []


def digits(text):
    return re.findall(r"\d{9,}", re.sub(r"[ .\-]", "", text))


@pytest.mark.parametrize("form", ["don.guidance", "tcd.01", "kn.03", "kn.15"])
def test_whom_a_document_names_is_found_by_nothing_wherever_it_was_typed(cast, form):
    """Typed into every field as well, with other marks and separators: no name, number or address is in the index."""
    kind = "complaint" if form.startswith("kn") else "report"
    case = people.received(cast, title="Việc khác", body="Không liên quan.", kind=kind)
    if form == "kn.15":
        Case.objects.filter(pk=case.pk).update(state="accepted")
    names = "; ".join(SECRETS.values())
    everywhere = f"Bà {names.upper()}, tức {fold.fold(names)}, số 020.199.007.788 hoặc 020199007788."
    template = story.TEMPLATES[form]
    typed = {slot.name: everywhere for slot in template.slots if slot.kind in {SlotKind.TEXT, SlotKind.LINE}}
    issued(cast, case, form, **{**typed, **{name: SECRETS[name] for name in SECRETS if name in typed}})
    named = {name: text for name, text in SECRETS.items() if name in typed}
    for text in named.values():
        assert ids(cast, text.partition(",")[0]) == []
        for number in digits(text):
            assert ids(cast, number) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(tokens AS text) FROM cases_search WHERE rowid = %s", (case.pk,))
        held = cursor.fetchone()[0]
    pairs = {word for text in named.values() for word in fold.pairs(fold.syllables(text.partition(",")[0]))}
    numbers = {number for text in named.values() for number in digits(text)}
    assert pairs
    assert not [word for word in pairs | numbers if tokens.blind([word])[0] in held]


def test_a_planted_name_would_be_found(cast, case):
    """The test above can fail: the same words in a field of a form that does not name them are in the index."""
    issued(cast, case, matter=f"Theo lời bà {SECRETS['representative']}.")
    assert ids(cast, SECRETS["representative"]) == [case.pk]


def test_what_is_erased_is_found_no_more(cast, case):
    issued(cast, case, matter="Khơi thông mương tiêu.")
    ground = people.SPOKEN
    cases.refuse(
        case_id=case.pk, version=1, ground=ground, reason="Không đủ", by=people.actor(cast.head), at=NOW
    )
    assert ids(cast, "mương tiêu") == [case.pk]
    number, operator = documents.record.number(case), people.actor(cast.operator)
    erasing.erase(code=number, documents_only=True, ground="court", decision="QĐ 1", by=operator, at=NOW)
    assert ids(cast, "mương tiêu") == []
    assert document_texts.texts([case.pk]) == {}


def test_a_denunciation_is_found_neither_by_its_documents_nor_by_what_passed_it_on(cast, case):
    issued(cast, case, "don.transfer_denunciation", matter="Khơi thông mương tiêu.")
    assert ids(cast, "mương tiêu") == []
    issued(cast, case, matter="Nạo vét hố ga.")
    keeper(cast)
    classify(cast, case, "denunciation")
    assert ids(cast, "hố ga") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_search WHERE rowid = %s", (case.pk,))
        assert cursor.fetchone()[0] == 0


def keeper(cast):
    RoleRow.objects.create(
        person=cast.clerk, unit=cast.ward, role=Role.KEEPER.value, from_on=people.FIRST_DAY
    )


def classify(cast, case, kind):
    case.refresh_from_db()
    cases.classify(
        case_id=case.pk, version=case.version, kind=kind, field="land", by=people.actor(cast.clerk), at=NOW
    )


def test_a_document_of_what_turned_out_to_be_no_denunciation_is_found_again(cast, case):
    keeper(cast)
    issued(cast, case, matter="Nạo vét hố ga.")
    classify(cast, case, "denunciation")
    assert ids(cast, "hố ga") == []
    classify(cast, case, "report")
    assert ids(cast, "hố ga") == [case.pk]
