from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import cli, store
from pipeline.diff.render import FORMATS
from tests.diff.records import PROVENANCE, Record, person, record, write

ROOT = Path(__file__).parents[2]
OLD = [
    record(
        "اللجنة العليا للنقل",
        3,
        people=[person("سالم العطار")],
        provenance=PROVENANCE | {"model": "x"},
    )
]
NEW = [record("اللجنة الفنية للنقل", 3, people=[person("سالم العطار")])]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "GIT_PAGER_IN_USE"):
        monkeypatch.delenv(name, raising=False)
    write(Path("old.jsonl"), OLD)
    write(Path("new.jsonl"), NEW)


def diff(*args: str) -> int:
    return cli.main(["diff", *args])


def test_exit_status_is_that_of_diff(capsys: pytest.CaptureFixture[str]) -> None:
    assert diff("old.jsonl", "old.jsonl") == 0
    assert capsys.readouterr() == ("", "mahdar: no change from old.jsonl to old.jsonl\n")
    assert diff("old.jsonl", "new.jsonl") == 1
    stdout, stderr = capsys.readouterr()
    assert "[-العليا-]" in stdout and "[model changed]" in stdout
    assert stderr == ""
    assert (
        diff("old.jsonl", "new.jsonl", "--fields", "people") == 0
    )  # no requested field has changed
    assert diff("old.jsonl", "new.jsonl", "--only", "added") == 0


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ["old.jsonl", "gone.jsonl"],
            "gone.jsonl: No such file or directory; give a records.jsonl",
        ),
        (
            ["old.jsonl", "bad.jsonl"],
            "bad.jsonl: line 1 is no meeting record; give a records.jsonl that mahdar wrote",
        ),
        (["a", "b", "c"], "give OLD and NEW, OLD alone, or neither (see mahdar diff --help)"),
        ([], "data/processed: no run is kept there; run mahdar process"),
        (
            ["old.jsonl", "new.jsonl", "--fields", "colour"],
            "no field colour in a record; there are schema_version, record_id, ",
        ),
        (["--git", "a", "b"], "--git is for git, which gives it 7 arguments"),
        (
            ["old.jsonl", "new.jsonl", "--format", "xml"],
            "Invalid value for '--format': 'xml' is not one of",
        ),
    ],
)
def test_trouble_is_one_line_and_status_2(
    args: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.jsonl").write_text("{}\n")
    assert diff(*args) == 2
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert stderr.startswith(f"mahdar: {words}")
    assert stderr.count("\n") == 1


def ran(records: list[Record]) -> None:
    out = Path("data/processed")
    write(out / "records.jsonl", records)
    store.remember(out, "records.jsonl", 5)


def test_without_arguments_the_last_run_is_compared_with_the_one_before_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ran(OLD)
    assert diff() == 2
    assert (
        "data/processed: only one run is kept, so there is nothing to compare it with; process "
        "again" in capsys.readouterr().err
    )
    ran(NEW)
    assert diff() == 1
    assert "[-العليا-]" in capsys.readouterr().out
    assert diff("--format", "json") == 1
    names = json.loads(capsys.readouterr().out)
    assert re.fullmatch(
        r"run 1 of data/processed, \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", names["old"]
    )
    ran(NEW)
    assert diff() == 0
    assert diff("old.jsonl") == 1  # with the output folder
    assert diff("new.jsonl", "--out", "data/processed") == 0


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("more", [[], ["--stat"], ["--details"], ["--fields", "body"]])
def test_every_form(form: str, more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert diff("old.jsonl", "new.jsonl", "--format", form, *more) == 1
    stdout, stderr = capsys.readouterr()
    assert "body" in stdout
    assert stderr == ""


def test_colour_on_a_terminal_unless_one_asked_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    def shown() -> str:
        screen = io.BytesIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", Terminal(screen))
            assert diff("old.jsonl", "new.jsonl") == 1
            return screen.getvalue().decode()

    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[31m" in shown()
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in shown()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown()


def test_a_bad_line_of_the_corrections_is_said_and_does_not_stop_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("verdicts.jsonl").write_text("{}\n")
    assert diff("old.jsonl", "new.jsonl", "--corrections", "verdicts.jsonl") == 1
    stdout, stderr = capsys.readouterr()
    assert stderr.startswith("mahdar: verdicts.jsonl:1: ")
    assert "[-العليا-]" in stdout


def test_the_output_is_the_same_in_every_process() -> None:
    def output(seed: str) -> bytes:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pipeline.cli",
                "diff",
                "old.jsonl",
                "new.jsonl",
                "--format",
                "jsonl",
            ],
            capture_output=True,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "LC_ALL": "C"},
        )
        assert (done.returncode, done.stderr) == (1, b"")
        return done.stdout

    assert output("1") == output("2")


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "--help"]) == 0
    assert re.search(r"Example:\n +mahdar diff", capsys.readouterr().out)
