"""Decisions by their release, so that a run looks only at releases that have some."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.corrections.anchoring import Stale
from pipeline.corrections.applying import Applied
from pipeline.corrections.decisions import Decision, standing


@dataclass(frozen=True, slots=True)
class Index:
    """The valid decisions, by the id of the release that the reviewer saw. If that release is no
    longer in the input, they are also indexed by its own id (`key`), its source and its text, to
    find the release that replaces it."""

    decisions: tuple[Decision, ...]
    by: Mapping[tuple[str, str | None], list[Decision]]  # what it is known by, and the value

    def of(self, row: Mapping[str, Any]) -> list[Decision]:
        """Return the decisions that may be about this release, a line of `releases.jsonl`."""
        names = [("id", row["id"]), ("key", row["key"]), ("text", row["text_sha256"])]
        names += [("source", source) for source in (row["source"], *row["also_at"])]
        return list({d.id: d for name in names for d in self.by.get(name, ())}.values())


@dataclass(slots=True)
class Tally:
    """Counts over many releases: the ids of the decisions seen, and of those applied; why others
    could not be; and by release id the number of meetings added or removed."""

    met: set[str] = field(default_factory=set)
    applied: set[str] = field(default_factory=set)
    reasons: dict[str, str] = field(default_factory=dict)
    meetings: dict[str, int] = field(default_factory=dict)

    def add(self, decisions: Iterable[Decision], done: Applied, meetings_before: int) -> None:
        """Count one release."""
        self.met.update(d.id for d in decisions)
        self.applied.update(done.applied)
        self.reasons.update((s.id, s.reason) for s in done.stale)
        self.meetings[done.row.id] = len(done.records) - meetings_before

    def stale(self) -> tuple[Stale, ...]:
        """Return those that were applied nowhere, sorted by id."""
        return tuple(Stale(i, self.reasons[i]) for i in sorted(set(self.reasons) - self.applied))

    def homeless(self, index: Index) -> tuple[Decision, ...]:
        """Return those whose release was not seen."""
        return tuple(d for d in index.decisions if d.id not in self.met)


def index(decisions: Iterable[Decision], present: Collection[str]) -> Index:
    """Return the index of `decisions`. `present`: the ids of their releases that are in the input.
    A decision on one of these applies to it only; others are found by key, source or text."""
    stand = standing(decisions)
    by: dict[tuple[str, str | None], list[Decision]] = {}
    for d in stand:
        seen = d.release
        names = [("id", seen.id)]
        if seen.id not in present:
            names += [("source", seen.source), ("text", seen.text_sha256)]
            names += [("key", seen.key)] if seen.key is not None else []
        for name in names:
            by.setdefault(name, []).append(d)
    return Index(stand, by)
