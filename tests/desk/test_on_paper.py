"""A withdrawal brought on paper and originals given back: recorded with day, scan and receiver, shown, told, proved."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import documents, on_paper
from hoiam.desk.cases.models import Document, Step
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.ledger import statement
from hoiam.notices.models import Notice
from hoiam.sealed.models import Identity
from tests import cast as people
from tests.files.makers import photo

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
ORIGINALS = "Giấy chứng nhận quyền sử dụng đất | 2 | Bản chính\nBiên lai thuế | 1 | Bản chính, rách góc"


def paper():
    return SimpleUploadedFile("don-rut.jpg", photo())


@pytest.fixture
def send(client):
    """send(who, case, "withdrawal", …) posts the form of that page; without fields it opens it."""

    def send(who, case, page, /, **data):
        client.force_login(who)
        case.refresh_from_db()
        url = f"/desk/cases/{case.pk}/{page}"
        if not data:
            return client.get(url)
        seen = Step.objects.filter(case=case).count()
        return client.post(url, {"version": case.version, "seen": seen, **data})

    return send


def withdrawn(**changes):
    said = {"event": "withdraw", "paper": "letter", "on": f"{TODAY:%d/%m/%Y}", "reason": "", "parts": ""}
    return {**said, "uploads": [paper()], **changes}


def returned(**changes):
    said = {"papers": ORIGINALS, "receiver": "sender", "name": "", "on": f"{TODAY:%d/%m/%Y}"}
    return {**said, **changes}


def text(answer):
    return " ".join(answer.content.decode().split())


def only(kind):
    return statement.parse(Event.objects.get(kind=kind).statement)


def citizens(client, case):
    code = Identity.objects.get(pk=case.identity_id).data["code"]
    return text(client.get(f"/cases/{code}"))


def test_a_letter_of_withdrawal_ends_a_petition_and_its_writer_is_told(cast, send, client):
    case = people.accepted(cast)
    assert "withdrawal" in text(client.get(f"/desk/cases/{case.pk}/")) or send(cast.clerk, case, "withdrawal")
    answer = send(cast.clerk, case, "withdrawal", **withdrawn(reason="Đèn đã sáng"))
    case.refresh_from_db()
    assert (answer.status_code, case.state, case.outcome, case.due_on) == (
        302,
        "withdrawn",
        "withdrawn",
        None,
    )
    facts = only("case.withdrawn")
    assert facts.facts == {"on": TODAY.isoformat()}
    assert set(facts.docs) == {"paper"}
    kept = file_queries.of_owner(owner="case", owner_id=case.pk)
    assert [(one.name, one.purpose) for one in kept] == [("don-rut.jpg", on_paper.WITHDRAWAL)]
    told = Notice.objects.get(person=f"identity:{case.identity_id}", template="cases/withdrawn")
    assert told.context["whole"] == "1"
    page = text(client.get(f"/desk/cases/{case.pk}/"))
    for words in ("Đơn rút", "don-rut.jpg", "Đèn đã sáng", cast.clerk.name):
        assert words in page
    assert "don-rut.jpg" not in citizens(client, case)


def test_a_complaint_in_settlement_waits_for_the_decision_that_ends_it(cast, send):
    case = people.received(cast, kind="complaint")
    cases.take(
        "accept", case_id=case.pk, said=cases.Said(number="05/TB-UBND"), by=people.actor(cast.head), at=NOW
    )
    send(cast.head, case, "withdrawal", **withdrawn(paper="minutes"))
    case.refresh_from_db()
    assert (case.state, only("case.withdrawn").facts) == ("withdrawing", {"on": TODAY.isoformat()})


def test_a_part_of_a_complaint_is_withdrawn_and_the_rest_goes_on(cast, send, client):
    case = people.received(cast, kind="complaint")
    answer = send(cast.clerk, case, "withdrawal", **withdrawn(event="withdraw_part"))
    assert answer.status_code == 422
    said = {"event": "withdraw_part", "parts": "Nội dung về tiền bồi thường"}
    send(cast.clerk, case, "withdrawal", **withdrawn(**said))
    case.refresh_from_db()
    assert (case.state, case.due_on is not None) == ("received", True)
    assert only("complaint.withdrawn-in-part").facts == {"on": TODAY.isoformat()}
    assert said["parts"] in text(client.get(f"/desk/cases/{case.pk}/"))
    assert said["parts"] in citizens(client, case)
    assert Notice.objects.get(template="cases/withdrawn").context["whole"] == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"uploads": []}, "bản chụp"),
        ({"on": f"{TODAY + timedelta(days=1):%d/%m/%Y}"}, "chưa đến"),
        ({"on": f"{TODAY - timedelta(days=400):%d/%m/%Y}"}, "trước ngày"),
        ({"paper": ""}, "Giấy tờ"),
        ({"uploads": [SimpleUploadedFile("anh.jpg", b"<html></html>")]}, "anh.jpg"),
    ],
)
def test_what_is_missing_is_said_and_all_that_was_typed_stays(cast, send, changes, words):
    case = people.accepted(cast)
    answer = send(cast.clerk, case, "withdrawal", **withdrawn(reason="Lý do đã gõ", **changes))
    case.refresh_from_db()
    assert (answer.status_code, case.state) == (422, "accepted")
    assert words.lower() in text(answer).lower()
    assert "Lý do đã gõ" in text(answer)
    assert not Notice.objects.filter(template="cases/withdrawn").exists()


def test_the_scan_survives_a_mistake(cast, send):
    case = people.accepted(cast)
    answer = send(cast.clerk, case, "withdrawal", **withdrawn(on=""))
    [kept] = answer.context["kept"]
    again = withdrawn(uploads=[], kept=[kept.token])
    assert send(cast.clerk, case, "withdrawal", **again).status_code == 302


def test_somebody_was_faster_and_the_words_stay(cast, send, client):
    case = people.accepted(cast)
    said = {"version": case.version, "seen": 1, **withdrawn(reason="Lý do đã gõ")}
    cases.promise(
        case_id=case.pk,
        version=case.version,
        on=TODAY + timedelta(days=3),
        reason="",
        by=people.actor(cast.head),
        at=NOW,
    )
    client.force_login(cast.clerk)
    answer = client.post(f"/desk/cases/{case.pk}/withdrawal", said)
    assert answer.status_code == 409
    assert "Lý do đã gõ" in text(answer)


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        ("clerk", "withdrawal", 200),
        ("head", "withdrawal", 200),
        ("handler", "withdrawal", 404),
        ("stranger", "withdrawal", 404),
        ("handler", "originals", 200),
        ("stranger", "originals", 404),
    ],
)
def test_who_has_the_paper_in_hand_records_it(cast, send, who, page, status):
    assert send(getattr(cast, who), people.accepted(cast), page).status_code == status


def test_nothing_is_withdrawn_twice(cast, send):
    case = people.accepted(cast)
    send(cast.clerk, case, "withdrawal", **withdrawn())
    assert send(cast.clerk, case, "withdrawal").status_code == 404


def test_the_action_itself_asks_for_the_role(cast):
    case = people.accepted(cast)
    token = files.stage(upload=paper(), at=NOW).token
    said = on_paper.Withdrawal(paper="letter", on=TODAY, scans=[token])
    with pytest.raises(Refused, match="not_yours"):
        on_paper.withdraw(
            case_id=case.pk,
            version=case.version,
            event="withdraw",
            said=said,
            by=people.actor(cast.handler),
            at=NOW,
        )


def test_originals_given_back_stand_in_the_history_and_in_the_form(cast, send, client):
    case = people.received(cast)
    receipt = SimpleUploadedFile("bien-nhan.jpg", photo())
    answer = send(
        cast.clerk,
        case,
        "originals",
        **returned(receiver="representative", name="Lý Văn Giả Định", uploads=[receipt]),
    )
    case.refresh_from_db()
    assert (answer.status_code, case.state) == (302, "received")
    found = only("case.originals-returned")
    assert (found.facts, set(found.docs)) == ({"on": TODAY.isoformat()}, {"papers"})
    for page in (text(client.get(f"/desk/cases/{case.pk}/")), citizens(client, case)):
        assert "Biên lai thuế · 1 · Bản chính, rách góc" in page
        assert "Người đại diện" in page
    assert "Lý Văn Giả Định" in text(client.get(f"/desk/cases/{case.pk}/"))
    assert "Lý Văn Giả Định" not in citizens(client, case)
    assert Notice.objects.filter(template="cases/returned").count() == 1
    form = documents.start(case_id=case.pk, form="don.return", by=people.actor(cast.clerk), at=NOW)
    assert Document.objects.get(pk=form).values == {"papers": ORIGINALS}
    other = documents.start(
        case_id=case.pk, form="don.transfer_petition", by=people.actor(cast.clerk), at=NOW
    )
    assert Document.objects.get(pk=other).values == {}


@pytest.mark.parametrize(
    "changes", [{"papers": ""}, {"receiver": "post"}, {"receiver": ""}, {"on": "31/02/2026"}]
)
def test_a_return_without_what_or_whom_is_none(cast, send, changes):
    case = people.received(cast)
    answer = send(cast.clerk, case, "originals", **returned(**changes))
    assert answer.status_code == 422
    assert not Event.objects.filter(kind="case.originals-returned").exists()
