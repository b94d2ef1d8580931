"""Things with a place, looked up by it: which of them share a character with a range, without going
through all of them."""

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

_BITS = 6  # a cell is 64 characters: a sentence has some, a name stands in one or two


class Ranges(Generic[R]):
    """A bag of things that stand at half-open ranges, in the order in which they were put in. To
    ask for a place takes as long as there are things around it, however many there are in all."""

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
        """Take out all that are equal to `item`."""
        for n in self._numbers(item.start, item.end):
            if self._items[n] == item:
                self._take(n)

    def swap(self, old: R, new: R) -> None:
        """Put `new` in the place, in the order, of the first that is equal to `old`, if one is."""
        for n in self._numbers(old.start, old.end):
            if self._items[n] == old:
                self._take(n)
                self._put(n, new)
                return

    def over(self, start: int, end: int) -> list[R]:
        """Return those that share a character with a range, in their order."""
        found = (self._items[n] for n in self._numbers(start, end))
        return [x for x in found if x.start < end and start < x.end]

    def inside(self, start: int, end: int) -> list[R]:
        """Return those that lie in a range."""
        return [x for x in self.over(start, end) if start <= x.start and x.end <= end]

    def around(self, start: int, end: int) -> list[R]:
        """Return those in which a range lies."""
        return [x for x in self.over(start, end) if x.start <= start and end <= x.end]

    def split_by(self, at: int) -> list[R]:
        """Return those that have a character on either side of a place."""
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
    """That of these ranges, which are in order and do not overlap, in which a place lies."""
    n = bisect_right(spans, at, key=lambda span: span[0])
    return spans[n - 1] if n and at < spans[n - 1][1] else None


def following(places: Sequence[int], at: int) -> int | None:
    """Return the first of these places, which are in order, that is not before `at`."""
    n = bisect_left(places, at)
    return places[n] if n < len(places) else None
