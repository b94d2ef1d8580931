"""The meetings of an output folder: find their lines, explain why their reports were grouped, and
find the subject of a verdict on one of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.consolidate import registry
from pipeline.consolidate.evidence import evidence, probability
from pipeline.consolidate.views import View, views
from pipeline.errors import UsageError
from pipeline.matching import forbidden
from pipeline.schema import RECORDS, RELEASES
from pipeline.schema_meetings import MEETINGS, MeetingRow


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, the evidence for and against their being one meeting, the resulting probability,
    and what forbids it."""

    records: tuple[str, str]
    evidence: Mapping[str, float]
    probability: float
    forbidden: str | None


def named(out: Path, ident: str) -> MeetingRow:
    """Return the meeting with this id or with this record. Follow the redirect of an old id. Raise
    UsageError if there is none."""
    now = _given_out(out).now(ident)
    for line in _lines(out / MEETINGS):
        row = json.loads(line)
        if row["meeting_id"] == now or ident in row["records"] or ident in row["announcements"]:
            try:
                return MeetingRow.model_validate_json(line)
            except ValidationError as err:
                raise UsageError(f"{out / MEETINGS}: is of another version; process again") from err
    raise UsageError(f"{ident}: no meeting and no record of this id in {out}")


def side(out: Path, ident: str) -> frozenset[str]:
    """Return the records that a verdict on this id is about: all of a meeting, or the one record.
    Raise UsageError if there is none."""
    row = named(out, ident)
    told = frozenset((*row.records, *row.announcements))
    return frozenset([ident]) if ident in told else told


def pairs(out: Path, row: MeetingRow) -> list[Pair]:
    """Return why the records of a meeting were grouped: the evidence for each pair from different
    releases, highest probability first."""
    return sorted(
        (
            Pair(
                (a.id, b.id),
                found,
                probability(found),
                forbidden(a.meeting, b.meeting),
            )
            for a, b in combinations(_views(out, (*row.records, *row.announcements)), 2)
            if a.release != b.release
            for found in [evidence(a, b)]
        ),
        key=lambda p: (-p.probability, p.records),
    )


def _views(out: Path, wanted: Iterable[str]) -> list[View]:
    """Return the views of some records, in the order of their ids. The other records of their
    releases are needed to assign each part of the text."""
    wanted = set(wanted)
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in _lines(out / RECORDS):
        record = json.loads(line)
        told[record["release"]["id"]].append(record)
        if record["record_id"] not in wanted and len(told) > 1:
            _drop_other(told, wanted, record["release"]["id"])
    _drop_other(told, wanted, None)
    found = [
        view
        for line in _lines(out / RELEASES)
        for release in [json.loads(line)]
        if release["id"] in told
        for view in views(release, told[release["id"]])
    ]
    return sorted((v for v in found if v.id in wanted), key=lambda v: v.id)


def _drop_other(told: dict[str, list[dict[str, Any]]], wanted: set[str], but: str | None) -> None:
    """Drop releases of which no record is wanted; the records of a release follow each other."""
    for release in [r for r in told if r != but]:
        if not any(r["record_id"] in wanted for r in told[release]):
            del told[release]


def _given_out(out: Path) -> registry.Registry:
    try:
        with open(out.parent / registry.FILE, "rb") as file:
            return registry.read(file)
    except OSError:
        return registry.Registry()


def _lines(path: Path) -> Iterator[str]:
    try:
        with open(path, encoding="utf-8", newline="\n") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as err:
        why = err.strerror if isinstance(err, OSError) else err
        raise UsageError(
            f"{path}: cannot be read: {why}; name the output folder of mahdar process"
        ) from err
