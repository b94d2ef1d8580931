"""PDFs in a process of their own: its limits, and its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import run
from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.readers import apart, pdf
from tests import fakes
from tests.readers import bombs

FIXTURE = (Path(__file__).parent / "fixtures" / "libreoffice.pdf").read_bytes()
SMALL = Config(pdf_memory=200_000_000)


@pytest.fixture(autouse=True)
def _none_left() -> Iterator[None]:
    yield
    apart._stop()


def test_the_text_is_that_of_the_reader_and_the_process_stays() -> None:
    assert apart.read_pdf(FIXTURE, Config()) == pdf.read_pdf(FIXTURE, Config())
    child = apart._child
    assert apart.read_pdf(bombs.forms(2), SMALL).text == "a"
    with pytest.raises(InputError, match="cut off"):
        apart.read_pdf(FIXTURE[:-2000], Config())
    assert apart._child is child is not None and child.process.poll() is None


@pytest.mark.parametrize("bomb", [bombs.forms(25), bombs.packed_twice(300_000_000)])
def test_memory_has_a_limit(bomb: bytes) -> None:
    assert len(bomb) < 6_000
    with pytest.raises(InputError) as err:
        apart.read_pdf(bomb, SMALL)
    assert err.value.reason == Reason.TOO_LARGE
    assert apart.read_pdf(bombs.forms(2), SMALL).text == "a"


def test_limits_that_are_set_from_outside_are_kept() -> None:
    """As by `ulimit` or a scheduler: to raise those is an error."""
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from pipeline.config import Config\n"
        "from pipeline.readers import apart\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (600, 600))\n"
        "resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))\n"
        "print(len(apart.read_pdf(Path(sys.argv[1]).read_bytes(), Config()).text))"
    )
    file = Path(__file__).parent / "fixtures" / "libreoffice.pdf"
    done = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == len(pdf.read_pdf(FIXTURE, Config()).text)


def test_time_has_a_limit_and_what_is_late_is_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "late.pdf").write_bytes(bombs.forms(16))
    (folder / "good.pdf").write_bytes(bombs.forms(2))
    out, config = tmp_path / "out", fakes.config(tmp_path)
    apart.read_pdf(FIXTURE, config)  # so that its start is not counted
    hasty = replace(config, pdf_seconds=0.1)
    summary = run.process([folder], out, hasty, steps=fakes.steps)
    rejects = [json.loads(line) for line in (out / "rejects.jsonl").read_text().splitlines()]
    assert ("late.pdf", "timeout") in [(Path(r["source"]).name, r["reason"]) for r in rejects]
    assert summary.read == 2
    summary = run.process([folder], out, config, steps=fakes.steps)
    assert (summary.read, summary.rejected) == (2, 0)


def test_a_process_that_has_read_much_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "FILES", 2)
    seen = []
    for _ in range(4):
        assert apart.read_pdf(bombs.forms(1), SMALL).text == "a"
        assert apart._child is not None
        seen.append(apart._child.process.pid)
    assert seen[0] == seen[1] != seen[2] == seen[3]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (-signal.SIGABRT, Reason.TOO_LARGE),
        (-signal.SIGXCPU, Reason.TIMEOUT),
        (-signal.SIGSEGV, Reason.UNREADABLE),
    ],
)
def test_what_the_end_of_the_process_says(status: int, reason: Reason) -> None:
    assert apart._broken(status, SMALL).reason == reason


def test_one_that_died_between_two_files_costs_none() -> None:
    apart.read_pdf(FIXTURE, SMALL)
    assert apart._child is not None
    apart._child.process.kill()
    apart._child.process.wait()
    assert apart.read_pdf(bombs.forms(1), SMALL).text == "a"


def test_a_defect_in_it_is_told_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, config: Config) -> None:
        raise IndexError("a bug of the test")

    monkeypatch.setattr(apart, "_limit", lambda config: None)
    monkeypatch.setattr(pdf, "read_pdf", broken)
    kind, told = apart._answer(b"", SMALL)
    assert kind == "defect" and "Traceback" in told and "a bug of the test" in told


def test_it_ends_with_a_parent_that_is_killed() -> None:
    code = (
        "import sys, time; from pathlib import Path; from pipeline.config import Config\n"
        "from pipeline.readers import apart\n"
        "apart.read_pdf(Path(sys.argv[1]).read_bytes(), Config())\n"
        "print(apart._child.process.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, Path(__file__).parent / "fixtures" / "libreoffice.pdf"],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(200):
        if not running(pid):
            return
        time.sleep(0.1)
    raise AssertionError("still there")


def running(pid: int) -> bool:
    """Return whether a process runs; also False for a zombie."""
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat")
        return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
