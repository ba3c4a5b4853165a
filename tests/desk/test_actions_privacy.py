"""Who may know who wrote, and what goes to the public register."""

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.models import Case
from hoiam.journal.models import Event
from hoiam.kit.cipher import SealBrokenError
from hoiam.law.refusal import Refused
from hoiam.sealed.models import Opening
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localtime(NOW).date()


def open_identity(case, by, purpose="contact", reason="Hẹn lịch làm việc"):
    return cases.identity(case_id=case.pk, purpose=purpose, reason=reason, by=people.actor(by), at=NOW)


@pytest.mark.parametrize("who", ["clerk", "head", "handler"])
def test_who_works_on_the_case_opens_it_and_that_is_recorded(cast, who):
    case = people.accepted(cast)
    person = open_identity(case, getattr(cast, who))
    assert (person.name, person.phone) == (people.CITIZEN.name, people.CITIZEN.phone)
    opening = Opening.objects.get()
    assert (opening.by_id, opening.purpose, opening.reason) == (
        getattr(cast, who).pk,
        "contact",
        "Hẹn lịch làm việc",
    )


@pytest.mark.parametrize("who", ["second_handler", "stranger", "inspector", "overseer", "operator"])
def test_nobody_else_opens_it(cast, who):
    case = people.accepted(cast)
    with pytest.raises(Refused, match="not_yours"):
        open_identity(case, getattr(cast, who))
    assert not Opening.objects.exists()


def test_who_passed_a_case_on_no_longer_opens_it(cast):
    case = people.received(cast)
    by = people.actor(cast.clerk)
    cases.transfer(case_id=case.pk, version=1, to_unit=cast.other.pk, reason="x", by=by, at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        open_identity(case, cast.clerk)


@pytest.mark.parametrize(
    ("purpose", "reason", "code"), [("contact", " ", "reason_needed"), ("curiosity", "x", "purpose_unknown")]
)
def test_an_opening_has_a_purpose_and_a_reason(cast, purpose, reason, code):
    with pytest.raises(Refused, match=code):
        open_identity(people.received(cast), cast.clerk, purpose, reason)


def test_what_was_erased_cannot_be_opened(cast):
    case = people.received(cast)
    Case.objects.update(identity=None)
    with pytest.raises(Refused, match="identity_erased"):
        open_identity(case, cast.clerk)
    with pytest.raises(Refused, match="no_such_case"):
        cases.identity(case_id=999, purpose="contact", reason="x", by=people.actor(cast.clerk), at=NOW)


def sealed_bytes(identity_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM sealed_identity WHERE id = %s", (identity_id,))
        return bytes(cursor.fetchone()[0])


def put_sealed_bytes(identity_id, data):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sealed_identity SET data = %s WHERE id = %s", (data, identity_id))


def test_two_identities_swapped_in_the_database_are_told_to_nobody(cast):
    one, other = people.received(cast), people.received(cast)
    mine, theirs = sealed_bytes(one.identity_id), sealed_bytes(other.identity_id)
    put_sealed_bytes(one.identity_id, theirs)
    put_sealed_bytes(other.identity_id, mine)
    for case in (one, other):
        with pytest.raises(Refused, match="identity_of_another"):
            open_identity(case, cast.clerk)
    assert Opening.objects.count() == 2


def test_a_case_that_points_at_the_identity_of_another_opens_nothing(cast):
    victim, own = people.received(cast), people.received(cast)
    Case.objects.filter(pk=own.pk).update(identity_id=victim.identity_id)
    with pytest.raises(Refused, match="identity_of_another"):
        open_identity(own, cast.clerk)


def test_what_was_sealed_for_one_column_opens_in_no_other(cast):
    case = people.received(cast)
    Case.objects.filter(pk=case.pk).update(title=F("body"))
    with pytest.raises(SealBrokenError):
        Case.objects.get(pk=case.pk)


def clear(case, by, text="Đèn đường hỏng."):
    return cases.clear_for_public(
        case_id=case.pk, version=case.version, title="Đèn đường", text=text, by=people.actor(by), at=NOW
    )


@pytest.mark.parametrize("who", ["clerk", "head"])
def test_a_cleared_text_stands_on_the_public_register(cast, who):
    case = people.received(cast)
    clear(case, getattr(cast, who))
    shown = queries.public_case(case_id=case.pk, on=TODAY)
    assert (shown.row.title, shown.text) == ("Đèn đường", "Đèn đường hỏng.")
    assert Event.objects.filter(kind="case.cleared").count() == 1
    with pytest.raises(Refused, match="changed_meanwhile"):
        clear(case, cast.clerk, "Bản khác")


def test_without_consent_nothing_is_shown(cast):
    case = people.received(cast, consent=False)
    with pytest.raises(Refused, match="no_consent"):
        clear(case, cast.clerk)
    assert queries.public_case(case_id=case.pk, on=TODAY).text == ""


@pytest.mark.parametrize("who", ["handler", "stranger", "inspector", "overseer", "operator"])
def test_clearing_is_for_clerk_and_head(cast, who):
    with pytest.raises(Refused, match="not_yours"):
        clear(people.accepted(cast), getattr(cast, who))


def test_the_public_does_not_read_of_drafts(cast):
    case = people.proposed(cast)
    events = [step.event for step in queries.public_case(case_id=case.pk, on=TODAY).steps]
    assert "draft" not in events
    assert "propose" in events
