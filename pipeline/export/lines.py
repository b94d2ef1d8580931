"""The lines of a finished output, file by file, each with its table.

A line is not parsed here. Its first keys show its kind, and its digest shows whether it changed. So
an unchanged line costs no more than reading it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from babel import Locale

from pipeline import schema, schema_entities, schema_meetings
from pipeline.errors import MahdarError, UsageError
from pipeline.export import tables
from pipeline.manifest import check

_KINDS = {
    b"person": tables.PEOPLE.name,
    b"body": tables.BODIES.name,
    b"organization": tables.ORGANIZATIONS.name,
    b"initiative": tables.INITIATIVES.name,
}
# The file of each kind of line, in the order of writing, and the table of a line.
_FILES: dict[str, str | None] = {
    schema_entities.ENTITIES: None,  # by its kind
    schema_meetings.MEETINGS: tables.MEETINGS.name,
    schema.RELEASES: tables.RELEASES.name,
    schema.RECORDS: tables.REPORTS.name,
}
# two-letter codes in CLDR that are no states
_NO_STATES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
_HEAD = re.compile(
    rb'\{(?:"schema_version":"([^"]*)",)?"(?:record|meeting|entity|)_?id":"([^"]*)"'
    rb'(?:,"kind":"(\w+)")?'
)


_VERSION = schema.SCHEMA_VERSION.encode()


class Line(NamedTuple):
    """A line of the output: its head table, its key there, and its bytes."""

    table: str
    key: str
    data: bytes


def lines(out: Path) -> Iterator[Line]:
    """Yield every line of an output folder, each after the lines that it refers to. Raise
    UsageError if there is no output of this version, MahdarError if it cannot be read."""
    check(out, *_FILES)
    yield from _countries()
    with ExitStack() as stack:
        try:
            paths = [out / name for name in _FILES]
            files = [stack.enter_context(_opened(path)) for path in paths]
            for path, file, table in zip(paths, files, _FILES.values(), strict=True):
                for number, data in enumerate(file, 1):
                    yield _line(data, table, path, number)
        except OSError as err:
            raise MahdarError(f"{err.filename or out}: {err.strerror or err}") from err


def _opened(path: Path) -> BinaryIO:
    try:
        return open(path, "rb")
    except FileNotFoundError:
        raise UsageError(
            f"{path}: there is no such file; run mahdar process, or name the output folder"
        ) from None


def _line(data: bytes, table: str | None, file: Path, number: int) -> Line:
    found = _HEAD.match(data)
    kind = found and (table or _KINDS.get(found[3] or b""))
    if not found or not kind:
        raise UsageError(f"{file}:{number}: no line of mahdar's; run mahdar process again")
    if found[1] not in (None, _VERSION):
        raise UsageError(
            f"{file}:{number}: of schema version {found[1].decode()}, not {schema.SCHEMA_VERSION}; "
            "run mahdar process again"
        )
    return Line(kind, found[2].decode(), data)


@lru_cache(maxsize=1)
def _countries() -> tuple[Line, ...]:
    arabic, english = Locale("ar").territories, Locale("en").territories
    return tuple(
        Line(
            tables.COUNTRIES.name,
            code,
            json.dumps(
                {"code": code, "name_ar": arabic.get(code), "name_en": english.get(code)},
                ensure_ascii=False,
            ).encode(),
        )
        for code in sorted(english)
        if len(code) == 2 and code.isalpha() and code not in _NO_STATES
    )
