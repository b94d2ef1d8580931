"""Scorers: gradient-boosted trees over named features, kept as data.

`models/training/events.py` learns the trees with LightGBM (Ke et al. 2017) and writes them. Here they
are only read: comparisons and one sum in a fixed order, so that each processor gets the same result.
They are read feature by feature, not tree by tree (QuickScorer: Lucchese et al. 2015): in one row
of bits, one for each leaf of each tree, a value clears those that it rules out.
"""

from __future__ import annotations

import json
import math
import struct
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import accumulate
from operator import and_

Split = tuple[int, float, int, int]  # feature, threshold, and the node on either side
Tree = tuple[tuple[Split, ...], tuple[float, ...]]  # splits, and the values of the leaves
LEAVES = 16  # most leaves of a tree: the bits of a tree in the row


@dataclass(frozen=True)
class Scorer:
    """Trees whose splits name features by their place in `features`. A negative node `-n` is the
    leaf `n - 1`. Raise ValueError for a tree of more than LEAVES leaves."""

    features: tuple[str, ...]
    trees: tuple[Tree, ...]

    def __post_init__(self) -> None:
        if any(len(leaves) > LEAVES for _, leaves in self.trees):
            raise ValueError(f"a tree has more than {LEAVES} leaves")

    def probability(self, found: Mapping[str, float]) -> float:
        """Return the probability of the positive class. Raise KeyError for a missing feature."""
        row = self._full
        for name, thresholds, left in self._cuts:
            row &= left[bisect_left(thresholds, found[name])]
        reached = self._lanes.unpack(row.to_bytes(self._lanes.size, "little"))
        total = 0.0
        for bits, leaves in zip(reached, self._leaves, strict=True):
            total += leaves[(bits & -bits).bit_length()]  # the first leaf that is left
        return 1 / (1 + math.exp(-total))

    @cached_property
    def _lanes(self) -> struct.Struct:
        return struct.Struct(f"<{len(self.trees)}H")

    @cached_property
    def _full(self) -> int:
        return (1 << LEAVES * len(self.trees)) - 1

    @cached_property
    def _leaves(self) -> tuple[tuple[float, ...], ...]:
        """The values of each tree's leaves from low to high, at 1, 2, …"""
        return tuple((0.0, *(tree[1][n] for n in _ordered(tree))) for tree in self.trees)

    @cached_property
    def _cuts(self) -> tuple[tuple[str, list[float], list[int]], ...]:
        """Each feature with its thresholds, ascending, and the row that is left above the first
        n of them, for each n."""
        cuts: dict[int, list[tuple[float, int]]] = {}
        for n, tree in enumerate(self.trees):
            order = _ordered(tree)
            for feature, threshold, low, _ in tree[0]:
                gone = sum(1 << order.index(leaf) for leaf in _ordered(tree, low))
                kept = self._full & ~(gone << LEAVES * n)
                cuts.setdefault(feature, []).append((threshold, kept))
        rows = [sorted(cuts.get(k, [])) for k in range(len(self.features))]
        return tuple(
            (
                name,
                [t for t, _ in row],
                [*accumulate((r for _, r in row), and_, initial=self._full)],
            )
            for name, row in zip(self.features, rows, strict=True)
        )


def _ordered(tree: Tree, node: int = 0) -> list[int]:
    """Return the leaves below a node of a tree, from low to high."""
    if node < 0 or not tree[0]:
        return [max(0, -node - 1)]
    _, _, low, high = tree[0][node]
    return _ordered(tree, low) + _ordered(tree, high)


def log_odds(p: float, least: float = 0.03) -> float:
    """Return the log odds of a probability of the tagger, which is never quite sure: clipped at
    the distance `least` from 0 and 1."""
    p = min(max(p, least), 1 - least)
    return math.log(p / (1 - p))


@cache
def load(package: str, name: str) -> Scorer:
    """Return the scorer in the data file `name` of a package, read once a process."""
    kept = json.loads(files(package).joinpath("data", name).read_text(encoding="utf-8"))
    return Scorer(
        tuple(kept["features"]),
        tuple(
            (tuple((f, t, low, high) for f, t, low, high in tree["splits"]), tuple(tree["leaves"]))
            for tree in kept["trees"]
        ),
    )
