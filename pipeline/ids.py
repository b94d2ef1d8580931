"""Ids of releases and records that do not change, and digests of the content they were read from.

A release's key is its own id with its outlet if the input gives an id, else its place: ROOT/path,
where ROOT is the last part of the given folder. So an id does not change when the text is edited or
when mahdar runs from another folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from pipeline.types import Release

_RELEASE_DIGITS, _RECORD_DIGITS = 16, 12


def release_id(place: str, own: str | None = None, outlet: str | None = None) -> str:
    """Return `r-` and 16 hex digits of the key of a release: its own id (`own`) with its outlet,
    else its place."""
    key = ["place", place] if own is None else ["id", outlet, own]
    return f"r-{_digest(key, _RELEASE_DIGITS)}"


def record_id(release: str, number: int) -> str:
    """Return `m-` and 12 hex digits for a meeting of the release `release`. The meetings are
    numbered from 1 in the order of the text."""
    return f"m-{_digest([release, number], _RECORD_DIGITS)}"


def content(release: Release) -> str:
    """Return the SHA-256 of all content of the input. Two releases with equal content are the same
    release, wherever they are stored."""
    said = [release.text, release.title, release.published, release.outlet, release.url]
    return _digest([*said, release.key])


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _digest(parts: Sequence[str | int | None], digits: int | None = None) -> str:
    """Return the digest of a JSON list; different lists are never written alike."""
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()[:digits]
