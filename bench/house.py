"""A database in a process of its own, for benches that compare sizes in alternating rounds."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings


class House:
    """Runs `python -m MODULE --serve SIZE …`, which builds and then answers one line with one line."""

    def __init__(self, module: str, size: int, folder: Path, *more: str) -> None:
        folder.mkdir()
        env = {
            name: value for name, value in os.environ.items() if not name.startswith(("HOIAM_", "DATABASE_"))
        }
        self.size = size
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, "--serve", str(size), *more],
            env={**env, "HOIAM_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "hoiam.config.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.built = self.answer()

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def ask(self, name: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        print(name, file=self.process.stdin, flush=True)
        return self.answer()

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def settle() -> None:
    """Django in that process, with plain static files."""
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.STORAGES = {**settings.STORAGES, **plain}
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    django.setup()


def p95(waits: list[float]) -> dict[str, float]:
    """Of milliseconds."""
    ordered = sorted(waits)
    return {
        "median ms": round(ordered[len(ordered) // 2], 2),
        "p95 ms": round(ordered[int(len(ordered) * 0.95)], 2),
    }
