"""The root of the project's errors, and the reasons a release can be rejected for."""

from __future__ import annotations

from enum import StrEnum


class MahdarError(Exception):
    """Anything that is the input's or the user's fault, never a bug. Its text is one line that
    names the mend."""


class UsageError(MahdarError):
    """Wrong use: exit status 2."""


class Reason(StrEnum):
    """Why an input was rejected, as `rejects.jsonl` says it."""

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
