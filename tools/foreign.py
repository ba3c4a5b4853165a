"""Programs by others that the tests need and that want a newer Python: .venv-foreign, from requirements/foreign.txt.

`dev.py test` runs this. Where there is no Python 3.12 it says so, and tests/foreign/test_witness.py is skipped.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv-foreign"
LOCK = ROOT / "requirements" / "foreign.txt"


def main() -> None:
    python, stamp = newer_python(), HOME / "stamp"
    if python is None:
        print("no Python 3.12 or newer here: tests/foreign/test_witness.py is skipped", flush=True)
    elif not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
        print("setting up: programs by others", flush=True)
        subprocess.run([python, "-m", "venv", "--clear", str(HOME)], check=True)
        pip = [str(HOME / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "--require-hashes", "--requirement", str(LOCK)], check=True)
        stamp.write_bytes(LOCK.read_bytes())


def newer_python() -> str | None:
    """This one, one on the path, or one beside this one, as pyenv and uv keep them."""
    beside = Path(sys.base_prefix).resolve().parent.glob("*3.1[2-9]*/bin/python3")
    found = [
        sys.executable,
        *(shutil.which(f"python3.{minor}") for minor in range(12, 20)),
        *map(str, beside),
    ]
    return next((one for one in found if one and fits(one)), None)


def fits(python: str) -> bool:
    asked = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))"
    done = subprocess.run([python, "-c", asked], check=False, stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
