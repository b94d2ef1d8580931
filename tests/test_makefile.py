from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with our Makefile and an environment whose `mahdar` records its calls and
    ends with $STATUS."""
    folder = tmp_path / "a project"
    (folder / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "requirements").mkdir()
    for file in ("pyproject.toml", "requirements/runtime.txt", "requirements/dev.txt"):
        (folder / file).touch()
    command = folder / ".venv" / "bin" / "mahdar"
    command.write_text('#!/bin/sh\necho "mahdar $@"\nexit ${STATUS:-0}\n')
    command.chmod(0o755)
    for stamp in (".installed", ".installed-dev"):
        (folder / ".venv" / stamp).touch()
    return folder


def make(folder: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "-C", folder, "--no-print-directory", *args]
    return subprocess.run(command, capture_output=True, text=True, env=inherited | environment)


def test_help_names_every_target(project: Path) -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+|test-long):(?!=)", text, re.MULTILINE))
    phony = re.search(r"^\.PHONY:(.*)$", text, re.MULTILINE)
    assert phony and targets == set(phony[1].split())
    said = [line.split("  ")[0].split() for line in make(project).stdout.splitlines()]
    assert {word for first, *words in said if first == "make" for word in words} >= targets - {
        "help"
    }


@pytest.mark.parametrize(
    ("status", "ends", "says"),
    [
        ("0", 0, ""),
        ("1", 0, "done; the rejected inputs are named above and in data/processed/rejects.jsonl"),
        ("2", 2, ""),
        ("3", 2, ""),
    ],
)
def test_process_takes_1_for_success(status: str, ends: int, says: str, project: Path) -> None:
    done = make(project, "process", STATUS=status)
    assert done.returncode == ends
    assert done.stdout == "mahdar process data/raw --out data/processed\n"
    assert done.stderr.startswith(says) if ends == 0 else "Error" in done.stderr
    assert bool(says) == ("mahdar ended with 1" in done.stderr)


def test_process_and_evaluate_pass_on_what_is_asked(project: Path) -> None:
    assert (
        make(project, "process", "IN=press", "OUT=minutes", "ARGS=--jobs 2").stdout
        == "mahdar process press --out minutes --jobs 2\n"
    )
    assert make(project, "evaluate", "GOLD=x.jsonl").stdout == "mahdar evaluate x.jsonl\n"


def test_a_path_may_hold_a_space(project: Path) -> None:
    (project / ".venv" / "bin" / "mahdar").write_text('#!/bin/sh\nprintf "<%s>" "$@"\n')
    assert (
        make(project, "process", "IN=my press", "OUT=my minutes").stdout
        == "<process><my press><--out><my minutes>"
    )


@pytest.mark.parametrize(("status", "ends", "says"), [("0", 0, ""), ("1", 0, ""), ("2", 2, None)])
def test_diff_takes_1_for_success(status: str, ends: int, says: str | None, project: Path) -> None:
    done = make(project, "diff", STATUS=status)
    assert done.returncode == ends
    assert done.stdout == "mahdar diff --out data/processed\n"
    assert "Error" in done.stderr if says is None else done.stderr == says


def test_diff_passes_on_what_is_asked(project: Path) -> None:
    done = make(
        project,
        "diff",
        "OUT=minutes",
        "OLD=HEAD:minutes",
        "NEW=b c.jsonl",
        "ARGS=--stat",
        STATUS="1",
    )
    assert done.stdout == "mahdar diff --out minutes --stat HEAD:minutes b c.jsonl\n"


def test_review_processes_first_what_was_not_processed_yet(project: Path) -> None:
    assert make(project, "review", "ARGS=--by Huda").stdout.splitlines() == [
        "mahdar process data/raw --out data/processed",
        "mahdar review data/processed --by Huda",
    ]
    (project / "minutes").mkdir()
    (project / "minutes" / "records.jsonl").touch()
    assert make(project, "review", "OUT=minutes").stdout == "mahdar review minutes\n"


def test_export_passes_on_what_is_asked(project: Path) -> None:
    asked = make(project, "export", "TO=sqlite", "OUT=minutes", "ARGS=--tables meetings")
    assert asked.stdout == "mahdar export minutes --to sqlite --tables meetings\n"
    done = make(project, "export")
    assert done.returncode == 2
    assert done.stderr.startswith("name the target: make export TO=sqlite")


def test_evaluate_without_gold_says_how(project: Path) -> None:
    done = make(project, "evaluate")
    assert done.returncode == 2
    said = re.match(r"name the gold documents: make evaluate GOLD=(\S+)", done.stderr)
    assert said and (ROOT / said[1]).is_file()


def test_the_readme_names_no_file_outside_the_repository() -> None:
    assert "../" not in (ROOT / "README.md").read_text(encoding="utf-8")


def test_each_step_of_training_starts_from_what_the_one_before_left(project: Path) -> None:
    python = project / ".venv" / "bin" / "python"
    # Records the start of a step, and writes its tok.json to --out.
    python.write_text(
        '#!/bin/sh\nwhile [ $# -gt 0 ]; do case $1 in --encoder) echo "$2";; '
        '--out) mkdir -p "$2"; touch "$2/tok.json";; esac; shift; done\n'
    )
    python.chmod(0o755)
    (project / ".venv" / ".training").touch()
    for folder in ("../shared/experiments/encoder-mlm", "../shared/corpora", "mine"):
        (project / folder).mkdir(parents=True)
    (project / "x.jsonl").touch()
    steps = ("names", "train", "WORK=work dir", "TRAIN=x.jsonl")
    assert make(project, "train", *steps[2:]).stdout == "../shared/experiments/encoder-mlm\n"
    assert make(project, "pretrain", *steps).stdout.splitlines() == [
        "work dir/encoder",
        "work dir/encoder-news",
        "work dir/encoder-names",
    ]
    assert make(project, *steps, "ENCODER=mine").stdout.splitlines() == ["mine", "mine"]


def test_without_a_fitting_python_setup_says_what_is_needed(project: Path, tmp_path: Path) -> None:
    (project / ".venv" / ".installed").unlink()
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    for tool in ("make", "sh", "touch"):
        path = shutil.which(tool)
        assert path
        (bin_ / tool).symlink_to(path)
    old = bin_ / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = make(project, "setup", PATH=str(bin_))
    assert done.returncode == 2
    assert done.stderr.startswith("mahdar needs Python 3.11 or newer")
    assert not (project / ".venv" / ".installed").exists()


def test_setup_is_done_once_and_again_when_the_project_file_changes(project: Path) -> None:
    python = project / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$@" >> calls\n')
    python.chmod(0o755)
    make(project, "setup")
    assert not (project / "calls").exists()
    later = (project / ".venv" / ".installed").stat().st_mtime + 10
    os.utime(project / "pyproject.toml", (later, later))
    assert make(project, "setup").returncode == 0
    locked, own = (project / "calls").read_text().splitlines()[-2:]
    assert locked.endswith("--no-deps --require-hashes --requirement requirements/runtime.txt")
    assert own.endswith("--no-deps --no-build-isolation --editable .")


def test_the_development_tools_are_a_step_of_their_own(project: Path) -> None:
    python = project / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$@" >> calls\n')
    python.chmod(0o755)
    (project / ".venv" / ".installed-dev").unlink()
    make(project, "process")
    assert not (project / "calls").exists()
    make(project, "test", "TORCH_INDEX=some-index")
    tools, torch, tests = (project / "calls").read_text().splitlines()
    assert tools.endswith("--require-hashes --requirement requirements/dev.txt")
    assert torch.endswith("--extra-index-url some-index torch>=2.4")
    assert tests == "-m pytest"


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("train", "../shared/annotation/train.jsonl: not there; name the gold documents"),
        ("crossval", "../shared/annotation/train.jsonl: not there; name the gold documents"),
        ("articles", "../shared/corpora: not there; name the folder of the corpora"),
        ("names", "../shared/corpora: not there; name the folder of the corpora"),
        ("pretrain", "../shared/corpora: not there; name the folder of the corpora"),
        ("encoder", "../shared/corpora: not there; name the folder of the corpora"),
        ("anercorp", "../shared/corpora: not there; name the folder of the corpora"),
        ("calibrate", "models/training/scratch/crossval: not there; run make crossval first"),
    ],
)
def test_what_needs_files_from_elsewhere_says_so_in_a_line(
    target: str, says: str, project: Path
) -> None:
    done = make(project, target)
    assert done.returncode == 2
    first, *others = done.stderr.splitlines()
    assert first.startswith(says)
    assert len(others) == 1 and others[0].startswith("make: ***")  # make's own message
    assert not done.stdout


def test_benchmarks_need_no_arguments(project: Path) -> None:
    """Each benchmark of make bench needs only files of the repository."""
    shutil.copytree(ROOT / "benchmarks", project / "benchmarks")
    python = project / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$@"\n')
    python.chmod(0o755)
    ran = re.findall(r"^-m benchmarks\.(\w+)$", make(project, "bench").stdout, re.MULTILINE)
    modules = {f.stem for f in (ROOT / "benchmarks").glob("*.py")} - {"__init__"}
    asks = {
        name
        for name in modules
        if re.search(
            r'add_argument\("\w+", nargs="\+"',
            (ROOT / "benchmarks" / f"{name}.py").read_text(encoding="utf-8"),
        )
    }
    assert (
        asks >= {"ablation"} and not asks & set(ran) and {"pipeline", "diff"} <= set(ran) <= modules
    )
