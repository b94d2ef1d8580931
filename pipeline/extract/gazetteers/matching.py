"""Longest match of a closed list of folded names in folded Arabic text.

A name matches whole words. The particles و ف ب ل ك attached to its first word stay outside the
match, and so does the first ل of «للـ», whose missing alef is restored before the look-up. Time is
linear in the text: one dictionary look-up for most words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.arabic import lists
from pipeline.arabic.folding import REMEMBERED, fold
from pipeline.types import Mapped

_WORD = re.compile(r"\S+")
_STOP = re.compile(r"[.،,؛;:؟?!…\n\r]")  # never inside a name; quotation marks and dashes may be
BREAK = re.compile(r"[.،,؛;:؟?!…\n\r()\[\]«»\"“”]")  # between two words: they are not one phrase
# after a name at the beginning of a line: it belongs to a dateline
DATELINE = re.compile(r"\s*(?:[-–—:/(،]|\d)")


class Opening(NamedTuple):
    """A word as the first one of a name: the number of characters removed, the rest, and the most
    words that a name with it has."""

    taken: int
    first: str
    most: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded names, and for each first word the maximum number of words in a name."""

    names: frozenset[str]
    longest: dict[str, int]
    cache: dict[str, tuple[Opening, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )  # cache of `openings`

    def openings(self, word: str) -> tuple[Opening, ...]:
        """Return the readings of a folded word with which a name begins, fewest characters removed
        first."""
        found = self.cache.get(word)
        if found is None:
            if len(self.cache) >= REMEMBERED:
                self.cache.clear()
            found = self.cache[word] = tuple(
                Opening(taken, first, self.longest[first])
                for taken, first in unprefixed(word)
                if first in self.longest
            )
        return found


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: a half-open range in the folded text, without its particles, which are
    `prefix`; `word` is the index of its first word and `words` their number. `name` is the name in
    the lexicon (with the alef of «للـ» restored)."""

    start: int
    end: int
    name: str
    prefix: str
    word: int
    words: int


def lexicon(names: Iterable[str]) -> Lexicon:
    """Return the lexicon of folded names, without empty ones."""
    kept = frozenset(n for n in names if n)
    longest: dict[str, int] = {}
    for name in kept:
        first, rest = name.partition(" ")[0], name.count(" ") + 1
        if rest > longest.get(first, 0):
            longest[first] = rest
    return Lexicon(kept, longest)


@lru_cache(maxsize=REMEMBERED)
def unprefixed(word: str) -> tuple[tuple[int, str], ...]:
    """Return the readings of a folded word: (characters removed, the rest), fewest removed first."""
    readings, at = [(0, word)], 0
    if word[0] in "وف" and len(word) > 3:
        at = 1
        readings.append((1, word[1:]))
    head = word[at]
    if head in "بلك" and len(word) - at > 3:
        readings.append((at + 1, word[at + 1 :]))
        if head == "ل" and word[at + 1] == "ل":
            readings.append((at + 1, "ا" + word[at + 1 :]))
    return tuple(readings)


def words_of(folded: str) -> list[tuple[int, int]]:
    """Return the ranges of the words of folded text."""
    return [m.span() for m in _WORD.finditer(folded)]


def unbroken(text: str, mapped: Mapped) -> Callable[[int, int], bool]:
    """For `find`: return whether a range of folded text contains no full stop, comma or line end in
    its source."""
    return lambda start, end: _STOP.search(text, mapped.starts[start], mapped.ends[end - 1]) is None


def find(
    folded: str,
    lex: Lexicon,
    words: list[tuple[int, int]] | None = None,
    whole: Callable[[int, int], bool] = lambda start, end: True,
) -> Iterator[Hit]:
    """Return the longest non-overlapping hits from left to right; of readings of equal length the
    one with fewest characters removed. A range of several words must also be `whole`."""
    spans = words_of(folded) if words is None else words
    names, openings = lex.names, lex.openings
    index, count = 0, len(spans)
    while index < count:
        start, end = spans[index]
        best: Hit | None = None
        for taken, first, most in openings(folded[start:end]):
            for n in range(min(most, count - index), 0, -1):
                if best is not None and n <= best.words:
                    break
                stop = spans[index + n - 1][1]
                name = first + folded[end:stop]
                if name in names and (n == 1 or whole(start + taken, stop)):
                    best = Hit(start + taken, stop, name, folded[start : start + taken], index, n)
                    break
        if best is None:
            index += 1
        else:
            yield best
            index += best.words


def opens_line(text: str, at: int) -> bool:
    """Return whether only blanks and opening quotation marks and brackets precede a position in its
    line."""
    while at and text[at - 1] in ' «"“(':
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def fold_all(names: Sequence[str]) -> list[str]:
    """Fold every name in one call: the underscore is the only separator that folding keeps."""
    return fold(" _ ".join(names)).split(" _ ") if names else []


def lines(file: str) -> list[str]:
    """Return the lines of a list in `pipeline/extract/data` (arabic/lists.py)."""
    return lists.lines("pipeline.extract", file)


def rows(file: str) -> list[list[str]]:
    """Return the same, split at tabs."""
    return lists.rows("pipeline.extract", file)


@cache
def _cues() -> dict[str, list[str]]:
    return {kind: words.split("|") for kind, words in rows("cues.tsv")}


def cue_words(kind: str) -> list[str]:
    """Return the words of a class of `cues.tsv`, as written."""
    return _cues()[kind]


def cues(kind: str) -> frozenset[str]:
    """Return the folded words of a class of `cues.tsv`."""
    return frozenset(fold_all(cue_words(kind)))
