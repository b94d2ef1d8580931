"""Parts of files: split a file with many releases, so that several workers can read it. The parts
together give the releases of the file, with the same sources and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from pipeline.config import Config
from pipeline.errors import InputError
from pipeline.readers import File, read, read_drafts
from pipeline.readers.discovery import form
from pipeline.readers.load import opened
from pipeline.types import Reject, Release

SIZE = 4_000_000  # bytes of a part, unless a line is longer


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes [start, end) of `file`, both at the beginning of a line; `first` is the number of
    the first line, from 1. The whole file if `end` is None."""

    file: File
    start: int = 0
    end: int | None = None
    first: int = 1


def parts(file: File, size: int = SIZE) -> Iterator[Part]:
    """Split a file into parts of about `size` bytes. Only plain JSON Lines in UTF-8 can be split;
    any other file, and an unreadable one, is one part."""
    if form(file.path) != (".jsonl", False):
        yield Part(file)
        return
    try:
        with opened(file.path) as lines:
            cuts = list(_cuts(lines, size))
    except InputError:
        cuts = []
    if len(cuts) < 2:
        yield Part(file)
        return
    for (start, first), (end, _) in pairwise(cuts):
        yield Part(file, start, end, first)


def _cuts(file: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    """Return offset and line number of the beginning of each part, and of the end; nothing for a
    file that is small, blank, or not UTF-8 by its first bytes."""
    head = file.read(4)
    file.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        return
    at, line, cuts, blank = 0, 1, [(0, 1)], True
    while chunk := file.read(size):
        chunk += file.readline()
        at += len(chunk)
        line += chunk.count(b"\n")
        blank = blank and not chunk.strip()
        cuts.append((at, line))
    if not blank:
        yield from cuts


def read_part(part: Part, config: Config, display: str) -> Iterator[Release | Reject]:
    """Yield the releases of a part, as `read` does for the file; `display` is its name in
    `source`."""
    if part.end is None:
        yield from read(part.file, config, display)
        return
    from pipeline.readers.json_objects import read_lines_between

    found = read_lines_between(part.file.path, config, (part.start, part.end), part.first)
    yield from read_drafts(found, part.file, display, config)
