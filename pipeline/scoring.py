"""Scorers: gradient-boosted trees over named features, kept as data.

`models/training/events.py` learns the trees with LightGBM (Ke et al. 2017) and writes them. Here they
are only read: comparisons and one sum in a fixed order, so that each processor gets the same result.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Split = tuple[int, float, int, int]  # feature, threshold, and the node on either side
Tree = tuple[tuple[Split, ...], tuple[float, ...]]  # splits, and the values of the leaves


@dataclass(frozen=True, slots=True)
class Scorer:
    """Trees whose splits name features by their place in `features`. A negative node `-n` is the
    leaf `n - 1`."""

    features: tuple[str, ...]
    trees: tuple[Tree, ...]

    def probability(self, found: Mapping[str, float]) -> float:
        """Return the probability of the positive class. Raise KeyError for a missing feature."""
        values = [found[name] for name in self.features]
        total = 0.0
        for splits, leaves in self.trees:
            node = 0 if splits else -1
            while node >= 0:
                feature, threshold, low, high = splits[node]
                node = low if values[feature] <= threshold else high
            total += leaves[-node - 1]
        return 1 / (1 + math.exp(-total))


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
