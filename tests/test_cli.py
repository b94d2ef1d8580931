from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import BashComplete

from pipeline import cli, run
from tests import fakes

ROOT = Path(__file__).parents[1]
TEXT = "عقدت لجنة التخطيط ولجنة المالية اجتماعا مشتركا."


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of its own, with stages without a model."""
    monkeypatch.chdir(tmp_path)
    fakes.config(tmp_path)
    Path("config.toml").write_text(f'model = "{tmp_path / "model"}"\n')
    for name in ("process", "process_text", "process_gold"):
        monkeypatch.setattr(run, name, partial(getattr(run, name), steps=fakes.steps))


@pytest.fixture
def raw() -> Path:
    folder = Path("data/raw")
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text(TEXT + "\nفقرة.\nفقرة.", encoding="utf-8")
    return folder


def mahdar(*args: str) -> int:
    return cli.main([*args])


def in_process(*args: str, **kw: object) -> subprocess.CompletedProcess[bytes]:
    """Run `mahdar` with the stages of the tests in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tests.fakes", *args],
        capture_output=True,  # type: ignore[call-overload,no-any-return]
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        **kw,
    )


def test_process_reads_data_raw_writes_data_processed_and_says_what_it_did(
    raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mahdar("process", "--config", "config.toml") == 0
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert re.sub(r"\d+\.\d$", "S.S", stderr, flags=re.M).splitlines() == [
        "releases read             2",
        "new                       2",
        "unchanged                 0",
        "repeated                  0",
        "rejected                  0",
        "paragraphs removed        1",
        "meetings found            4",
        f"{'seconds':<18} {'S.S':>8}",
        "  ".join(
            f"data/processed/{name}.jsonl"
            for name in ("records", "releases", "rejects", "meetings", "entities")
        ),
    ]
    assert len(Path("data/processed/records.jsonl").read_text(encoding="utf-8").splitlines()) == 4


def test_the_summary_for_programs_is_one_line_of_json(
    raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (raw / "empty.txt").touch()
    assert mahdar("process", "--config", "config.toml", "--summary", "json") == 1
    stdout, stderr = capsys.readouterr()
    said = json.loads(stdout)
    assert said.pop("seconds") >= 0
    assert said == {
        "read": 3,
        "new": 2,
        "unchanged": 0,
        "repeated": 0,
        "rejected": 1,
        "removed": 1,
        "meetings": 4,
        "out": "data/processed",
        "corrections": {"standing": 0, "applied": 0, "stale": 0, "elsewhere": 0},
    }
    assert stdout.count("\n") == 1 and "releases read" not in stderr


def test_a_reject_is_named_and_gives_status_1(
    raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (raw / "empty.txt").touch()
    (raw / "c.txt").write_text(f"نص {fakes.REFUSED} هنا", encoding="utf-8")
    assert mahdar("process", "data/raw", "--out", "minutes", "--config", "config.toml") == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "mahdar: rejected data/raw/c.txt: refused by the test (normalize: no_arabic)"
    assert re.fullmatch(r"mahdar: rejected data/raw/empty\.txt: .+ \(read: empty\)", said[1])
    assert said[2].split() == ["releases", "read", "4"]


def test_force_does_everything_anew(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for args, new in (([], 2), ([], 0), (["--force"], 2)):
        assert mahdar("process", "--config", "config.toml", *args) == 0
        assert re.search(r"^new +(\d+)$", capsys.readouterr().err, re.M)[1] == str(new)  # type: ignore[index]


@pytest.mark.parametrize(
    ("args", "mend"),
    [
        (
            ["process", "nowhere"],
            "nowhere: no such file or folder; give the paths of press releases (see mahdar "
            "process --help)",
        ),
        (
            ["process"],
            "data/raw: no such file or folder; give the paths of press releases (see mahdar "
            "process --help)",
        ),
        (
            ["process", "--jobs", "0"],
            "Invalid value for '--jobs': 0 is not in the range x>=1. (see mahdar process --help)",
        ),
        (
            ["process", "--jobs", "abc"],
            "Invalid value for '--jobs': 'abc' is not a valid whole number. (see mahdar process "
            "--help)",
        ),
        (
            ["process", "-", "model"],
            "- stands alone: it reads standard input and writes standard output; leave out other "
            "paths and --out "
            "(see mahdar process --help)",
        ),
        (
            ["process", "-", "--out", "x"],
            "- stands alone: it reads standard input and writes standard output; leave out other "
            "paths and --out "
            "(see mahdar process --help)",
        ),
        (
            ["process", "model", "--out", "model/out"],
            "model and the output folder model/out lie one in the other: choose another --out",
        ),
        (["proces"], "No such command 'proces'. Did you mean 'process'? (see mahdar --help)"),
        (
            ["process", "--config", "bad.toml", "model"],
            "bad.toml: unknown setting 'speed'; mahdar settings prints",
        ),
        (
            ["process", "--config", "gone.toml", "model"],
            "Invalid value for '--config': File 'gone.toml' does not exist. "
            "(see mahdar process --help)",
        ),
    ],
)
def test_wrong_use_is_one_line_and_status_2(
    args: list[str], mend: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.toml").write_text("speed = 9\n")
    assert mahdar(*args) == 2
    stdout, stderr = capsys.readouterr()
    assert stdout == ""
    assert stderr.startswith(f"mahdar: {mend}")
    assert stderr.count("\n") == 1


@pytest.mark.parametrize(
    "args",
    [
        ["process", ""],
        ["process", "model", "--out", ""],
        ["diff", ""],
        ["diff", "--out", ""],
        ["review", ""],
        ["report", "", "--to", "r.html"],
        ["report", "--to", ""],
        ["report", "--since", "", "--to", "r.html"],
        ["corrections", "check", ""],
        ["corrections", "list", "--corrections", ""],
    ],
)
def test_an_empty_path_is_no_folder(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(Path().rglob("*"))
    assert mahdar(*args) == 2
    stdout, stderr = capsys.readouterr()
    assert stdout == "" and re.search(
        r"an empty (path|name for records); is a variable not set\?", stderr
    )
    assert stderr.count("\n") == 1
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize(
    "args",
    [
        ["process", "model"],
        ["corrections", "check"],
        ["corrections", "list"],
        ["corrections", "export"],
        ["diff"],
        ["report", "--to", "r.html"],
    ],
)
def test_a_ledger_that_is_named_must_be_there(
    args: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert mahdar(*args, "--corrections", "nope") == 2
    said = capsys.readouterr().err
    assert (
        said.startswith("mahdar: Invalid value for '--corrections': File 'nope' does not exist.")
        and said.count("\n") == 1
    )


def test_a_named_file_that_cannot_be_read_is_rejected(
    raw: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (raw / "b.txt").chmod(0)
    if os.access(raw / "b.txt", os.R_OK):  # root may read anything, so the refusal is simulated
        may, opened = os.access, Path.open
        monkeypatch.setattr(
            os, "access", lambda path, *mode: Path(path).name != "b.txt" and may(path, *mode)
        )

        def refuse(self: Path, *args: Any, **named: Any) -> Any:
            if self.name == "b.txt":
                raise PermissionError(13, "Permission denied")
            return opened(self, *args, **named)

        monkeypatch.setattr(Path, "open", refuse)
    assert mahdar("process", "data/raw/a.txt", "data/raw/b.txt", "--config", "config.toml") == 1
    said = capsys.readouterr().err
    assert (
        "mahdar: rejected data/raw/b.txt: cannot be read: Permission denied; check its "
        "permissions (read: unreadable)" in said
    )
    assert re.search(r"^new +1$", said, re.M)


def test_failure_is_one_line_and_status_3(raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("config.toml").write_text('model = "nowhere"\n')
    assert mahdar("process", "--config", "config.toml") == 3
    assert re.fullmatch(r"mahdar: \S+nowhere: no model here; .+\n", capsys.readouterr().err)


def test_a_bug_shows_itself_whole_with_status_3(
    raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "process", lambda *args, **kw: 1 / 0)
    assert mahdar("process", "--config", "config.toml") == 3
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_bar_on_a_terminal_none_in_a_pipe(
    raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", screen)
        assert mahdar("process", "--config", "config.toml") == 0
    assert "100 %" in screen.getvalue()
    assert "releases read" in screen.getvalue()
    assert mahdar("process", "--config", "config.toml", "--force") == 0
    assert " %" not in capsys.readouterr().err


def test_standard_input_to_standard_output(tmp_path: Path) -> None:
    done = in_process("process", "-", "--config", "config.toml", input=TEXT.encode("windows-1256"))
    assert (done.returncode, done.stderr) == (0, b"")
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [r["body"]["name"] for r in records] == ["لجنة التخطيط", "لجنة المالية"]
    for record in records:
        assert record["release"]["source"] == "-"
        ((start, end),) = record["body"]["mentions"]
        assert record["release"]["text"][start:end] == record["body"]["name"]
    assert {p.name for p in tmp_path.iterdir()} == {"model", "config.toml"}  # nothing is written


@pytest.mark.parametrize(
    ("given", "reason"),
    [(b"", "empty"), (b"\0\1\2\3" * 100, "binary"), (fakes.REFUSED.encode(), "no_arabic")],
)
def test_a_reject_of_standard_input_is_json_on_standard_error(given: bytes, reason: str) -> None:
    done = in_process("process", "-", "--config", "config.toml", input=given)
    assert (done.returncode, done.stdout) == (1, b"")
    reject = json.loads(done.stderr)
    assert (reject["source"], reject["reason"]) == ("-", reason)


def test_a_reader_that_goes_away_ends_it_silently() -> None:
    long = "\n".join(
        f"اجتمعت لجنة رقم{n} اليوم." for n in range(300)
    ).encode()  # far more output than a pipe holds
    command = f"'{sys.executable}' -m tests.fakes process - --config config.toml | head -c 10 > /dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        input=long,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == b"141"  # 128 + SIGPIPE
    assert done.stderr == b""


def test_schema_prints_the_json_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert mahdar("schema") == 0
    schema = json.loads(capsys.readouterr().out)
    assert {"Record", "ReleaseRow", "RejectRow", "StreamedRecord", "MeetingRow"} <= set(
        schema["$defs"]
    )


def gold(path: Path) -> None:
    body = {"name": "لجنة التخطيط"}
    record = {"body": body, "people": [], "ordinal": TEXT.index(body["name"]) + 1}
    spans = [
        [TEXT.index(name), TEXT.index(name) + len(name), "COMMITTEE"]
        for name in ("لجنة التخطيط", "لجنة المالية")
    ]
    path.write_text(
        json.dumps(
            {"key": "comp-1", "text": TEXT, "published": None, "spans": spans, "records": [record]}
        ),
        encoding="utf-8",
    )


def test_evaluate_runs_the_pipeline_over_the_gold_and_scores_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    gold(Path("gold.jsonl"))
    assert mahdar("evaluate", "gold.jsonl", "--config", "config.toml", "--errors", "meetings") == 0
    stdout, stderr = capsys.readouterr()
    assert "1 documents, 0 missing" in stdout
    assert re.search(r"^COMMITTEE .*100\.0", stdout, re.M)
    assert stdout.splitlines()[-1].startswith("comp-1")  # the second meeting, which the gold lacks
    assert stderr == ""


def test_evaluate_scores_an_output_that_is_there(
    raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold(Path("gold.jsonl"))
    assert mahdar("process", "--config", "config.toml") == 0
    monkeypatch.setattr(run, "process_gold", None)  # nothing runs
    assert mahdar("evaluate", "gold.jsonl", "--out", "data/processed") == 1
    stdout, stderr = capsys.readouterr()
    assert "1 documents, 1 missing" in stdout
    assert (
        stderr.splitlines()[-1]
        == "mahdar: of 1 documents 1 are missing from the output and 0 have another text there"
    )


def test_evaluate_of_spans_alone_needs_no_records(capsys: pytest.CaptureFixture[str]) -> None:
    gold(Path("gold.jsonl"))
    doc = json.loads(Path("gold.jsonl").read_text(encoding="utf-8"))
    del doc["records"]
    Path("gold.jsonl").write_text(json.dumps(doc), encoding="utf-8")
    Path("floors.toml").write_text("COMMITTEE = 90\nbody = 100\n")
    evaluate = (
        "evaluate",
        "gold.jsonl",
        "--config",
        "config.toml",
        "--spans",
        "--floors",
        "floors.toml",
    )
    assert mahdar(*evaluate, "--errors", "COMMITTEE") == 0
    stdout, stderr = capsys.readouterr()
    assert re.search(r"^spans \(strict\) +P +R +F1 +ECE +gold +found$", stdout, re.M)
    assert (
        stdout.split()[-7:] == ["ALL", "100.0", "100.0", "100.0", "0.0", "2", "2"]
        and "records" not in stdout
    )
    assert stderr == ""
    doc["spans"][0][2] = "ORG"
    Path("gold.jsonl").write_text(json.dumps(doc), encoding="utf-8")
    assert mahdar(*evaluate) == 1
    assert capsys.readouterr().err == "mahdar: COMMITTEE: F1 66.7 is below its floor 90\n"
    assert mahdar(*evaluate, "--errors", "people") == 2


@pytest.mark.parametrize("args", [["name"], ["people", "--spans"]])
def test_evaluate_refuses_an_unknown_field_before_it_works(
    args: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    gold(Path("gold.jsonl"))
    monkeypatch.setattr(run, "process_gold", None)  # nothing runs
    assert mahdar("evaluate", "gold.jsonl", "--config", "config.toml", "--errors", *args) == 2
    stdout, stderr = capsys.readouterr()
    assert stdout == "" and stderr.startswith(f"mahdar: unknown field '{args[0]}'; known are PER, ")


def test_evaluate_names_figures_below_their_floor(capsys: pytest.CaptureFixture[str]) -> None:
    gold(Path("gold.jsonl"))
    Path("floors.toml").write_text("country = 100\nmeetings = 99\n")
    assert (
        mahdar("evaluate", "gold.jsonl", "--config", "config.toml", "--floors", "floors.toml") == 1
    )
    assert capsys.readouterr().err == "mahdar: meetings: F1 66.7 is below its floor 99\n"
    Path("floors.toml").write_text("speed = 1\n")
    assert (
        mahdar("evaluate", "gold.jsonl", "--config", "config.toml", "--floors", "floors.toml") == 2
    )
    assert capsys.readouterr().err.startswith(
        "mahdar: floor for unknown figure 'speed'; known are PER, "
    )


def test_the_recognizer_can_be_chosen(
    raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", "none")
    assert mahdar("process", "--config", "config.toml", "--ner", "tagger") == 0
    assert mahdar("process", "--config", "config.toml", "--ner", "camel") == 3
    assert (
        "get them with: camel_data -i ner-arabert (or" in capsys.readouterr().err.splitlines()[-1]
    )
    assert mahdar("process", "--ner", "bert") == 2
    assert "'bert' is not one of" in capsys.readouterr().err


def test_evaluate_says_where_a_line_is_no_gold_document(capsys: pytest.CaptureFixture[str]) -> None:
    Path("gold.jsonl").write_text('{"text": "no key"}\n')
    assert mahdar("evaluate", "gold.jsonl", "--config", "config.toml") == 2
    assert (
        capsys.readouterr().err
        == "mahdar: gold.jsonl:1: not a gold document, which has at least key and text\n"
    )


@pytest.mark.parametrize("command", ["process", "schema", "evaluate"])
def test_help_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert mahdar(command, "--help") == 0
    assert re.search(rf"Example:\n +.*mahdar {command}", capsys.readouterr().out)


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert mahdar() == 2
    assert "Commands:" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert mahdar("--version") == 0
    said = capsys.readouterr().out
    assert re.fullmatch(r"mahdar \d+\.\d+\.\d+ \(code [0-9a-f]{12}, model [0-9a-f]{12}\)\n", said)


def test_help_is_quick_because_nothing_heavy_is_loaded() -> None:
    """Processor time, which other work on the machine does not lengthen, including the
    interpreter's own start."""
    code = (
        "import sys, time; from pipeline import cli; cli.main(['process', '--help'])\n"
        "print(*{'spacy', 'numpy', 'pydantic', 'torch', 'camel_tools', 'sqlite3'} & "
        "set(sys.modules), file=sys.stderr)\n"
        "print(time.process_time())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert float(done.stdout.splitlines()[-1]) < 0.4


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("mahdar diff --fields people,comm", {"people,committees"}),
        ("mahdar diff --fields ord", {"ordinal"}),
        ("mahdar settings same_", {"same_name", "same_person"}),
        ("mahdar evaluate x --errors org", {"organizations"}),
        ("mahdar corr", {"corrections"}),
        ("mahdar process --ner c", {"camel"}),
    ],
)
def test_the_shell_completes_commands_fields_and_settings(words: str, offered: set[str]) -> None:
    complete = BashComplete(cli.commands, {}, "mahdar", "_MAHDAR_COMPLETE")
    *before, incomplete = words.split()[1:]
    assert {c.value for c in complete.get_completions(before, incomplete)} == offered


def test_what_has_nothing_to_show_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = tmp_path / "corrections.jsonl"
    ledger.touch()
    for form in ("table", "json"):
        assert mahdar("corrections", "list", "--corrections", str(ledger), "--format", form) == 0
        said = capsys.readouterr()
        assert said.out == "" and f"no corrections in {ledger} yet" in said.err
    records = tmp_path / "records.jsonl"
    records.touch()
    assert mahdar("diff", str(records), str(records)) == 0
    assert f"no change from {records} to {records}" in capsys.readouterr().err


def test_on_an_engine_the_verdicts_on_identity_count_and_progress_is_told(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This process replaces the engine."""
    from datetime import UTC, datetime

    from pipeline import ledger, shards
    from pipeline.corrections import identity
    from pipeline.engines import ray

    told: list[tuple[int, float]] = []

    def here(made: shards.Plan, config: Any, address: str | None, progress: Any) -> list[int]:
        for shard in range(made.shards):
            shards.run_shard(made, shard, config, fakes.steps)
            progress(shard + 1, (shard + 1) / made.shards)
        return []

    @contextmanager
    def bar(what: str) -> Iterator[Any]:
        assert what == "shards"
        yield lambda done, share: told.append((done, share))

    monkeypatch.setattr(ray, "run_all", here)
    monkeypatch.setattr(sys.modules["pipeline.cli.process"], "progress_bar", bar)

    def processed() -> dict[str, str]:
        assert mahdar("process", "--config", "config.toml", "--engine", "ray") == 0
        lines = Path("data/processed/records.jsonl").read_text(encoding="utf-8").splitlines()
        return {r["record_id"]: r["meeting_id"] for r in map(json.loads, lines)}

    found = processed()
    one, other = next((a, b) for a in found for b in found if a < b and found[a] != found[b])
    at = datetime(2026, 3, 1, tzinfo=UTC)
    verdict = identity.decide("meeting", "same", ([one], [other]), "سعاد", at)
    ledger.append_lines(Path("data/corrections.jsonl"), [identity.line(verdict)])
    now = processed()
    assert now[one] == now[other]
    assert told[-1] == (64, 1.0)
