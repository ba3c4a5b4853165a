"""A case by each way in, each with a sender of its own, as programs, pages and importers really take them in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from hoiam.desk.cases import actions as cases
from hoiam.desk.cases.actions import mail_held, messages, on_paper, slip_pads
from hoiam.desk.cases.actions.complaint_file import Participant, Said
from hoiam.desk.cases.models import Case, CounterDraft
from hoiam.law.roles import Role
from hoiam.office.models import Person, Role as RoleRow
from hoiam.sealed.models import Identity
from tests import cast as people
from tests.desk import test_citizen_send, test_importing, test_mail_in, test_offline, test_staff_register
from tests.desk.complaint_story import staffed
from tests.public import api, test_open311
from tests.walls import needles

DETAILS = ("name", "id_number", "address", "phone", "email")
NOW = timezone.now()
"""When this file was read: what is told of days counts from it."""


def details(way: str) -> dict[str, str]:
    who = needles.person(way)
    return {name: getattr(who, name) for name in DETAILS}


def keeper(cast: people.Cast) -> Person:
    """Who receives denunciations at the ward."""
    person = Person.objects.create_user("keeper", "Keeper Ví Dụ", people.PASSWORD, "keeper@example.invalid")
    RoleRow.objects.create(person=person, unit=cast.ward, role=Role.KEEPER.value, from_on=people.FIRST_DAY)
    return person


def by_web(cast: people.Cast, client: Any) -> None:
    client.logout()
    said = test_citizen_send.typed(cast, **details("web"), consent="on")
    assert client.post("/send/", said).status_code == 303


def by_desk(cast: people.Cast, client: Any, channel: str) -> None:
    client.force_login(cast.clerk)
    said = test_staff_register.typed(
        cast, **details(channel), channel=channel, submit_key=channel.ljust(40, "0")
    )
    assert client.post("/desk/register", said).status_code == 302


def by_email(cast: people.Cast, _client: Any) -> None:
    head = people.actor(cast.head)
    mail_held.open_address(unit_id=cast.ward.pk, address=test_mail_in.WARD, by=head, at=timezone.now())
    who = needles.person("email")
    taken = test_mail_in.take(test_mail_in.message(sender=f"{who.name} <{who.email}>"), at=timezone.now())
    assert taken.state == "taken"


def by_import(cast: people.Cast, _client: Any) -> None:
    head = ("STT", "Ngày tiếp nhận", "Họ tên", "Địa chỉ", "Số CCCD", "Số điện thoại", "Email", "Nội dung")
    who = needles.person("import")
    row = (1, "05/11/2026", who.name, who.address, who.id_number, who.phone, who.email, "Đường xóm hỏng nặng")
    assert test_importing.taken_in(cast, test_importing.csv_of(head, row), "so-cu.csv").done == 1


def by_api(cast: people.Cast, client: Any) -> None:
    assert api.send(client, api.token(cast), person=details("api")).status_code == 201


def by_open311(cast: people.Cast, client: Any) -> None:
    who = needles.person("open311")
    cache.clear()
    said = {
        **test_open311.SENT,
        "api_key": api.token(cast),
        "first_name": needles.GIVEN["open311"],
        "last_name": "Nông",
        "phone": who.phone,
        "email": who.email,
    }
    assert client.post("/open311/v2/requests.json", said).status_code == 201


def by_offline(cast: people.Cast, client: Any) -> None:
    clerk = people.actor(cast.clerk)
    pad = slip_pads.issue(unit_id=cast.ward.pk, by=clerk, at=timezone.now() - timedelta(days=30))
    client.force_login(cast.clerk)
    said = test_offline.entry(cast, pad, **details("offline"), submit_key="o" * 40)
    assert client.post("/desk/offline/", said).status_code == 200


def by_group(cast: people.Cast, client: Any) -> None:
    """With five others of the same rare name, so that any of them would be found."""
    client.force_login(cast.clerk)
    name = needles.GIVEN["group"]
    listed = "\n".join(f"Vi {first} {name};;Thôn {name} {first}" for first in ("A", "B", "C", "D", "E"))
    said = test_staff_register.typed(cast, **details("group"), channel="paper", submit_key="g" * 40)
    said |= {"group": "on", "signers": listed, "all_signed": "on"}
    assert client.post("/desk/register", said).status_code == 302
    assert Case.objects.latest("pk").people == len(listed.splitlines()) + 1


def as_kind(cast: people.Cast, _client: Any, kind: str) -> None:
    people.received(
        cast, at=timezone.now() - timedelta(days=20), kind=kind, person=needles.person(kind), consent=False
    )


WAYS: dict[str, Callable[[people.Cast, Any], None]] = {
    "web": by_web,
    **{
        name: (lambda cast, client, name=name: by_desk(cast, client, name))
        for name in ("counter", "phone", "paper")
    },
    "email": by_email,
    "import": by_import,
    "api": by_api,
    "open311": by_open311,
    "offline": by_offline,
    "group": by_group,
    **{
        name: (lambda cast, client, name=name: as_kind(cast, client, name))
        for name in ("complaint", "denunciation")
    },
}
assert set(WAYS) == set(needles.GIVEN)


def all_in(cast: people.Cast, client: Any) -> dict[str, Case]:
    """The newest case after each way was taken: its sender is the one of that way."""
    keeper(cast)
    staffed(cast)
    found = {}
    for way, take in WAYS.items():
        take(cast, client)
        case = Case.objects.latest("pk")
        assert case not in found.values(), way
        assert needles.GIVEN[way] in Identity.objects.get(pk=case.identity_id).data["name"], way
        found[way] = case
    client.logout()
    return found


def code_of(case: Case) -> str:
    return str(Identity.objects.get(pk=case.identity_id).data["code"])


def move_on(cast: people.Cast, made: dict[str, Case]) -> None:
    """What is done with them: answered, contested, cleared, asked, complained of again."""
    for way in ("web", "counter", "email"):
        answer(cast, made[way])
    cases.contest(case_id=made["web"].pk, numbers=(2,), reason="Chưa nêu thời hạn.", at=timezone.now())
    made["web"].refresh_from_db()
    cases.clear_for_public(
        case_id=made["web"].pk,
        version=made["web"].version,
        title="Đèn đường hỏng",
        text="Đèn đường trong một ngõ đã hỏng hai tháng.",
        by=people.actor(cast.clerk),
        at=timezone.now(),
    )
    asked = messages.Said(text="Đèn ở đầu ngõ?", form_key="hoi".ljust(40, "0"), kind="question")
    messages.from_office(case_id=made["phone"].pk, said=asked, by=people.actor(cast.clerk), at=timezone.now())
    said = messages.Said(text="Ở đầu ngõ.", form_key="dap".ljust(40, "0"))
    messages.from_citizen(case_id=made["phone"].pk, said=said, at=timezone.now())
    over_the_counter(cast, made)
    complain(cast, made["complaint"])


def over_the_counter(cast: people.Cast, made: dict[str, Case]) -> None:
    """Originals went back by post, to a name; a clerk is in the middle of typing another matter."""
    case, clerk = made["phone"], people.actor(cast.clerk)
    case.refresh_from_db()
    said = on_paper.Return(
        papers="Giấy chứng nhận số 45",
        on=timezone.localdate(),
        receiver="post",
        name=needles.person("phone").name,
    )
    on_paper.give_back(case_id=case.pk, version=case.version, said=said, by=clerk, at=timezone.now())
    client = Client()
    client.force_login(cast.clerk)
    typed = test_staff_register.typed(cast, **details("phone"), submit_key="d" * 40)
    assert client.post("/desk/register/draft", typed).status_code == 200
    assert CounterDraft.objects.count() == 1


def answer(cast: people.Cast, case: Case) -> None:
    """By the handler, signed by the head."""
    clerk, handler, head = (people.actor(one) for one in (cast.clerk, cast.handler, cast.head))
    step = {"case_id": case.pk, "at": timezone.now()}
    for deed, by, said in (
        (cases.classify, clerk, {"kind": "report", "field": "utility"}),
        (cases.accept, clerk, {}),
        (cases.assign, clerk, {"to": cast.handler.pk}),
        (cases.save_points, handler, {"points": people.points()}),
        (cases.propose, handler, {}),
        (cases.approve, head, {}),
    ):
        case.refresh_from_db()
        deed(**step, version=case.version, by=by, **said)
    case.refresh_from_db()


def complain(cast: people.Cast, case: Case) -> None:
    """Through a dialogue, whose minutes name who complains, to a decision that is complained of again."""
    came, on = case.received_at, case.received_on
    who = Participant(needles.person("complaint").name, "Người khiếu nại")
    later = timedelta(days=1)
    for days, event, said in (
        (1, "accept", Said(number="05/TB-UBND")),
        (2, "plan_dialogue", Said(day=on + 8 * later, place="Trụ sở")),
        (2, "announce_dialogue", Said(number="11/TB-UBND")),
        (
            8,
            "hold_dialogue",
            Said(number="12/BB-UBND", participants=(who,), agreed="Đo lại.", disputed="Mức bồi thường."),
        ),
        (9, "decide", Said(number="13/QĐ-UBND", content="Công nhận một phần.", recipients=who.name)),
        (10, "send", Said()),
        (12, "delivered", Said(day=on + 11 * later)),
    ):
        at = came + days * later
        by = people.actor(cast.head, timezone.localtime(at).date())
        cases.take(event, case_id=case.pk, said=said, by=by, at=at)
    cases.complain_again(case_id=case.pk, reason="Không đồng ý mức bồi thường.", at=came + 14 * later)
    case.refresh_from_db()
