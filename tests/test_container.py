"""The container file: hadolint finds no fault, and every file that it copies exists."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILE = ROOT / "Containerfile"
TEXT = FILE.read_text(encoding="utf-8")
HADOLINT = shutil.which(
    "hadolint", path=f"{Path(sys.executable).parent}:{Path(sys.prefix) / 'bin'}"
)


def copied() -> list[str]:
    """Return the paths copied from the repository, not from another stage."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", TEXT, re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def test_hadolint_finds_nothing() -> None:
    tool = HADOLINT or shutil.which("hadolint")
    if tool is None:
        pytest.skip("hadolint is a development tool on Linux with x86_64 alone")
    done = subprocess.run([tool, FILE], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_it_runs_as_a_user_without_rights_and_installs_the_lock() -> None:
    last = TEXT.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER 1000:1000$", last, re.MULTILINE) and "slim" in last.split("\n")[0]
    assert "RUN pip" not in last and 'ENTRYPOINT ["mahdar"]' in last
    assert "--require-hashes --requirement requirements/runtime.txt" in TEXT


def test_what_it_copies_is_there_and_all_else_stays_out() -> None:
    assert all((ROOT / source).exists() for source in copied())
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    assert let_in == {s.rstrip("/") for s in copied()}
