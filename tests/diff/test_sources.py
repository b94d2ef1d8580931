from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline import store
from pipeline.diff import sources
from pipeline.errors import MahdarError, UsageError
from tests.diff.records import Record, lines, record, write

RECORDS = [record(release=r, source=f"data/raw/{r}.txt") for r in "ab"]


def taken(spec: str) -> list[Record]:
    with sources.opened(spec) as source:
        return [dict(source.side.record(n)) for n in range(len(source.side.heads))]


def git(*args: str) -> None:
    identity = (
        "-c",
        "user.name=Huda",
        "-c",
        "user.email=huda@example.org",
        "-c",
        "commit.gpgsign=false",
    )
    subprocess.run(["git", *identity, *args], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set up a repository with RECORDS committed in data/processed and one record fewer in the
    working tree."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    git("init", "-q")
    write(tmp_path / "data/processed/records.jsonl", RECORDS)
    git("add", ".")
    git("commit", "-q", "-m", "records")
    write(tmp_path / "data/processed/records.jsonl", RECORDS[:1])
    return tmp_path


def test_a_file_a_folder_a_packed_file_and_a_pipe(tmp_path: Path) -> None:
    path = write(tmp_path / "out" / "records.jsonl", RECORDS)
    assert taken(str(path)) == taken(str(path.parent)) == RECORDS
    packed = tmp_path / "old.jsonl.gz"
    packed.write_bytes(gzip.compress(lines(RECORDS)))
    assert taken(str(packed)) == RECORDS
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(lines(RECORDS),))
    writer.start()
    assert taken(str(pipe)) == RECORDS
    writer.join()


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines(RECORDS))))
    assert taken("-") == RECORDS


def test_lines_that_mahdar_did_not_write_so_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    odd = [dict(reversed(r.items())) for r in RECORDS]
    path.write_text("\n" + "\r\n\n".join(json.dumps(r, indent=None) for r in odd), encoding="utf-8")
    assert taken(str(path)) == RECORDS
    quoted = record(source='data/raw/"x\\y",.txt', chair='"provenance":{"pipeline":"0"}}')
    assert taken(str(write(path, [quoted]))) == [quoted]
    with sources.opened(str(path)) as source:
        (head,) = source.side.heads
        assert (head.source, json.loads(head.provenance)) == (
            quoted["release"]["source"],
            quoted["provenance"],
        )


@pytest.mark.parametrize(
    "spec",
    [
        "HEAD:data/processed",
        "HEAD:data/processed/",
        "HEAD:data/processed/records.jsonl",
        "HEAD:./data/processed/records.jsonl",
        ":data/processed/records.jsonl",
    ],
)
def test_a_revision_of_git(spec: str, repository: Path) -> None:
    assert taken(spec) == RECORDS


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (
            "gone.jsonl",
            "gone.jsonl: No such file or directory; give a records.jsonl, an output folder, or "
            "REVISION:PATH",
        ),
        ("data", "data/records.jsonl: No such file"),
        (
            "HEAD:gone",
            "HEAD:gone: no such file, and no such path in a revision of this git repository",
        ),
        (
            "HEAD:data",
            "HEAD:data: that folder has no records.jsonl in this revision; name the file",
        ),
        ("--upload-pack=x:y", "--upload-pack=x:y: no such file"),
    ],
)
def test_what_is_not_there_is_one_line_that_names_the_mend(
    spec: str, words: str, repository: Path
) -> None:
    with pytest.raises(MahdarError) as err:
        taken(spec)
    assert str(err.value).startswith(words)
    assert "\n" not in str(err.value)


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "{}",
        "[1]",
        '{"record_id":1,"release":{"id":"r","source":"s"}}',
        '{"record_id":"m","release":null}',
    ],
)
def test_what_is_no_record_is_named_by_its_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(lines(RECORDS) + line.encode())
    with pytest.raises(
        MahdarError, match=r"x\.jsonl: line 3 is no meeting record; give a records\.jsonl"
    ):
        taken(str(path))
    path.write_bytes(lines(RECORDS)[:-400].replace(b'"body":', b'"body":!') + b"\n")
    with pytest.raises(MahdarError, match="is no meeting record"):
        taken(str(path))


def test_a_packed_file_that_is_cut_off_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(lines(RECORDS))[:-20])
    with pytest.raises(MahdarError, match=r"x\.gz: cannot be read to its end"):
        taken(str(path))


def ran(out: Path, records: list[Record], kept: int = 5) -> None:
    write(out / "records.jsonl", records)
    store.remember(out, "records.jsonl", kept)


def test_the_last_run_and_the_one_before_it(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match=r"no run is kept there; run mahdar process \(kept_runs"),
        sources.last_two(tmp_path),
    ):
        pass
    ran(tmp_path, RECORDS)
    with (
        pytest.raises(
            UsageError, match="only one run is kept, so there is nothing to compare it with"
        ),
        sources.last_two(tmp_path),
    ):
        pass
    ran(tmp_path, RECORDS[:1])
    (tmp_path / "records.jsonl").unlink()
    with sources.pair([], tmp_path) as (old, new):
        assert (len(old.side.heads), len(new.side.heads)) == (2, 1)
        assert old.name.startswith(f"run 1 of {tmp_path}, 20")
    ran(tmp_path, RECORDS[:1])
    with sources.last_two(tmp_path) as (old, new):
        assert (len(old.side.heads), len(new.side.heads)) == (1, 1)


def test_the_run_that_was_last_reviewed_stays(tmp_path: Path) -> None:
    assert store.mark_reviewed(tmp_path) is None
    with sources.last_reviewed(tmp_path) as both:
        assert both is None
    ran(tmp_path, RECORDS)
    store.mark_reviewed(tmp_path)
    for n in range(4):
        ran(tmp_path, RECORDS[: n % 2], kept=2)
    with sources.last_reviewed(tmp_path) as both:
        assert both is not None
        assert [len(s.side.heads) for s in both] == [2, 1]


def test_old_alone_is_compared_with_the_output_folder(repository: Path) -> None:
    with sources.pair(["HEAD:data/processed"], Path("data/processed")) as (old, new):
        assert (len(old.side.heads), len(new.side.heads)) == (2, 1)
        assert (old.name, new.name) == ("HEAD:data/processed", "data/processed/records.jsonl")
