"""Which files there are to read."""

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
PACKED = (*TEXT_FORMS, ".warc")  # forms of which .gz is read too
UNKNOWN = (
    f"is of no known format; known are {' '.join(FORMS)}, and .gz of the text forms and of .warc"
)
LOOP = "is a symbolic link to a folder that it lies in; remove it"

# a backslash; what Python makes of a byte that is no UTF-8
_NOT_LEGIBLE = re.compile(r"[\\\udc80-\udcff]")
_README = re.compile(r"readme(\.[^.]+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class File:
    """A file to read. `place` is ROOT/path, with slashes: the last part of the folder that was
    given (of a single file: of the folder that it lies in), and the path below it. It is the same
    from any working directory."""

    path: Path
    place: str


def form(path: Path) -> tuple[str, bool] | None:
    """Return the suffix that says how to read a file, in lower case, and whether it is gzipped;
    None if it is none of ours."""
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        return (suffixes[-2], True) if len(suffixes) > 1 and suffixes[-2] in PACKED else None
    return (suffixes[-1], False) if suffixes and suffixes[-1] in FORMS else None


def shown(path: Path) -> str:
    """`path` as `source` names it: with slashes, relative to the working directory where it lies in
    it, else as given; legible."""
    try:
        relative = Path(os.path.abspath(path)).relative_to(Path.cwd())
    except ValueError:
        relative = path
    return _legible(relative.as_posix())


def alone(path: Path) -> File:
    """Return a file that was given by itself."""
    whole = Path(os.path.abspath(path))
    return File(path, _legible(f"{whole.parent.name}/{whole.name}"))


def _legible(name: str) -> str:
    """Return a path as text of which no two paths have the same: a byte that is no UTF-8 is
    `\\xNN`, and a backslash, which could be taken for one of those, is doubled."""
    return _NOT_LEGIBLE.sub(
        lambda c: "\\\\" if c[0] == "\\" else f"\\x{os.fsencode(c[0])[0]:02x}", name
    )


def reject(path: Path, error: InputError) -> Reject:
    return Reject(shown(path), "read", error.reason, error.detail)


def discover(paths: Sequence[Path]) -> Iterator[File | Reject]:
    """Yield the files to read, each once, those of the outermost folders first, so that the place
    of a file does not hang on the order of `paths`; folders are walked, sorted by name. Left out
    without a word, in folders only: what is hidden (its name begins with a dot), and README with
    one suffix or none. All else that cannot be read is a Reject: a suffix that is none of ours, a
    link that leads nowhere or back to itself or to a folder above it, what the operating system
    refuses."""
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
    """Yield the files below `top`, or itself; folders may be as deep as the operating system lets
    them."""
    above: set[tuple[int, int]] = set()  # the folders that the one at hand lies in
    left: list[Path | tuple[int, int]] = [top]  # identities mark where a folder has ended
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
