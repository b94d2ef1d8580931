"""Strings that are alike, found among many without comparing each with each."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from rapidfuzz import fuzz

_GRAM = 3  # characters


class Alike:
    """Finds those of the strings put in whose rapidfuzz ratio with another is at least `same`
    (0–100).

    The ratio counts insertions and deletions: two strings of `a` and `b` characters are so alike
    only if at most (a + b)(1 - same/100) of these lead from one to the other. Each spoils three
    runs of three characters at most. So of the rarest runs of either, one more than can be spoilt,
    the two share one (prefix filtering: Chaudhuri, Ganti and Kaushik 2006), and only strings that
    do are compared."""

    def __init__(self, same: float, strings: Iterable[str]) -> None:
        """`strings`: all that will be put in or asked for."""
        self.same = same
        self.counts = Counter(g for s in set(strings) for g in _grams(s))
        self.postings: dict[str, list[int]] = {}
        self.unfiltered: list[int] = []  # have too few runs
        self.kept: list[str] = []

    def add(self, string: str) -> None:
        """Put a string in; it has the number of those put in before it."""
        number = len(self.kept)
        self.kept.append(string)
        rarest = self._rarest(string)
        for gram in rarest or ():
            self.postings.setdefault(gram, []).append(number)
        if rarest is None:
            self.unfiltered.append(number)

    def like(self, string: str, since: int = 0) -> list[int]:
        """The numbers, from `since` on and ascending, of those that are alike."""
        rarest = self._rarest(string)
        found: Iterable[int]
        if rarest is None:
            found = range(since, len(self.kept))
        else:
            lists = (self.unfiltered, *(self.postings.get(gram, ()) for gram in rarest))
            found = {n for numbers in lists for n in numbers[bisect_left(numbers, since) :]}
        return sorted(n for n in found if fuzz.ratio(string, self.kept[n]) >= self.same)

    def _rarest(self, string: str) -> list[str] | None:
        """The runs of which one is shared with any string that is alike; None where the string has
        too few."""
        share = 1 - self.same / 100
        # The other string may be the longer one: b(1 - share) <= a(1 + share).
        most = int(share * len(string) * (1 + (1 + share) / (1 - share)) + 1e-9)
        grams = sorted(_grams(string), key=lambda g: (self.counts[g], g))
        wanted = _GRAM * most + 1
        return grams[:wanted] if wanted <= len(grams) else None


def _grams(string: str) -> list[str]:
    """The runs of three characters of a string, each once, the n-th same one with its number."""
    seen: Counter[str] = Counter()
    out = []
    for k in range(len(string) - _GRAM + 1):
        gram = string[k : k + _GRAM]
        seen[gram] += 1
        out.append(gram if seen[gram] == 1 else f"{gram}{seen[gram]}")
    return out
