"""Corrected releases as training documents: `key`, `published`, `text`, `spans`, `records`, in
the format of the gold documents.

A gold document has no two overlapping spans without nesting and no two labels on one range. If
the mentions have, a reviewer's is kept, else the one with the higher confidence, else the longer
one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.corrections.decisions import LISTS
from pipeline.corrections.lists import crossing
from pipeline.schema import MentionRow, Record, ReleaseRow
from pipeline.types import Span


def document(row: ReleaseRow, records: Sequence[Record], key: str | None = None) -> dict[str, Any]:
    """Return the training document of a release; `key` replaces its own id or, without one, its
    release id."""
    return {
        "key": key or row.key or row.id,
        "published": row.published,
        "text": row.text,
        "spans": [[a, b, label] for (a, b), label in _nested(row)],
        "records": [_gold(r) for r in records],
    }


def reviewed(record: Record) -> bool:
    """Return whether a reviewer accepted the record as a whole, so that nothing in it is
    unreviewed."""
    found = [
        e.found_by
        for name in LISTS
        for e in getattr(record, name)
        if "found_by" in LISTS[name].model_fields
    ]
    found += [e.found_by for _, e in record.evidence if e is not None]
    return record.confidence == 1.0 and set(found) <= {"correction"}


def _nested(row: ReleaseRow) -> list[tuple[Span, str]]:
    kept: dict[Span, str] = {}
    for m in sorted(
        row.mentions,
        key=lambda m: (
            m.found_by != "correction",
            -m.confidence,
            m.start - m.end,
            m.start,
            m.label,
        ),
    ):
        span = _trimmed(m, row.text)
        if (
            span is not None
            and span not in kept
            and not any(crossing(span, other) for other in kept)
        ):
            kept[span] = m.label
    return sorted(kept.items(), key=lambda item: (item[0][0], -item[0][1]))


def _trimmed(m: MentionRow, text: str) -> Span | None:
    """Return a range without outer white space; None if it crosses a line end."""
    surface = text[m.start : m.end]
    bare = surface.strip()
    start = m.start + len(surface) - len(surface.lstrip())
    return (start, start + len(bare)) if bare and "\n" not in bare else None


def _gold(r: Record) -> dict[str, Any]:
    values = ("ordinal", "date", "city", "country", "mode", "chair")
    return {
        "body": r.body.name if r.body else None,
        **{name: getattr(r, name) for name in values},
        "people": [p.model_dump(include={"name", "role", "participation"}) for p in r.people],
        "countries": [c.code for c in r.countries],
        "committees": [e.name for e in r.committees],
        "organizations": [e.name for e in r.organizations],
        "initiatives": [e.name for e in r.initiatives],
        "decisions": [d.text for d in r.decisions],
        "topics": [t.text for t in r.topics],
        "referenced_meetings": [
            m.model_dump(include={"body", "ordinal"}) for m in r.referenced_meetings
        ],
    }
