"""Bytes from disk, within limits."""

from __future__ import annotations

import errno
import gzip
import os
import re
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.errors import InputError, Reason

_LINES_MAX_RATIO = 100  # text compresses to a fifth or a tenth; a factor of a hundred is a bomb

_BLOCK = 1 << 20  # bytes per read
# A byte other than white space and UTF-8's byte order mark, and the rest of its line. So blank
# lines, of which a few bytes of gzip make millions, cost no time one by one.
_SIGNIFICANT = re.compile(rb"[^ \t\r\n\xef\xbb\xbf][^\n]*")


def os_reason(err: OSError) -> InputError:
    """Return the reason for an operating system error."""
    if err.errno in (errno.ENOENT, errno.ENOTDIR):
        return InputError(Reason.VANISHED, "is not there (any more)")
    if err.errno == errno.ELOOP:
        return InputError(
            Reason.LINK_LOOP, "is a symbolic link that leads back to itself; remove it"
        )
    return InputError(
        Reason.UNREADABLE,
        f"cannot be read: {os.strerror(err.errno) if err.errno else err}; check its permissions",
    )


def too_large(max_bytes: int, what: str = "is") -> InputError:
    return InputError(
        Reason.TOO_LARGE, f"{what} larger than {max_bytes:,} bytes; split it, or raise max_bytes"
    )


def bomb(max_bytes: int) -> InputError:
    return InputError(
        Reason.ZIP_BOMB,
        f"unpacks to more than {max_bytes:,} bytes; unpack it yourself if you trust it, or raise "
        "max_bytes",
    )


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open the regular file at `path` for reading. Raise InputError for errors of the operating
    system, also while reading."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError(Reason.UNREADABLE, "is not a regular file")
        with path.open("rb") as file:
            yield file
    except OSError as err:
        if isinstance(err, gzip.BadGzipFile):
            raise
        raise os_reason(err) from err


def load(path: Path, max_bytes: int, packed: bool) -> bytes:
    """Return the file's bytes, unpacked if `packed` (gzip). Never hold more than `max_bytes` of
    either. Raise InputError."""
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > max_bytes:
            raise too_large(max_bytes)
        if packed:
            with unpacking():
                data = gzip.GzipFile(fileobj=file).read(max_bytes + 1)
        else:
            data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise bomb(max_bytes) if packed else too_large(max_bytes)
    if not data:
        raise InputError(Reason.EMPTY, "is empty")
    return data


@contextmanager
def unpacking() -> Iterator[None]:
    """Turn exceptions of gzip into InputError."""
    try:
        yield
    except (EOFError, zlib.error):
        raise InputError(
            Reason.TRUNCATED, "the gzip file is cut off or damaged; fetch it again"
        ) from None
    except gzip.BadGzipFile as err:
        if "Not a gzipped file" in str(err):
            raise InputError(Reason.UNKNOWN_FORMAT, "is named .gz but is not a gzip file") from None
        raise InputError(
            Reason.TRUNCATED, "the gzip file is cut off or damaged; fetch it again"
        ) from None


def unpacked(file: BinaryIO, packed: bool) -> BinaryIO:
    """Return the content of `file`, through gzip if `packed`; read it within `unpacking`."""
    return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file


def between(file: BinaryIO, start: int, end: int) -> BinaryIO:
    """Return the content of `file` from byte `start` to `end`; read it from its beginning."""
    file.seek(start)
    return cast(BinaryIO, _Between(file, end - start))


class _Between:
    """A file that ends after `left` bytes."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self._file, self._left = file, left

    def read(self, size: int) -> bytes:
        block = self._file.read(min(size, self._left))
        self._left -= len(block)
        return block


def byte_lines(
    source: BinaryIO, file: BinaryIO, max_bytes: int
) -> Iterator[tuple[int, bytes | InputError]]:
    """Yield the non-blank lines of `source` (`unpacked(file)`) one at a time, each with its number
    and without its line feed; an InputError for a line longer than `max_bytes`. Raise InputError if
    the rest cannot be read."""
    packed = source is not file
    number, waiting, done = 1, bytearray(), 0
    skipping = False  # the rest of a line that is too long
    while True:
        with unpacking():
            block = source.read(_BLOCK)
        done += len(block)
        _check_ratio(file, done, max_bytes, packed)
        start = len(waiting)
        waiting += block
        end = waiting.rfind(b"\n", start) + 1 if block else len(waiting)
        at = 0
        if skipping and end:
            at = waiting.find(b"\n") + 1 or end
            number += 1
            skipping = False
        while found := _SIGNIFICANT.search(waiting, at, end):
            first = waiting.rfind(b"\n", at, found.start()) + 1 or at
            number += waiting.count(b"\n", at, first)
            line = bytes(waiting[first : found.end()])
            yield number, too_large(max_bytes, "the line is") if len(line) > max_bytes else line
            at = found.end()
        number += waiting.count(b"\n", at, end)
        del waiting[:end]
        if skipping or len(waiting) > max_bytes:
            if not skipping:
                yield number, too_large(max_bytes, "the line is")
            skipping = True
            waiting.clear()
        if not block:
            return


def _check_ratio(file: BinaryIO, done: int, max_bytes: int, packed: bool) -> None:
    if packed and done > max_bytes and done > _LINES_MAX_RATIO * max(file.tell(), 1):
        raise bomb(max_bytes)
