"""Staged, attached, read, swept: bytes on disk are never in clear and never lost before their row."""

import hashlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from PIL import Image

from hoiam.files import actions as files, queries, shelf, views
from hoiam.files.models import File
from hoiam.kit.cipher import SealBrokenError
from hoiam.law.refusal import Refused
from tests.files import makers

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
NOTE = "Hố ga trước số 5 mất nắp".encode()


def stage(name="đơn.txt", data=NOTE):
    return files.stage(upload=makers.upload(name, data), at=AT)


def attach(*tokens, owner_id=7, **changes):
    files.attach(**{"tokens": tokens, "owner": "case", "owner_id": owner_id, "at": AT, **changes})


def on_disk(folder):
    return {path.name: path.read_bytes() for path in folder.glob("??/*")}


def test_an_upload_is_staged_and_comes_back_byte_for_byte():
    photo = makers.photo()
    staged = stage("ảnh.jpg", photo)
    assert (staged.name, staged.size, staged.media_type) == ("ảnh.jpg", len(photo), "image/jpeg")
    assert staged.sha256 == hashlib.sha256(photo).digest()
    assert queries.read(token=staged.token, clean=False).data == photo
    copy = queries.read(token=staged.token, clean=True)
    assert copy.data != photo
    assert makers.PLACE not in copy.data


def test_no_byte_of_a_file_or_its_name_is_stored_in_clear(folder):
    photo = makers.photo()
    staged = stage("đơn của Bưởi.jpg", photo)
    copy = queries.read(token=staged.token, clean=True).data
    stored = on_disk(folder)
    assert set(stored) == {f"{staged.token}.original", f"{staged.token}.clean"}
    for clear in (photo[:12], photo[-12:], copy[:12], copy[-12:], makers.PLACE, makers.SECRET.encode()):
        assert not any(clear in data for data in stored.values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM files_file")
        assert "Bưởi".encode() not in bytes(cursor.fetchone()[0])
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("??/*"))


def test_a_file_moved_to_another_name_on_disk_does_not_open(folder):
    first, second = stage(), stage()
    (folder / first.token[:2] / f"{first.token}.original").replace(
        folder / second.token[:2] / f"{second.token}.original"
    )
    with pytest.raises(SealBrokenError):
        shelf.get(second.token, shelf.ORIGINAL)
    with pytest.raises(Refused, match="file_unreadable"):
        queries.read(token=second.token, clean=False)
    with pytest.raises(Refused, match="file_unreadable"):
        queries.read(token=first.token, clean=False)


def test_the_bytes_are_on_disk_before_the_row(monkeypatch, folder):
    def break_down(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(File, "save", break_down)
    with pytest.raises(ZeroDivisionError):
        stage()
    assert len(on_disk(folder)) == 1
    assert not File.objects.exists()


def test_a_write_that_fails_leaves_nothing_behind(monkeypatch, folder):
    def full(*_):
        raise OSError(28, "disk full")

    monkeypatch.setattr(shelf.os, "fsync", full)
    folder.mkdir()
    with pytest.raises(OSError, match="disk full"):
        shelf._write_whole(folder / "x", b"data")
    assert not list(folder.iterdir())


def test_a_file_over_ten_megabytes_is_refused_without_reading_it_all():
    with pytest.raises(Refused, match="file_too_large") as refusal:
        stage("a.txt", b"x" * (10 * files.MEGABYTE + 1))
    assert refusal.value.facts == {"limit_mb": 10}
    lying = SimpleUploadedFile("a.txt", b"x" * (10 * files.MEGABYTE + 1))
    lying.size = 5
    with pytest.raises(Refused, match="file_too_large"):
        files.stage(upload=lying, at=AT)


def test_a_refused_upload_leaves_nothing(folder):
    with pytest.raises(Refused, match="file_is_not_what_it_says"):
        stage("a.jpg", b"<html>")
    assert not on_disk(folder)
    assert not File.objects.exists()


def test_attaching_is_one_statement_and_gives_every_file_its_owner(django_assert_num_queries):
    tokens = [stage().token, stage().token]
    with django_assert_num_queries(1):
        attach(*tokens)
    cards = queries.of_owner(owner="case", owner_id=7)
    assert [card.token for card in cards] == tokens
    assert {(card.attached_at, card.purpose) for card in cards} == {(AT, "evidence")}
    assert queries.digests(tokens=tokens) == dict.fromkeys(tokens, hashlib.sha256(NOTE).digest())


def test_no_files_cost_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        attach()
        assert queries.staged(tokens=["", "'; DROP TABLE", "../x"]) == ()
        assert queries.digests(tokens=[]) == {}


def test_a_file_is_attached_once():
    token = stage().token
    attach(token)
    with pytest.raises(Refused, match="file_gone"):
        attach(token, owner_id=8)
    assert queries.about(token=token).owner_id == 7


def test_all_files_are_attached_or_none():
    here, gone = stage().token, "0" * 32
    with pytest.raises(Refused, match="file_gone"):
        attach(here, gone)
    assert [card.token for card in queries.staged(tokens=[here, gone])] == [here]


def test_a_case_takes_twenty_five_megabytes_in_all():
    tokens = [stage().token for _ in range(3)]
    File.objects.filter(token__in=tokens).update(size=9 * 1024 * 1024)
    attach(*tokens[:2])
    with pytest.raises(Refused, match="files_too_large") as refusal:
        attach(tokens[2])
    assert refusal.value.facts == {"limit_mb": 25}
    attach(tokens[2], owner_id=8)


def test_a_letter_of_ours_is_its_own_clean_copy(folder):
    card = files.store(
        data=b"%PDF-1.7 letter",
        name="trả-lời.pdf",
        media_type="application/pdf",
        owner="case",
        owner_id=7,
        purpose="reply",
        at=AT,
    )
    assert queries.of_owner(owner="case", owner_id=7) == (card,)
    assert queries.read(token=card.token, clean=True) == queries.read(file_id=card.id, clean=False)
    assert list(on_disk(folder)) == [f"{card.token}.original"]


@pytest.mark.parametrize(("name", "data"), [("a.docx", makers.docx()), ("a.txt", NOTE)])
def test_an_office_document_and_a_text_have_no_clean_copy(name, data, folder):
    staged = stage(name, data)
    assert list(on_disk(folder)) == [f"{staged.token}.original"]
    assert not queries.about(token=staged.token).has_clean_copy
    with pytest.raises(Refused, match="no_such_file"):
        queries.read(token=staged.token, clean=True)


@pytest.mark.parametrize("token", ["0" * 32, "", "../../etc/passwd", "'"])
def test_an_unknown_file_is_refused(token):
    with pytest.raises(Refused, match="no_such_file"):
        queries.read(token=token, clean=False)
    with pytest.raises(Refused, match="no_such_file"):
        queries.read(file_id=0, clean=False)


def test_an_upload_taken_back_is_gone_at_once_and_an_attached_one_stays(folder):
    kept, left = stage().token, stage().token
    attach(kept)
    files.discard(token=left)
    files.discard(token=left)
    files.discard(token=kept)
    assert list(on_disk(folder)) == [f"{kept}.original"]
    assert [row.token for row in File.objects.all()] == [kept]


@pytest.mark.parametrize("token", ["../outside", "x\0", "", "f" * 32])
def test_a_made_up_token_reaches_nothing(token, folder):
    folder.mkdir(exist_ok=True)
    outside = folder / "outside.original"
    outside.write_bytes(b"another's")
    shelf.put("f" * 32, shelf.ORIGINAL, b"not staged yet")
    files.discard(token=token)
    assert outside.exists()
    assert shelf.get("f" * 32, shelf.ORIGINAL)
    with pytest.raises(Refused, match="file_gone"):
        attach(token)
    assert queries.staged(tokens=[token]) == ()


def test_sweeping_inside_another_transaction_is_a_mistake():
    with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
        files.discard(token=stage().token)


def test_more_files_than_a_form_takes_are_refused():
    with pytest.raises(Refused, match="too_many_files") as refusal:
        attach(*(f"{n:032x}" for n in range(11)))
    assert refusal.value.facts == {"most": 10}


def test_what_found_no_owner_is_swept_after_a_day_and_nothing_else(folder):
    kept, left = stage().token, stage().token
    attach(kept)
    assert files.sweep_staged(before=AT) == 0
    assert files.sweep_staged(before=AT + timedelta(hours=24)) == 1
    assert {name.partition(".")[0] for name in on_disk(folder)} == {kept}
    assert not File.objects.filter(token=left).exists()
    with pytest.raises(Refused, match="file_gone"):
        attach(left)


def test_bytes_without_a_row_are_swept_for_the_operator(folder):
    kept = stage().token
    shelf.put("f" * 32, shelf.ORIGINAL, b"left by a kill")
    (folder / "ff" / ".draft.original.0011").write_bytes(b"half")
    assert files.sweep_orphans(before=datetime(2001, 1, 1, tzinfo=UTC)) == 0
    assert files.sweep_orphans(before=datetime(2999, 1, 1, tzinfo=UTC)) == 2
    assert {name.partition(".")[0] for name in on_disk(folder)} == {kept}


def test_a_cleaned_picture_is_named_for_what_it_became():
    staged = stage("ảnh chụp.webp", makers.webp())
    copy = queries.read(token=staged.token, clean=True)
    assert (copy.name, copy.media_type) == ("ảnh chụp.jpg", "image/jpeg")
    with Image.open(io.BytesIO(copy.data)) as seen:
        assert seen.format == "JPEG"


def test_a_download_can_do_nothing_in_our_name():
    content = queries.FileContent(name='đơn "1"\r\n.pdf', media_type="application/pdf", data=b"%PDF-")
    response = views.download_response(content)
    assert response.content == b"%PDF-"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C4%91%C6%A1n%20%221%22%0D%0A.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Length"] == "5"
