"""The base class of the project's errors, and the reasons why a release can be rejected."""

from __future__ import annotations

import errno
from enum import StrEnum
from pathlib import Path


class MahdarError(Exception):
    """Any fault of the input or the user, never a bug. Its text is one line that says what to
    do."""


class UsageError(MahdarError):
    """Wrong use: exit status 2."""


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_OTHER_KIND = frozenset({errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENOTEMPTY})


def mend(err: OSError) -> str:
    """Return what to do about this disk error."""
    if err.errno in _FULL:
        return "make room"
    if err.errno in _FORBIDDEN:
        return "fix the permissions"
    if err.errno in _OTHER_KIND:
        return "a file stands where a folder is needed, or a folder where a file is: move it away"
    return "check the disk"


def of_disk(err: OSError, place: Path, kept: str = "") -> MahdarError:
    """Return the message for a disk error: where, why, what was kept, and what to do."""
    what = f"{err.filename or place}: {err.strerror or err}; {kept and f'{kept}: '}"
    return MahdarError(f"{what}{mend(err)}, then run again")


class Reason(StrEnum):
    """Why an input was rejected, as written to `rejects.jsonl`."""

    EMPTY = "empty"
    BINARY = "binary"
    ENCODING = "encoding"
    TRUNCATED = "truncated"
    ZIP_BOMB = "zip_bomb"
    SHAPE = "shape"
    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    LINK_LOOP = "link_loop"
    NO_ARABIC = "no_arabic"
    TOO_LARGE = "too_large"
    UNKNOWN_FORMAT = "unknown_format"
    NO_TEXT = "no_text"
    TIMEOUT = "timeout"
    INTERNAL = "internal"
    SAME_KEY = "same_key"


class InputError(MahdarError):
    """A bad input; becomes a `Reject`."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
