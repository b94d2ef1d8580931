"""In which order a reviewer looks at the records: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A record to look at, or a release that has none (`record_id` None). `changes` counts what
    differs from the last reviewed run, `confidence` is the record's, `decided` says that a verdict
    on the whole record stands, `rejected` that it puts the record out."""

    release_id: str
    record_id: str | None
    changes: int = 0
    confidence: float = 1.0
    decided: bool = False
    rejected: bool = False

    @property
    def state(self) -> str:
        """open, accepted or rejected."""
        return "rejected" if self.rejected else "accepted" if self.decided else "open"


def ordered(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return what changed since the last reviewed run first, then the lowest confidence, then
    releases without a record; what is already decided last. Equal ones stay in the order in which
    they were given."""
    return tuple(
        sorted(items, key=lambda i: (i.decided, not i.changes, i.record_id is None, i.confidence))
    )


def items(
    records: Mapping[str, Mapping[str, float]],
    changes: Mapping[str, int],
    removed: Mapping[str, int],
    decided: Set[str],
) -> tuple[Item, ...]:
    """Return the queue. `records`: for each release, in the order of the output, its record ids
    with their confidence. `changes`: record id to the number of its changes. `removed`: release
    id to the number of records that it had in the last reviewed run and has no more; they count
    with the release's first record, or with the release alone where it has none. `decided`:
    record ids."""
    out = []
    for release_id, found in records.items():
        lost = removed.get(release_id, 0)
        for record_id, confidence in found.items():
            out.append(
                Item(
                    release_id,
                    record_id,
                    changes.get(record_id, 0) + lost,
                    confidence,
                    record_id in decided,
                )
            )
            lost = 0
        if not found:
            out.append(Item(release_id, None, lost))
    return ordered(out)


def undecided(queue: Iterable[Item]) -> int:
    """Return how many records still wait for a verdict; a release without a record does not wait."""
    return sum(item.record_id is not None and not item.decided for item in queue)
