"""Find similar strings among many without comparing each pair."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from rapidfuzz import fuzz

_GRAM = 3  # characters


class Alike:
    """Find those of the added strings whose rapidfuzz ratio with another is at least `same`
    (0–100).

    The ratio counts insertions and deletions: two strings of `a` and `b` characters can reach it
    only if at most (a + b)(1 - same/100) of these separate them. Each changes at most three
    trigrams. So of the rarest trigrams of either, one more than can change, the two share at
    least one (prefix filtering: Chaudhuri, Ganti and Kaushik 2006), and only such strings are
    compared."""

    def __init__(self, same: float, strings: Iterable[str]) -> None:
        """Count trigrams in `strings`: all that will be added or queried."""
        self.same = same
        self.counts = Counter(g for s in set(strings) for g in _grams(s))
        self.postings: dict[str, list[int]] = {}
        self.unfiltered: list[int] = []  # strings with too few trigrams
        self.kept: list[str] = []

    def add(self, string: str) -> None:
        """Add a string; its number is the count of those added before."""
        number = len(self.kept)
        self.kept.append(string)
        rarest = self._rarest(string)
        for gram in rarest or ():
            self.postings.setdefault(gram, []).append(number)
        if rarest is None:
            self.unfiltered.append(number)

    def like(self, string: str, since: int = 0) -> list[int]:
        """Return the numbers, from `since` on and ascending, of similar strings."""
        rarest = self._rarest(string)
        found: Iterable[int]
        if rarest is None:
            found = range(since, len(self.kept))
        else:
            lists = (self.unfiltered, *(self.postings.get(gram, ()) for gram in rarest))
            found = {n for numbers in lists for n in numbers[bisect_left(numbers, since) :]}
        return sorted(n for n in found if fuzz.ratio(string, self.kept[n]) >= self.same)

    def _rarest(self, string: str) -> list[str] | None:
        """Return trigrams of which at least one is in every similar string; None if the string has
        too few."""
        share = 1 - self.same / 100
        # The other string may be the longer one: b(1 - share) <= a(1 + share).
        most = int(share * len(string) * (1 + (1 + share) / (1 - share)) + 1e-9)
        grams = sorted(_grams(string), key=lambda g: (self.counts[g], g))
        wanted = _GRAM * most + 1
        return grams[:wanted] if wanted <= len(grams) else None


def _grams(string: str) -> list[str]:
    """Return the trigrams of a string, each once; the n-th repetition has its number."""
    seen: Counter[str] = Counter()
    out = []
    for k in range(len(string) - _GRAM + 1):
        gram = string[k : k + _GRAM]
        seen[gram] += 1
        out.append(gram if seen[gram] == 1 else f"{gram}{seen[gram]}")
    return out
