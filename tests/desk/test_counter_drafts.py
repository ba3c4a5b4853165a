"""What a clerk types is kept for that clerk alone, offered again, erased when it is registered or too old."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from hoiam.desk.cases.actions import drafts
from hoiam.desk.cases.models import Case, CounterDraft
from hoiam.desk.cases.queries import drafts as queries
from hoiam.files import actions as files, queries as file_queries
from hoiam.law.drafting import MOST
from hoiam.law.refusal import Refused
from tests import cast as people
from tests.desk.test_staff_register import REGISTER, post, text, typed

pytestmark = pytest.mark.django_db
SAVE = f"{REGISTER}/draft"
SECRET = "Người dân đang kể dở việc hàng rào"
NOW = timezone.now()


def save(client, who, data):
    client.force_login(who)
    return client.post(SAVE, data)


def half(cast, **changes):
    """What stands in the form while the person speaks: nothing of it is complete."""
    return typed(cast, title="", email="khong-phai-thu", body=SECRET, field="", **changes)


def test_what_is_typed_comes_back_as_it_was_typed(client, cast):
    answer = save(client, cast.clerk, half(cast, kind="complaint", about_conduct="on"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert "Đã lưu" in text(answer)
    offered = client.get(REGISTER)
    [card] = offered.context["drafts"]
    assert card["title"] == SECRET
    page = client.get(f"{REGISTER}?draft={card['id']}")
    form = page.context["form"]
    assert form["submit_key"].value() == "a" * 40
    wanted = {"body": SECRET, "email": "khong-phai-thu", "kind": "complaint", "phone": "0900000001"}
    assert {name: form[name].value() for name in wanted} == wanted
    assert (form["about_conduct"].value(), form["sealed"].value()) == (True, False)
    assert not form.errors
    assert SECRET in text(page)


def test_a_list_of_many_people_comes_back_too(client, cast):
    listed = "\n".join(f"Người Ký Ví Dụ {n};02019000{n:04d};Thôn {n}" for n in range(2, 38))
    save(client, cast.clerk, half(cast, group="on", signers=listed, representatives="Người Ký Ví Dụ 2"))
    form = client.get(f"{REGISTER}?draft={CounterDraft.objects.get().pk}").context["form"]
    said = [form[name].value() for name in ("group", "signers", "representatives")]
    assert said == [True, listed, "Người Ký Ví Dụ 2"]


def test_saved_again_it_is_the_same_form(client, cast):
    for body in ("Một", "Một hai"):
        save(client, cast.clerk, half(cast) | {"body": body})
    assert CounterDraft.objects.get().said["body"] == ["Một hai"]


def test_a_shared_machine_shows_it_to_its_clerk_alone(client, cast):
    save(client, cast.clerk, half(cast))
    [row] = CounterDraft.objects.all()
    for path in (REGISTER, f"{REGISTER}?draft={row.pk}"):
        client.force_login(cast.stranger)
        page = client.get(path)
        assert page.context["drafts"] == []
        assert SECRET not in text(page)
        assert "no-store" in page["Cache-Control"]
    client.post(f"{SAVE}/drop", {"form": row.form_key})
    assert CounterDraft.objects.exists()
    with pytest.raises(Refused, match="no_such_draft"):
        queries.one(person_id=cast.stranger.pk, draft_id=row.pk, at=timezone.now())


def test_two_clerks_with_one_key_have_two_forms(client, cast):
    save(client, cast.clerk, half(cast))
    save(client, cast.stranger, half(cast) | {"body": "Việc khác", "unit": cast.other.pk})
    assert {one.said["body"][0] for one in CounterDraft.objects.all()} == {SECRET, "Việc khác"}


def test_registered_it_is_erased_with_the_case(client, cast):
    save(client, cast.clerk, typed(cast))
    assert post(client, cast.clerk, typed(cast)).status_code == 302
    assert not CounterDraft.objects.exists()


def test_a_save_that_comes_after_the_registration_keeps_nothing(client, cast):
    post(client, cast.clerk, typed(cast))
    late = save(client, cast.clerk, typed(cast))
    assert late.status_code == 422
    assert "đã được tiếp nhận" in text(late)
    CounterDraft.objects.create(
        person=cast.clerk, form_key="a" * 40, said={}, saved_at=NOW, expires_at=NOW + timedelta(days=1)
    )
    assert client.get(REGISTER).context["drafts"] == []


def test_without_scripts_a_button_keeps_it_with_its_files(client, cast):
    upload = SimpleUploadedFile("don.txt", "Đơn viết tay".encode())
    answer = post(client, cast.clerk, half(cast) | {"save": "1", "uploads": [upload]})
    assert (answer.status_code, answer["Location"]) == (302, REGISTER)
    assert not Case.objects.exists()
    row = CounterDraft.objects.get()
    files.sweep_staged(before=NOW + timedelta(days=10))
    page = client.get(f"{REGISTER}?draft={row.pk}")
    assert [file.name for file in page.context["kept"]] == ["don.txt"]
    whole = typed(cast, kept=[file.token for file in page.context["kept"]])
    post(client, cast.clerk, whole)
    case = Case.objects.get()
    assert [file.name for file in file_queries.of_owner(owner="case", owner_id=case.pk)] == ["don.txt"]


def test_a_file_that_cannot_be_taken_is_named_and_the_words_stay(client, cast):
    bad = SimpleUploadedFile("anh.jpg", b"<html></html>")
    answer = post(client, cast.clerk, half(cast) | {"save": "1", "uploads": [bad]})
    assert answer.status_code == 422
    assert SECRET in text(answer)


def test_erased_at_once_when_the_clerk_says_so(client, cast):
    upload = SimpleUploadedFile("don.txt", "Đơn viết tay".encode())
    post(client, cast.clerk, half(cast) | {"save": "1", "uploads": [upload]})
    client.post(f"{SAVE}/drop", {"form": "a" * 40})
    assert not CounterDraft.objects.exists()
    client.post(f"{SAVE}/drop", {"form": "a" * 40})
    assert client.get(REGISTER).context["drafts"] == []


def test_an_empty_form_is_nothing_to_keep(client, cast):
    save(client, cast.clerk, half(cast))
    empty = {
        "submit_key": "a" * 40,
        "unit": cast.ward.pk,
        "channel": "counter",
        "kind": "petition",
        "body": " ",
    }
    assert text(save(client, cast.clerk, empty)) == ""
    assert not CounterDraft.objects.exists()


def test_after_its_days_it_is_not_shown_and_then_erased(client, cast):
    save(client, cast.clerk, half(cast))
    CounterDraft.objects.update(expires_at=timezone.now())
    assert client.get(REGISTER).context["drafts"] == []
    assert (drafts.sweep(at=timezone.now()), drafts.sweep(at=timezone.now())) == (1, 0)
    assert not CounterDraft.objects.exists()


def test_so_many_and_no_more_and_it_is_said_why(client, cast):
    for number in range(MOST):
        save(client, cast.clerk, half(cast) | {"submit_key": f"{number:040}"})
    answer = save(client, cast.clerk, half(cast))
    assert answer.status_code == 422
    assert str(MOST) in text(answer)
    page = post(client, cast.clerk, half(cast) | {"save": "1"})
    assert page.status_code == 422
    assert SECRET in text(page)


@pytest.mark.parametrize("who", ["handler", "inspector", "operator"])
def test_who_does_not_receive_citizens_keeps_nothing(client, cast, who):
    assert save(client, getattr(cast, who), half(cast)).status_code == 422
    assert not CounterDraft.objects.exists()


def test_signed_out_nothing_is_kept(client, cast):
    assert client.post(SAVE, half(cast)).status_code == 302
    assert not CounterDraft.objects.exists()


def test_the_database_holds_no_word_of_it(client, cast):
    save(client, cast.clerk, half(cast))
    with connection.cursor() as cursor:
        cursor.execute("SELECT said FROM cases_counterdraft")
        [(sealed,)] = cursor.fetchall()
    assert not any(word.encode() in bytes(sealed) for word in (SECRET, people.CITIZEN.name, "0900000001"))
