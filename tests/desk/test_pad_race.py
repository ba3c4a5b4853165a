"""Two clerks register from one paper slip at the same moment: one case, and the other form comes back whole."""

import re
import secrets
import threading
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from hoiam.desk.cases.actions import intake, slip_pads
from hoiam.desk.cases.models import Case
from hoiam.files.models import File
from hoiam.journal import actions as journal, pads
from hoiam.journal.models import PadStub
from hoiam.law.roles import Role
from tests import cast as people
from tests.journal import naive

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = ("vi", "en")
USED = {
    "vi": "đã được dùng để tiếp nhận",
    "en": "A case was registered from this slip already.",
}
VOID = {"vi": "Phiếu này đã hủy", "en": "This slip is void."}


@pytest.fixture
def pad_id(cast):
    return slip_pads.issue(unit_id=cast.ward.pk, by=people.actor(cast.clerk), at=timezone.now())


@pytest.fixture
def clerks(cast):
    """One who reads Vietnamese and one who reads English, each with a form of their own."""
    both = (cast.clerk, people._person("second clerk", cast.ward, Role.CLERK))
    clients = [Client(), Client()]
    for client, person, language in zip(clients, both, LANGUAGES, strict=True):
        client.force_login(person)
        client.cookies["lang"] = language
    return clients


def typed(cast, pad_id, number, who):
    return {
        "unit": cast.ward.pk,
        "channel": "counter",
        "kind": "petition",
        "submit_key": secrets.token_hex(20),
        "name": f"Nông Thị Giả Định {who}",
        "phone": f"0900 000 00{who}",
        "address": f"Số {who} đường Thử",
        "email": f"nguoi{who}@example.invalid",
        "title": f"Việc số {who}",
        "body": f"Nội dung do người số {who} nói ra.",
        "stub": f"{pad_id}/{number}",
        "sealed": "on",
    }


def register(client, said, who):
    upload = SimpleUploadedFile(f"giấy-{who}.txt", f"tệp của người số {who}".encode())
    return client.post("/desk/register", {**said, "uploads": upload})


def side_by_side(clerks, forms):
    """Both answers, in the order of the clerks."""
    answers = [None, None]

    def go(who):
        try:
            answers[who] = register(clerks[who], forms[who], who)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def nothing_is_lost(answer, said, who, words):
    """The form as it was typed, its file put aside, and why, in the clerk's own language."""
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert words[LANGUAGES[who]] in page
    for name in ("name", "phone", "address", "email", "title", "stub"):
        assert f'value="{said[name]}"' in page, name
    assert said["body"] in page
    assert re.search(r'<input[^>]*name="sealed"[^>]* checked', page)
    [kept] = re.findall(r'name="kept" value="([0-9a-f]{32})"[^>]* checked', page)
    assert f"giấy-{who}.txt" in page
    return kept


def test_one_wins_and_the_other_gets_everything_back(cast, pad_id, clerks, monkeypatch):
    start, original = threading.Barrier(2), intake.register

    def together(**said):
        start.wait(30)
        return original(**said)

    monkeypatch.setattr("hoiam.desk.cases.views.staff_register.cases.register", together)
    forms = [typed(cast, pad_id, 7, who) for who in range(2)]
    answers = side_by_side(clerks, forms)
    monkeypatch.undo()
    loser = [answer.status_code for answer in answers].index(422)
    won = answers[1 - loser]
    assert won.status_code == 302
    case = Case.objects.get()
    assert case.title == forms[1 - loser]["title"]
    assert PadStub.objects.get(pad_id=pad_id, number=7).state == "used"
    assert pads.reconcile(pad_id=pad_id).holds
    kept = nothing_is_lost(answers[loser], forms[loser], loser, USED)
    again = clerks[loser].post("/desk/register", {**forms[loser], "stub": f"{pad_id}/8", "kept": kept})
    assert again.status_code == 302
    second = Case.objects.exclude(pk=case.pk).get()
    assert (second.title, second.body) == (forms[loser]["title"], forms[loser]["body"])
    assert File.objects.get(owner_id=second.pk).owner_id != case.pk
    assert pads.card(pad_id=pad_id).used == 2
    assert pads.reconcile(pad_id=pad_id).holds


@pytest.mark.parametrize(("rival", "words"), [("register", USED), ("void", VOID)])
def test_a_slip_taken_but_not_yet_committed_is_waited_for(cast, pad_id, clerks, rival, words):
    """On PostgreSQL the second has read the slip as left; what became of it is what the first one commits."""
    form = typed(cast, pad_id, 7, 1)
    with journal.recording():
        take(cast, pad_id, rival)
        thread, answers = naive.beside(lambda: late(clerks[1], form))
        if connection.vendor == "postgresql":
            with naive.lines(1) as (watch,):
                naive.until_blocked(watch, thread)
        assert answers == []
    thread.join()
    [answer] = answers
    nothing_is_lost(answer, form, 1, words)
    assert not Case.objects.exists()
    assert pads.card(pad_id=pad_id).left == 99


def take(cast, pad_id, rival):
    """What the first one does, in a transaction that is still open."""
    at = timezone.now()
    if rival == "void":
        slip_pads.void(pad_id=pad_id, numbers=[7], by=people.actor(cast.clerk), at=at)
    else:
        pads.claim(pad_id=pad_id, number=7, unit_id=cast.ward.pk, at=at)


def late(client, form):
    try:
        return register(client, form, 1)
    finally:
        connections.close_all()
