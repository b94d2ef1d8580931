"""Pair the records of OLD and NEW.

An id contains the number of a meeting in its release, which shifts when a meeting is added. So an
id only joins the single record of a release, and equal records. Others are joined by body, ordinal
and date within a release (the same id, else the same source), then by likeness within it, then
among the meetings of one body anywhere, and last by id in a release with as many records as before.
Everything is linear in the number of records: likeness is computed only between the nearest `NEAR`
of a group."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from pipeline.diff.sides import Side
from pipeline.matching_records import Traits, same_meeting, same_session, traits_of

NEAR = 16
T = TypeVar("T")
Index = int
Pairs = list[tuple[Index, Index]]


_release, _source, _body = map(attrgetter, ("release", "source", "body"))


def pair(old: Side, new: Side, alike: float) -> Pairs:
    """Return pairs of indices in OLD and NEW of the same record, each record in at most one pair.
    `alike` (0–1) is the minimum likeness for two records that nothing else joins."""
    counts = Counter(h.release for h in old.heads), Counter(h.release for h in new.heads)

    def by_id(side: Side) -> Iterator[tuple[Index, Hashable]]:
        for i, h in enumerate(side.heads):
            alone = all(count[h.release] == 1 for count in counts)
            yield i, (h.id, None if alone else h.digest)

    pairs = _joined(by_id(old), by_id(new))
    a, b = (
        _left(len(old.heads), (i for i, _ in pairs)),
        _left(len(new.heads), (j for _, j in pairs)),
    )
    if not a or not b:
        return pairs
    left = {i: traits_of(old.record(i), i) for i in a}
    right = {j: traits_of(new.record(j), j) for j in b}

    def join(found: Pairs) -> None:
        pairs.extend(found)
        for i, j in found:
            del left[i], right[j]

    for place in (_release, _source):
        join(_joined(_keyed(left.values(), place), _keyed(right.values(), place)))
    for group, likeness in (
        (_release, same_meeting),
        (_source, same_meeting),
        (_body, same_session),
    ):
        for some, others in _groups(left.values(), right.values(), group):
            join(
                [
                    (some[n].index, others[m].index)
                    for n, m in best(some, others, likeness, alike, _when)
                ]
            )

    def as_many(side: Side, found: Iterable[Index]) -> list[tuple[Index, Hashable]]:
        heads = ((n, side.heads[n]) for n in found)
        return [(n, h.id) for n, h in heads if counts[0][h.release] == counts[1][h.release]]

    join(_joined(as_many(old, left), as_many(new, right)))
    return pairs


def best(
    old: Sequence[T],
    new: Sequence[T],
    likeness: Callable[[T, T], float],
    at_least: float,
    order: Callable[[T], Any] | None = None,
) -> Pairs:
    """Return the best pairs first, each element in at most one; of equal ones the nearest, then the
    first. In long sequences compare only elements at about the same position, or at the same
    position in the `order` by which both are sorted."""
    near = max(len(old), len(new)) > NEAR
    keys = ([order(x) for x in old], [order(y) for y in new]) if near and order else None
    scored = []
    for i, x in enumerate(old):
        middle = (
            i * len(new) // len(old)
            if keys is None
            else bisect_left(keys[1], keys[0][i]) + i - bisect_left(keys[0], keys[0][i])
        )
        for j in (
            range(max(0, middle - NEAR), min(len(new), middle + NEAR + 1))
            if near
            else range(len(new))
        ):
            if (score := likeness(x, new[j])) >= at_least:
                scored.append((-score, abs(i - j), i, j))
    pairs: Pairs = []
    used: tuple[set[int], set[int]] = set(), set()
    for _, _, i, j in sorted(scored):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((i, j))
    return pairs


def in_order(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the largest set of pairs in the same order on both sides (a longest increasing
    subsequence); the others have moved."""
    ordered = sorted(pairs)
    tails: list[int] = []  # the smallest end of an increasing run, by its length
    last: list[int] = []  # the index where that run ends
    before: list[int] = []
    for n, (_, j) in enumerate(ordered):
        length = bisect_left(tails, j)
        if length == len(tails):
            tails.append(j)
            last.append(n)
        else:
            tails[length], last[length] = j, n
        before.append(last[length - 1] if length else -1)
    kept = set()
    n = last[-1] if last else -1
    while n >= 0:
        kept.add(ordered[n])
        n = before[n]
    return kept


def joined(old: Iterable[Hashable], new: Iterable[Hashable]) -> Pairs:
    """Pair equal elements, the first with the first, the second with the second."""
    return _joined(enumerate(old), enumerate(new))


def _joined(old: Iterable[tuple[Index, Hashable]], new: Iterable[tuple[Index, Hashable]]) -> Pairs:
    places: dict[Hashable, list[Index]] = defaultdict(list)
    for j, key in new:
        places[key].append(j)
    for found in places.values():
        found.reverse()
    pairs = []
    for i, key in old:
        if waiting := places.get(key):
            pairs.append((i, waiting.pop()))
    return pairs


def _left(count: int, taken: Iterable[Index]) -> list[Index]:
    gone = set(taken)
    return [i for i in range(count) if i not in gone]


def _when(t: Traits) -> tuple[str, int]:
    return t.date or "", t.ordinal or 0


def _keyed(
    traits: Iterable[Traits], place: Callable[[Traits], str | None]
) -> list[tuple[Index, Hashable]]:
    return [(t.index, (place(t), t.body, t.ordinal, t.date)) for t in traits if t.body is not None]


def _groups(
    old: Iterable[Traits],
    new: Iterable[Traits],
    group: Callable[[Traits], str | None],
) -> list[tuple[list[Traits], list[Traits]]]:
    """Yield the members of each group that both sides have, by date and ordinal."""
    sides: list[dict[str, list[Traits]]] = []
    for traits in (old, new):
        groups: dict[str, list[Traits]] = defaultdict(list)
        for t in sorted(traits, key=lambda t: (*_when(t), t.index)):
            if (key := group(t)) is not None:
                groups[key].append(t)
        sides.append(groups)
    return [(some, sides[1][key]) for key, some in sides[0].items() if key in sides[1]]
