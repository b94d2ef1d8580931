"""What changed between two runs, by meaning: records are paired, then compared field by field.

diff = compare(old, new)          # records at hand
apply(diff, old)                  # gives new
stream(old_side, new_side, config)  # records in files, in bounded memory
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.config import Config
from pipeline.diff.causes import Decision
from pipeline.diff.compare import stream
from pipeline.diff.model import Change, Diff, Key, Record, Ref, from_json, mirror, to_json
from pipeline.diff.patch import apply
from pipeline.diff.sides import InFile, InMemory, Side

__all__ = [
    "Change",
    "Decision",
    "Diff",
    "InFile",
    "InMemory",
    "Key",
    "Record",
    "Ref",
    "Side",
    "apply",
    "compare",
    "from_json",
    "mirror",
    "stream",
    "to_json",
]


def compare(
    old: Iterable[Record],
    new: Iterable[Record],
    decisions: Iterable[Decision] = (),
    config: Config | None = None,
) -> Diff:
    """Return the diff of records in memory, in their JSON form (lists, not tuples). For whole files
    see `stream`."""
    return Diff(tuple(stream(InMemory(old), InMemory(new), config or Config(), decisions)))
