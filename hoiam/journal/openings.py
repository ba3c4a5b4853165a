"""What public events open to, as files beside the log: `openings/<index>`, and `<index>.json` what they name by hash.

`.through` says below which index nothing is missing. That is no watermark over rows: an index is given once, in
order, and is published when all before it are.
"""

import logging
import os
import threading
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from hoiam.journal import chain, store
from hoiam.journal.models import Event, Visibility
from hoiam.kit.cipher import SealBrokenError
from hoiam.law.refusal import Refused
from hoiam.ledger import receipt
from hoiam.ledger.record import replace_durably

FOLDER = "openings"
_log = logging.getLogger("hoiam.journal")
_THROUGH = ".through"


def publish(*, whole: bool = False) -> int:
    """Write what was published since the last time, or `whole`: whatever is missing. Gives how many were written.

    One small read where nothing is new. Raises OSError, LedgerError.
    """
    home = Path(settings.HOIAM_LOG_DIR) / FOLDER
    size, through = store.publisher().published_size(), _through(home)
    if size <= (0 if whole else through):
        return 0
    home.mkdir(parents=True, exist_ok=True)
    there = _there(home) if whole else frozenset()
    rows = Event.objects.filter(
        visibility=Visibility.PUBLIC, index__lt=size, index__gte=0 if whole else through
    )
    events = rows.order_by("index").select_related("vault", "supplement").iterator(500)
    done = sum(_write(home, event) for event in events if event.index not in there)
    _put(home / _THROUGH, str(size))
    return done


def text_of(event: Event) -> str:
    """What it opens to, also when its case's key is gone and the opening was kept. Refused: erased."""
    kept = getattr(event, "supplement", None)
    if kept is not None and kept.opening:
        return str(kept.opening)
    if event.statement is None:
        raise Refused("erased")
    salt = chain.salt_of(event.vault.stmt_key, event.vault_id, event.seq)
    return receipt.Open(salt, event.statement).text()


def _there(home: Path) -> frozenset[int]:
    """Files are flushed before they get their names, so one that is there is whole."""
    return frozenset(int(file.name) for file in home.iterdir() if file.name.isdecimal())


def _write(home: Path, event: Event) -> bool:
    try:
        opening = text_of(event)
    except Refused:
        return False
    except SealBrokenError:  # one damaged case must not keep all later openings from the public
        _log.error("entry %s is public and cannot be opened: its key is damaged", event.index)
        return False
    kept = getattr(event, "supplement", None)
    if kept is not None and kept.text:
        _put(home / f"{event.index}.json", kept.text)
    _put(home / str(event.index), opening)
    return True


def _put(target: Path, text: str) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}")
    replace_durably(str(target), text.encode(), beside=str(beside))


def _through(home: Path) -> int:
    with suppress(FileNotFoundError, ValueError):
        return int((home / _THROUGH).read_text(encoding="utf-8"))
    return 0
