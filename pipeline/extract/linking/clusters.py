"""Mentions of one thing, gathered one after another."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Cluster:
    """Mentions of one thing while they are being collected; indices into the mention list."""

    key: str
    name: str
    at: list[int]


def within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Return whether the words of `short` occur in `long` in that order."""
    rest = iter(long)
    return all(w in rest for w in short)


class Clusters:
    """The clusters so far, in order, and which of them was mentioned last before a position.
    Positions are numbers of mentions in the order of the text."""

    def __init__(self) -> None:
        self.made: list[Cluster] = []
        self._of: dict[int, int] = {}  # position → number of the cluster
        self._places: list[list[int]] = []

    def new(self, key: str, name: str, i: int, place: int) -> None:
        self.made.append(Cluster(key, name, []))
        self._places.append([])
        self.join(len(self.made) - 1, i, place)

    def join(self, number: int, i: int, place: int) -> None:
        """Add a mention to a cluster: its index and its position."""
        self.made[number].at.append(i)
        insort(self._places[number], place)
        self._of[place] = number

    def last(self, numbers: Sequence[int], place: int) -> int | None:
        """Return the one of these clusters that was mentioned last before a position."""
        some = set(numbers)
        for before in range(place - 1, max(place - 2 - len(numbers), -1), -1):
            if (number := self._of.get(before, -1)) in some:
                return number
        found = []
        for number in numbers:
            places = self._places[number]
            if n := bisect_left(places, place):
                found.append((places[n - 1], number))
        return max(found)[1] if found else None


class Asked:
    """A cache of the clusters found for a key, so that a repeated query only looks at new ones."""

    def __init__(self, look: Callable[[str, str, int], Iterable[int]]) -> None:
        """Store `look`: it returns the numbers of the clusters, from a given one on, that match a
        key and a name, ascending."""
        self.look = look
        self.known: dict[tuple[str, str], tuple[list[int], int]] = {}

    def of(self, key: str, name: str, count: int) -> list[int]:
        """Return all matches among the `count` clusters so far."""
        found, since = self.known.get((key, name), ([], 0))
        if since < count:
            found += self.look(key, name, since)
            self.known[key, name] = found, count
        return found


def numbered_since(numbers: Sequence[int], since: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, since) :]
