"""The second factor: set up, asked for at sign-in, used up with each code, renewed, taken away, made a must."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from hoiam.config.commands.factor import command
from hoiam.law.refusal import Refused
from hoiam.office import actions, factor
from hoiam.office.models import FactorReset, Person, Role
from tests import factors
from tests.office.builders import PASSWORD, START, person, serve

pytestmark = [pytest.mark.urls("tests.office.desk_urls"), pytest.mark.django_db]
LOGIN, CODE, HOME = "/account/login/", "/account/login/code/", "/account/second-factor/"
SET_UP, CODES, REMOVE, CONFIRM = (f"{HOME}{name}/" for name in ("set-up", "codes", "remove", "confirm"))
DESK = "/desk/case/7/"
WRONG = "Mã không đúng hoặc đã dùng rồi."
KEY = re.compile(r'factor-key" translate="no">([A-Z2-7 ]+)<')
SHOWN = re.compile(r"<li><code>(\d{4} \d{4})</code>")


@pytest.fixture(autouse=True)
def no_earlier_attempts():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2026, 11, 16, 1, 0, 10, tzinfo=UTC), tick=False) as moved:
        yield moved


@pytest.fixture
def lan(clock):
    return Person.objects.get(pk=person())


@pytest.fixture
def doubled(lan):
    """With a second factor; gives the recovery codes."""
    return factor.set_up(lan.pk, secret=factors.SECRET, counter=0)


def code(secret=factors.SECRET, at=None):
    return factors.code(secret, (at or timezone.now()).timestamp())


def words(answer):
    return answer.content.decode()


def sign_in(client, there="", password=PASSWORD):
    return client.post(LOGIN, {"login": "lan", "password": password, **({"next": there} if there else {})})


def signed_in(client):
    return "_auth_user_id" in client.session


# Setting it up


def key_of(answer):
    return KEY.search(words(answer))[1].replace(" ", "")


def test_it_is_set_up_with_a_code_of_the_app_and_the_password(client, lan):
    client.force_login(lan)
    assert "Chưa bật" in words(client.get(HOME))
    secret = key_of(client.get(SET_UP))
    done = client.post(SET_UP, {"code": code(secret), "password": PASSWORD, "next": DESK})
    assert done.status_code == 200
    assert "no-store" in done["Cache-Control"]
    assert len(set(SHOWN.findall(words(done)))) == 10
    assert f'href="{DESK}"' in words(done)
    page = words(client.get(HOME))
    assert "Đã bật" in page
    assert "chỉ dùng mật khẩu" not in page
    assert client.get(SET_UP).url == HOME


def test_the_key_stays_the_same_until_its_first_code(client, lan):
    client.force_login(lan)
    secret = key_of(client.get(SET_UP))
    assert key_of(client.get(SET_UP)) == secret
    refused = client.post(SET_UP, {"code": "000000", "password": PASSWORD})
    assert (refused.status_code, key_of(refused)) == (422, secret)
    assert WRONG in words(refused)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"password": PASSWORD}, "Hãy nhập mã."),
        ({"code": True}, "Hãy nhập mật khẩu."),
        ({"code": True, "password": "sai"}, "Đây không phải mật khẩu hiện tại của bạn."),
    ],
)
def test_it_is_not_set_up_without_both(client, lan, given, said):
    client.force_login(lan)
    secret = key_of(client.get(SET_UP))
    typed = {**given, **({"code": code(secret)} if "code" in given else {})}
    answer = client.post(SET_UP, typed)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert not factor.has(lan.pk)


def test_neither_key_nor_recovery_codes_lie_in_the_database_in_clear(client, lan):
    client.force_login(lan)
    secret = key_of(client.get(SET_UP))
    assert secret not in kept()
    shown = SHOWN.findall(words(client.post(SET_UP, {"code": code(secret), "password": PASSWORD})))
    text = kept()
    assert [one for one in (secret, *(one.replace(" ", "") for one in shown)) if one in text] == []
    assert client.session.get("factor_pending") is None


def kept():
    """Rows of factors and sessions as they lie there, what sessions say besides."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        rows = [str(row) for row in cursor.fetchall()]
        cursor.execute("SELECT session_data FROM django_session")
        packed = [row[0] for row in cursor.fetchall()]
    sessions = [str(Client().session.decode(one)) for one in packed]
    return "\n".join([*rows, *packed, *sessions])


def test_two_who_set_it_up_at_once_get_one(lan, doubled):
    with pytest.raises(Refused, match="has_second_factor"):
        factor.set_up(lan.pk, secret=factors.SECRET, counter=0)
    assert Authenticator.objects.count() == 2


def test_a_stranger_is_led_to_sign_in(client):
    for address in (HOME, SET_UP, CODES, REMOVE, CONFIRM):
        assert client.get(address).url.startswith(LOGIN)
    assert client.get(CODE).url == LOGIN


def test_without_one_there_is_nothing_to_renew_to_take_away_or_to_show(client, lan):
    client.force_login(lan)
    assert [client.get(address).url for address in (CODES, REMOVE, CONFIRM)] == [HOME] * 3


# Signing in


def test_the_password_alone_opens_nothing(client, doubled):
    assert sign_in(client, DESK).url == CODE
    assert "Nhập mã đăng nhập" in words(client.get(CODE))
    assert not signed_in(client)
    assert client.get(DESK).status_code == 302
    assert client.post(CODE, {"code": code()}).url == DESK
    assert signed_in(client)


def test_a_wrong_password_is_not_told_that_there_is_a_second_factor(client, doubled):
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in words(sign_in(client, password="sai"))
    assert client.get(CODE).url == LOGIN


def test_whoever_opens_the_sign_in_begins_anew(client, doubled):
    sign_in(client)
    assert f'href="{LOGIN}"' in words(client.get(CODE))
    assert "<h1>Đăng nhập</h1>" in words(client.get(LOGIN))
    assert client.get(CODE).url == LOGIN
    assert client.post(CODE, {"code": code()}).url == LOGIN
    assert not signed_in(client)


def test_who_has_none_signs_in_as_before(client, lan):
    assert sign_in(client).url == "/desk/"
    assert signed_in(client)


@pytest.mark.parametrize("off", [-30, 0, 30])
def test_a_clock_may_be_half_a_minute_off(client, doubled, off):
    sign_in(client)
    assert client.post(CODE, {"code": code(at=timezone.now() + timedelta(seconds=off))}).url == "/desk/"


@pytest.mark.parametrize("off", [-61, 61])
def test_but_not_more(client, doubled, off):
    sign_in(client)
    assert WRONG in words(client.post(CODE, {"code": code(at=timezone.now() + timedelta(seconds=off))}))
    assert not signed_in(client)


@pytest.mark.parametrize("typed", ["{} {}", "{}-{}", " {}{} "])
def test_it_may_be_typed_in_groups(client, doubled, typed):
    sign_in(client)
    digits = code()
    assert client.post(CODE, {"code": typed.format(digits[:3], digits[3:])}).url == "/desk/"


@pytest.mark.parametrize("typed", ["", "abc", "12345", "１２３４５６", "a\x00b", "9" * 400, "' OR 1=1"])
def test_strange_input_gets_a_message(client, doubled, typed):
    sign_in(client)
    answer = client.post(CODE, {"code": typed})
    assert (answer.status_code, "ds-error-summary" in words(answer)) == (200, True)
    assert not signed_in(client)


def test_a_code_counts_once_even_when_memory_is_lost(client, doubled):
    sign_in(client)
    used = code()
    client.post(CODE, {"code": used})
    cache.clear()
    elsewhere = Client()
    sign_in(elsewhere)
    assert WRONG in words(elsewhere.post(CODE, {"code": used}))
    assert not signed_in(elsewhere)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_those_who_give_one_code_at_once_one_gets_in(lan, doubled, kind):
    given, now, opened = code() if kind == "app" else doubled[0], timezone.now(), []

    def give():
        try:
            opened.append(factor.accepted(lan.pk, given, at=now) is not None)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=give) for _one in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == [False, False, False, True]


def test_a_code_before_the_last_one_counts_no_more(lan, doubled):
    now = timezone.now()
    assert factor.accepted(lan.pk, code(at=now), at=now)
    assert factor.accepted(lan.pk, code(at=now - timedelta(seconds=30)), at=now) is None
    assert factor.accepted(lan.pk, code(at=now + timedelta(seconds=30)), at=now)


def test_the_code_that_set_it_up_does_not_sign_in_as_well(client, lan):
    client.force_login(lan)
    secret = key_of(client.get(SET_UP))
    client.post(SET_UP, {"code": code(secret), "password": PASSWORD})
    elsewhere = Client()
    sign_in(elsewhere)
    assert WRONG in words(elsewhere.post(CODE, {"code": code(secret)}))


def test_a_recovery_code_signs_in_once(client, lan, doubled):
    sign_in(client)
    assert client.post(CODE, {"code": f"{doubled[3][:4]} {doubled[3][4:]}"}).url == "/desk/"
    assert factor.of(lan.pk).codes_left == 9
    elsewhere = Client()
    sign_in(elsewhere)
    assert WRONG in words(elsewhere.post(CODE, {"code": doubled[3]}))
    assert elsewhere.post(CODE, {"code": doubled[4]}).url == "/desk/"


def test_after_five_wrong_codes_the_right_one_is_not_looked_at(client, clock, doubled):
    sign_in(client)
    for _attempt in range(5):
        assert WRONG in words(client.post(CODE, {"code": "000000"}))
    assert "Hãy chờ năm phút" in words(client.post(CODE, {"code": code()}))
    assert not signed_in(client)
    clock.shift(301)
    assert client.post(CODE, {"code": code()}).url == "/desk/"


def test_the_five_are_counted_for_the_person_not_for_the_browser(doubled):
    for _attempt in range(5):
        one = Client()
        sign_in(one)
        one.post(CODE, {"code": "000000"})
    last = Client()
    sign_in(last)
    assert "Hãy chờ năm phút" in words(last.post(CODE, {"code": code()}))


@pytest.mark.parametrize(("language", "said"), [("vi", "Hủy"), ("en", "Cancel")])
def test_the_step_speaks_both_languages(client, doubled, language, said):
    client.cookies["lang"] = language
    sign_in(client)
    assert said in words(client.get(CODE))


# Living with it


@pytest.fixture
def inside(client, clock, doubled):
    sign_in(client)
    client.post(CODE, {"code": code()})
    clock.shift(30)
    return client


def test_the_page_counts_its_statements(inside, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert "Đã bật" in words(inside.get(HOME))


def test_new_codes_are_shown_for_a_code_and_the_old_ones_are_gone(inside, lan, doubled):
    assert inside.post(CODES, {"code": "000000"}).status_code == 422
    shown = {one.replace(" ", "") for one in SHOWN.findall(words(inside.post(CODES, {"code": code()})))}
    assert len(shown) == 10
    assert not shown & set(doubled)
    assert factor.accepted(lan.pk, doubled[0], at=timezone.now()) is None
    assert factor.accepted(lan.pk, shown.pop(), at=timezone.now())


def test_it_is_taken_away_for_a_code_and_the_session_is_weak_again(inside, lan, settings):
    assert inside.post(REMOVE, {"code": "000000"}).status_code == 422
    assert factor.has(lan.pk)
    assert inside.post(REMOVE, {"code": code()}).url == HOME
    assert not Authenticator.objects.exists()
    settings.HOIAM_SECOND_FACTOR = "required"
    asked(lan)
    assert inside.get(DESK).url.startswith(HOME)


def test_a_session_from_before_shows_it_later(lan, doubled, settings, clock):
    settings.HOIAM_SECOND_FACTOR = "required"
    asked(lan)
    early = Client()
    early.force_login(lan)
    there = early.get(DESK).url
    assert there == f"{HOME}?next=%2Fdesk%2Fcase%2F7%2F"
    assert f"{CONFIRM}?next=%2Fdesk%2Fcase%2F7%2F" in words(early.get(there))
    assert early.post(CONFIRM, {"code": "1", "next": DESK}).status_code == 422
    assert early.post(CONFIRM, {"code": code(), "next": DESK}).url == DESK
    assert early.get(DESK).status_code == 200
    clock.shift(30)
    assert early.post(CONFIRM, {"code": code(), "next": "https://elsewhere.example/"}).url == HOME


# A must


def asked(who, role="head"):
    Role.objects.create(person=who, unit=serve(), role=role, from_on=START)


@pytest.mark.parametrize(
    ("role", "held_up"),
    [
        ("head", True),
        ("proxy", True),
        ("overseer", True),
        ("operator", True),
        ("clerk", False),
        ("handler", False),
    ],
)
def test_required_holds_up_those_who_are_asked_and_nobody_else(client, lan, settings, role, held_up):
    settings.HOIAM_SECOND_FACTOR = "required"
    asked(lan, role)
    client.force_login(lan)
    answer = client.get(DESK)
    assert (answer.status_code == 302 and answer.url.startswith(HOME)) is held_up
    assert client.get(HOME).status_code == client.get("/account/logout/").status_code == 200


def test_offered_holds_up_nobody(client, lan):
    asked(lan)
    client.force_login(lan)
    assert client.get(DESK).status_code == 200


def test_required_leads_through_setting_up_to_where_one_was(client, lan, settings):
    settings.HOIAM_SECOND_FACTOR = "required"
    asked(lan)
    client.force_login(lan)
    assert "Cơ quan yêu cầu" in words(client.get(client.get(DESK).url))
    secret = key_of(client.get(SET_UP))
    client.post(SET_UP, {"code": code(secret), "password": PASSWORD})
    assert client.get(DESK).status_code == 200


# Taken away by an operator


@pytest.fixture
def operator(lan):
    asked(lan, "head")
    who = actions.create_person(username="van", name="Vi Văn Ví Dụ", password=PASSWORD, email="")
    Role.objects.create(person_id=who, unit=serve(), role="operator", from_on=START)
    return who


def run(*said):
    done = CliRunner().invoke(command, [*said, "--lang", "vi"])
    return done.exit_code, done.output


def test_who_lost_the_phone_starts_anew_on_record(inside, lan, operator):
    assert run("reset", "lan", "--by", "van", "--reason", "Mất điện thoại, báo ngày 16/11")[0] == 0
    assert inside.get(DESK).status_code == 302
    row = FactorReset.objects.get()
    assert (row.person, row.by_id, row.reason) == (lan, operator, "Mất điện thoại, báo ngày 16/11")
    assert sign_in(inside).url == "/desk/"
    page = words(inside.get(HOME))
    assert "Mất điện thoại" in page
    assert "Vi Văn Ví Dụ" in page


@pytest.mark.parametrize(
    ("whose", "by", "reason", "why"),
    [
        ("lan", "lan", "x", "not_yours"),
        ("lan", "van", "  ", "reason_needed"),
        ("lan", "van", "x" * 301, "reason_too_long"),
        ("ai", "van", "x", "no_such_person"),
        ("lan", "ai", "x", "no_such_person"),
        ("van", "van", "x", "no_second_factor"),
    ],
)
def test_it_is_not_taken_away_otherwise(doubled, lan, operator, whose, by, reason, why):
    status, said = run("reset", whose, "--by", by, "--reason", reason)
    assert (status, f"({why})" in said) == (1, True)
    assert factor.has(lan.pk)
    assert not FactorReset.objects.exists()


def test_the_operator_sees_who_has_one(doubled, lan, operator):
    status, said = run()
    assert status == 0
    assert [line.split(maxsplit=1) for line in said.splitlines()[:2]] == [
        ["lan", "đã bật"],
        ["van", "chưa bật"],
    ]
    assert said.splitlines()[2] == "1/2"
