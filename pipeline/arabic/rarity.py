"""Words as texts are compared by: without what is attached to them, and how much each tells.

A word is worth more the fewer texts have it. How many have it is counted once, over newspaper
articles of many countries (`data/rarity.txt`, made by `tools/rarity.py`), not over the texts at
hand: so two texts are as alike today as when a thousand others have arrived."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from pipeline.arabic import lists
from pipeline.arabic.folding import fold

STEPS = 20  # of rarity, between 0 for a word of every text and 1 for one that few texts have

_ONE_WORD = re.compile(r"\b(عبد|ابو|ابا|ابي) (?=\w)")
_ATTACHED = re.compile(r"^(?:[وف]?(?:ال|بال|كال|لل))(?=\w{3})")


def stems(text: str | None) -> list[str]:
    """Return the folded words of a text in their order, without the article and the particles
    before it; «عبد الله» and «أبو بكر» are one word. Empty for None."""
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
    """Return how much a word, as `stems` gives it, tells: 0 to 1."""
    return _table().get(word, 1.0)


@cache
def _table() -> Mapping[str, float]:
    rows = (line.split() for line in lists.lines("pipeline.arabic", "rarity.txt"))
    return {word: int(step) / STEPS for step, *words in rows for word in words}
