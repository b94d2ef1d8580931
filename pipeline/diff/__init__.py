"""What changed between two runs, by meaning: records are paired, then compared field by field.

    diff = compare(old, new)          # records at hand
    changes_by_record(diff)[record_id]
    apply(diff, old)                  # gives new
    stream(old_side, new_side, config)  # records in files, in bounded memory
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.config import Config
from pipeline.diff.causes import Decision
from pipeline.diff.compare import stream
from pipeline.diff.model import Change, Diff, Key, Record, Ref, from_json, mirror, to_json
from pipeline.diff.patch import apply
from pipeline.diff.sides import InFile, InMemory, Side

__all__ = [
    "Change", "Decision", "Diff", "InFile", "InMemory", "Key", "Record", "Ref", "Side", "apply", "changes_by_record", "compare",
    "from_json", "mirror", "stream", "to_json",
]


def compare(old: Iterable[Record], new: Iterable[Record], decisions: Iterable[Decision] = (), config: Config | None = None) -> Diff:
    """The diff of records that are at hand, as JSON gives them (lists, not tuples). For whole files see `stream`."""
    return Diff(tuple(stream(InMemory(old), InMemory(new), config or Config(), decisions)))


def changes_by_record(diff: Diff) -> Mapping[str, tuple[Change, ...]]:
    """The changes of each record by its id in NEW; of a removed record by its id in OLD."""
    changes: dict[str, list[Change]] = defaultdict(list)
    for change in diff.changes:
        changes[change.record.shown.id].append(change)
    return {record_id: tuple(some) for record_id, some in changes.items()}
