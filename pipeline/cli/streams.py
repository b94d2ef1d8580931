"""Handle standard streams that are closed or full.

The number of a closed stream goes to the next opened file, so messages would be written into the
store. And a failed message must not change the exit status."""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import BinaryIO

from pipeline.errors import UsageError

_WRITING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF, errno.EIO, errno.EPIPE})


class _Words(io.FileIO):
    """Standard error: text that cannot be written is lost, without an error."""

    def write(self, words: object) -> int:
        try:
            return super().write(words) or 0  # type: ignore[arg-type]
        except OSError:
            return len(memoryview(words).cast("B"))  # type: ignore[arg-type]


def open_all() -> None:
    """Reopen each closed stream. Writing to a closed standard output fails; writing to standard
    error never does. Streams that replace the interpreter's are left alone."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:  # the lowest free number is this one
            os.open(os.devnull, os.O_WRONLY if number == 2 else os.O_RDONLY)
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="utf-8")
    if sys.stderr is sys.__stderr__:
        sys.stderr = io.TextIOWrapper(
            io.BufferedWriter(_Words(2, "w", closefd=False)),
            encoding=sys.stderr.encoding if sys.stderr else "utf-8",
            errors="backslashreplace",
            line_buffering=True,
        )


def unwritable(err: OSError) -> str | None:
    """Return the message for an error of writing to a stream; None for any other error."""
    if err.filename is not None or err.errno not in _WRITING:
        return None
    return f"standard output cannot be written: {os.strerror(err.errno)}; make room, and run again"


def abandon_output() -> None:
    """Discard unwritten standard output, which Python would try to write again at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.stdout.flush()
    except (OSError, ValueError):
        pass


def standard_input(most: int) -> BinaryIO:
    """Return at most `most` bytes of standard input. Raise UsageError if there is none."""
    if sys.stdin is None:
        raise UsageError("standard input is closed; give a text, as in: mahdar process - < FILE")
    try:
        return io.BytesIO(sys.stdin.buffer.read(most))
    except OSError as err:
        raise UsageError(
            f"standard input cannot be read: {err.strerror}; give a text, as in: "
            "mahdar process - < FILE"
        ) from err
