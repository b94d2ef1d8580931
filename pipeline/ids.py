"""What things are called for good: the ids of releases and records, and the digests of what they
were read from.

A release's key is its own id with its outlet, where the input gives an id, else its place:
ROOT/path, where ROOT is the last part of the folder that was given. So an id stays when the text
is edited, from whichever folder mahdar is called."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from pipeline.types import Release

_RELEASE_DIGITS, _RECORD_DIGITS = 16, 12


def release_id(place: str, own: str | None = None, outlet: str | None = None) -> str:
    """`r-` and 16 hexadecimal digits of the key of a release: its own id (`own`) with its outlet,
    else its place."""
    key = ["place", place] if own is None else ["id", outlet, own]
    return f"r-{_digest(key, _RELEASE_DIGITS)}"


def record_id(release: str, number: int) -> str:
    """`m-` and 12 hexadecimal digits of the meeting of this number, from 1 on in the order of the
    text, of the release of this id."""
    return f"m-{_digest([release, number], _RECORD_DIGITS)}"


def content(release: Release) -> str:
    """SHA-256 of all that the input says: two releases of equal content are the very same release,
    wherever they stand."""
    said = [release.text, release.title, release.published, release.outlet, release.url]
    return _digest([*said, release.key])


def text_sha256(text: str) -> str:
    """SHA-256 of a text's characters in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _digest(parts: Sequence[str | int | None], digits: int | None = None) -> str:
    """Of a JSON list, in which no two different ones are written alike."""
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()[:digits]
