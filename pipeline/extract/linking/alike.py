"""Find similar strings among many without comparing each pair."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from math import ceil

from rapidfuzz import fuzz

_GRAM = 3  # characters
_BUCKETS, _TIMES = 30, 2  # of letters counted together, and up to how many of each: 60 bits
_EXACT = 1e-9  # more than sums of fractions are off


class Alike:
    """Find those of the added strings whose rapidfuzz ratio with another is at least `same`
    (0–100).

    The ratio counts insertions and deletions: two strings of `a` and `b` characters can reach it
    only if at most (a + b)(1 - same/100) of these separate them. Each changes at most three
    trigrams. So of the rarest trigrams of either, one more than can change, the two share at
    least one (prefix filtering: Chaudhuri, Ganti and Kaushik 2006). Of such strings those are
    compared whose letters, in whatever order, differ in no more (bag distance: Bartolini, Ciaccia
    and Patella 2002)."""

    def __init__(self, same: float, strings: Iterable[str]) -> None:
        """Count trigrams in `strings`: all that will be added or queried."""
        self.same = same
        self.counts = Counter(g for s in set(strings) for g in _grams(s))
        self.postings: dict[tuple[int, str], list[int]] = {}  # by length and trigram
        self.of_length: dict[int, list[int]] = {}
        self.kept: list[str] = []
        self.letters: list[int] = []  # of those kept

    def add(self, string: str) -> None:
        """Add a string; its number is the count of those added before."""
        number, length = len(self.kept), len(string)
        self.kept.append(string)
        self.letters.append(_letters(string))
        self.of_length.setdefault(length, []).append(number)
        most = max((most for _, most in self._reach(length)), default=0)
        for gram in self._rarest(string)[: _GRAM * most + 1]:
            self.postings.setdefault((length, gram), []).append(number)

    def like(self, string: str, since: int = 0) -> list[int]:
        """Return the numbers, from `since` on and ascending, of similar strings."""
        rarest, own, letters = self._rarest(string), _letters(string), self.letters
        near: set[int] = set()
        for length, most in self._reach(len(string)):
            wanted = _GRAM * most + 1
            if wanted > len(rarest):
                lists = [self.of_length.get(length, [])]
            else:
                lists = [self.postings.get((length, gram), []) for gram in rarest[:wanted]]
            near.update(
                n
                for numbers in lists
                for n in numbers[bisect_left(numbers, since) :]
                if (own ^ letters[n]).bit_count() <= most
            )
        return sorted(n for n in near if fuzz.ratio(string, self.kept[n]) >= self.same)

    def _reach(self, length: int) -> Iterator[tuple[int, int]]:
        """Yield the lengths that a string like one of `length` characters may have, and how many
        insertions and deletions may separate the two."""
        share = 1 - self.same / 100
        least, longest = length * (1 - share) / (1 + share), length * (1 + share) / (1 - share)
        for other in range(ceil(least - _EXACT), int(longest + _EXACT) + 1):
            most = int(share * (length + other) + _EXACT)
            yield other, most - (length + other - most) % 2  # as odd or even as both lengths

    def _rarest(self, string: str) -> list[str]:
        """Return the trigrams of a string, the rarest first."""
        return sorted(_grams(string), key=lambda g: (self.counts[g], g))


def _grams(string: str) -> list[str]:
    """Return the trigrams of a string, each once; the n-th repetition has its number."""
    seen: Counter[str] = Counter()
    out = []
    for k in range(len(string) - _GRAM + 1):
        gram = string[k : k + _GRAM]
        seen[gram] += 1
        out.append(gram if seen[gram] == 1 else f"{gram}{seen[gram]}")
    return out


def _letters(string: str) -> int:
    """Return the letters of a string as bits: two strings differ in no more bits than insertions and
    deletions separate them."""
    bits = 0
    for bucket, times in Counter(ord(letter) % _BUCKETS for letter in string).items():
        bits |= ((1 << min(times, _TIMES)) - 1) << (bucket * _TIMES)
    return bits
