"""Starts the cleaning programs and reads their answer."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import hoiam
from hoiam.files.cleaning.child import REFUSED
from hoiam.law.refusal import Refused

SECONDS = 30  # of the wall clock; the child's processor seconds come first
PATIENCE = 60
_one_at_a_time = threading.Lock()  # a decoded photo is large; uploads of one process wait for each other


def clean(program: str, data: bytes) -> bytes:
    """A reading copy by `picture` or `pdf`, or what `qr` reads.

    Refused: image_too_big(megapixels), file_encrypted, file_damaged, files_busy (too many uploads at once).
    """
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise Refused("files_busy")
    try:
        done = _run(program, data)
    except subprocess.TimeoutExpired as error:
        raise Refused("file_damaged") from error
    finally:
        _one_at_a_time.release()
    if done.returncode == REFUSED:
        refusal = json.loads(done.stdout)
        raise Refused(refusal["code"], **refusal["facts"])
    if done.returncode or not done.stdout:
        raise Refused("file_damaged")
    return done.stdout


def _run(program: str, data: bytes) -> "subprocess.CompletedProcess[bytes]":
    """The child gets no environment, so none of our keys, and killing it harms nothing."""
    return subprocess.run(  # noqa: S603 - our own program, named here
        [sys.executable, "-P", "-m", f"{__package__}.{program}"],
        input=data,
        capture_output=True,
        timeout=SECONDS,
        check=False,
        env={"PYTHONPATH": str(Path(hoiam.__file__).parent.parent), "LANG": "C.UTF-8"},
        cwd="/",
    )
