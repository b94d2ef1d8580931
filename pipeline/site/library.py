"""The data of the pages: the lines of an output, indexed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.manifest import check
from pipeline.schema import RECORDS, RELEASES
from pipeline.schema_entities import ENTITIES
from pipeline.schema_meetings import MEETINGS
from pipeline.types import Span

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """The data of a record for a page: its release, and where each person is named, with the span
    of the office, by the person's name."""

    release: str
    people: Mapping[str, tuple[Span | None, Span | None]]


@dataclass(frozen=True, slots=True)
class Library:
    """An output: `meetings` and `entities` by id, `reports` by record id, `releases` by id without
    their texts, and `spans`, the ranges of each release that a page links to."""

    out: Path
    meetings: Mapping[str, Json]
    entities: Mapping[str, Json]
    reports: Mapping[str, Report]
    releases: Mapping[str, Json]
    spans: Mapping[str, Sequence[Span]]

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the id and the text of each release that reports or announces a meeting."""
        for row in _rows(self.out / RELEASES):
            if row["id"] in self.spans:
                yield row["id"], row["text"]


def read(out: Path) -> Library:
    """Index the output folder `out`. Raise UsageError if it has no meetings."""
    check(out, MEETINGS, ENTITIES, RECORDS, RELEASES)
    meetings = {m["meeting_id"]: m for m in _rows(out / MEETINGS)}
    entities = {e["entity_id"]: e for e in _rows(out / ENTITIES)}
    reports = {r["record_id"]: _report(r) for r in _rows(out / RECORDS)}
    kept = ("source", "title", "outlet", "published", "url")
    releases = {r["id"]: {name: r.get(name) for name in kept} for r in _rows(out / RELEASES)}
    spans: dict[str, set[Span]] = defaultdict(set)
    for meeting in meetings.values():
        for release in meeting["releases"]:
            spans[release]  # it has a page, even if nothing links into it
        for record, span in _said(meeting):
            spans[reports[record].release].add(span)
    for report in reports.values():
        spans[report.release].update(s for pair in report.people.values() for s in pair if s)
    return Library(
        out, meetings, entities, reports, releases, {k: sorted(v) for k, v in spans.items()}
    )


def _report(record: Json) -> Report:
    people = {
        p["name"]: (
            min(map(_span, p["mentions"]), default=None),
            _span(p["role_span"]) if p["role_span"] else None,
        )
        for p in record["people"]
    }
    return Report(record["release"]["id"], people)


def _said(meeting: Json) -> Iterator[tuple[str, Span]]:
    """Yield the spans of a meeting's values, each with its record."""
    values = (v for f in meeting["fields"].values() if f for v in f["values"])
    clauses = (*meeting["topics"], *meeting["decisions"], *meeting["referenced_meetings"])
    for value in (*values, *clauses):
        for said in value["says"]:
            if said["span"]:
                yield said["record_id"], _span(said["span"])


def _span(given: Sequence[int]) -> Span:
    return given[0], given[1]


def _rows(path: Path) -> Iterator[Json]:
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield json.loads(line)
    except FileNotFoundError:
        raise UsageError(
            f"{path}: not there; name the output folder of mahdar process, and process again if "
            "an older version wrote it"
        ) from None
    except (OSError, ValueError) as err:
        raise UsageError(f"{path}: cannot be read: {err}") from err
