"""The order in which a reviewer sees the records. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """A record, or a release without one (`record_id` None). `changes` counts the differences from
    the last reviewed run, `confidence` is the record's, `decided` means that the whole record has a
    verdict, `rejected` that this verdict removes it."""

    release_id: str
    record_id: str | None
    changes: int = 0
    confidence: float = 1.0
    decided: bool = False
    rejected: bool = False

    @property
    def state(self) -> str:
        """Return open, accepted or rejected."""
        return "rejected" if self.rejected else "accepted" if self.decided else "open"


def ordered(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items sorted: changes since the last reviewed run first, then the lowest
    confidence, then releases without a record; decided ones last. Equal items stay in the given
    order."""
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
    with their confidence. `changes`: the number of changes by record id. `removed`: the number of
    records by release id that have disappeared since the last reviewed run; they count for the
    release's first record, or for the release alone if it has none. `decided`: record ids."""
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
    """Return the number of records without a verdict; a release without a record does not count."""
    return sum(item.record_id is not None and not item.decided for item in queue)
