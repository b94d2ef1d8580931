"""A PostgreSQL server for the tests: Debian's, in a folder of its own, reached only by a socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REQUIRED = "CI_POSTGRESQL"  # environment variable: a missing server is a failure
USER = "postgres"


def programs() -> Path | None:
    """Return the folder of the newest installed server."""
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found and (there := shutil.which("initdb")):
        found = [Path(there).parent]
    return max(found, key=lambda p: [int(n) for n in p.parts if n.isdigit()], default=None)


def _as_user(command: list[str | Path]) -> None:
    """Run as `postgres` if the tests run as root, because the server refuses root."""
    before = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*before, *map(str, command)], capture_output=True, text=True, cwd="/", timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def running(durable: bool = False) -> Iterator[str]:
    """Run a server; give the URL of its database `postgres`, whose user may do anything."""
    binaries = programs()
    assert binaries is not None
    with tempfile.TemporaryDirectory(prefix="mahdar-pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, USER)
        data = folder / "data"
        made = [
            "-D",
            data,
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        _as_user([binaries / "initdb", *made])
        # The role `guarded` needs a password, the others do not.
        rules = data / "pg_hba.conf"
        rules.write_text(f"local all guarded scram-sha-256\n{rules.read_text()}")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        options += "" if durable else " -c fsync=off"
        control = [binaries / "pg_ctl", "-D", data, "-s", "-w"]
        _as_user([*control, "-l", folder / "log", "-o", options, "start"])
        try:
            yield f"postgresql://{USER}@/postgres?host={folder}"
        finally:
            _as_user([*control, "-m", "immediate", "stop"])


@contextmanager
def full_disk(data: Path, size: int) -> Iterator[None]:
    """Let no file of the server in folder `data` grow beyond `size` bytes, for connections opened
    inside the block."""
    server = (data / "postmaster.pid").read_text(encoding="utf-8").split()[0]
    _as_user(["prlimit", "--pid", server, f"--fsize={size}:unlimited"])
    try:
        yield
    finally:
        _as_user(["prlimit", "--pid", server, "--fsize=unlimited:unlimited"])
