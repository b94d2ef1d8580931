"""Find the files to read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError, Reason
from pipeline.readers.load import os_reason
from pipeline.types import Reject

TEXT_FORMS = (".txt", ".md", ".html", ".htm", ".json", ".jsonl")
FORMS = (*TEXT_FORMS, ".docx", ".pdf", ".parquet", ".warc")
PACKED = (*TEXT_FORMS, ".warc")  # formats that are also read as .gz
UNKNOWN = (
    f"has an unknown format; known are {' '.join(FORMS)}, and .gz of the text forms and of .warc"
)
LOOP = "is a symbolic link to a folder that it lies in; remove it"

# a backslash; Python's stand-in for a byte that is not UTF-8
_NOT_LEGIBLE = re.compile(r"[\\\udc80-\udcff]")
_README = re.compile(r"readme(\.[^.]+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class File:
    """A file to read. `place` is ROOT/path with slashes: the last part of the given folder (for
    a single file: of its folder), and the path below it. It is the same from every working
    directory."""

    path: Path
    place: str


def form(path: Path) -> tuple[str, bool] | None:
    """Return the suffix that determines the format, in lower case, and whether the file is gzipped;
    None for an unknown suffix."""
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        return (suffixes[-2], True) if len(suffixes) > 1 and suffixes[-2] in PACKED else None
    return (suffixes[-1], False) if suffixes and suffixes[-1] in FORMS else None


def shown(path: Path) -> str:
    """Return `path` as written in `source`: with slashes, relative to the working directory if
    inside it, else as given; readable."""
    try:
        relative = Path(os.path.abspath(path)).relative_to(Path.cwd())
    except ValueError:
        relative = path
    return _legible(relative.as_posix())


def alone(path: Path) -> File:
    """Return a file that was given alone."""
    whole = Path(os.path.abspath(path))
    return File(path, _legible(f"{whole.parent.name}/{whole.name}"))


def _legible(name: str) -> str:
    """Return a path as text, different for different paths: a byte that is not UTF-8 is `\\xNN`,
    and a backslash is doubled so that it cannot be mistaken for one."""
    return _NOT_LEGIBLE.sub(
        lambda c: "\\\\" if c[0] == "\\" else f"\\x{os.fsencode(c[0])[0]:02x}", name
    )


def reject(path: Path, error: InputError) -> Reject:
    return Reject(shown(path), "read", error.reason, error.detail)


def discover(paths: Sequence[Path]) -> Iterator[File | Reject]:
    """Yield the files to read, each once. Outermost folders come first, so that the place of a file
    does not depend on the order of `paths`. Folders are walked, sorted by name. In folders, hidden
    files (with a leading dot) and README with one suffix or none are skipped silently. Everything
    else that cannot be read is a Reject: an unknown suffix, a link that leads nowhere, to itself or
    to a parent folder, or an error of the operating system."""
    seen: set[str] = set()
    for path in sorted(paths, key=lambda p: len(Path(os.path.abspath(p)).parts)):
        root = Path(os.path.abspath(path))
        for found in _walk(path):
            if isinstance(found, Reject):
                yield found
            elif (there := os.path.abspath(found)) not in seen:
                seen.add(there)
                yield (
                    alone(found)
                    if there == str(root)
                    else File(
                        found, _legible(f"{root.name}/{Path(there).relative_to(root).as_posix()}")
                    )
                )


def _walk(top: Path) -> Iterator[Path | Reject]:
    """Yield the files below `top`, or `top` itself. Folders may be as deep as the operating system
    allows."""
    above: set[tuple[int, int]] = set()  # the parents of the current folder
    left: list[Path | tuple[int, int]] = [top]  # an identity marks the end of a folder
    while left:
        path = left.pop()
        if isinstance(path, tuple):
            above.discard(path)
            continue
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                yield (
                    path if form(path) else reject(path, InputError(Reason.UNKNOWN_FORMAT, UNKNOWN))
                )
                continue
            inside = sorted(os.listdir(path), reverse=True)
        except OSError as err:
            yield reject(path, os_reason(err))
            continue
        identity = (status.st_dev, status.st_ino)
        if identity in above:
            yield reject(path, InputError(Reason.LINK_LOOP, LOOP))
            continue
        above.add(identity)
        left.append(identity)
        left.extend(
            path / name
            for name in inside
            if not name.startswith(".") and not _README.fullmatch(name)
        )
