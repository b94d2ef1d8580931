"""An index of items by range: find the items that overlap a range without scanning all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from pipeline.types import Span


class Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


R = TypeVar("R", bound=Placed)

_BITS = 6  # a cell is 64 characters: a sentence spans a few cells, a name one or two


class Ranges(Generic[R]):
    """A collection of items with half-open ranges, in order of insertion. A query takes time in
    proportion to the items near the range, not to all items."""

    def __init__(self, items: Iterable[R] = ()) -> None:
        self._items: dict[int, R] = {}
        self._cells: defaultdict[int, set[int]] = defaultdict(set)
        self._given = 0
        for item in items:
            self.add(item)

    def __iter__(self) -> Iterator[R]:
        return (self._items[n] for n in sorted(self._items))

    def add(self, item: R) -> None:
        self._put(self._given, item)
        self._given += 1

    def discard(self, item: R) -> None:
        """Remove all items equal to `item`."""
        for n in self._numbers(item.start, item.end):
            if self._items[n] == item:
                self._take(n)

    def swap(self, old: R, new: R) -> None:
        """Replace the first item equal to `old` by `new`, at the same position in the order."""
        for n in self._numbers(old.start, old.end):
            if self._items[n] == old:
                self._take(n)
                self._put(n, new)
                return

    def over(self, start: int, end: int) -> list[R]:
        """Return the items that overlap a range, in order."""
        found = (self._items[n] for n in self._numbers(start, end))
        return [x for x in found if x.start < end and start < x.end]

    def inside(self, start: int, end: int) -> list[R]:
        """Return the items inside a range."""
        return [x for x in self.over(start, end) if start <= x.start and x.end <= end]

    def around(self, start: int, end: int) -> list[R]:
        """Return the items that contain a range."""
        return [x for x in self.over(start, end) if x.start <= start and end <= x.end]

    def split_by(self, at: int) -> list[R]:
        """Return the items with a character on both sides of a position."""
        return [x for x in self.over(at - 1, at + 1) if x.start < at < x.end]

    def _numbers(self, start: int, end: int) -> list[int]:
        first, last = _cells(start, end)
        if first == last:
            return sorted(self._cells.get(first, ()))
        return sorted({n for cell in range(first, last + 1) for n in self._cells.get(cell, ())})

    def _put(self, n: int, item: R) -> None:
        self._items[n] = item
        first, last = _cells(item.start, item.end)
        for cell in range(first, last + 1):
            self._cells[cell].add(n)

    def _take(self, n: int) -> None:
        item = self._items.pop(n)
        first, last = _cells(item.start, item.end)
        for cell in range(first, last + 1):
            self._cells[cell].discard(n)


def _cells(start: int, end: int) -> tuple[int, int]:
    return start >> _BITS, max(start, end - 1) >> _BITS


def holding(spans: Sequence[Span], at: int) -> Span | None:
    """Return the range that contains a position; the ranges are sorted and do not overlap."""
    n = bisect_right(spans, at, key=lambda span: span[0])
    return spans[n - 1] if n and at < spans[n - 1][1] else None


def following(places: Sequence[int], at: int) -> int | None:
    """Return the first of these sorted positions that is at or after `at`."""
    n = bisect_left(places, at)
    return places[n] if n < len(places) else None
