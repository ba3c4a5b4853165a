"""The head is away: whom they name signs for them on those days, as paper and page say; the duty stays the head's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import bulk, letter, staffing
from hoiam.desk.cases.models import Decision, Substitution
from hoiam.desk.cases.queries import work
from hoiam.duties.models import Duty
from hoiam.law import bulk as lists
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.law.sheet import Signature
from hoiam.office import tokens
from hoiam.office.models import Role as RoleRow
from tests import cast as people
from tests.desk import complaint_story as story

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()
DAY = timedelta(days=1)
LENT = {"capacity": "deputy", "title": "Phó Chủ tịch", "document": "Thông báo số 9/TB-UBND (trình diễn)"}


def lend(cast, by=None, at=NOW, **changes):
    said = {
        "unit_id": cast.ward.pk,
        "person": cast.head.pk,
        "substitute": cast.second_handler.pk,
        "from_on": TODAY,
        "until_on": TODAY + 4 * DAY,
        "reason": "Đi công tác",
        "with_cases": False,
        **LENT,
        **changes,
    }
    return staffing.name_substitute(by=people.actor(by or cast.head), at=at, **said)


def approve(case, person, on=TODAY):
    cases.approve(case_id=case.pk, version=case.version, by=people.actor(person, on), at=NOW)
    case.refresh_from_db()
    return case.reply


@pytest.fixture
def set_letters(monkeypatch):
    """Every letter set, as it is handed to the typesetter."""
    made, real = [], letter.reply_letter

    def noted(**said):
        made.append(said["signature"])
        return real(**said)

    monkeypatch.setattr(letter, "reply_letter", noted)
    return made


@pytest.mark.parametrize(
    ("capacity", "mark"), [("deputy", "KT."), ("by_order", "TL."), ("authorised", "TUQ.")]
)
def test_the_reply_is_signed_for_the_head_on_paper_and_page(cast, set_letters, client, capacity, mark):
    lend(cast, capacity=capacity)
    case = people.proposed(cast)
    owed = Duty.objects.get(subject="case", subject_id=case.pk, key="answer")
    reply = approve(case, cast.second_handler)
    assert set_letters == [
        Signature(over=f"{mark} Chủ tịch", title="Phó Chủ tịch", name=cast.second_handler.name)
    ]
    assert (reply.signed_by, reply.signed_title) == (cast.second_handler, f"{mark} Chủ tịch / Phó Chủ tịch")
    owed.refresh_from_db()
    assert (owed.post.unit, owed.post.is_head, owed.outcome) == (cast.ward, True, "met")
    client.force_login(cast.head)
    assert f"{mark} Chủ tịch / Phó Chủ tịch" in client.get(f"/desk/cases/{case.pk}/").content.decode()


def test_the_head_signs_as_ever_even_then(cast, set_letters):
    lend(cast)
    assert approve(people.proposed(cast), cast.head).signed_title.startswith("Chủ tịch Ủy ban nhân dân")
    assert set_letters == [Signature(over="TM. Ủy ban nhân dân", title="Chủ tịch", name=cast.head.name)]


def test_a_decision_on_a_complaint_is_signed_so_too(cast):
    at = story.day(1)
    on = timezone.localtime(at).date()
    case = story.received(cast)
    lend(cast, at=at, from_on=on, until_on=on + 2 * DAY, by=cast.head)
    story.act("accept", case, cast.second_handler, 1)
    assert Decision.objects.get(case=case).signed_title == "KT. Chủ tịch / Phó Chủ tịch"


@pytest.mark.parametrize("days", [-1, 5])
def test_outside_the_days_it_is_refused(cast, days):
    lend(cast)
    case = people.proposed(cast)
    with pytest.raises(Refused) as refused:
        approve(case, cast.second_handler, TODAY + days * DAY)
    assert refused.value.code == "not_yours"


def test_ended_early_it_is_over_at_once(cast):
    row = lend(cast)
    case, held = people.proposed(cast), people.actor(cast.second_handler)
    staffing.end_substitution(substitution_id=row, by=people.actor(cast.head), at=NOW)
    for by in (people.actor(cast.second_handler), held):
        with pytest.raises(Refused) as refused:
            cases.approve(case_id=case.pk, version=case.version, by=by, at=NOW)
        assert refused.value.code in {"not_yours", "proxy_over"}
    assert Role.PROXY not in people.actor(cast.second_handler).roles_in(cast.ward.pk)


def test_ended_on_a_later_day_the_days_before_stand(cast):
    row = lend(cast)
    staffing.end_substitution(substitution_id=row, by=people.actor(cast.head), at=NOW + 2 * DAY)
    proxy = RoleRow.objects.get(role=Role.PROXY.value)
    assert (proxy.from_on, proxy.until_on) == (TODAY, TODAY + DAY)


@pytest.mark.parametrize("who", ["clerk", "handler", "second_handler"])
def test_nobody_but_the_head_lends_the_signature(cast, who):
    with pytest.raises(Refused) as refused:
        lend(cast, by=getattr(cast, who))
    assert refused.value.code in {"only_head_lends", "not_yours"}
    assert not Substitution.objects.exists()
    assert not RoleRow.objects.filter(role=Role.PROXY.value).exists()


def test_who_signs_by_a_loan_lends_nothing_on_and_decides_nothing_else_for_the_head(cast):
    lend(cast)
    proxy = people.actor(cast.second_handler)
    with pytest.raises(Refused) as refused:
        lend(cast, by=cast.second_handler, person=cast.second_handler.pk, substitute=cast.handler.pk)
    assert refused.value.code == "only_head_lends"
    with pytest.raises(Refused) as refused:
        staffing.choose_sms(unit_id=cast.ward.pk, wanted=False, by=proxy)
    assert refused.value.code == "not_yours"
    with pytest.raises(Refused) as refused:
        tokens.listed(unit_id=cast.ward.pk, by=proxy, on=TODAY)
    assert refused.value.code == "not_yours"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "title_needed"),
        ({"document": ""}, "document_needed"),
        ({"capacity": "head"}, "capacity_needed"),
        ({"capacity": "acting"}, "capacity_needed"),
    ],
)
def test_what_the_loan_must_say(cast, changes, code):
    with pytest.raises(Refused) as refused:
        lend(cast, **changes)
    assert refused.value.code == code


def test_a_list_of_replies_is_signed_for_the_head_by_who_approved_it(cast, monkeypatch):
    lend(cast)
    case = people.accepted(cast)
    text = lists.Text(decision="accepted", ground="Biên bản kiểm tra", next_step="Sửa trong 5 ngày")
    made = bulk.begin(
        unit_id=cast.ward.pk,
        case_ids=[case.pk],
        text=text,
        form_key="k" * 40,
        by=people.actor(cast.second_handler),
        at=NOW,
    )
    bulk.work(at=NOW)
    bulk.decide(bulk_id=made, event="approve", by=people.actor(cast.second_handler), at=NOW)
    bulk.work(at=NOW)
    case.refresh_from_db()
    assert case.reply.signed_title == "KT. Chủ tịch / Phó Chủ tịch"


def test_the_head_names_the_proxy_on_the_page_and_everybody_reads_it(cast, client):
    client.force_login(cast.head)
    assert 'name="capacity"' in client.get("/desk/work/").content.decode()
    said = {
        "person": cast.head.pk,
        "substitute": cast.second_handler.pk,
        "from_on": f"{TODAY:%d/%m/%Y}",
        "until_on": f"{TODAY + DAY:%d/%m/%Y}",
        **LENT,
    }
    wrong = client.post("/desk/work/", {**said, "document": ""})
    assert wrong.status_code == 422
    assert 'value="Phó Chủ tịch"' in wrong.content.decode()
    assert client.post("/desk/work/", said).status_code == 302
    client.force_login(cast.clerk)
    page = client.get("/desk/work/").content.decode()
    assert "KT." in page
    assert "Thông báo số 9/TB-UBND (trình diễn)" in page
    assert 'name="capacity"' not in page


def test_a_document_of_the_case_is_offered_with_the_proxy_as_its_signer(cast, client):
    from hoiam.desk.cases.actions import documents  # noqa: PLC0415 - only here

    lend(cast)
    case = people.accepted(cast)
    clerk = people.actor(cast.clerk)
    made = documents.start(case_id=case.pk, form="don.guidance_mixed", by=clerk, at=NOW)
    client.force_login(cast.clerk)
    page = client.get(f"/desk/cases/{case.pk}/documents/{made}/").content.decode()
    assert 'value="Phó Chủ tịch"' in page
    assert f'value="{cast.second_handler.name}"' in page


def test_the_preview_of_a_draft_shows_who_would_sign(cast, set_letters):
    case = people.proposed(cast)
    handler = people.actor(cast.handler)
    cases.preview(case_id=case.pk, by=handler, at=NOW)
    lend(cast)
    cases.preview(case_id=case.pk, by=handler, at=NOW)
    assert [one.over for one in set_letters] == ["TM. Ủy ban nhân dân", "KT. Chủ tịch"]


def test_a_plain_absence_lends_no_signature(cast):
    lend(cast, person=cast.handler.pk, by=cast.clerk, capacity="", title="", document="")
    assert work.lent(unit_id=cast.ward.pk, on=TODAY) is None
    assert not RoleRow.objects.filter(role=Role.PROXY.value).exists()
