"""Copies of this process that do one thing each, and are begun anew when they end."""

import contextlib
import ctypes
import logging
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

SOON = 5.0
"""Seconds: what ends sooner than this after its start would only do so again."""
PATIENCE = 45.0
"""Seconds that a part has to finish what it is at; nothing acknowledged hangs on it."""
ASKS = frozenset({signal.SIGTERM, signal.SIGINT})
WATCHED = ASKS | {signal.SIGCHLD}
PR_SET_PDEATHSIG = 1  # of Linux' sys/prctl.h

log = logging.getLogger("hoiam.tending")


@dataclass(frozen=True)
class _Running:
    process: BaseProcess
    since: float = field(default_factory=time.monotonic)

    @property
    def began_just_now(self) -> bool:
        return time.monotonic() - self.since < SOON


def tend(parts: Mapping[str, Callable[[], object]]) -> int:
    """Run each part in a copy of this process until SIGTERM or SIGINT; 0, or 1 when one of them cannot stay.

    Before the first thread and connection: a copy has neither. What is loaded by now is in memory once for all of
    them, as far as none writes to it. A part takes SIGTERM as a request to finish what it is at, and is waited for.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    signal.signal(signal.SIGCHLD, lambda *_: None)  # what is ignored is not waited for either
    running = {name: _begin(name, part, before) for name, part in parts.items()}
    try:
        while signal.sigwait(WATCHED) == signal.SIGCHLD:
            for name, ended in [(name, one) for name, one in running.items() if not one.process.is_alive()]:
                log.error("%s ended with %s", name, ended.process.exitcode)
                if ended.began_just_now:
                    return 1
                running[name] = _begin(name, parts[name], before)
        return 0
    finally:
        _end([one.process for one in running.values()])


def _end(processes: Sequence[BaseProcess]) -> None:
    """Ask each to finish; what was asked twice at once may wait for ever, and is ended after PATIENCE."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        process.join(max(until - time.monotonic(), 0))
        if process.is_alive():
            log.error("%s did not end when asked: killed", process.name)
            process.kill()
            process.join()


def _begin(name: str, part: Callable[[], object], mask: set[signal.Signals | int]) -> _Running:
    process = get_context("fork").Process(
        name=name, target=_alone, kwargs={"part": part, "mask": mask, "parent": os.getpid()}
    )
    process.start()
    return _Running(process)


def _alone(part: Callable[[], object], mask: set[signal.Signals | int], parent: int) -> None:
    """In the copy: it does not outlive whom it was copied from, and hears signals as any process does."""
    with contextlib.suppress(AttributeError, OSError):  # other systems have no such call
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    if os.getppid() == parent:
        part()
