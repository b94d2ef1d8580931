"""`mahdar diff` as git's external diff driver, in a repository that commits its records."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.diff import git
from pipeline.errors import UsageError
from tests.diff.records import person, record, write

ROOT = Path(__file__).parents[2]
FSI, PDI = "\u2068", "\u2069"
OLD = [
    record("اللجنة العليا للنقل", 3, people=[person("سالم العطار")]),
    record("مجلس الطاقة", 4, release="b", source="data/raw/b.txt"),
]
NEW = [record("اللجنة الفنية للنقل", 3, people=[person("سالم العطار")]), OLD[1]]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set up a repository with the two lines of the guide, with this code as the command."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("GIT_PAGER", "cat")
    run("init", "-q")
    readme = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    attributes = re.search(r"^echo '(.+ diff=mahdar)' >> \.gitattributes$", readme, re.M)
    command = re.search(r"^git config diff\.mahdar\.command '(mahdar diff .+)'$", readme, re.M)
    assert attributes and command
    (tmp_path / ".gitattributes").write_text(attributes[1] + "\n")
    run(
        "config",
        "diff.mahdar.command",
        command[1].replace("mahdar", f"'{sys.executable}' -m pipeline.cli", 1),
    )
    write(tmp_path / "data/processed/records.jsonl", OLD)
    (tmp_path / "other.txt").write_text("one\n")
    run("add", ".")
    run("commit", "-q", "-m", "records")
    return tmp_path


def run(*args: str) -> str:
    identity = (
        "-c",
        "user.name=Huda",
        "-c",
        "user.email=huda@example.org",
        "-c",
        "commit.gpgsign=false",
    )
    done = subprocess.run(["git", *identity, *args], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_git_diff_shows_the_changed_field_and_other_files_as_ever(repository: Path) -> None:
    write(repository / "data/processed/records.jsonl", NEW)
    (repository / "other.txt").write_text("two\n")
    shown = run("diff")
    assert shown.startswith(
        "diff --mahdar a/data/processed/records.jsonl b/data/processed/records.jsonl\n"
    )
    assert f"  body                   - {FSI}اللجنة [-العليا-] للنقل{PDI}\n" in shown
    assert "records: 1 changed, 0 added, 0 removed; values: 1" in shown
    assert "مجلس الطاقة" not in shown
    assert "\x1b" not in shown
    assert "-one\n+two\n" in shown
    run("commit", "-q", "-a", "-m", "corrected")
    assert "[-العليا-]" in run("show", "--ext-diff", "HEAD")
    assert "[-الفنية-]" in run("diff", "HEAD", "HEAD~1")


def test_a_file_that_is_new_or_gone(repository: Path) -> None:
    write(repository / "minutes/records.jsonl", OLD[:1])
    run("add", ".")
    shown = run("diff", "--cached")
    assert shown.startswith("diff --mahdar /dev/null b/minutes/records.jsonl\n")
    assert "records: 0 changed, 1 added, 0 removed" in shown
    run("rm", "-q", "--cached", "data/processed/records.jsonl")
    assert "records: 0 changed, 0 added, 2 removed" in run("diff", "--cached", "--", "data")


def test_a_renamed_file(repository: Path) -> None:
    (repository / "minutes").mkdir()
    run("mv", "data/processed/records.jsonl", "minutes/records.jsonl")
    write(repository / "minutes/records.jsonl", [OLD[0], OLD[1] | {"city": "مسقط"}])
    run("add", ".")
    shown = run("diff", "--cached", "-M30")
    assert shown.startswith(
        "diff --mahdar a/data/processed/records.jsonl b/minutes/records.jsonl\n"
    )
    assert f"  city                   + {FSI}مسقط{PDI}\n" in shown


def test_content_that_holds_no_records_does_not_end_the_whole_diff(repository: Path) -> None:
    (repository / "data/processed/records.jsonl").write_text("<<<<<<< HEAD\n")
    (repository / "other.txt").write_text("two\n")
    shown = run("diff")
    assert "data/processed/records.jsonl: cannot be compared as meeting records: " in shown
    assert "-one\n+two\n" in shown


def test_revisions_are_sources_too(repository: Path) -> None:
    write(repository / "data/processed/records.jsonl", NEW)
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "diff", "HEAD:data/processed", "--stat"],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "body" in done.stdout


def test_the_ways_in_which_git_calls(tmp_path: Path) -> None:
    assert git.call(["x"]).files is None
    assert list(git.lines(["x"], Config(), (), False, False)) == ["* Unmerged path x"]
    assert git.call(["x", "old", "1", "100644", "new", "2", "100644"]) == git.Call(
        "x", "x", ("old", "new")
    )
    assert git.call(["x", "old", "1", "100644", "new", "2", "100644", "y", "similarity"]).to == "y"
    with pytest.raises(UsageError, match=r"set diff\.mahdar\.command"):
        git.call(["x", "y"])
    old, new = (str(write(tmp_path / name, side)) for name, side in (("old", OLD), ("new", OLD)))
    assert list(git.lines(["x", old, "1", "1", new, "1", "1"], Config(), (), False, False)) == [
        "diff --mahdar a/x b/x"
    ]


def test_gits_pager_shows_colours() -> None:
    assert git.pager_in_use({"GIT_PAGER_IN_USE": "true"})
    assert not git.pager_in_use({}) and not git.pager_in_use({"GIT_PAGER_IN_USE": "false"})
