"""Two cases that want the same upload: one gets it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from hoiam.files import actions as files, queries
from hoiam.kit import db
from hoiam.law.refusal import Refused
from tests.files import makers

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def taken(token, owner_id):
    """Give whether this owner got the file."""
    try:
        with db.writing():
            files.attach(tokens=[token], owner="case", owner_id=owner_id, at=AT)
    except Refused:
        return False
    else:
        return True
    finally:
        connection.close()


def swept(_):
    """Give whether the sweeper got it."""
    try:
        return files.sweep_staged(before=AT + timedelta(days=1)) == 1
    finally:
        connection.close()


def test_of_many_owners_one_gets_the_file():
    token = files.stage(upload=makers.upload("a.txt", b"text"), at=AT).token
    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(lambda owner: taken(token, owner), range(1, 7)))
    assert won.count(True) == 1
    assert queries.about(token=token).owner_id == won.index(True) + 1


def test_a_file_is_swept_or_attached_and_then_it_can_be_read():
    tokens = [files.stage(upload=makers.upload("a.txt", b"text"), at=AT).token for _ in range(6)]
    with ThreadPoolExecutor(4) as pool:
        sweeping = pool.submit(swept, None)
        won = list(pool.map(taken, tokens, range(1, 7)))
        sweeping.result()
    for token, got in zip(tokens, won, strict=True):
        if got:
            assert queries.read(token=token, clean=False).data == b"text"
        else:
            with pytest.raises(Refused, match="no_such_file"):
                queries.about(token=token)
