"""Spellings that the tagger has seldom seen, read as those that it has learnt: ى for ي at the end of words («فى», as many in Egypt write),
and the Latin comma in texts that have no other.

The text stays as it is; only the words that are cut into pieces are spelt so. Of 92 documents (`benchmarks/robustness.py`) written without
the dots 58 had the records of the same with them, 83 have now; with Latin commas 60 and, with the comma of `assemble/clean.py`, 91.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.arabic import lists
from pipeline.arabic.folding import fold

UNDOTTED = re.compile(r"(?<!\w)[وف]?(?:فى|الذى|التى)(?!\w)")
DOTTED = re.compile(r"ي(?!\w)")
PROCLITIC = re.compile(r"[وف]?[بكل]?(?:ال|ل)?")


class Spelling(NamedTuple):
    """How a text is written: every ي at the end of a word as ى, all commas as «,»."""

    undotted: bool
    latin_commas: bool


def spelling_of(text: str) -> Spelling:
    """How a text is written; one «فى» alone may be a slip."""
    undotted = len(UNDOTTED.findall(text)) > 1 and DOTTED.search(text) is None
    return Spelling(undotted, "," in text and "،" not in text)


def as_learnt(words: Sequence[str], spelling: Spelling) -> list[str]:
    """The words of a line as the tagger knows them; a comma between two figures («1,500») stays."""
    out = [dotted(w) for w in words] if spelling.undotted else list(words)
    if spelling.latin_commas:
        for k, w in enumerate(out):
            if w == "," and not (out[k - 1][-1:].isdigit() and "".join(out[k + 1:k + 2])[:1].isdigit()):
                out[k] = "،"
    return out


@lru_cache(maxsize=1)
def _alefs() -> frozenset[str]:
    return frozenset(map(fold, lists.lines("pipeline.extract", "final_alef.txt")))


def dotted(word: str) -> str:
    """A word of a text without dots with its own, but where it ends with an alef («على», «المستشفى»)."""
    if not word.endswith("ى"):
        return word
    starts = {0, *(m.end() for n in range(1, 5) if (m := PROCLITIC.fullmatch(word, 0, n)))}
    return word if any(fold(word[at:]) in _alefs() for at in starts) else word[:-1] + "ي"
