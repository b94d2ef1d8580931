"""A note of the releases that a run works on, in the folder of the store.

A run removes its note when it ends. So a note that is still there names the releases of a run whose
process died, and the next run gives them a process of their own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.store import FOLDER, on_disk

NOTE = "at-work"


def note(out: Path, contents: Iterable[str]) -> None:
    """Replace the note by the content digests of these releases. Raise MahdarError if it cannot be
    written."""
    path = out / FOLDER / NOTE
    with on_disk(path):
        path.write_text("".join(f"{content}\n" for content in contents), encoding="ascii")


def left(out: Path) -> frozenset[str]:
    """Return the digests in the note of a run that died; empty if there is no note."""
    try:
        return frozenset((out / FOLDER / NOTE).read_text(encoding="ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def end(out: Path) -> None:
    """Remove the note."""
    path = out / FOLDER / NOTE
    with on_disk(path):
        path.unlink(missing_ok=True)
