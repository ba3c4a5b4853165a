"""What a witness remembers, as files: DIR/key, DIR/logs, DIR/state/<sha256 of origin>/checkpoint, …/evidence/.

A witness without its memory is worse than none: it would cosign a fork. So a key without a state folder is refused.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from hoiam.ledger import note
from hoiam.ledger.cosigner import Cosigner
from hoiam.ledger.errors import Damaged
from hoiam.ledger.note import MAX_NOTE, Verifier
from hoiam.ledger.record import alone, flush_directory, replace_durably, small
from hoiam.ledger.witness import Witness, digest

MAX_EVIDENCE = 100
MAX_LOGS = 1 << 20


class Slot:
    """See ledger.witness.Slot."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def latest(self) -> str:
        try:
            return small(str(self._folder / "checkpoint"), MAX_NOTE).decode()
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError:
            raise Damaged("witness_memory") from None

    def keep(self, signed: str) -> None:
        replace_durably(str(self._folder / "checkpoint"), signed.encode())

    def accuse(self, body: bytes) -> None:
        """The first hundred, each once: a log that lies more often is convicted already."""
        folder = self._folder / "evidence"
        folder.mkdir(exist_ok=True)
        target = folder / sha256(body).hexdigest()
        if not target.exists() and len(list(folder.iterdir())) < MAX_EVIDENCE:
            replace_durably(str(target), body)


class Files:
    """See ledger.witness.Memory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @contextmanager
    def holding(self, origin: str) -> Iterator[Slot]:
        folder = self._folder(origin)
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            flush_directory(str(self._directory))
        with alone(str(folder / ".lock")):
            yield Slot(folder)

    def latest(self, origin: str) -> str:
        return Slot(self._folder(origin)).latest()

    def _folder(self, origin: str) -> Path:
        return self._directory / digest(origin)


def open_witness(
    directory: Path,
    logs: Iterable[Verifier],
    *,
    name: str,
    seed: Callable[[], bytes],
    clock: Callable[[], int],
) -> Witness:
    """The witness of this folder; the first time its key is made. `logs` are remembered beside those of before.

    Damaged("witness_state_lost") for a key without its memory; Malformed("own_witness").
    """
    directory.mkdir(parents=True, exist_ok=True)
    key, state = directory / "key", directory / "state"
    if not key.exists():
        state.mkdir(exist_ok=True)
        Cosigner.generate(key, name, seed())
        flush_directory(str(directory))
    elif not state.is_dir():
        raise Damaged("witness_state_lost")
    known = _logs(directory / "logs")
    every = [*known, *(one for one in logs if one not in known)]
    witness = Witness(Cosigner.read(key), every, Files(state), clock)
    if every != known:
        replace_durably(str(directory / "logs"), "".join(f"{one.vkey}\n" for one in every).encode())
    return witness


def _logs(path: Path) -> list[Verifier]:
    if not path.is_file():
        return []
    return [note.parse_vkey(line) for line in small(str(path), MAX_LOGS).decode("ascii", "replace").split()]
