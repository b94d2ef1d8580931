"""The output of a run, kept open: its lines are indexed by release and read one by one.

A run that ends meanwhile renames new files into place, so the open files do not change."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.arabic.folding import fold_key
from pipeline.corrections.decisions import LISTS, ReleaseSeen
from pipeline.errors import MahdarError, UsageError
from pipeline.manifest import check
from pipeline.schema import RECORDS, RELEASES, Record, ReleaseRow

_OF_ROW = ("id", "source", "also_at", "key", "text_sha256")
Line = tuple[int, int]  # offset in bytes, length


@dataclass(frozen=True, slots=True)
class Card:
    """The list entry of a record, or of a release without one. `lowest` is the lowest confidence of
    its values and of the record itself, `searched` the text for searching."""

    source: str
    title: str | None
    outlet: str | None
    published: str | None
    body: str | None = None
    ordinal: int | None = None
    date: str | None = None
    lowest: float = 1.0
    warned: bool = False
    searched: str = ""

    @property
    def day(self) -> str | None:
        """Return the date of the meeting, else of publication."""
        return self.date or self.published


@dataclass(frozen=True, slots=True)
class Output:
    """The open files of a run, with the position of each line: of a release, and of its records
    with their confidence. `by_key`, `by_source` and `by_text` map to ids of releases; `cards` are
    by release and record, with None for the release alone; `by_body` maps a folded name to the
    records of a body."""

    releases: int
    records: int
    rows: Mapping[str, Line]
    meetings: Mapping[str, Mapping[str, tuple[Line, float]]]
    by_key: Mapping[str, str]
    by_source: Mapping[str, str]
    by_text: Mapping[str, str]
    cards: Mapping[tuple[str, str | None], Card]
    by_body: Mapping[str, Sequence[tuple[str, str]]]


def opened(out: Path) -> Output:
    """Open the output folder `out`. Raise UsageError if there is none or its files come from two
    runs, MahdarError if it cannot be read or is no output."""
    check(out, RELEASES, RECORDS)
    try:
        releases, records = (
            os.open(out / name, os.O_RDONLY | os.O_CLOEXEC) for name in (RELEASES, RECORDS)
        )
    except FileNotFoundError as err:
        raise UsageError(
            f"{err.filename} is not there: run mahdar process first, or name its output folder"
        ) from err
    except OSError as err:
        raise MahdarError(f"{err.filename}: {err.strerror}; fix the permissions") from err
    rows: dict[str, Line] = {}
    by_key: dict[str, str] = {}
    by_source: dict[str, str] = {}
    by_text: dict[str, str] = {}
    cards: dict[tuple[str, str | None], Card] = {}
    by_body: dict[str, list[tuple[str, str]]] = {}
    for line, row in _lines(releases, out / RELEASES, _OF_ROW):
        rows[row["id"]] = line
        cards[row["id"], None] = card(row)
        by_source |= dict.fromkeys([row["source"], *row["also_at"]], row["id"])
        by_text[row["text_sha256"]] = row["id"]
        if row["key"] is not None:
            by_key[row["key"]] = row["id"]
    meetings: dict[str, dict[str, tuple[Line, float]]] = {release_id: {} for release_id in rows}
    for line, record in _lines(records, out / RECORDS, ("record_id", "release", "confidence")):
        meetings.setdefault(record["release"]["id"], {})[record["record_id"]] = (
            line,
            record["confidence"],
        )
        release_id = record["release"]["id"]
        told = cards[release_id, record["record_id"]] = card(record["release"], record)
        if told.body is not None:
            by_body.setdefault(fold_key(told.body), []).append((release_id, record["record_id"]))
    mine = {r: m for r, m in meetings.items() if r in rows}
    return Output(releases, records, rows, mine, by_key, by_source, by_text, cards, by_body)


def card(release: Mapping[str, Any], record: Mapping[str, Any] | None = None) -> Card:
    """Return the list entry of a record, or of a release alone, from its JSON form."""
    frame = [release.get(name) for name in ("source", "title", "outlet", "published")]
    own = (str(release["source"]), frame[1], frame[2], frame[3])
    if record is None:
        return Card(*own, searched=_joined(frame[:3]))
    body = record.get("body") or {}
    found = [e for name in LISTS for e in record.get(name) or ()]
    named = [e.get("name") for e in found] + [record.get("city"), record.get("venue")]
    return Card(
        *own,
        body=body.get("name"),
        ordinal=record.get("ordinal"),
        date=record.get("date"),
        lowest=min([record["confidence"], *(e.get("confidence", 1.0) for e in found)]),
        warned=bool(record.get("warnings")),
        searched=_joined([*frame[:3], body.get("name"), *named]),
    )


def _joined(parts: Sequence[str | None]) -> str:
    return " ".join(dict.fromkeys(part for part in parts if part))


def _lines(handle: int, path: Path, needed: Sequence[str]) -> Iterator[tuple[Line, dict[str, Any]]]:
    at = 0
    with open(handle, "rb", closefd=False) as file:
        for number, line in enumerate(file, 1):
            try:
                value = json.loads(line)
                if any(key not in value for key in needed):
                    raise ValueError
            except (ValueError, TypeError, RecursionError) as err:
                raise MahdarError(
                    f"{path}:{number}: is no line of mahdar's output: run mahdar process again"
                ) from err
            yield (at, len(line)), value
            at += len(line)


def close(output: Output) -> None:
    """Close the files."""
    for handle in (output.releases, output.records):
        os.close(handle)


def is_current(output: Output, out: Path) -> bool:
    """Return whether no other run has written to the folder since."""
    try:
        return all(
            os.path.samestat(os.fstat(handle), os.stat(out / name))
            for handle, name in ((output.releases, RELEASES), (output.records, RECORDS))
        )
    except FileNotFoundError:
        return True


def find(output: Output, seen: ReleaseSeen) -> str | None:
    """Return the release with this id, or the one that replaced it: with the same text, the same
    key, or from the same file."""
    if seen.id in output.rows:
        return seen.id
    return (
        output.by_text.get(seen.text_sha256)
        or output.by_key.get(seen.key or "")
        or output.by_source.get(seen.source)
    )


def release(output: Output, release_id: str) -> tuple[ReleaseRow, tuple[Record, ...]]:
    """Return a release and its records as the run wrote them."""

    def line(handle: int, at: Line) -> bytes:
        return os.pread(handle, at[1], at[0])

    row = ReleaseRow.model_validate_json(line(output.releases, output.rows[release_id]))
    return row, tuple(
        Record.model_validate_json(line(output.records, at))
        for at, _ in output.meetings[release_id].values()
    )
