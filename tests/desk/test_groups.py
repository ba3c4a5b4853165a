"""Several people with one matter: sealed from each other, represented, joined and left, served one by one."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hoiam.desk.cases import actions as cases, queries
from hoiam.desk.cases.actions import erasing, exporting, groups, messages, reception_book, split
from hoiam.desk.cases.actions.split import PartDraft
from hoiam.desk.cases.models import Appointment, Case, Served, Signer
from hoiam.desk.cases.queries import signers
from hoiam.duties import queries as duties
from hoiam.files import actions as files
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.ledger import statement
from hoiam.notices.models import Notice
from hoiam.office.models import Role as RoleRow
from hoiam.sealed.models import Identity, Opening
from tests import cast as people
from tests.desk import complaint_story as complaint, group_story as story
from tests.desk.group_story import DAY, NOW, TODAY

pytestmark = pytest.mark.django_db


def refused(call, *args, **named):
    with pytest.raises(Refused) as raised:
        call(*args, **named)
    return raised.value.code


def counts(case):
    case.refresh_from_db()
    return case.people, case.representatives


def said(kind):
    return statement.parse(Event.objects.filter(kind=kind).latest("pk").statement)


# coming in


def test_everybody_is_sealed_with_a_code_of_their_own(cast):
    case = story.received(cast)
    assert counts(case) == (37, 5)
    rows = list(Signer.objects.filter(case=case).order_by("number"))
    assert [one.number for one in rows] == list(range(1, 38))
    assert rows[0].identity_id == case.identity_id
    codes = {story.code_of(case, one.number) for one in rows}
    assert len(codes) == len({one.identity_id for one in rows}) == 37
    assert len({bytes(one.code_hash) for one in rows[1:]} | {bytes(case.code_hash)}) == 37


def test_the_log_tells_how_many_and_commits_to_the_list_without_a_name(cast):
    story.received(cast)
    entry = said("case.received")
    assert (entry.facts["people"], entry.facts["representatives"]) == ("37", "5")
    assert set(entry.docs) == {"content", "signers"}
    assert "Ví Dụ" not in Event.objects.get(kind="case.received").statement


def test_the_list_is_salted_in_each_case(cast):
    first, second = (story.received(cast, submit_key=key * 40) for key in "ab")
    docs = [
        statement.parse(Event.objects.get(vault_id=one.ref, kind="case.received").statement).docs["signers"]
        for one in (first, second)
    ]
    assert docs[0] != docs[1]


def test_the_cost_does_not_grow_with_the_list(cast):
    def taken(number, key):
        with CaptureQueriesContext(connection) as captured:
            story.received(cast, number, 2, submit_key=key * 40)
        return len(captured.captured_queries)

    taken(5, "a")
    assert taken(10, "b") == taken(7, "c")


def test_nothing_of_anybody_stands_open_in_the_database(cast):
    case = story.received(cast)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table of ours
            for row in cursor.fetchall():
                assert not any(
                    "Người Ký" in cell or "nguoi-ky" in cell for cell in row if isinstance(cell, str)
                )
    assert (
        queries.find(
            chosen=queries.SearchFilter(unit_id=cast.ward.pk, text="Người Ký Ví Dụ"),
            by=people.actor(cast.clerk),
            on=TODAY,
        ).total
        == 0
    )
    assert case.pk


@pytest.mark.parametrize(
    ("number", "representatives", "kind", "code"),
    [
        (37, 6, "petition", "too_many_representatives"),
        (10, 3, "complaint", "too_many_representatives"),
        (1, 1, "petition", "too_few_people"),
        (6, 2, "denunciation", "group_not_for_kind"),
    ],
)
def test_what_the_law_does_not_allow_is_refused(cast, number, representatives, kind, code):
    if kind == "denunciation":
        RoleRow.objects.create(
            person=cast.second_handler, unit=cast.ward, role=Role.KEEPER.value, from_on=people.FIRST_DAY
        )
    assert refused(story.received, cast, number, representatives, kind=kind) == code
    assert not Case.objects.exists()
    assert not Identity.objects.exists()


def test_everybody_is_told_with_their_own_code(cast):
    story.received(cast)
    told = Notice.objects.filter(template="cases/received")
    assert len({one.person for one in told}) == 37


def test_the_database_counts_along(cast):
    case = story.received(cast, 5, 2)
    for wrong in ({"people": 0}, {"people": 1, "representatives": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**wrong)


# acceptance


def test_nothing_is_accepted_before_signatures_and_appointment_are_there(cast, client):
    case = story.received(cast)
    client.force_login(cast.clerk)
    page = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "37 người, 5 người đại diện" in page
    assert "văn bản cử người đại diện" in page
    with pytest.raises(Refused) as raised:
        cases.accept(**story.now(case), by=people.actor(cast.clerk), at=NOW)
    assert (raised.value.code, raised.value.facts["missing"]) == (
        "group_papers_missing",
        ("signatures", "appointment"),
    )
    story.change("sign", case, cast.clerk, numbers=range(1, 38))
    story.change("appoint", case, cast.clerk, on=TODAY)
    cases.accept(**story.now(case), by=people.actor(cast.clerk), at=NOW)
    case.refresh_from_db()
    assert case.state == "accepted"


def test_a_complaint_waits_for_them_too(cast):
    case = story.received(cast, 3, 1, kind="complaint", at=complaint.START)
    with pytest.raises(Refused, match="group_papers_missing") as raised:
        complaint.act("accept", case, cast.head, 1)
    assert raised.value.facts["missing"] == ("signatures", "appointment")
    story.change("sign", case, cast.clerk, numbers=(1, 2, 3), at=complaint.day(1))
    story.change("appoint", case, cast.clerk, on=complaint.day(0).date(), at=complaint.day(1))
    complaint.act("accept", case, cast.head, 1)
    assert case.state == "accepted"


def test_two_or_three_with_a_petition_need_no_writing(cast):
    case = story.received(cast, 3, 1)
    story.change("sign", case, cast.clerk, numbers=(1, 2, 3))
    assert signers.missing(case, on=TODAY) == ()


def test_the_appointment_is_a_file_of_the_case(cast):
    case = story.received(cast)
    other = files.stage(upload=SimpleUploadedFile("khac.txt", b"x"), at=NOW).token
    files.attach(tokens=[other], owner="case", owner_id=case.pk + 1, at=NOW)
    stranger = files.queries.about(token=other).id
    assert refused(story.change, "appoint", case, cast.clerk, on=TODAY, file_id=stranger) == "no_such_file"
    token = files.stage(upload=SimpleUploadedFile("van-ban-cu.txt", b"x"), at=NOW).token
    story.change("appoint", case, cast.clerk, on=TODAY, token=token)
    stands = Appointment.objects.get(case=case, ended_at=None)
    assert (stands.file.owner_id, stands.file.purpose) == (case.pk, "appointment")


# joining, leaving, representing


def test_one_joins(cast):
    case = story.received(cast, 36, 5, signed=True)
    story.change("join", case, cast.clerk, fellows=[story.fellow(99)], on=TODAY, paper="Đơn ngày 24/11")
    assert counts(case) == (37, 5)
    row = Signer.objects.get(case=case, number=37)
    assert (row.joined_on, row.joined_paper, row.signed) == (TODAY, "Đơn ngày 24/11", False)
    assert signers.missing(case, on=TODAY) == ("signatures", "appointment")
    entry = said("case.group-changed")
    assert entry.facts == {"what": "join", "people": "37", "representatives": "5"}
    assert Notice.objects.filter(template="cases/group").count() == 37
    assert queries.status(code=story.code_of(case, 37), on=TODAY).group.me.number == 37


def test_nobody_stands_on_it_twice(cast):
    case = story.received(cast, 6, 1)
    again = refused(story.change, "join", case, cast.clerk, fellows=[story.fellow(4)], on=TODAY, paper="x")
    assert again == "signer_there"
    twice = [story.fellow(50), story.fellow(50)]
    assert (
        refused(story.change, "join", case, cast.clerk, fellows=twice, on=TODAY, paper="x") == "signer_twice"
    )
    assert counts(case) == (6, 1)
    row = Signer.objects.get(case=case, number=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signer.objects.filter(case=case, number=5).update(mark=row.mark)


def test_one_leaves_and_stays_in_the_history(cast):
    case = story.received(cast)
    before = Signer.objects.get(case=case, number=20)
    story.change("leave", case, cast.clerk, number=20, on=TODAY, paper="Đơn rút tên ngày 24/11")
    assert counts(case) == (36, 5)
    row = Signer.objects.get(case=case, number=20)
    assert (row.left_on, row.left_paper, row.identity_id) == (
        TODAY,
        "Đơn rút tên ngày 24/11",
        before.identity_id,
    )
    assert said("case.group-changed").facts["what"] == "leave"
    told = Notice.objects.filter(template="cases/group-left")
    assert [one.person for one in told] == [f"identity:{row.identity_id}"]
    assert Notice.objects.filter(template="cases/group").count() == 36
    assert refused(story.change, "leave", case, cast.clerk, number=20, on=TODAY, paper="x") == "signer_left"
    story.change("join", case, cast.clerk, fellows=[story.fellow(20)], on=TODAY, paper="Ký lại")
    assert counts(case) == (37, 5)


@pytest.mark.parametrize(
    ("number", "on", "code"),
    [
        (1, TODAY, "last_representative"),
        (77, TODAY, "no_such_signer"),
        (2, TODAY + DAY, "day_not_yet"),
        (2, TODAY - DAY, "day_before_joining"),
    ],
)
def test_who_cannot_leave(cast, number, on, code):
    case = story.received(cast, 5, 1)
    assert refused(story.change, "leave", case, cast.clerk, number=number, on=on, paper="x") == code
    assert counts(case) == (5, 1)


def test_the_last_one_takes_the_matter_back_instead(cast):
    case = story.received(cast, 2, 1)
    story.change("leave", case, cast.clerk, number=2, on=TODAY, paper="x")
    assert counts(case) == (1, 1)
    assert refused(story.change, "leave", case, cast.clerk, number=1, on=TODAY, paper="x") == "last_signer"


def test_others_represent_from_now_on(cast):
    case = story.received(cast, signed=True)
    assert signers.missing(case, on=TODAY) == ()
    story.change("represent", case, cast.clerk, numbers=(7, 8))
    assert counts(case) == (37, 2)
    assert signers.missing(case, on=TODAY) == ("appointment",)
    first = queries.status(code=story.code_of(case, 1), on=TODAY)
    assert not first.acts
    assert queries.status(code=story.code_of(case, 8), on=TODAY).acts
    assert (
        refused(story.change, "represent", case, cast.clerk, numbers=range(1, 7))
        == "too_many_representatives"
    )
    assert refused(story.change, "represent", case, cast.clerk, numbers=()) == "no_representative"


def test_the_same_representatives_again_change_nothing(cast):
    case = story.received(cast, 6, 2, signed=True)
    version = case.version
    story.change("represent", case, cast.clerk, numbers=(2, 1))
    assert case.version == version
    assert Appointment.objects.filter(case=case, ended_at=None).exists()


@pytest.mark.parametrize("who", ["handler", "stranger"])
def test_only_clerk_and_head_change_the_list(cast, who):
    case = story.received(cast)
    code = refused(story.change, "leave", case, getattr(cast, who), number=2, on=TODAY, paper="x")
    assert code == "not_yours"


def test_a_matter_of_one_has_no_list(cast, client):
    case = people.received(cast)
    assert refused(story.change, "sign", case, cast.clerk, numbers=(1,)) == "not_a_group"
    client.force_login(cast.clerk)
    assert client.get(f"/desk/cases/{case.pk}/group/").status_code == 404


def test_of_two_clerks_one_is_told_that_it_changed(cast):
    case = story.received(cast)
    stale = story.now(case)
    story.change("leave", case, cast.clerk, number=30, on=TODAY, paper="x")
    by = people.actor(cast.clerk)
    late = refused(groups.leave, **stale, number=31, on=TODAY, paper="x", by=by, at=NOW)
    assert late == "changed_meanwhile"
    assert counts(case) == (36, 5)


# what each of them sees and does


def page(client, code, path=""):
    return client.get(f"/cases/{code}{path}")


def test_another_signer_sees_where_it_stands_and_nothing_of_the_others(cast, client):
    body = "Chúng tôi, gồm Người Ký Ví Dụ 3 và những người khác, kiến nghị."
    case = story.received(cast, body=body)
    code = story.code_of(case, 30)
    shown = page(client, code).content.decode()
    assert people.TITLE in shown
    assert "37 người, 5 người đại diện" in shown
    assert "Ví Dụ 3" not in shown
    for path in ("/sent", "/messages", "/rate", "/contest", "/withdraw", "/do/again"):
        assert page(client, code, path).status_code == 403, path
    assert client.post(f"/cases/{code}/withdraw", {"reason": ""}).status_code == 403
    case.refresh_from_db()
    assert case.state == "received"
    assert page(client, code, "/receipt").status_code == 200
    assert code in page(client, code, "/slip").content.decode()


def test_a_representative_does_what_a_sender_does(cast, client):
    case = story.received(cast)
    code = story.code_of(case, 5)
    sent = page(client, code, "/sent")
    assert sent.status_code == 200
    assert people.BODY in sent.content.decode()
    typed = {"text": "Xin bổ sung.", "form_key": "k" * 40}
    assert client.post(f"/cases/{code}/messages", typed).status_code == 303
    assert client.post(f"/cases/{code}/withdraw", {"reason": ""}).status_code == 303
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_no_page_of_a_signer_holds_the_code_of_another(cast, client):
    case = story.received(cast, 6, 2)
    every = {number: story.code_of(case, number) for number in range(1, 7)}
    for number, code in every.items():
        for path in ("", "/receipt", "/slip"):
            shown = page(client, code, path).content.decode()
            assert not any(other in shown for at, other in every.items() if at != number)


def test_what_the_group_wrote_is_not_shown_to_the_others(cast):
    case = story.settle(cast, story.received(cast, signed=True))
    cases.contest(case_id=case.pk, numbers=(2,), reason="Bà Ví Dụ 3 chưa được trả lời.", at=NOW)
    other = queries.status(code=story.code_of(case, 30), on=TODAY)
    assert not any("Ví Dụ 3" in one.note for one in other.steps)
    assert other.reply is not None
    mine = queries.status(code=story.code_of(case, 2), on=TODAY)
    assert any("Ví Dụ 3" in one.note for one in mine.steps)


def test_one_leaves_by_their_own_code_and_then_sees_nothing_of_it(cast, client):
    case = story.received(cast)
    code = story.code_of(case, 30)
    assert client.get(f"/cases/{code}/leave").status_code == 200
    assert client.post(f"/cases/{code}/leave").status_code == 303
    assert counts(case) == (36, 5)
    for path in ("", "/receipt", "/messages", "/leave"):
        shown = page(client, code, path)
        assert shown.status_code == 200
        assert people.TITLE not in shown.content.decode()
    assert refused(groups.leave_oneself, case_id=case.pk, signer=row_id(case, 30), at=NOW) == "signer_left"
    answer = client.get(f"/api/v1/cases/{code}").json()
    assert answer["steps"] == answer["dates"] == answer["replies"] == []


def test_the_only_representative_does_not_leave_the_others_alone(cast, client):
    case = story.received(cast, 6, 1)
    answer = client.post(f"/cases/{story.code_of(case, 1)}/leave")
    assert answer.status_code == 409
    assert counts(case) == (6, 1)


def test_a_representative_no_more_is_refused_between_page_and_press(cast):
    case = story.received(cast)
    signer = row_id(case, 5)
    story.change("represent", case, cast.clerk, numbers=(1,))
    for call in (
        lambda: cases.withdraw(case_id=case.pk, reason="", at=NOW, signer=signer),
        lambda: messages.from_citizen(
            case_id=case.pk, said=messages.Said(text="x", form_key="z" * 40), at=NOW, signer=signer
        ),
        lambda: cases.contest(case_id=case.pk, numbers=(1,), reason="x", at=NOW, signer=signer),
        lambda: cases.rate(case_id=case.pk, score=5, comment="", at=NOW, signer=signer),
    ):
        assert refused(call) == "only_representatives"
    assert refused(cases.withdraw, case_id=case.pk, reason="", at=NOW, signer=10**9) == "no_such_case"


def row_id(case, number):
    return Signer.objects.get(case=case, number=number).pk


def test_questions_go_to_those_who_answer_them(cast):
    case = story.received(cast)
    asked = messages.Said(text="Xin gửi sơ đồ.", form_key="q" * 40, kind="question")
    messages.from_office(case_id=case.pk, said=asked, by=people.actor(cast.clerk), at=NOW)
    assert Notice.objects.filter(template="cases/asked").count() == 5


# served


def test_a_reply_is_for_everybody_and_the_table_says_who_has_it(cast, client):
    case = story.settle(cast, story.received(cast, signed=True))
    assert Notice.objects.filter(template="cases/replied").count() == 37
    story.change("serve", case, cast.clerk, numbers=range(1, 36), on=TODAY)
    assert said("case.served").facts == {
        "what": "reply",
        "on": TODAY.isoformat(),
        "served": "35",
        "people": "37",
    }
    client.force_login(cast.clerk)
    shown = client.get(f"/desk/cases/{case.pk}/group/").content.decode()
    assert "2 người chưa được ghi nhận" in shown
    assert queries.status(code=story.code_of(case, 30), on=TODAY).group.me.served_on == TODAY
    story.change("serve", case, cast.clerk, numbers=(35, 36, 37), on=TODAY)
    assert Served.objects.filter(signer__case=case).count() == 37


@pytest.mark.parametrize(
    ("numbers", "on", "code"),
    [
        ((1,), TODAY + DAY, "day_not_yet"),
        ((1,), TODAY - DAY, "day_before_decision"),
        ((99,), TODAY, "no_such_signer"),
        ((), TODAY, "nobody_chosen"),
    ],
)
def test_what_cannot_be_noted_as_served(cast, numbers, on, code):
    case = story.settle(cast, story.received(cast, 5, 1, signed=True))
    assert refused(story.change, "serve", case, cast.clerk, numbers=numbers, on=on) == code


def test_before_there_is_an_answer_nothing_is_served(cast):
    case = story.received(cast, 5, 1)
    assert refused(story.change, "serve", case, cast.clerk, numbers=(1,), on=TODAY) == "nothing_to_serve"


def decided(cast, number=3):
    case = story.received(cast, number, 1, kind="complaint", at=complaint.START)
    Signer.objects.filter(case=case).update(signed=True)
    Appointment.objects.create(case=case, on=complaint.START.date(), at=complaint.START)
    complaint.act("accept", case, cast.head, 1)
    complaint.act("decide", case, cast.head, 20)
    complaint.act("send", case, cast.clerk, 21)
    return case


def test_the_window_of_a_group_counts_from_the_last_of_them(cast):
    case = decided(cast)
    assert refused(complaint.act, "delivered", case, cast.clerk, 24, day=complaint.day(23).date()) == (
        "group_not_served"
    )
    for numbers, days in (((1,), 23), ((2,), 26)):
        on = complaint.day(days).date()
        story.change("serve", case, cast.clerk, numbers=numbers, on=on, at=complaint.day(27))
    assert "second_window" not in complaint.running(case)
    last = complaint.day(25).date()
    story.change("serve", case, cast.clerk, numbers=(3,), on=last, at=complaint.day(27))
    assert complaint.running(case)["second_window"].event_on == complaint.day(26).date()


def test_who_leaves_unserved_holds_up_nobody(cast):
    case = decided(cast)
    on = complaint.day(23).date()
    story.change("serve", case, cast.clerk, numbers=(1, 2), on=on, at=complaint.day(24))
    story.change("leave", case, cast.clerk, number=3, on=on, paper="x", at=complaint.day(24))
    assert complaint.running(case)["second_window"].event_on == on


def test_who_leaves_unserved_by_their_own_code_begins_the_window_of_the_others(cast):
    case = decided(cast)
    on = complaint.day(23).date()
    story.change("serve", case, cast.clerk, numbers=(1, 2), on=on, at=complaint.day(24))
    assert "second_window" not in complaint.running(case)
    groups.leave_oneself(case_id=case.pk, signer=row_id(case, 3), at=complaint.day(25))
    assert complaint.running(case)["second_window"].event_on == on
    step = case.steps.get(event="delivered")
    assert (step.by_id, step.facts["day"]) == (None, on.isoformat())
    assert "second-window-due" in Event.objects.get(kind="complaint.delivered").statement


def test_who_leaves_served_or_with_others_unserved_begins_nothing(cast):
    case = decided(cast, 4)
    on = complaint.day(23).date()
    story.change("serve", case, cast.clerk, numbers=(1, 2), on=on, at=complaint.day(24))
    for number in (2, 3):
        groups.leave_oneself(case_id=case.pk, signer=row_id(case, number), at=complaint.day(25))
    assert "second_window" not in complaint.running(case)


def test_a_group_complains_again_together_each_with_a_fresh_code(cast, client):
    complaint.staffed(cast)
    case = decided(cast)
    story.change("represent", case, cast.clerk, numbers=(1, 2), at=complaint.day(24))
    served = complaint.day(23).date()
    story.change("serve", case, cast.clerk, numbers=(1, 2, 3), on=served, at=complaint.day(24))
    story.change("leave", case, cast.clerk, number=1, on=served, paper="x", at=complaint.day(24))
    taken = cases.complain_again(
        case_id=case.pk, reason="Không đồng ý.", at=complaint.day(30), signer=row_id(case, 2)
    )
    second = Case.objects.get(pk=taken.case_id)
    assert (second.people, second.representatives) == (2, 1)
    assert taken.code == story.code_of(second, 1)
    assert {story.code_of(second, at) for at in (1, 2)}.isdisjoint({story.code_of(case, at) for at in (2, 3)})
    assert signers.missing(second, on=complaint.day(30).date()) == ("appointment",)
    assert refused(
        cases.complain_again, case_id=case.pk, reason="x", at=complaint.day(30), signer=row_id(case, 3)
    ) in {"only_representatives", "wrong_state"}


def test_each_part_of_a_letter_has_the_whole_group(cast, client):
    case = story.received(cast, 5, 2, body="Đèn hỏng.\nRác.")
    parts = [PartDraft(kind="petition", title=f"Phần {at}", text="x") for at in (1, 2)]
    made = split.split(**story.now(case), parts=parts, by=people.actor(cast.clerk), at=NOW)
    part = Case.objects.get(pk=made[1])
    assert (part.people, part.representatives) == (5, 2)
    answer = client.post(f"/cases/{story.code_of(case, 4)}/part/2")
    assert answer["Location"].endswith(story.code_of(part, 4))


# the desk's page


def test_names_are_shown_only_for_a_reason_that_is_recorded_for_each(cast, client):
    case = story.received(cast, 6, 2)
    client.force_login(cast.clerk)
    closed = client.get(f"/desk/cases/{case.pk}/group/").content.decode()
    assert "Người Ký" not in closed
    assert client.post(f"/desk/cases/{case.pk}/group/open", {"purpose": "verify"}).status_code == 422
    typed = {"purpose": "verify", "reason": "So với đơn"}
    opened = client.post(f"/desk/cases/{case.pk}/group/open", typed)
    assert "no-store" in opened["Cache-Control"]
    assert all(f"Người Ký Ví Dụ {at}" in opened.content.decode() for at in range(2, 7))
    assert Opening.objects.filter(reason__isnull=False, purpose="verify").count() == 6
    codes = [story.code_of(case, at) for at in range(1, 7)]
    assert not any(code in opened.content.decode() for code in codes)


def test_a_slip_for_everybody_who_stands_on_it(cast, client):
    case = story.received(cast, 6, 2)
    story.change("leave", case, cast.clerk, number=6, on=TODAY, paper="x")
    client.force_login(cast.clerk)
    sheet = client.post(f"/desk/cases/{case.pk}/group/slips", {"purpose": "print", "reason": "Giao phiếu"})
    shown = sheet.content.decode()
    assert "no-store" in sheet["Cache-Control"]
    assert all(story.code_of(case, at) in shown for at in range(1, 6))
    assert story.code_of(case, 6) not in shown


def test_a_sealed_slip_names_neither_office_nor_day_nor_number(cast, client):
    case = story.received(cast, 3, 1, sealed=True)
    client.force_login(cast.clerk)
    sheet = client.post(f"/desk/cases/{case.pk}/group/slips", {"purpose": "print", "reason": "Giao phiếu"})
    given = [part.partition("</article>")[0] for part in sheet.content.decode().split('class="pad-slip"')[1:]]
    assert len(given) == 3
    assert not any(
        word in one for one in given for word in (f"{case.pk:06d}", "Đông Kinh", "<time", "3 người")
    )


@pytest.mark.parametrize("who", ["handler", "stranger"])
def test_for_others_there_is_no_such_page(cast, client, who):
    case = story.received(cast, 5, 1)
    client.force_login(getattr(cast, who))
    for path in ("", "open", "slips", "sign"):
        answer = (
            client.post(f"/desk/cases/{case.pk}/group/{path}")
            if path
            else client.get(f"/desk/cases/{case.pk}/group/")
        )
        assert answer.status_code == 404


def test_the_page_costs_the_same_however_long_the_list(cast, client):
    client.force_login(cast.clerk)

    def taken(case):
        client.get(f"/desk/cases/{case.pk}/group/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/desk/cases/{case.pk}/group/").status_code == 200
        return len(captured.captured_queries)

    few, many = (story.received(cast, number, 2, submit_key=f"{number:040d}") for number in (5, 10))
    assert taken(few) == taken(many)


def post(client, case, what, **typed):
    return client.post(
        f"/desk/cases/{case.pk}/group/{what}", {"version": story.now(case)["version"], **typed}
    )


def test_the_forms_of_the_page_do_what_they_say(cast, client):
    case = story.received(cast)
    client.force_login(cast.clerk)
    day = f"{TODAY:%d/%m/%Y}"
    assert post(client, case, "sign", all_of_them="on").status_code == 302
    scan = SimpleUploadedFile("van-ban-cu.txt", "Văn bản cử người đại diện".encode())
    assert post(client, case, "appoint", on=day, file_id="0", appointment_file=scan).status_code == 302
    assert Appointment.objects.get(case=case).file_id
    joined = "Họ và tên\tSố CCCD\tĐịa chỉ\tĐại diện\nLộc Thị Thử\t020190009999\tThôn 9\t\n"
    assert post(client, case, "join", signers=joined, all_signed="on", on=day, paper="Đơn").status_code == 302
    assert post(client, case, "leave", number="20", on=day, paper="Đơn rút tên").status_code == 302
    assert post(client, case, "represent", numbers="1, 3-5").status_code == 302
    assert counts(case) == (37, 4)


@pytest.mark.parametrize(
    ("what", "typed"),
    [
        ("sign", {"numbers": "ba, bốn"}),
        ("sign", {}),
        ("represent", {"numbers": "1-7"}),
        ("join", {"signers": "Lộc Thị Thử", "on": "01/01/2026", "paper": "Đơn viết tay"}),
        ("leave", {"number": "99", "on": "x", "paper": "Đơn viết tay"}),
        ("appoint", {"on": "", "file_id": "77"}),
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(cast, client, what, typed):
    case = story.received(cast)
    client.force_login(cast.clerk)
    answer = post(client, case, what, **typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert all(text in shown for text in typed.values() if len(text) > 2)
    assert counts(case) == (37, 5)


def test_there_is_no_form_for_something_else(cast, client):
    case = story.received(cast, 5, 1)
    client.force_login(cast.clerk)
    assert client.get(f"/desk/cases/{case.pk}/group/burn").status_code == 404


# registers, erasing


def test_registers_tell_how_many_they_are(cast, client):
    story.received(cast)
    period = reception_book.Period(unit_id=cast.ward.pk, first=TODAY, last=TODAY)
    rows = reception_book.rows(wanted=period, by=people.actor(cast.clerk), at=NOW)
    assert [row[6] for row in rows] == ["37"]
    number = exporting.ask(
        unit_id=cast.ward.pk,
        what="register",
        kind="csv",
        since=TODAY,
        until=TODAY,
        reason="Kiểm tra",
        by=people.actor(cast.clerk),
        at=NOW,
    )
    exporting.work(at=NOW)
    _name, _media, data = exporting.hand_out(export_id=number, by=people.actor(cast.clerk), at=NOW)
    assert ",37," in data.decode("utf-8-sig").splitlines()[-1] or ";37;" in data.decode("utf-8-sig")
    client.force_login(cast.clerk)
    assert "37 người, 5 người đại diện" in client.get("/desk/").content.decode()


def test_erasing_forgets_everybody(cast):
    case = story.received(cast, 6, 2)
    story.change("leave", case, cast.clerk, number=6, on=TODAY, paper="Đơn rút tên")
    cases.withdraw(case_id=case.pk, reason="", at=NOW)
    erasing.erase(
        code=story.code_of(case, 1),
        documents_only=False,
        ground="retention",
        decision="Quyết định số 12/QĐ-UBND",
        by=people.actor(cast.operator),
        at=NOW,
    )
    rows = list(Signer.objects.filter(case=case))
    assert len(rows) == 6
    assert not any(one.mark or one.left_paper for one in rows)
    assert not any(Identity.objects.get(pk=one.identity_id).data for one in rows)
    assert json.dumps([one.data for one in Identity.objects.all()]).count("{}") == 6


def test_a_signers_code_does_not_erase_the_case_of_all(cast):
    case = story.received(cast, 6, 2)
    cases.withdraw(case_id=case.pk, reason="", at=NOW)
    said_ = {"documents_only": False, "ground": "request", "decision": "Quyết định 12"}
    code = story.code_of(case, 4)
    assert (
        refused(erasing.erase, code=code, **said_, by=people.actor(cast.operator), at=NOW) == "no_such_case"
    )
    assert duties.of_subject("case", case.pk)
