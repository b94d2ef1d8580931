"""Decisions by the release that they are about, so that a run looks only at releases that have
some."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.corrections.anchoring import Stale
from pipeline.corrections.applying import Applied
from pipeline.corrections.decisions import Decision, standing


@dataclass(frozen=True, slots=True)
class Index:
    """The standing decisions, by id of the release that was seen; those whose release is not in the
    input any more under that id also by its own id (`key`), its source and its text, which must
    tell which one it is now."""

    decisions: tuple[Decision, ...]
    by_release: dict[str, list[Decision]]
    by_key: dict[str, list[Decision]]
    by_source: dict[str, list[Decision]]
    by_text: dict[str, list[Decision]]

    def of(self, row: Mapping[str, Any]) -> list[Decision]:
        """Return what may be about this release, given as a line of `releases.jsonl`."""
        found = list(self.by_release.get(row["id"], ()))
        if self.by_text:
            found += self.by_key.get(row["key"] or "", ())
            found += self.by_text.get(row["text_sha256"], ())
            for source in (row["source"], *row["also_at"]):
                found += self.by_source.get(source, ())
        return list({d.id: d for d in found}.values())


@dataclass(slots=True)
class Tally:
    """What became of decisions over many releases: the ids of those that were met, and applied; why
    others could not be; and how many meetings each release has more than it had, by its id."""

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
        """Return those whose release was not met."""
        return tuple(d for d in index.decisions if d.id not in self.met)


def index(decisions: Iterable[Decision], present: Collection[str]) -> Index:
    """`present` are the ids, of those that the decisions name, of releases that are in the input. A
    decision on one of them is about that one alone; others go by the key, the source, the text."""
    stand = standing(decisions)
    out = Index(stand, {}, {}, {}, {})
    for d in stand:
        seen = d.release
        out.by_release.setdefault(seen.id, []).append(d)
        if seen.id not in present:
            if seen.key is not None:
                out.by_key.setdefault(seen.key, []).append(d)
            out.by_source.setdefault(seen.source, []).append(d)
            out.by_text.setdefault(seen.text_sha256, []).append(d)
    return out
