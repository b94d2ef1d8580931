"""Files and folders that appear complete or not at all; until then the old ones stay."""

from __future__ import annotations

import ctypes
import filecmp
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError

PACKAGE = "datapackage.json"  # lists the files of a folder that mahdar wrote
MAKER = "mahdar"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


@contextmanager
def file(target: Path) -> Iterator[Path]:
    """Give a temporary path to write to; it becomes `target` after the block. If `target` has the
    same bytes already, leave it unchanged. If the block raises, leave nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise UsageError(f"{target} is a folder; name a file with --file")
    unfinished = target.with_name(f".{target.name}.tmp")
    try:
        yield unfinished
        if not (target.exists() and filecmp.cmp(unfinished, target, shallow=False)):
            _on_disk(unfinished)
            os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def folder(target: Path) -> Iterator[Path]:
    """Give a temporary folder to write files to, `PACKAGE` last. After the block it replaces
    `target`; if the package there is the same, leave it unchanged. Raise UsageError if that would
    delete files that mahdar did not write."""
    _check_ours(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.tmp")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir()
        yield unfinished
        if not _same(unfinished / PACKAGE, target / PACKAGE):
            for path in unfinished.iterdir():
                _on_disk(path)
            _take_the_place(unfinished, target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _check_ours(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(f"{target} is a file; name a folder with --file")
    there = {path.name for path in target.iterdir()}
    try:
        package = json.loads((target / PACKAGE).read_bytes())
        ours = {PACKAGE, *(one["path"] for one in package["resources"])}
        ours = ours if package["created_by"] == MAKER else set()
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    if others := sorted(there - ours):
        raise UsageError(
            f"{target / others[0]} was not made by mahdar, so the folder is not changed: name "
            "another with --file"
        )


def _same(new: Path, old: Path) -> bool:
    return old.exists() and filecmp.cmp(new, old, shallow=False)


def _take_the_place(new: Path, target: Path) -> None:
    """Put `new` at `target` in one step, if the system can; the old one is then at `new`."""
    if not target.exists():
        os.rename(new, target)
    elif not (exchange := _renameat2()) or exchange(
        _HERE, bytes(new), _HERE, bytes(target), _EXCHANGE
    ):
        old = target.with_name(f".{target.name}.old")  # not supported by this system or file system
        shutil.rmtree(old, ignore_errors=True)
        os.rename(target, old)
        os.rename(new, target)
        shutil.rmtree(old, ignore_errors=True)


def _renameat2() -> Callable[..., int] | None:
    try:
        return ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return None


def _on_disk(path: Path) -> None:
    with open(path, "rb") as written:
        os.fsync(written.fileno())
