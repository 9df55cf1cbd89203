"""A PostgreSQL server for tests: started on a Unix socket in a folder of its own, ended with the session."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
# What is in these databases need not survive the machine.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_SMALL = ("listen_addresses=", "max_connections=100", "shared_buffers=32MB", "max_wal_size=256MB")


def binaries() -> Path:
    """Return the folder of initdb and pg_ctl; skip the test where there is none."""
    on_path = shutil.which("pg_ctl")
    if on_path is not None:
        return Path(on_path).parent
    if not _BINARIES:
        pytest.skip("there is no PostgreSQL here: no pg_ctl on PATH, and nothing in /usr/lib/postgresql")
    return _BINARIES[-1]


@contextmanager
def server(*settings: str) -> Iterator[str]:
    """Give the address of a server, without a database's name: postgres://postgres@/?host=FOLDER.

    settings: `name=value`, beside those that every test server has.
    """
    tools = binaries()
    folder = Path(tempfile.mkdtemp(prefix="lapwing-pg-", dir="/tmp"))  # socket paths have to be short
    try:
        _give_away(folder)
        cluster = folder / "data"
        _run(tools / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = " ".join(f"-c {each}" for each in (*_SMALL, *settings, f"unix_socket_directories={folder}"))
        _run(tools / "pg_ctl", "-D", cluster, "-l", folder / "log", "-w", "-o", options, "start")
        try:
            yield f"postgres://postgres@/?host={folder}"
        finally:
            _run(tools / "pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


@contextmanager
def fast_server() -> Iterator[str]:
    """Give a server that is quick and forgets when the machine stops."""
    with server(*_FAST) as url:
        yield url


def _run(tool: Path, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs, as its own user where we are root, which it refuses to be run by."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    done = subprocess.run(  # noqa: S603  # our own arguments
        [*as_user, str(tool), *map(str, arguments)],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if tool.name == "initdb" else subprocess.DEVNULL,
        stderr=subprocess.PIPE if tool.name == "initdb" else subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, (tool.name, done.returncode, done.stdout, done.stderr)


def _give_away(folder: Path) -> None:
    """Let the server's own user write in a folder, where we are root."""
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
