"""What an installation says of quiet hours: others, none, or nothing, then those of the jurisdiction hold."""

import runpy

import pytest

from hoiam.config import settings


@pytest.mark.parametrize(("said", "understood"), [("22:00-06:00", "22:00-06:00"), ("", ""), (None, None)])
def test_none_is_not_nothing_said(monkeypatch, said, understood):
    if said is None:
        monkeypatch.delenv("HOIAM_QUIET_HOURS", raising=False)
    else:
        monkeypatch.setenv("HOIAM_QUIET_HOURS", said)
    assert runpy.run_path(settings.__file__)["HOIAM_QUIET_HOURS"] == understood
