"""Learn the trees that `pipeline/scoring.py` reads, with LightGBM (Ke et al. 2017)."""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from pathlib import Path
from typing import Any

from pipeline.assemble.features import Features

SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 15,
    "max_bin": 63,
    "min_data_in_leaf": 25,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2.0,
    "seed": 1,
    "deterministic": True,
    "num_threads": 1,
    "verbose": -1,
}
Example = tuple[Features, bool]


def learn(
    examples: Sequence[Example],
    rounds: int,
    speaks_for: Set[str] = frozenset(),
    against: Set[str] = frozenset(),
) -> dict[str, Any]:
    """Return trees in the form that `pipeline/scoring.py` reads. The features `speaks_for` may only
    raise the probability, those `against` only lower it."""
    names = list(examples[0][0])
    signs = [(name in speaks_for) - (name in against) for name in names]
    model = boosted(examples, rounds, signs)
    return {
        "features": names,
        "trees": [flat(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]],
    }


def boosted(examples: Sequence[Example], rounds: int, signs: Sequence[int]) -> Any:
    """Return LightGBM's own model of the examples. Each sign says whether the feature at its place
    may only raise the probability (1), only lower it (-1), or both (0)."""
    import lightgbm
    import numpy as np

    names = list(examples[0][0])
    table = np.array([[float(found[name]) for name in names] for found, _ in examples])
    right = np.array([float(answer) for _, answer in examples])
    settings = SETTINGS | {"monotone_constraints": list(signs)}
    return lightgbm.train(settings, lightgbm.Dataset(table, right), rounds)


def flat(root: dict[str, Any]) -> dict[str, Any]:
    """Return a tree of LightGBM as a list of splits [feature, threshold, low, high] and a list of
    leaves; a node of -n is the leaf n - 1."""
    splits: list[list[Any]] = []
    leaves: list[float] = []

    def add(node: dict[str, Any]) -> int:
        if "split_feature" not in node:
            leaves.append(round(node["leaf_value"], 5))
            return -len(leaves)
        at = len(splits)
        splits.append([node["split_feature"], float(f"{node['threshold']:.6g}"), 0, 0])
        splits[at][2:] = [add(node["left_child"]), add(node["right_child"])]
        return at

    add(root)
    return {"splits": splits, "leaves": leaves}


def keep(path: Path, examples: Sequence[Example], trees: dict[str, Any]) -> None:
    """Write trees to a file, and print from how much they were learnt."""
    path.write_text(json.dumps(trees, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{path.stem}: {len(examples)} rows, {sum(yes for _, yes in examples)} of them yes")
