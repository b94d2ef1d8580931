"""Open OLD and NEW: files and folders, revisions of a git repository, the runs that the store
keeps."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from pipeline import store
from pipeline.diff.sides import InFile
from pipeline.errors import MahdarError, UsageError
from pipeline.manifest import check
from pipeline.schema import RECORDS
from pipeline.store import Run

STDIN = "-"
IN_MEMORY = 32 << 20  # a larger copy goes to a temporary file
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Source:
    """One side, ready to be read, and its name."""

    name: str
    side: InFile


@contextmanager
def opened(spec: str) -> Iterator[Source]:
    """Open the records of `spec` until the end of the block: a file of records (also gzip), an
    output folder, «-» for standard input, or `REVISION:PATH` of a git repository, where PATH is
    a file or a folder. Raise UsageError if it does not exist, MahdarError if it contains no
    records."""
    if not spec:
        raise UsageError("an empty name for records; is a variable not set?")
    if spec == STDIN:
        with _copied(sys.stdin.buffer) as file:
            yield Source("standard input", InFile(file, "standard input"))
    elif ":" in spec and not os.path.lexists(spec):
        with _revision(spec) as file:
            yield Source(spec, InFile(file, spec))
    else:
        path = Path(spec)
        if path.is_dir():
            check(path, RECORDS)
            path /= RECORDS
        with _file(path) as file:
            yield Source(str(path), InFile(file, str(path)))


@contextmanager
def pair(specs: Sequence[str], out: Path) -> Iterator[tuple[Source, Source]]:
    """Open OLD and NEW. With OLD alone, the output folder is NEW; with neither, compare the last
    two runs."""
    if not specs:
        with last_two(out) as both:
            yield both
        return
    old, new = specs if len(specs) > 1 else (specs[0], str(out))
    with opened(old) as one, opened(new) as other:
        yield one, other


@contextmanager
def last_two(out: Path) -> Iterator[tuple[Source, Source]]:
    """Open the run before the last one and the last one that wrote to the output folder. Raise
    UsageError, with what to do, if fewer than two are kept."""
    kept = store.runs(out)
    if len(kept) < 2:
        raise UsageError(_too_few(out, len(kept)))
    with of_run(out, kept[-2]) as old, of_run(out, kept[-1]) as new:
        yield old, new


@contextmanager
def last_reviewed(out: Path) -> Iterator[tuple[Source, Source] | None]:
    """Open the run that was last reviewed and the last one; return None if none was reviewed."""
    run, kept = store.reviewed(out), store.runs(out)
    if run is None or not kept:
        yield None
        return
    with of_run(out, run) as old, of_run(out, kept[-1]) as new:
        yield old, new


@contextmanager
def of_run(out: Path, run: Run) -> Iterator[Source]:
    """Open the records of a run that the store keeps."""
    name = f"run {run.number} of {out}, {run.at}"
    with store.records_of(out, run) as packed, _copied(packed, name) as file:
        yield Source(name, InFile(file, name))


def _too_few(out: Path, count: int) -> str:
    kept = "(kept_runs, where it is set, at 2 or more)"
    if not count:
        return f"{out}: no run is kept there; run mahdar process {kept}, or name what to compare: mahdar diff OLD NEW"
    return f"{out}: only one run is kept, so there is nothing to compare it with; process again after a change {kept}, or name OLD and NEW"


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    try:
        file = open(path, "rb")  # noqa: SIM115 (closed below)
    except OSError as err:
        raise UsageError(
            f"{path}: {err.strerror}; give a records.jsonl, an output folder, or REVISION:PATH "
            "of a git repository"
        ) from err
    with file:
        if path.is_file():
            packed = file.read(len(_GZIP)) == _GZIP
            file.seek(0)
            if not packed:
                yield file
                return
            with gzip.open(file) as unpacked, _copied(cast(BinaryIO, unpacked), str(path)) as copy:
                yield copy
        else:  # a pipe, which cannot be read twice
            with _copied(file, str(path)) as copy:
                yield copy


@contextmanager
def _revision(spec: str) -> Iterator[BinaryIO]:
    """Open the file at `REVISION:PATH`, or `records.jsonl` in that folder."""
    oid = _git("rev-parse", "--verify", "--quiet", "--end-of-options", spec)
    if oid is None:
        raise UsageError(
            f"{spec}: no such file, and no such path in a revision of this git repository (git "
            f"show {spec})"
        )
    if _git("cat-file", "-t", oid) == "tree":
        folder = spec.rstrip("/")
        oid = _git(
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            folder + ("" if folder.endswith(":") else "/") + RECORDS,
        )
        if oid is None:
            raise UsageError(
                f"{spec}: that folder has no {RECORDS} in this revision; name the file"
            )
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        with subprocess.Popen(
            ["git", "cat-file", "blob", oid], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as git:
            assert git.stdout is not None
            shutil.copyfileobj(git.stdout, copy, 1 << 20)
        if git.returncode:
            raise MahdarError(f"{spec}: git cannot read it; try: git show {spec}")
        yield cast(BinaryIO, copy)


def _git(*args: str) -> str | None:
    """Return git's output, None if it fails. Raise MahdarError if git is not installed."""
    try:
        done = subprocess.run(["git", *args], capture_output=True, text=True)
    except FileNotFoundError:
        raise MahdarError(
            "git is not installed, and REVISION:PATH needs it; install it, or name two files"
        ) from None
    return done.stdout.strip() if done.returncode == 0 else None


@contextmanager
def _copied(file: BinaryIO, name: str = "standard input") -> Iterator[BinaryIO]:
    """Copy a stream that can be read only once, or is compressed: into memory, or into a temporary
    file if it is large."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        try:
            shutil.copyfileobj(file, copy, 1 << 20)
        except (OSError, EOFError) as err:
            raise MahdarError(f"{name}: cannot be read to its end: {err}") from err
        yield cast(BinaryIO, copy)
