"""A defect of our own costs only the input that causes it, in every way of running."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import at_work, consolidated, corrections, defects, run, schema, work
from pipeline.config import Config
from pipeline.errors import MahdarError, Reason
from pipeline.types import Reject
from tests import fakes

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _as_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(defects.SWITCH)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(6):
        text = f"عقدت لجنة التخطيط اجتماعها رقم {n}."
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
    return folder


def spoil(given: Path, name: str, word: str) -> None:
    (given / name).write_text(f"عقدت لجنة المالية اجتماعا فيه {word}.", encoding="utf-8")


def lines(out: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("steps", [fakes.steps, fakes.steps_together])
def test_a_defect_is_one_reject_and_all_else_is_written(  # noqa: PLR0913
    steps: work.Steps,
    jobs: int,
    given: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(work, "BATCH_RELEASES", 3)
    spoil(given, "2.txt", fakes.BROKEN)
    out = tmp_path / "out"
    summary = run.process([given], out, fakes.config(tmp_path), jobs=jobs, steps=steps)
    (reject,) = lines(out, "rejects.jsonl")
    assert reject["source"].endswith("/2.txt")
    assert (reject["stage"], reject["reason"]) == ("extract", "internal")
    assert "ZeroDivisionError" in reject["detail"]
    assert [Path(r["source"]).name for r in lines(out, "releases.jsonl")] == [
        f"{n}.txt" for n in (0, 1, 3, 4, 5)
    ]
    assert len(lines(out, "records.jsonl")) == 5
    assert (summary.new, summary.rejected) == (5, 1)
    told = capfd.readouterr().err
    assert f"a defect met {given / '2.txt'} (extract)" in told
    assert "ZeroDivisionError: a bug of the test" in told and "Traceback" in told


def test_a_defect_that_is_mended_is_done_in_the_next_run(given: Path, tmp_path: Path) -> None:
    spoil(given, "2.txt", fakes.BROKEN)
    out, config = tmp_path / "out", fakes.config(tmp_path)
    run.process([given], out, config, steps=fakes.steps)
    summary = run.process([given], out, config, steps=mended)
    assert (summary.new, summary.unchanged, summary.rejected) == (1, 5, 0)


def mended(threads: int) -> tuple[tuple[str, work.Step], ...]:
    return tuple(
        (name, (lambda release, config: release) if name == "extract" else step)
        for name, step in fakes.steps(threads)
    )


def test_of_a_process_that_dies_the_release_is_named(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BATCH_RELEASES", 2)
    spoil(given, "3.txt", fakes.DEADLY)
    out, config = tmp_path / "out", fakes.config(tmp_path)
    summary = run.process([given], out, config, jobs=2, steps=fakes.steps)
    (reject,) = lines(out, "rejects.jsonl")
    assert reject["source"].endswith("/3.txt")
    assert (reject["stage"], reject["reason"]) == ("run", "internal")
    assert "died" in reject["detail"]
    assert summary.new == 5


def test_a_defect_of_a_reader_is_a_reject_of_its_line(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.readers import json_objects

    def broken(markup: str) -> None:
        raise IndexError("a bug of the test")

    monkeypatch.setattr(json_objects, "read_html", broken)
    good = {"text": "عقدت لجنة النقل اجتماعا."}
    rows = [good, {"html": "<p>خبر</p>"}, good | {"id": 2}]
    (given / "a.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    (given / "b.json").write_text(json.dumps([rows[1], good | {"id": 3}]))
    out = tmp_path / "out"
    run.process([given], out, fakes.config(tmp_path), steps=fakes.steps)
    assert [
        (Path(r["source"]).name, r["stage"], r["reason"]) for r in lines(out, "rejects.jsonl")
    ] == [
        ("a.jsonl:2", "read", "internal"),
        ("b.json#1", "read", "internal"),
    ]
    assert len(lines(out, "releases.jsonl")) == 9


def test_standard_input_too_and_a_record_that_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"عقدت لجنة المالية اجتماعا فيه {fakes.BROKEN}.".encode()
    (told,) = run.process_text(io.BytesIO(text), fakes.config(tmp_path), steps=fakes.steps)
    assert isinstance(told, Reject) and (told.source, told.reason) == ("-", Reason.INTERNAL)

    def broken(*args: object) -> None:
        raise KeyError("a bug of the test")

    monkeypatch.setattr("pipeline.schema.to_records", broken)
    good = "عقدت لجنة المالية اجتماعا.".encode()
    (told,) = run.process_text(io.BytesIO(good), fakes.config(tmp_path), steps=fakes.steps)
    assert isinstance(told, Reject) and (told.stage, told.reason) == ("run", Reason.INTERNAL)


def test_the_command_ends_with_status_1(given: Path, tmp_path: Path) -> None:
    spoil(given, "0.txt", fakes.BROKEN)
    fakes.config(tmp_path)
    (tmp_path / "c.toml").write_text(f'model = "{tmp_path / "model"}"\n')
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.fakes",
            "process",
            given,
            "--out",
            "out",
            "--config",
            "c.toml",
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" in done.stderr and "rejected in/0.txt: " in done.stderr


def test_what_no_input_is_to_blame_for_ends_the_run(given: Path, tmp_path: Path) -> None:
    def unusable(error: Exception) -> work.Steps:
        def step(release: Any, config: Config) -> Any:
            raise error

        return lambda threads: (("extract", step),)

    for error in (MahdarError("no model here"), ImportError("no such package")):
        with pytest.raises(type(error)):
            run.process([given], tmp_path / "out", fakes.config(tmp_path), steps=unusable(error))


def test_a_correction_that_breaks_costs_the_corrections_of_its_release(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, config = tmp_path / "out", fakes.config(tmp_path)
    run.process([given], out, config, steps=fakes.steps)
    before = lines(out, "records.jsonl")
    row, record = lines(out, "releases.jsonl")[0], before[0]
    decision = corrections.decide(
        schema.ReleaseRow.model_validate(row),
        schema.Record.model_validate(record),
        "reject",
        "ordinal",
        old={"value": record["ordinal"], "span": record["evidence"]["ordinal"]["span"]},
        by="هدى",
        at=datetime(2026, 3, 1, tzinfo=UTC),
    )

    def broken(*args: object) -> None:
        raise KeyError("a bug of the test")

    monkeypatch.setattr(corrections, "apply", broken)
    summary = run.process([given], out, config, steps=fakes.steps, decisions=[decision])
    assert lines(out, "records.jsonl") == before
    (reject,) = lines(out, "rejects.jsonl")
    assert (reject["source"], reject["reason"]) == (row["source"], "internal")
    assert summary.rejected == 1


ODD = "غريب"  # a text with this meets a defect where all records are taken together


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> None:
    real = consolidated.views

    def broken(release: Any, told: Any) -> Any:
        if ODD in release["text"]:
            raise IndexError("a bug of the test")
        return real(release, told)

    monkeypatch.setattr(consolidated, "views", broken)


@pytest.mark.usefixtures("odd")
def test_a_defect_over_all_records_costs_the_release_that_meets_it(
    given: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    spoil(given, "2.txt", ODD)
    (given / "copy.txt").write_bytes((given / "2.txt").read_bytes())
    out, config = tmp_path / "out", fakes.config(tmp_path)
    summary = run.process([given], out, config, steps=fakes.steps)
    rejects = lines(out, "rejects.jsonl")
    assert [(Path(r["source"]).name, r["stage"], r["reason"]) for r in rejects] == [
        (name, "run", "internal") for name in ("2.txt", "copy.txt")
    ]
    assert len(lines(out, "records.jsonl")) == 5 and lines(out, "meetings.jsonl")
    assert (summary.new, summary.unchanged, summary.rejected) == (5, 0, 2)
    told = capfd.readouterr().err
    assert f"a defect met {given / '2.txt'} (run)" in told and "all records" not in told
    monkeypatch.undo()  # mended
    summary = run.process([given], out, config, steps=fakes.steps)
    assert (summary.new, summary.unchanged, summary.repeated, summary.rejected) == (1, 5, 1, 0)


def test_of_a_defect_that_no_release_meets_alone_nothing_is_written_and_nothing_lost(
    given: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    out, config = tmp_path / "out", fakes.config(tmp_path)
    run.process([given], out, config, steps=fakes.steps)
    before = {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()}
    spoil(given, "6.txt", "خبر")
    real = consolidated.registered

    def broken(gathered: Any, meeting_of: Any, *rest: Any) -> Any:
        if len(meeting_of) > 1:
            raise IndexError("a bug of the test")
        return real(gathered, meeting_of, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(consolidated, "registered", broken)
        with pytest.raises(MahdarError, match=r"IndexError.* is as it was.* please report"):
            run.process([given], out, config, steps=fakes.steps)
    assert "a defect met all records together" in capfd.readouterr().err
    left = {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()}
    assert left == before
    summary = run.process([given], out, config, steps=fakes.steps)
    assert (summary.new, summary.unchanged) == (0, 7)  # what was processed was kept


def test_what_killed_a_run_is_named_by_the_next(given: Path, tmp_path: Path) -> None:
    """One process has no other to stand in for it: it dies. But not twice of the same release."""
    spoil(given, "3.txt", fakes.DEADLY)
    fakes.config(tmp_path)
    (tmp_path / "c.toml").write_text(f'model = "{tmp_path / "model"}"\n')
    command = [sys.executable, "-m", "tests.fakes", "process", given]
    command += ["--out", "out", "--config", "c.toml"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}

    def again() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env)

    assert again().returncode == -signal.SIGKILL
    assert not (tmp_path / "out" / "records.jsonl").exists()
    done = again()
    assert done.returncode == 1, done.stderr
    assert "rejected in/3.txt: the process that worked on it died" in done.stderr
    assert len(lines(tmp_path / "out", "records.jsonl")) == 5
    assert not at_work.left(tmp_path / "out")
