"""hoiam demo: a fresh installation whose history is made by the real actions, then served."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click

MARK = ".hoiam-demo"


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), default=Path("var/demo"), show_default=True)
@click.option("--no-serve", is_flag=True, help="Only make the data.")
def command(*, port: int, data: Path, no_serve: bool) -> None:
    """A fresh installation of Lạng Sơn with a year of history."""
    environment = _environment(data.absolute(), port)
    _clear(data)
    made = subprocess.run([sys.argv[0], "build-demo", "--port", str(port)], env=environment, check=False)  # noqa: S603
    if made.returncode:
        sys.exit(made.returncode)
    if not no_serve:
        _serve(environment, port)


def _environment(data: Path, port: int) -> dict[str, str]:
    """The demonstration never touches another installation: its folder decides everything."""
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "HOIAM_DATA": str(data),
        "HOIAM_KEYS_DIR": str(data / "keys"),
        "HOIAM_STATIC": str(data / "static"),
        "HOIAM_URL": f"http://localhost:{port}",
        "HOIAM_SMTP_URL": "",
        "HOIAM_SITE_NAME": "Tỉnh Lạng Sơn (trình diễn)",
    }


def _clear(data: Path) -> None:
    """Remove an earlier demonstration, and nothing else."""
    if data.exists() and any(data.iterdir()):
        if not (data / MARK).exists():
            raise click.ClickException(
                f"{data} holds something that is not a demonstration; choose another --data."
            )
        shutil.rmtree(data)
    data.mkdir(parents=True, exist_ok=True)
    (data / MARK).touch()


def _serve(environment: dict[str, str], port: int) -> None:
    """As an operator would."""
    service = subprocess.Popen([sys.argv[0], "run", "--port", str(port)], env=environment)  # noqa: S603 - our own command
    signal.signal(signal.SIGTERM, lambda *_: service.terminate())
    try:
        service.wait()
    except KeyboardInterrupt:
        service.wait()
