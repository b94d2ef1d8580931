"""Standard streams that are closed, or whose disk is full."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import fakes

ROOT = Path(__file__).parents[1]
TEXT = "عقدت لجنة التخطيط اجتماعا."
RUN = f"{sys.executable} -m tests.fakes"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    fakes.config(tmp_path)
    Path("c.toml").write_text('model = "model"\n')
    Path("in").mkdir()
    Path("in/a.txt").write_text(TEXT, encoding="utf-8")


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize("where", [">&-", ">/dev/full"])
@pytest.mark.parametrize("command", ["process - --config c.toml < in/a.txt", "schema", "--help"])
def test_output_that_goes_nowhere_is_a_failure_in_one_line(command: str, where: str) -> None:
    done = shell(f"{RUN} {command} {where}")
    assert done.returncode == 3
    assert done.stderr.startswith("mahdar: standard output cannot be written: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full", "<&- >&- 2>&-"])
def test_words_that_go_nowhere_change_nothing(where: str) -> None:
    Path("in/b.txt").write_bytes(b"")
    done = shell(f"{RUN} process in --config c.toml --out out {where}")
    assert done.returncode == 1  # done with rejects
    (record,) = Path("out/records.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(record)["body"]["name"] == "لجنة التخطيط"
    assert shell(f"{RUN} nothing {where}").returncode == 2


def test_standard_input_that_is_closed_is_wrong_use() -> None:
    done = shell(f"{RUN} process - --config c.toml <&-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mahdar: standard input is closed; ")


def test_standard_input_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    """The command refuses a folder before Python starts (tests/test_package.py); a program that
    starts it may set one later."""
    code = (
        "import os, sys, tests.fakes; os.dup2(os.open('in', os.O_RDONLY), 0)\n"
        "sys.exit(tests.fakes.main(['process', '-', '--config', 'c.toml']))"
    )
    done = shell(f'{sys.executable} -c "{code}"')
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mahdar: standard input cannot be read: Is a directory; ")


def test_names_of_files_move_no_terminal_and_stay_apart() -> None:
    names = [b"\xe3.txt", b"\\xe3.txt", b"\xe4.txt", b"\x1b[2J.txt", "\u202etxt.exe".encode()]
    for n, name in enumerate(names):
        (Path("in") / os.fsdecode(name)).write_text(f"{TEXT} {n}", encoding="utf-8")
    (Path("in") / "\x1b]0;x\x07\u202e.txt").write_bytes(b"")
    done = shell(f"{RUN} process in --config c.toml --out out")
    assert done.returncode == 1
    assert not set("\x1b\x07\x9b\u202e") & set(done.stderr + done.stdout)
    assert "\\x1b]0;x\\x07\\u202e.txt" in done.stderr
    released, rejected = (
        [
            json.loads(line)["source"]
            for line in Path(f"out/{kind}.jsonl").read_text("utf-8").splitlines()
        ]
        for kind in ("releases", "rejects")
    )
    assert len({*released, *rejected}) == len(names) + 2
