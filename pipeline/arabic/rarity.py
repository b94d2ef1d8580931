"""The words of a text for comparison, without attached particles, and how rare each is.

A word counts more the fewer texts contain it. The frequencies come from newspaper articles of many
countries (`data/rarity.txt`, made by `tools/rarity.py`), not from the texts at hand. So the
likeness of two texts does not change when a thousand others arrive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from pipeline.arabic import lists
from pipeline.arabic.folding import fold

STEPS = 20  # rarity ranges from 0 for a word of every text to 1 for a word of very few

_ONE_WORD = re.compile(r"\b(عبد|ابو|ابا|ابي) (?=\w)")
_ATTACHED = re.compile(r"^(?:[وف]?(?:ال|بال|كال|لل))(?=\w{3})")


def stems(text: str | None) -> list[str]:
    """Return the folded words of a text in order, without the article and the particles before it.
    «عبد الله» and «أبو بكر» are one word. Empty for None."""
    return [_stem(w) for w in _ONE_WORD.sub(r"\1", fold(text or "")).split()]


@lru_cache(maxsize=1 << 18)
def _stem(word: str) -> str:
    if word.startswith("الله"):
        return word
    rest = _ATTACHED.sub("", word)
    if word.removesuffix(rest).endswith("لل") and "ل" + rest in _with_lam():
        return "ل" + rest  # three lams are written as two: «للجنة»
    return rest


@cache
def _with_lam() -> frozenset[str]:
    rows = (line.split() for line in lists.lines("pipeline.arabic", "lam.txt"))
    return frozenset(w for kind, *words in rows for w in words if w[0] == "ل")


def rarity(word: str) -> float:
    """Return the rarity of a word, in the form that `stems` returns: 0 to 1."""
    return _table().get(word, 1.0)


@cache
def _table() -> Mapping[str, float]:
    rows = (line.split() for line in lists.lines("pipeline.arabic", "rarity.txt"))
    return {word: int(step) / STEPS for step, *words in rows for word in words}
