"""Apply a diff: OLD and the changes give NEW."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.diff.model import EVIDENCE, KEYS, LINE, Change, Diff, Record


def apply(diff: Diff, old: Iterable[Record]) -> tuple[dict[str, Any], ...]:
    """Return NEW, equal to the records of the diff: in compact JSON the same bytes, if mahdar wrote
    both. Raise ValueError if the diff does not fit `old`."""
    of: dict[int, list[Change]] = defaultdict(list)
    gone: set[int] = set()
    placed: dict[int, dict[str, Any]] = {}
    for change in diff.changes:
        ref = change.record.old
        if ref is None:
            placed[_index(change)] = dict(change.new)
        elif change.field is None:
            gone.add(ref.index)
        else:
            of[ref.index].append(change)
    still = []
    count = 0
    for index, record in enumerate(old):
        count += 1
        if index in gone:
            continue
        changes = of.pop(index, [])
        now = _patched(record, changes)
        if any(c.field == LINE for c in changes):
            placed[_index(changes[0])] = now
        else:
            still.append(now)
    if of or (gone and max(gone) >= count):
        raise ValueError("the diff is about records that OLD does not have")
    return tuple(_placed(still, placed))


def _index(change: Change) -> int:
    if change.record.new is None:
        raise ValueError("a change of a record needs its place in NEW")
    return change.record.new.index


def _placed(still: Sequence[Any], placed: dict[int, Any]) -> list[Any]:
    """Return all elements: those with a position there, and the unmoved ones in their order between
    them."""
    rest = iter(still)
    try:
        return [placed[n] if n in placed else next(rest) for n in range(len(still) + len(placed))]
    except StopIteration:
        raise ValueError("the places of the diff do not fit OLD") from None


def _patched(record: Record, changes: Sequence[Change]) -> dict[str, Any]:
    now = dict(record)
    elements: dict[str, list[Change]] = defaultdict(list)
    keys: Sequence[str] | None = None
    for change in changes:
        assert change.field is not None
        if change.field == KEYS:
            keys = change.new
        elif change.at is not None:
            elements[change.field].append(change)
        elif change.field.startswith(EVIDENCE + "."):
            now[EVIDENCE] = dict(now[EVIDENCE]) | {
                change.field.removeprefix(EVIDENCE + "."): change.new
            }
        elif change.field != LINE:
            now[change.field] = change.new
    for field, some in elements.items():
        gone = {c.at[0] for c in some if c.at}
        still = [e for i, e in enumerate(now[field]) if i not in gone]
        now[field] = _placed(still, {c.at[1]: c.new for c in some if c.at and c.at[1] is not None})
    return now if keys is None else {k: now[k] for k in keys}
