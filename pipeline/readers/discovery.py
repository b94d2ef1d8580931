"""Which files there are to read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import InputError, Reason
from pipeline.readers.load import os_reason
from pipeline.types import Reject

TEXT_FORMS = (".txt", ".md", ".html", ".htm", ".json", ".jsonl")
FORMS = (*TEXT_FORMS, ".docx", ".pdf")
UNKNOWN = f"is of no known format; known are {' '.join(FORMS)}, and .gz of the text forms"
LOOP = "is a symbolic link to a folder that it lies in; remove it"

_README = re.compile(r"readme(\.[^.]+)?", re.IGNORECASE)


def form(path: Path) -> tuple[str, bool] | None:
    """The suffix that says how to read a file, in lower case, and whether it is gzipped; None if it
    is none of ours."""
    suffixes = [s.lower() for s in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        return (suffixes[-2], True) if len(suffixes) > 1 and suffixes[-2] in TEXT_FORMS else None
    return (suffixes[-1], False) if suffixes and suffixes[-1] in FORMS else None


def shown(path: Path) -> str:
    """`path` as `source` names it: with slashes, relative to the working directory where it lies in
    it, else as given; a name that is no Unicode with its bytes escaped."""
    try:
        relative = Path(os.path.abspath(path)).relative_to(Path.cwd())
    except ValueError:
        relative = path
    return relative.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def reject(path: Path, error: InputError) -> Reject:
    return Reject(shown(path), "read", error.reason, error.detail)


def discover(paths: Sequence[Path]) -> Iterator[Path | Reject]:
    """The files to read, in order, each once; folders are walked, sorted by name. Left out without
    a word, in folders only: what is hidden (its name begins with a dot), and README with one suffix
    or none. All else that cannot be read is a Reject: a suffix that is none of ours, a link that
    leads nowhere or back to itself or to a folder above it, what the operating system refuses."""
    seen: set[str] = set()
    for path in paths:
        for found in _walk(path):
            if isinstance(found, Reject):
                yield found
            elif (place := os.path.abspath(found)) not in seen:
                seen.add(place)
                yield found


def _walk(top: Path) -> Iterator[Path | Reject]:
    """The files below `top`, or itself; folders may be as deep as the operating system lets them."""
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
