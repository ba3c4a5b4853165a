"""One letter becomes several cases."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hoiam.desk.cases import actions as all_actions
from hoiam.desk.cases.actions import split as cases
from hoiam.desk.cases.actions.split import PartDraft
from hoiam.desk.cases.models import Case, Part, Party
from hoiam.duties.models import Duty
from hoiam.files import actions as files, queries as file_queries
from hoiam.journal.models import Event
from hoiam.law.refusal import Refused
from hoiam.law.roles import Role
from hoiam.ledger import statement
from hoiam.notices.models import Notice
from hoiam.office.models import Role as RoleRow
from hoiam.sealed import actions as sealed
from hoiam.sealed.models import Opening
from tests import cast as people

pytestmark = pytest.mark.django_db
NOW = timezone.now()
BODY = "Đề nghị sửa đèn đường ở ngõ 7.\nTôi khiếu nại quyết định số 12 về bồi thường.\nRác ở đầu ngõ không ai thu gom."


def parts(*kinds):
    return [
        PartDraft(kind=kind, title=f"Phần {at}", text=text)
        for at, (kind, text) in enumerate(zip(kinds, BODY.split("\n"), strict=True), start=1)
    ]


def letter(cast, **changes):
    return people.received(cast, at=NOW - timedelta(days=3), body=BODY, kind="petition", **changes)


def made(cast, case, *kinds):
    cases.split(
        case_id=case.pk, version=case.version, parts=parts(*kinds), by=people.actor(cast.clerk), at=NOW
    )
    case.refresh_from_db()
    return list(Case.objects.filter(part__origin=case).order_by("part__number"))


def test_each_part_has_its_code_its_kind_and_clocks_from_the_day_the_letter_came(cast):
    case = letter(cast)
    found = made(cast, case, "petition", "complaint", "report")
    assert (case.state, case.outcome, case.due_on) == ("split", "split", None)
    assert [one.kind for one in found] == ["petition", "complaint", "report"]
    assert {one.received_on for one in found} == {case.received_on}
    assert len({bytes(one.code_hash) for one in [case, *found]}) == 4
    for one in found:
        running = Duty.objects.filter(subject_id=one.pk, closed_at=None)
        assert set(running.values_list("event_on", flat=True)) == {case.received_on}
    assert not Duty.objects.filter(subject_id=case.pk, closed_at=None).exists()


def test_each_has_the_sender_sealed_on_its_own(cast):
    case = letter(cast)
    found = made(cast, case, "petition", "report", "report")
    assert len({one.identity_id for one in [case, *found]}) == 4
    assert Opening.objects.filter(identity_id=case.identity_id, by=cast.clerk).count() == 1
    who = sealed.open(
        identity_id=found[1].identity_id, by=cast.clerk.pk, purpose="verify", reason="x", at=NOW
    )
    assert (who.name, who.phone) == (people.CITIZEN.name, people.CITIZEN.phone)


def test_the_log_says_so_and_one_mail_goes_out_without_any_code(cast):
    case = letter(cast)
    made(cast, case, "petition", "report", "report")
    assert statement.parse(Event.objects.get(kind="case.split").statement).facts == {"parts": "3"}
    told = Notice.objects.filter(template="cases/split")
    assert [one.person for one in told] == [f"identity:{case.identity_id}"]
    assert set(told[0].context) == {"case", "count"}
    assert Notice.objects.filter(template="cases/received").count() == 1


def test_papers_and_who_keeps_out_go_along(cast):
    case = letter(cast)
    files.store(
        data=b"x",
        name="don.txt",
        media_type="text/plain",
        owner="case",
        owner_id=case.pk,
        purpose="evidence",
        at=NOW,
    )
    Party.objects.create(case=case, why="named", person=cast.handler, by=cast.clerk, at=NOW)
    Case.objects.filter(pk=case.pk).update(guarded=True)
    for one in made(cast, case, "petition", "report", "report"):
        assert [file.name for file in file_queries.of_owner(owner="case", owner_id=one.pk)] == ["don.txt"]
        assert one.guarded
        assert one.parties.get().person_id == cast.handler.pk


def test_a_letter_with_a_denunciation_is_held_with_it(cast, client):
    RoleRow.objects.create(
        person=cast.second_handler, unit=cast.ward, role=Role.KEEPER.value, from_on=people.FIRST_DAY
    )
    case = letter(cast)
    made(cast, case, "petition", "denunciation", "report")
    assert case.kind == "denunciation"
    for who, status in ((cast.clerk, 404), (cast.head, 404), (cast.second_handler, 200)):
        client.force_login(who)
        assert client.get(f"/desk/cases/{case.pk}/").status_code == status
    assert client.get(f"/register/{case.pk}").status_code == 404


def form(case, *kinds, do="split", **changes):
    typed = {"version": case.version, "seen": 1, "count": len(kinds), "do": do}
    for number, one in enumerate(parts(*kinds), start=1):
        typed |= {
            f"part-{number}-kind": one.kind,
            f"part-{number}-title": f"{one.title} gõ bằng tay",
            f"part-{number}-text": f"{one.text} Thêm một câu.",
        }
    return typed | changes


def test_passages_fill_the_parts_without_script(cast, client):
    case = letter(cast)
    client.force_login(cast.clerk)
    url = f"/desk/cases/{case.pk}/split"
    first = client.get(url).content.decode()
    assert all(line in first for line in BODY.split("\n"))
    marks = {"count": "2", "do": "mark", "version": "1", "passage-1": "1", "passage-2": "2", "passage-3": "1"}
    page = client.post(url, marks)
    texts = [part["text"].value() for part in page.context["parts"]]
    lines = BODY.split("\n")
    assert texts == [f"{lines[0]}\n{lines[2]}", lines[1]]
    assert Case.objects.count() == 1


def test_of_two_clerks_one_wins_and_the_other_keeps_every_word(cast, client):
    case = letter(cast)
    typed = form(case, "petition", "report", "report")
    client.force_login(cast.head)
    assert client.post(f"/desk/cases/{case.pk}/split", typed)["Location"] == "/desk/"
    client.force_login(cast.clerk)
    late = client.post(f"/desk/cases/{case.pk}/split", typed)
    page = late.content.decode()
    assert late.status_code == 409
    assert "trong lúc bạn đang" in page or 'role="alert"' in page
    for number, line in enumerate(BODY.split("\n"), start=1):
        assert f"Phần {number} gõ bằng tay" in page
        assert f"{line} Thêm một câu." in page
    assert Part.objects.filter(origin=case).count() == 3
    assert all(f"/desk/cases/{one.case_id}/" in page for one in Part.objects.all())


@pytest.mark.parametrize(
    "changed",
    [{"part-2-title": ""}, {"part-2-text": " "}, {"part-2-kind": "song"}, {"count": "77"}, {"count": "x"}],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast, client, changed):
    case = letter(cast)
    client.force_login(cast.clerk)
    answer = client.post(
        f"/desk/cases/{case.pk}/split", form(case, "petition", "report", "report", **changed)
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Phần 1 gõ bằng tay" in page
    assert "Thêm một câu." in page
    assert Case.objects.count() == 1


@pytest.mark.parametrize(("language", "called"), [("vi", "Phần"), ("en", "Part")])
def test_one_list_says_which_part_lacks_what(cast, client, language, called):
    case = letter(cast)
    client.force_login(cast.clerk)
    client.cookies["lang"] = language
    typed = form(case, "petition", "report", "report", **{"part-2-title": "", "part-3-text": ""})
    page = client.post(f"/desk/cases/{case.pk}/split", typed).content.decode()
    assert page.count('id="error-summary-title"') == 1
    assert re.findall(r'href="#(\S+)">' + called + r" (\d) · ", page) == [
        ("id_part-2-title", "2"),
        ("id_part-3-text", "3"),
    ]


@pytest.mark.parametrize("who", ["handler", "stranger", "operator"])
def test_for_others_there_is_no_such_page(cast, client, who):
    case = letter(cast)
    client.force_login(getattr(cast, who))
    assert client.get(f"/desk/cases/{case.pk}/split").status_code == 404
    assert (
        client.post(f"/desk/cases/{case.pk}/split", form(case, "petition", "report", "report")).status_code
        == 404
    )


def test_a_part_is_not_split_again(cast):
    part = made(cast, letter(cast), "petition", "report", "report")[0]
    with pytest.raises(Refused, match="part_of_another"):
        made(cast, part, "petition", "report", "report")


def test_whoever_is_named_on_a_part_keeps_out_of_the_letter(cast, client):
    case = letter(cast)
    part = made(cast, case, "petition", "report", "report")[0]
    from_here = people.actor(cast.clerk)

    all_actions.name(
        case_id=part.pk,
        version=part.version,
        whom=f"person:{cast.handler.pk}",
        reason="",
        by=from_here,
        at=NOW,
    )
    case.refresh_from_db()
    assert case.guarded
    assert case.parties.get().person_id == cast.handler.pk


def test_the_old_code_leads_to_each_part(cast, client):
    case = letter(cast)
    code = sealed.open(
        identity_id=case.identity_id, by=cast.clerk.pk, purpose="verify", reason="x", at=NOW
    ).code
    found = made(cast, case, "petition", "report", "report")
    page = client.get(f"/cases/{code}").content.decode()
    assert all(f"{one.pk:06d}" in page for one in found)
    answer = client.post(f"/cases/{code}/part/2")
    assert answer.status_code == 302
    assert "Phần 2" in client.get(answer["Location"]).content.decode()
    assert client.post(f"/cases/{code}/part/9").status_code == 404
    assert client.get(f"/cases/{code}/part/2").status_code == 405
    other = people.received(cast)
    stranger = sealed.open(
        identity_id=other.identity_id, by=cast.clerk.pk, purpose="verify", reason="x", at=NOW
    ).code
    assert client.post(f"/cases/{stranger}/part/1").status_code == 404
