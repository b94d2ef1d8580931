"""What a diff needs of OLD and NEW: a short head of every record, all in memory, and access to a
record by index.

A file of records is read once for its heads, which are cut out of each line without parsing the
rest. Its records are read again one by one when they are needed. So memory does not grow with the
size of the records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from sys import intern
from typing import Any, BinaryIO, NamedTuple, Protocol

from pydantic_core import from_json, to_json

from pipeline.diff.model import Record
from pipeline.errors import MahdarError

_DIGEST_BYTES = 12
# A line as mahdar writes it; others are parsed as JSON. A quotation mark inside a string is
# escaped, so the pattern cannot match inside a string.
_HEAD = re.compile(
    rb'\{"schema_version":"[^"\\]*","record_id":"([^"\\]+)",(?:"meeting_id":[^,]*,"announces":[^,]*,)?"release":\{"id":"([^"\\]+)","source":("(?:[^"\\]|\\.)*")'
)
# A quotation mark in a string is escaped, so no title can contain this.
_TEXT = re.compile(rb'"text_sha256":"([0-9a-f]{16,64})"')
_TAIL = re.compile(rb'"provenance":(\{[^{}]*\})\}\s*\Z')
_TAIL_BYTES = (
    400  # longer than any provenance; if it is not found there, the line is parsed as JSON
)


class Head(NamedTuple):
    """`provenance` is its compact JSON; `text` is the beginning of the hash of the release's text,
    empty if the record lacks it, as before schema 1.1. Lines with equal digests are equal."""

    id: str
    release: str
    source: str
    provenance: str
    digest: bytes
    text: str = ""

    def text_differs(self, other: Head) -> bool | None:
        """Return whether the two releases have different texts; None if unknown."""
        if self.text and other.text:
            return self.text != other.text
        if self.text or other.text:
            return None
        return self.release != other.release  # before 1.1, whose id hashed the text


class Side(Protocol):
    """OLD or NEW."""

    @property
    def heads(self) -> Sequence[Head]: ...

    def record(self, index: int) -> Record: ...


class InMemory:
    """Records in memory, such as those of one page."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = tuple(records)
        self.heads: Sequence[Head] = tuple(_head(r, dump(r).encode()) for r in self._records)

    def record(self, index: int) -> Record:
        return self._records[index]


class InFile:
    """The records of a JSON Lines file, which stays open while this is used; `name` is for
    messages. Raise MahdarError, with the line, for an invalid record."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file, self._name = file, name
        self._starts: list[int] = []
        heads = []
        start = 0
        file.seek(0)
        for number, line in enumerate(file, 1):
            if not line.isspace():
                self._starts.append(start)
                heads.append(_quick_head(line) or _head(self._read(line, number), line))
            start += len(line)
        self.heads: Sequence[Head] = heads

    def record(self, index: int) -> Record:
        self._file.seek(self._starts[index])
        return self._read(self._file.readline(), None, index)

    def _read(self, line: bytes, number: int | None, index: int = 0) -> Record:
        try:
            record = from_json(line, cache_strings="keys")
            _ids(record)
        except (ValueError, TypeError, KeyError, AttributeError):
            place = f"line {number}" if number is not None else f"record {index + 1}"
            raise MahdarError(
                f"{self._name}: {place} is no meeting record; give a records.jsonl that mahdar "
                "wrote"
            ) from None
        return record  # type: ignore[no-any-return] # checked by _ids


def dump(value: object) -> str:
    """Return compact JSON, by the code that writes mahdar's lines."""
    return to_json(value).decode()


def _quick_head(line: bytes) -> Head | None:
    head, tail = _HEAD.match(line), _TAIL.search(line, max(0, len(line) - _TAIL_BYTES))
    if not head or not tail:
        return None
    try:
        source = json.loads(head[3])
        text = _TEXT.search(line, head.end())
        return Head(
            head[1].decode(),
            head[2].decode(),
            intern(source),
            intern(tail[1].decode()),
            _digest(line),
            intern(text[1][:16].decode()) if text else "",
        )
    except ValueError:
        return None


def _head(record: Any, line: bytes) -> Head:
    provenance: Mapping[str, Any] | None = record.get("provenance")
    text = str(record["release"].get("text_sha256") or "")[:16]
    return Head(*_ids(record), dump(provenance), _digest(line), text)


def _ids(record: Any) -> tuple[str, str, str]:
    """Return the id of the record, of its release and its source. Raise TypeError, KeyError or
    AttributeError for an invalid record."""
    release = record["release"]
    one, other, source = record["record_id"], release["id"], release["source"]
    if not (isinstance(one, str) and isinstance(other, str) and isinstance(source, str)):
        raise TypeError
    return one, other, source


def _digest(line: bytes) -> bytes:
    return blake2b(line.rstrip(b"\r\n"), digest_size=_DIGEST_BYTES).digest()
