"""hoiam backup: a consistent copy of database, files and log. Keys are left out on purpose: keep them elsewhere."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

import click
from django.conf import settings
from django.db import connection
from django.utils import timezone


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Copy database, files, log and policy into FOLDER/<moment>."""
    target = folder / timezone.now().strftime("%Y%m%dT%H%M%SZ")
    target.mkdir(parents=True)
    _database(target)
    for source in (settings.HOIAM_LOG_DIR, settings.HOIAM_FILES_DIR):
        if source.exists():
            shutil.copytree(source, target / source.name)
    if (settings.HOIAM_DATA / "policy").exists():
        shutil.copy(settings.HOIAM_DATA / "policy", target)
    click.echo(f"{target}\nThe keys in {settings.HOIAM_KEYS_DIR} are not in it: copy them to another place.")


def _database(target: Path) -> None:
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(target / "hoiam.sqlite3")
        connection.ensure_connection()
        with copy:
            connection.connection.backup(copy)
        copy.close()
        return
    chosen = connection.settings_dict
    program = shutil.which("pg_dump")
    if program is None:
        raise click.ClickException("pg_dump is missing: install the package postgresql-client.")
    address = {"host": chosen["HOST"], "port": chosen["PORT"], "username": chosen["USER"]}
    options = [f"--{name}={value}" for name, value in address.items() if value]
    environment = {"PGPASSWORD": chosen["PASSWORD"] or ""}
    name = [f"--file={target / 'hoiam.dump'}", "--format=custom", str(chosen["NAME"])]
    subprocess.run([program, *options, *name], env=environment, check=True)  # noqa: S603 - values from our settings
