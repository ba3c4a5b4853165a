"""Who a citizen is: sealed at rest, opened only with a record that stays."""

import dataclasses
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from hoiam.kit import db
from hoiam.law.refusal import Refused
from hoiam.office.models import Person
from hoiam.sealed import actions as sealed, queries
from hoiam.sealed.models import Identity, Opening

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CITIZEN = sealed.Personal(
    name="Hoàng Thị Bưởi",
    id_number="020199000111",
    address="Số 5, thôn Đèo Giang",
    phone="0912000111",
    email="buoi@example.test",
    code="K3MA7PQ2",
)


def keep():
    return sealed.keep(data=CITIZEN, at=AT)


def clerk():
    return Person.objects.create_user(username="clerk", name="Nông Văn Cửa")


def opened(identity_id, **changes):
    asked = {"by": None, "purpose": "notice", "reason": "", "at": AT, **changes}
    return sealed.open(identity_id=identity_id, **asked)


@pytest.mark.django_db
def test_what_was_kept_is_what_is_opened():
    assert opened(keep()) == CITIZEN


@pytest.mark.django_db
def test_keeping_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        keep()


@pytest.mark.django_db
def test_nothing_of_a_person_is_in_the_database_in_clear():
    person = clerk()
    identity_id = keep()
    opened(identity_id, by=person.pk, purpose="contact", reason="Gọi hỏi thêm Hoàng Thị Bưởi")
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM sealed_identity")
        raw = b"".join(bytes(row[0]) for row in cursor.fetchall())
        cursor.execute("SELECT reason FROM sealed_opening")
        raw += b"".join(bytes(row[0]) for row in cursor.fetchall())
    for value in dataclasses.asdict(CITIZEN).values():
        assert value.encode() not in raw


def test_a_person_prints_as_nothing():
    contact = sealed.Contact(name=CITIZEN.name, email=CITIZEN.email, phone=CITIZEN.phone, code=CITIZEN.code)
    assert repr(CITIZEN) == str(CITIZEN) == "Personal(…)"
    assert repr(contact) == "Contact(…)"


@pytest.mark.django_db
def test_an_opening_says_who_why_and_when(django_assert_num_queries):
    person, identity_id = clerk(), keep()
    opened(identity_id, by=person.pk, purpose="verify", reason="  Đối chiếu\n căn cước ")
    sealed.contact_of(identity_id=identity_id, at=AT)
    with django_assert_num_queries(1):
        machine, human = queries.openings(identity_id)
    assert (human.by_id, human.by_name, human.purpose, human.at) == (person.pk, "Nông Văn Cửa", "verify", AT)
    assert human.reason == "Đối chiếu căn cước"
    assert (machine.by_id, machine.by_name, machine.purpose) == (None, "", "notice")
    assert human.purpose_label


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "   \n"])
def test_whoever_works_for_the_office_must_give_a_reason(reason):
    person, identity_id = clerk(), keep()
    with pytest.raises(Refused, match="reason_needed"):
        opened(identity_id, by=person.pk, purpose="contact", reason=reason)
    assert not Opening.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", ["contact", "verify", "export", "legal", "amend", "erase"])
def test_nobody_opens_for_an_office_purpose(purpose):
    with pytest.raises(Refused, match="person_needed"):
        opened(keep(), purpose=purpose, reason="x")


@pytest.mark.django_db
def test_an_unknown_purpose_an_endless_reason_and_an_unknown_person_are_refused():
    person, identity_id = clerk(), keep()
    with pytest.raises(Refused, match="purpose_unknown"):
        opened(identity_id, purpose="curiosity")
    with pytest.raises(Refused, match="reason_too_long") as refusal:
        opened(identity_id, by=person.pk, purpose="legal", reason="x" * 501)
    assert refusal.value.facts == {"limit": 500}
    with pytest.raises(Refused, match="no_such_identity"):
        opened(identity_id + 1)
    assert not Opening.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_opening_stays_when_the_caller_fails_afterwards():
    identity_id = keep()

    def write_a_letter():
        opened(identity_id, purpose="print")
        with db.writing():
            Identity.objects.create(data={}, created_at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_a_letter()
    assert Opening.objects.count() == 1
    assert Identity.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_opened_inside_a_transaction_that_could_take_the_record_back():
    identity_id = keep()
    with db.writing(), pytest.raises(transaction.TransactionManagementError):
        opened(identity_id)
    assert not Opening.objects.exists()


@pytest.mark.django_db
def test_a_correction_replaces_and_is_recorded():
    person, identity_id = clerk(), keep()
    corrected = dataclasses.replace(CITIZEN, phone="0912000222")
    sealed.amend(identity_id=identity_id, data=corrected, by=person.pk, reason="Đổi số", at=AT)
    assert opened(identity_id) == corrected
    assert [card.purpose for card in queries.openings(identity_id)] == ["notice", "amend"]


@pytest.mark.django_db
def test_an_erased_person_is_gone_and_the_record_stays():
    person, identity_id = clerk(), keep()
    opened(identity_id)
    sealed.erase(identity_id=identity_id, by=person.pk, reason="Theo yêu cầu", at=AT)
    with pytest.raises(Refused, match="identity_erased"):
        opened(identity_id)
    assert [card.purpose for card in queries.openings(identity_id)] == ["erase", "notice"]
    assert Identity.objects.get(pk=identity_id).data == {}
