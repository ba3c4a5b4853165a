"""Files of open data are made in a process of their own, once a day: what it loads goes with it when it ends."""

import logging
import subprocess
import sys

log = logging.getLogger("hoiam.worker")
_CALL = "import sys; from hoiam.config.console import main; sys.argv[1:] = ['data', '--daily']; main()"
PATIENCE = 10.0
"""Seconds that it has to end when asked; a making that is cut off leaves the files as they were."""


class Publishing:
    """The one process there may be; it is looked after between the rounds of the worker."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Unless it still runs."""
        if self._running is None or self.look():
            self._running = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-c", _CALL], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )

    def look(self) -> bool:
        """Whether none runs by now; says so when it failed."""
        if self._running is None:
            return True
        code = self._running.poll()
        if code is None:
            return False
        if code:
            log.error("open data: not everything could be made (%s)", code)
        self._running = None
        return True

    def end(self) -> None:
        """Ask it to end, and wait."""
        if self._running is None or self._running.poll() is not None:
            return
        self._running.terminate()
        try:
            self._running.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()
