"""What public events open to, as files beside the log: `openings/<index>`, and `<index>.json` what they name by hash.

`.through` says below which index nothing is missing. That is no watermark over rows: an index is given once, in
order, and is published when all before it are.
"""

import logging
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from django.conf import settings

from hoiam.journal import chain, store
from hoiam.journal.models import Event, Visibility
from hoiam.kit.cipher import SealBrokenError
from hoiam.law.refusal import Refused
from hoiam.ledger import receipt
from hoiam.ledger.record import replace_all_durably

FOLDER = "openings"
_log = logging.getLogger("hoiam.journal")
_THROUGH = ".through"
_BATCH = 500


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
    missing = (event for event in events if event.index not in there)
    done = 0
    while batch := list(islice(missing, _BATCH)):
        done += _write(home, batch)
    _put(home, {_THROUGH: str(size)})
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


def _write(home: Path, events: Sequence[Event]) -> int:
    """Those that can be opened; gives how many."""
    openings = {event.index: text for event in events if (text := _opening(event))}
    beside = {
        f"{event.index}.json": event.supplement.text
        for event in events
        if event.index in openings and hasattr(event, "supplement") and event.supplement.text
    }
    _put(home, {**beside, **{str(index): text for index, text in openings.items()}})
    return len(openings)


def _opening(event: Event) -> str:
    try:
        return text_of(event)
    except Refused:
        return ""
    except SealBrokenError:  # one damaged case must not keep all later openings from the public
        _log.error("entry %s is public and cannot be opened: its key is damaged", event.index)
        return ""


def _put(home: Path, texts: Mapping[str, str]) -> None:
    files = {name: text.encode() for name, text in texts.items()}
    replace_all_durably(str(home), files, mark=f"{os.getpid()}.{threading.get_ident()}")


def _through(home: Path) -> int:
    with suppress(FileNotFoundError, ValueError):
        return int((home / _THROUGH).read_text(encoding="utf-8"))
    return 0
